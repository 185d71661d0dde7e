#include "chainlint/policy/path_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace chainlint::policy {
namespace path_pattern_test {

bool fits(const std::string& pattern, const std::string& path) { return PathPattern(pattern, "/repo").fits("/repo/" + path); }

TEST(PathPattern, IsRelativeToItsFolder) {
  EXPECT_TRUE(fits("certs/a.pem", "certs/a.pem"));
  EXPECT_FALSE(fits("a.pem", "certs/a.pem"));
  EXPECT_FALSE(PathPattern("a.pem", "/repo").fits("/other/a.pem"));
  EXPECT_TRUE(PathPattern("../other/a.pem", "/repo").fits("/other/a.pem"));
  EXPECT_TRUE(PathPattern("/etc/*.pem", "/repo").fits("/etc/a.pem"));
}

TEST(PathPattern, StarStaysInItsFolder) {
  EXPECT_TRUE(fits("certs/*.pem", "certs/a.pem"));
  EXPECT_TRUE(fits("*/a.pem", "certs/a.pem"));
  EXPECT_FALSE(fits("certs/*", "certs/sub/a.pem"));
  EXPECT_FALSE(fits("*.pem", "certs/a.pem"));
}

TEST(PathPattern, TwoStarsCrossFolders) {
  EXPECT_TRUE(fits("legacy/**", "legacy/a.pem"));
  EXPECT_TRUE(fits("legacy/**", "legacy/x/y/a.pem"));
  EXPECT_FALSE(fits("legacy/**", "legacy"));
  EXPECT_FALSE(fits("legacy/**", "legacy2/a.pem"));
}

TEST(PathPattern, FoldersMayBeNone) {
  EXPECT_TRUE(fits("**/a.pem", "a.pem"));
  EXPECT_TRUE(fits("**/a.pem", "x/y/a.pem"));
  EXPECT_TRUE(fits("certs/**/a.pem", "certs/a.pem"));
  EXPECT_TRUE(fits("certs/**/a.pem", "certs/x/y/a.pem"));
  EXPECT_FALSE(fits("**/a.pem", "x/aa.pem"));
  EXPECT_FALSE(fits("certs/**/a.pem", "certs/xa.pem"));
  EXPECT_TRUE(fits("**/**/x/**/a.*", "q/x/a.pem"));
}

TEST(PathPattern, QuestionMarkIsOneCharacterAndNoSlash) {
  EXPECT_TRUE(fits("a?.pem", "a1.pem"));
  EXPECT_FALSE(fits("a?.pem", "a.pem"));
  EXPECT_FALSE(fits("a?b.pem", "a/b.pem"));
}

TEST(PathPattern, BackslashTakesAStarAsItIs) {
  EXPECT_TRUE(fits("a\\*.pem", "a*.pem"));
  EXPECT_FALSE(fits("a\\*.pem", "ab.pem"));
}

TEST(PathPattern, AFolderMeansEverythingBelow) {
  EXPECT_TRUE(fits("legacy/", "legacy/x/a.pem"));
  EXPECT_TRUE(fits("legacy", "legacy/x/a.pem"));
  EXPECT_TRUE(fits(".", "legacy/x/a.pem"));
  EXPECT_FALSE(fits("legacy", "legacy2/a.pem"));
}

TEST(PathPattern, TakesTheFolderOfThePolicyLiterally) {
  EXPECT_TRUE(PathPattern("*.pem", "/re*po").fits("/re*po/a.pem"));
  EXPECT_FALSE(PathPattern("*.pem", "/re*po").fits("/reXpo/a.pem"));
}

TEST(PathPattern, AnArchiveMatchesForItsMembers) {
  EXPECT_TRUE(fits("in.zip", "in.zip!www/a.pem"));
  EXPECT_TRUE(fits("in.zip!www/*", "in.zip!www/a.pem"));
  EXPECT_FALSE(fits("in.zip!other/*", "in.zip!www/a.pem"));
}

TEST(PathPattern, KnowsTheFolderOfAllFilesThatMayMatch) {
  EXPECT_EQ(PathPattern("certs/**/a.pem", "/repo").root(), "/repo/certs");
  EXPECT_EQ(PathPattern("certs/a.pem", "/repo").root(), "/repo/certs/a.pem");
  EXPECT_EQ(PathPattern("**", "/repo").root(), "/repo");
  EXPECT_EQ(PathPattern("x*/../certs/*", "/repo").root(), "/repo/certs");
}

// Patterns that take exponential time where each way through them is tried after the other.
TEST(PathPattern, TakesNoLongerForManyStars) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a**/";
  EXPECT_FALSE(PathPattern(pattern + "b", "/repo").fits("/repo/" + std::string(2000, 'a')));
}

TEST(Paths, AreFollowedWithoutTheDisk) {
  EXPECT_EQ(absolute_path("../x/./a.pem", "/repo/sub"), "/repo/x/a.pem");
  EXPECT_EQ(absolute_path("/x//a.pem/", "/repo"), "/x/a.pem");
  EXPECT_EQ(absolute_path("-", "/repo"), "-");
  EXPECT_EQ(absolute_path("../../../a.pem", "/repo"), "/a.pem");
}

TEST(Paths, LeadFromOneFolderToAFile) {
  EXPECT_EQ(relative_path("/repo/certs/a.pem", "/repo"), "certs/a.pem");
  EXPECT_EQ(relative_path("/other/a.pem", "/repo/ci"), "../../other/a.pem");
  EXPECT_EQ(relative_path("-", "/repo"), "-");
}

TEST(PathPattern, AQuestionMarkMatchesOneCharacterNotOneByte) {
  const PathPattern one("gr?n.pem", "/certs"), last("gr?", "/certs"), two("gr??n.pem", "/certs");
  EXPECT_TRUE(one.fits("/certs/gr\xC3\xBCn.pem"));
  EXPECT_TRUE(last.fits("/certs/gr\xC3\xBC"));
  EXPECT_FALSE(two.fits("/certs/gr\xC3\xBCn.pem"));
  EXPECT_TRUE(two.fits("/certs/green.pem"));
}

}  // namespace path_pattern_test
}  // namespace chainlint::policy
