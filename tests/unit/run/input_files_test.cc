#include "chainlint/run/input_files.h"

#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace input_files_test {

// The paths below the folder, one per line.
std::string found_below(const TemporaryFolder& folder, const std::vector<std::string>& paths, const Limits& limits = {}) {
  std::string text;
  for (const InputFile& file : find_files(paths, limits).files) text += file.path.substr(folder.path().size() + 1) + "\n";
  return text;
}

TEST(InputFiles, AreListedInTheByteOrderOfTheirPaths) {
  const TemporaryFolder folder;
  for (const char* name : {"b.pem", "a/z.pem", "B.pem", "a.pem"}) folder.write(name, "");
  EXPECT_EQ(found_below(folder, {folder.path()}), "B.pem\na/z.pem\na.pem\nb.pem\n");
}

TEST(InputFiles, KnowWhichOfThemWereNamed) {
  const TemporaryFolder folder;
  const std::string named = folder.write("named.pem", "");
  folder.write("met/a.pem", "");
  const InputFiles found = find_files({named, folder.path("met")}, Limits());
  ASSERT_EQ(found.files.size(), 2u);
  EXPECT_TRUE(found.files[0].named);
  EXPECT_FALSE(found.files[1].named);
  EXPECT_EQ(found.folders, std::vector<std::string>{folder.path("met")});
}

TEST(InputFiles, ListAFileOnceWhateverTheNumberOfItsLinks) {
  const TemporaryFolder folder;
  folder.write("a.pem", "");
  std::filesystem::create_symlink("a.pem", folder.path("b.pem"));
  std::filesystem::create_hard_link(folder.path("a.pem"), folder.path("c.pem"));
  EXPECT_EQ(found_below(folder, {folder.path("b.pem"), folder.path()}), "b.pem\n");
}

TEST(InputFiles, EndAFolderThatContainsItself) {
  const TemporaryFolder folder;
  folder.write("in/a.pem", "");
  std::filesystem::create_directory_symlink("..", folder.path("in/loop"));
  EXPECT_EQ(found_below(folder, {folder.path()}), "in/a.pem\n");
}

TEST(InputFiles, LeaveOutVersionControlAndTheArchiveOfCertbot) {
  const TemporaryFolder folder;
  for (const char* name : {".git/a.pem", ".hg/a.pem", "live/a.pem", "archive/a.pem", "other/archive/a.pem"}) folder.write(name, "");
  EXPECT_EQ(found_below(folder, {folder.path()}), "live/a.pem\nother/archive/a.pem\n");
  EXPECT_EQ(find_files({folder.path()}, Limits()).skipped, std::vector<std::string>{folder.path("archive/")});
}

TEST(InputFiles, ReportAFolderThatIsTooDeep) {
  const TemporaryFolder folder;
  folder.write("1/2/a.pem", "");
  folder.write("b.pem", "");
  const InputFiles found = find_files({folder.path()}, Limits{.directory_depth = 2});
  ASSERT_EQ(found.diagnostics.size(), 1u);
  EXPECT_EQ(found.diagnostics[0].code, "folder-too-deep");
  EXPECT_EQ(found.diagnostics[0].location.path, folder.path("1/2"));
  EXPECT_EQ(found.files.size(), 1u);
}

// A link to nothing is an error where its name says that it is a certificate or a key, and is skipped elsewhere.
TEST(InputFiles, ReportALinkToNothing) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("gone", folder.path("site.pem"));
  std::filesystem::create_symlink("gone", folder.path("notes"));
  const InputFiles found = find_files({folder.path()}, Limits());
  ASSERT_EQ(found.diagnostics.size(), 1u);
  EXPECT_EQ(found.diagnostics[0].message, "is a symbolic link to 'gone', which does not exist");
  EXPECT_EQ(found.skipped, std::vector<std::string>{folder.path("notes")});
}

TEST(InputFiles, ReadAFileUpToTheLimit) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.pem", "12345");
  const Result<Bytes> whole = read_file(path, Limits{.file_bytes = 5});
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(as_text(*whole), "12345");
  const Result<Bytes> more = read_file(path, Limits{.file_bytes = 4});
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.error().code, "file-too-large");
  EXPECT_EQ(more.error().location.path, path);
}

// /dev/zero has no size to look at before it is read.
TEST(InputFiles, StopReadingADeviceAtTheLimit) {
  const Result<Bytes> endless = read_file("/dev/zero", Limits{.file_bytes = 1000});
  ASSERT_FALSE(endless.ok());
  EXPECT_EQ(endless.error().code, "file-too-large");
}

TEST(InputFiles, SayWhyAFileCannotBeOpened) {
  const TemporaryFolder folder;
  const Result<Bytes> content = read_file(folder.path("gone.pem"), Limits());
  ASSERT_FALSE(content.ok());
  EXPECT_EQ(content.error().code, "file-unreadable");
  EXPECT_EQ(content.error().message, "cannot be opened: No such file or directory");
}

}  // namespace input_files_test
}  // namespace chainlint::run
