#include "chainlint/run/changed_files.h"

#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace changed_files_test {

// In byte order.
ChangedFiles changed(const std::vector<std::string>& paths) {
  std::vector<git::GitChange> changes;
  for (const std::string& path : paths) changes.push_back({path, false});
  return ChangedFiles(std::move(changes));
}

TEST(ChangedFiles, ContainAFileItsLinkAndItsSubmodule) {
  const ChangedFiles files = changed({"a/b.pem", "link", "sub"});
  EXPECT_TRUE(files.hold(RepositoryPlace{"a/b.pem", "a/b.pem"}));
  EXPECT_TRUE(files.hold(RepositoryPlace{"link", "elsewhere/b.pem"}));
  EXPECT_TRUE(files.hold(RepositoryPlace{"x", "a/b.pem"}));
  EXPECT_TRUE(files.hold(RepositoryPlace{"sub/in/c.pem", "sub/in/c.pem"}));
  EXPECT_FALSE(files.hold(RepositoryPlace{"a", "a"}));
  EXPECT_FALSE(files.hold(RepositoryPlace{"a/b.pem2", "a/b.pem2"}));
  EXPECT_FALSE(files.hold(RepositoryPlace{"", ""}));
}

TEST(ChangedFiles, FindTheFirstBelowAFolder) {
  const ChangedFiles files = changed({"a-b", "a/1", "a/2", "b"});
  EXPECT_EQ(files.first_below(RepositoryPlace{"a", "a"}), "a/1");
  EXPECT_EQ(files.first_below(RepositoryPlace{".", "."}), "a-b");
  EXPECT_EQ(files.first_below(RepositoryPlace{"c", "c"}), std::nullopt);
  EXPECT_EQ(changed({}).first_below(RepositoryPlace{".", "."}), std::nullopt);
}

TEST(RepositoryPaths, LeadFromTheTopWhateverTheWorkingFolder) {
  const TemporaryFolder top;
  top.write("certs/a.pem", "");
  RepositoryPaths paths(top.path(), top.path("certs"));
  EXPECT_EQ(paths.of("a.pem").path(), "certs/a.pem");
  EXPECT_EQ(paths.of("../b.pem").path(), "b.pem");
  EXPECT_EQ(paths.of("..").path(), ".");
  EXPECT_FALSE(paths.of("../../b.pem").inside());
  EXPECT_FALSE(paths.of("-").inside());
}

TEST(RepositoryPaths, KnowAFileByItsLinkAndByWhereItIs) {
  const TemporaryFolder top;
  top.write("real/a.pem", "");
  std::filesystem::create_symlink("real/a.pem", top.path("link.pem"));
  std::filesystem::create_directory_symlink("real", top.path("folder"));
  RepositoryPaths paths(top.path(), top.path());
  const RepositoryPlace file = paths.of("link.pem"), below = paths.of("folder/a.pem");
  EXPECT_EQ(file.written, "link.pem");
  EXPECT_EQ(file.real, "real/a.pem");
  EXPECT_EQ(below.written, "folder/a.pem");
  EXPECT_EQ(below.real, "real/a.pem");
}

}  // namespace changed_files_test
}  // namespace chainlint::run
