#include "chainlint/rules/change_kind.h"

#include <gtest/gtest.h>

namespace chainlint {
namespace {

TEST(ChangeKinds, AreFoundByTheirNames) {
  for (const ChangeKind kind : kChangeKinds) EXPECT_EQ(find_change_kind(to_string(kind)), kind);
  EXPECT_EQ(find_change_kind("colour"), std::nullopt);
}

}  // namespace
}  // namespace chainlint
