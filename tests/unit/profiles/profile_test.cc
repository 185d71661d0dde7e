// Versions of targets and what they read.
#include "chainlint/profiles/profile.h"

#include <gtest/gtest.h>

namespace chainlint::profiles {
namespace profile_test {

TEST(Versions, TheListOfTheProfileDecides) {
  Profile profile;
  profile.versions = {"beta", "alpha"};
  EXPECT_TRUE(version_before(profile, "beta", "alpha"));
  EXPECT_FALSE(version_before(profile, "alpha", "beta"));
  EXPECT_FALSE(version_before(profile, "beta", "beta"));
}

TEST(Versions, AreComparedNumberByNumberElse) {
  const Profile profile;
  EXPECT_TRUE(version_before(profile, "8u292", "8u301"));
  EXPECT_TRUE(version_before(profile, "8u301", "11"));
  EXPECT_TRUE(version_before(profile, "11", "11.0.12"));
  EXPECT_TRUE(version_before(profile, "11.0.9", "11.0.12"));
  EXPECT_TRUE(version_before(profile, "2012", "2012r2"));
  EXPECT_TRUE(version_before(profile, "2012r2", "2016"));
  EXPECT_FALSE(version_before(profile, "2016", "2012r2"));
  EXPECT_FALSE(version_before(profile, "17", "17"));
}

TEST(Versions, NumbersWithoutEndDoNoHarm) { EXPECT_FALSE(version_before({}, std::string(100000, '9'), "1")); }

// Whether `version` of a target reads what is read from these versions on.
bool read_by(const std::string& version, const std::vector<std::string>& since) {
  Profile profile;
  profile.versions = {"8", "8u301", "11", "11.0.12", "17"};
  return reads({&profile, version}, {"pbes2", since, false, chain::Evidence::source});
}

TEST(PfxReading, EachLineOfReleasesHasItsFirstVersion) {
  const std::vector<std::string> since = {"8u301", "11.0.12", "12"};
  EXPECT_FALSE(read_by("8", since));
  EXPECT_TRUE(read_by("8u301", since));
  EXPECT_FALSE(read_by("11", since));
  EXPECT_TRUE(read_by("11.0.12", since));
  EXPECT_TRUE(read_by("17", since));
}

TEST(PfxReading, WithoutAVersionTheNewestIsUsed) {
  EXPECT_TRUE(read_by("", {"17"}));
  EXPECT_FALSE(read_by("", {"26"}));
}

TEST(PfxReading, NeverIsNever) {
  Profile profile;
  EXPECT_FALSE(reads({&profile, ""}, {"pbmac1", {}, true, chain::Evidence::unverified}));
}

}  // namespace profile_test
}  // namespace chainlint::profiles
