#include "chainlint/rules/change_kind.h"

#include <gtest/gtest.h>

namespace chainlint::renewal {
namespace change_kind_test {

TEST(ChangeKinds, AreFoundByTheirNames) {
  for (const rules::ChangeKind kind : rules::kChangeKindNames.values()) EXPECT_EQ(rules::kChangeKindNames.find(to_string(kind)), kind);
  EXPECT_EQ(rules::kChangeKindNames.find("colour"), std::nullopt);
}

}  // namespace change_kind_test
}  // namespace chainlint::renewal
