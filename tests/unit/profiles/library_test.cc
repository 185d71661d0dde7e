#include "chainlint/profiles/library.h"

#include <gtest/gtest.h>

namespace chainlint {
namespace {

TEST(ProfileLibrary, UnknownTargetIsAnError) { EXPECT_FALSE(find_target(load_profiles({}).library, "no-such-server")); }

}  // namespace
}  // namespace chainlint
