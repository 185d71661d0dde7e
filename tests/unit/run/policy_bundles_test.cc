#include "chainlint/run/policy_bundles.h"

#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace policy_bundles_test {

// A bundle of the policy with the files of a folder.
class Declared {
 public:
  Declared(const std::string& name, const std::vector<std::string>& files) {
    told_.name = name;
    told_.files = files;
    told_.origin.path = ".chainlint.yaml";
    plans_.plans.push_back({.told = &told_, .files = files});
  }
  Declared(const Declared&) = delete;
  Declared& operator=(const Declared&) = delete;

  ToldInputs match(InputFiles& found, bool no_path = false) const { return match_bundles(plans_, no_path, found); }
  const BundlePlans& plans() const { return plans_; }

 private:
  policy::PolicyBundle told_;
  BundlePlans plans_;
};

TEST(PolicyBundles, IncludeFilesInOtherFolders) {
  const TemporaryFolder folder;
  const std::string certificate = folder.write("web/site.pem", ""), key = folder.write("keys/site.key", "");
  const Declared site("site", {certificate, key});
  InputFiles found = find_files({folder.path("web")}, Limits());
  const ToldInputs told = site.match(found);
  ASSERT_EQ(told.bundles.size(), 1u);
  EXPECT_EQ(told.bundles[0].files, (std::vector<std::size_t>{0, 1}));
  ASSERT_EQ(found.files.size(), 2u);
  EXPECT_EQ(found.files[1].path, key);
}

TEST(PolicyBundles, AreLeftOutWhereTheRunIsAboutOtherFiles) {
  const TemporaryFolder folder;
  const Declared site("site", {folder.write("web/site.pem", "")});
  InputFiles found = find_files({folder.write("other.pem", "")}, Limits());
  EXPECT_TRUE(site.match(found).bundles.empty());
  EXPECT_EQ(found.files.size(), 1u);
  InputFiles nothing;
  EXPECT_EQ(site.match(nothing, true).bundles.size(), 1u);
}

TEST(PolicyBundles, ReportAMissingFileOnceWithTheBundleThatNamesIt) {
  const TemporaryFolder folder;
  const std::string gone = folder.path("gone.pem");
  const Declared site("site", {gone});
  InputFiles found = find_files({gone}, Limits());
  ASSERT_EQ(found.diagnostics.size(), 1u);
  const ToldInputs told = site.match(found);
  EXPECT_TRUE(found.diagnostics.empty());
  ASSERT_EQ(told.missing.size(), 1u);
  EXPECT_EQ(told.missing[0].location.path, gone);
  EXPECT_TRUE(told.missing[0].message.ends_with("names it for the bundle 'site'"));
}

TEST(PolicyBundles, KeepTheOrderOfTheirFilesButForThoseOfAFolder) {
  const TemporaryFolder folder;
  const std::string b = folder.write("b.pem", ""), a = folder.write("a.pem", "");
  InputFiles found = find_files({folder.path()}, Limits());
  const Declared listed("listed", {b, a}), walked("walked", {folder.path()});
  const ToldInputs in_order = listed.match(found), below = walked.match(found);
  ASSERT_EQ(in_order.bundles.size(), 1u);
  EXPECT_EQ(in_order.bundles[0].files, (std::vector<std::size_t>{1, 0}));
  EXPECT_FALSE(in_order.bundles[0].walked);
  ASSERT_EQ(below.bundles.size(), 1u);
  EXPECT_TRUE(below.bundles[0].walked);
}

}  // namespace policy_bundles_test
}  // namespace chainlint::run
