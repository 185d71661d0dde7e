#include <gtest/gtest.h>

#include "chainlint/write/fix_plan.h"

namespace chainlint::write {
namespace fix_kind_test {

TEST(FixKinds, ThatAddOrReplaceAreUnsafe) {
  EXPECT_TRUE(is_safe(FixKind::stranger));
  EXPECT_FALSE(is_safe(FixKind::missing));
  EXPECT_FALSE(is_safe(FixKind::re_encrypt));
}

}  // namespace fix_kind_test
}  // namespace chainlint::write
