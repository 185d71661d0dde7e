#include "chainlint/facts/fact.h"

#include <gtest/gtest.h>

namespace chainlint::facts {
namespace fact_test {

TEST(FactValue, IsPrintedForMessages) {
  EXPECT_EQ(to_string(FactValue(Absent{})), "none");
  EXPECT_EQ(to_string(FactValue(Unavailable{"locked"})), "unknown");
  EXPECT_EQ(to_string(FactValue(true)), "yes");
  EXPECT_EQ(to_string(FactValue(false)), "no");
  EXPECT_EQ(to_string(FactValue(std::int64_t{-3})), "-3");
  EXPECT_EQ(to_string(FactValue(std::string("CN=a"))), "CN=a");
  EXPECT_EQ(to_string(FactValue(Instant(0))), "1970-01-01T00:00:00Z");
}

TEST(FactValue, JoinsListsAndSaysWhereTheyAreEmpty) {
  EXPECT_EQ(to_string(FactValue(std::vector<std::string>{"a", "b"})), "a, b");
  EXPECT_EQ(to_string(FactValue(std::vector<std::string>{"", "b"})), ", b");
  EXPECT_EQ(to_string(FactValue(std::vector<std::string>{})), "none");
}

}  // namespace fact_test
}  // namespace chainlint::facts
