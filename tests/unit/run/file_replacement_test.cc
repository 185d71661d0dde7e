#include "chainlint/run/file_replacement.h"

#include <sys/stat.h>

#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace file_replacement_test {

unsigned mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(StagedFile, LeavesTheOldFileUntilItIsPut) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.pem", "old");
  std::optional<StagedFile> file = StagedFile::stage(path, "new");
  ASSERT_TRUE(file);
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_TRUE(file->put());
  EXPECT_EQ(folder.read("a.pem"), "new");
}

TEST(StagedFile, LeavesNothingWhereItIsNotPut) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  { ASSERT_TRUE(StagedFile::stage(folder.path("a.pem"), "new")); }
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_EQ(folder.size(), 1u);
}

TEST(StagedFile, PutsTheOldFileBack) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  {
    std::optional<StagedFile> file = StagedFile::stage(folder.path("a.pem"), "new");
    ASSERT_TRUE(file && file->put(true));
    EXPECT_EQ(folder.read("a.pem"), "new");
    EXPECT_TRUE(file->put_back());
  }
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_EQ(folder.size(), 1u);
}

TEST(StagedFile, PutsBackThatThereWasNoFile) {
  const TemporaryFolder folder;
  std::optional<StagedFile> file = StagedFile::stage(folder.path("a.pem"), "new");
  ASSERT_TRUE(file && file->put(true) && file->put_back());
  EXPECT_EQ(folder.size(), 0u);
}

TEST(StagedFile, KeepsTheModeOfAFileAndTakesTheOneAskedForANewOne) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.key", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_TRUE(replace_file(path, "new", 0600));
  EXPECT_EQ(mode_of(path), 0640u);
  EXPECT_TRUE(replace_file(folder.path("b.key"), "new", 0600));
  EXPECT_EQ(mode_of(folder.path("b.key")), 0600u);
}

TEST(StagedFile, WritesWhereALinkPointsAndKeepsTheLink) {
  const TemporaryFolder folder;
  folder.write("real.pem", "old");
  std::filesystem::create_symlink("real.pem", folder.path("link.pem"));
  EXPECT_TRUE(replace_file(folder.path("link.pem"), "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.pem")));
  EXPECT_EQ(folder.read("real.pem"), "new");
}

TEST(StagedFile, SaysBeforehandWhatCannotBeReplaced) {
  const TemporaryFolder folder;
  folder.write("in/a.pem", "");
  std::filesystem::create_symlink("loop", folder.path("loop"));
  EXPECT_EQ(cannot_replace(folder.path("in")), "it is a folder; name a file");
  EXPECT_EQ(cannot_replace(folder.path("in/a.pem")), "");
  EXPECT_NE(cannot_replace(folder.path("gone/a.pem")), "");
  EXPECT_NE(cannot_replace(folder.path("loop")), "");
  EXPECT_FALSE(replace_file(folder.path("loop"), "new"));
}

}  // namespace file_replacement_test
}  // namespace chainlint::run
