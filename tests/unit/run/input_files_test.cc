#include "chainlint/run/input_files.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <thread>

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

// Files of /proc have a size of 0 and a content.
TEST(InputFiles, AreReadToTheirEndWhateverTheirSizeIsSaidToBe) {
  const Result<Bytes> content = read_file("/proc/self/status", Limits());
  ASSERT_TRUE(content.ok());
  EXPECT_TRUE(as_text(*content).starts_with("Name:"));
}

TEST(InputFiles, AreNoPipesSocketsAndDevicesInAFolder) {
  const TemporaryFolder folder;
  folder.write("a.pem", "");
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo(folder.path("site.pem").c_str(), 0600), 0);
  std::filesystem::create_symlink("/dev/zero", folder.path("zero"));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  folder.path("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  const InputFiles found = find_files({folder.path()}, Limits());
  ASSERT_EQ(found.files.size(), 1u);
  EXPECT_EQ(found.files[0].path, folder.path("a.pem"));
  EXPECT_EQ(found.skipped, (std::vector<std::string>{folder.path("pipe"), folder.path("socket"), folder.path("zero")}));
  ASSERT_EQ(found.diagnostics.size(), 1u);
  EXPECT_EQ(found.diagnostics[0].location.path, folder.path("site.pem"));
  const Result<Bytes> named = read_file(folder.path("socket"), Limits());
  ::close(socket);
  ASSERT_FALSE(named.ok());
  EXPECT_EQ(named.error().message, "cannot be opened: No such device or address");
}

// A program that writes is waited for, whatever time it takes; that one begins is not.
TEST(InputFiles, ReadANamedPipeIfAProgramWrites) {
  const TemporaryFolder folder;
  const std::string path = folder.path("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const Result<Bytes> nothing = read_file(path, Limits());
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().message, "cannot be read: it is a pipe into which no program writes");
  std::thread writer([&] {
    std::ofstream stream(path);
    stream << "first " << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    stream << "second";
  });
  const Result<Bytes> content = read_file(path, Limits());
  writer.join();
  ASSERT_TRUE(content.ok());
  EXPECT_EQ(as_text(*content), "first second");
}

TEST(InputFiles, EndAFolderOfManyFilesAtTheLimit) {
  const TemporaryFolder folder;
  for (int i = 0; i < 3000; ++i) folder.write("many/" + std::to_string(i), "");
  folder.write("z.pem", "");
  const InputFiles found = find_files({folder.path()}, Limits{.folder_entries = 1000});
  EXPECT_LE(found.files.size(), 1000u);
  ASSERT_EQ(found.diagnostics.size(), 1u);
  EXPECT_EQ(found.diagnostics[0].code, "folder-too-large");
}

TEST(InputFiles, FollowALinkOutOfTheFolder) {
  const TemporaryFolder folder, other;
  other.write("far/b.pem", "");
  other.write("c.pem", "");
  std::filesystem::create_directory_symlink(other.path("far"), folder.path("far"));
  std::filesystem::create_symlink(other.path("c.pem"), folder.path("c.pem"));
  EXPECT_EQ(found_below(folder, {folder.path()}), "c.pem\nfar/b.pem\n");
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
