#include "chainlint/base/rare.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace chainlint {
namespace rare_test {

TEST(Rare, IsEmptyUntilItHasAValue) {
  Rare<std::string> text;
  EXPECT_FALSE(text);
  EXPECT_FALSE(text.has_value());
  text.emplace() = "www";
  EXPECT_TRUE(text);
  EXPECT_EQ(*text, "www");
  EXPECT_EQ(text->size(), 3u);
  text.reset();
  EXPECT_FALSE(text);
}

TEST(Rare, CopiesHaveValuesOfTheirOwn) {
  Rare<std::string> text = std::string("www");
  Rare<std::string> copy = text;
  *copy += ".example.com";
  EXPECT_EQ(*text, "www");
  copy = Rare<std::string>();
  EXPECT_FALSE(copy);
  EXPECT_TRUE(text);
  const Rare<std::string> moved = std::move(text);
  EXPECT_EQ(*moved, "www");
}

TEST(Rare, TakesAnOptional) {
  EXPECT_FALSE(Rare<int>(std::optional<int>()));
  EXPECT_EQ(*Rare<int>(std::optional<int>(7)), 7);
}

TEST(Rare, TakesOnePointer) { EXPECT_EQ(sizeof(Rare<std::string>), sizeof(void*)); }

}  // namespace rare_test
}  // namespace chainlint
