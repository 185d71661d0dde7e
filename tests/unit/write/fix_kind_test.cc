#include <gtest/gtest.h>

#include "chainlint/write/fix_plan.h"

namespace chainlint {
namespace {

TEST(FixKinds, ThatAddOrReplaceAreUnsafe) {
  EXPECT_TRUE(is_safe(FixKind::stranger));
  EXPECT_FALSE(is_safe(FixKind::missing));
  EXPECT_FALSE(is_safe(FixKind::re_encrypt));
}

}  // namespace
}  // namespace chainlint
