#include "chainlint/base/enum_names.h"

#include <gtest/gtest.h>

#include "chainlint/base/diagnostic.h"

namespace chainlint {
namespace enum_names_test {

TEST(EnumNames, FindAValueByItsName) {
  for (const Severity severity : kSeverityNames.values()) EXPECT_EQ(kSeverityNames.find(to_string(severity)), severity);
  EXPECT_EQ(kSeverityNames.find("fatal"), std::nullopt);
}

TEST(EnumNames, AreInTheOrderOfTheValues) {
  EXPECT_EQ(kSeverityNames.size(), 3u);
  EXPECT_EQ(kSeverityNames.values().back(), Severity::note);
  EXPECT_EQ(*(kSeverityNames.end() - 1), "note");
}

TEST(EnumNames, KnowTheLastEnumerator) {
  EXPECT_TRUE(enum_names_detail::is_enumerator<Severity::note>());
  EXPECT_FALSE(enum_names_detail::is_enumerator<static_cast<Severity>(3)>());
}

}  // namespace enum_names_test
}  // namespace chainlint
