#include "chainlint/base/lazy.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace chainlint {
namespace lazy_test {

TEST(Lazy, MakesItsValueOnceForAllCopies) {
  int made = 0;
  const auto lazy = Lazy<std::string>::of([&made] { return "value " + std::to_string(++made); });
  const Lazy<std::string> copy = lazy;
  EXPECT_EQ(made, 0);
  EXPECT_EQ(*copy, "value 1");
  EXPECT_EQ(*lazy, "value 1");
  EXPECT_EQ(lazy->size(), 7u);
  EXPECT_EQ(made, 1);
}

TEST(Lazy, MayHaveItsValueFromTheStart) {
  Lazy<std::string> lazy;
  EXPECT_EQ(*lazy, "");
  const Lazy<std::string> before = lazy;
  lazy = std::string("given");
  EXPECT_EQ(*lazy, "given");
  EXPECT_EQ(*before, "");
}

TEST(Lazy, ThrowsUntilTheValueCanBeMade) {
  bool broken = true;
  const auto lazy = Lazy<int>::of([&broken] { return broken ? throw std::logic_error("not yet") : 7; });
  EXPECT_THROW(*lazy, std::logic_error);
  EXPECT_THROW(*lazy, std::logic_error);
  broken = false;
  EXPECT_EQ(*lazy, 7);
}

}  // namespace lazy_test
}  // namespace chainlint
