#include "chainlint/run/file_replacement.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <functional>

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
  Result<StagedFile, std::string> file = StagedFile::stage(path, "new");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_EQ(file->put(), "");
  EXPECT_EQ(folder.read("a.pem"), "new");
}

TEST(StagedFile, LeavesNothingWhereItIsNotPut) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  { ASSERT_TRUE(StagedFile::stage(folder.path("a.pem"), "new").ok()); }
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_EQ(folder.size(), 1u);
}

TEST(StagedFile, PutsTheOldFileBack) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  {
    Result<StagedFile, std::string> file = StagedFile::stage(folder.path("a.pem"), "new");
    ASSERT_TRUE(file.ok());
    ASSERT_EQ(file->put(true), "");
    EXPECT_EQ(folder.read("a.pem"), "new");
    EXPECT_TRUE(file->put_back());
  }
  EXPECT_EQ(folder.read("a.pem"), "old");
  EXPECT_EQ(folder.size(), 1u);
}

TEST(StagedFile, PutsBackThatThereWasNoFile) {
  const TemporaryFolder folder;
  Result<StagedFile, std::string> file = StagedFile::stage(folder.path("a.pem"), "new");
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->put(true), "");
  EXPECT_TRUE(file->put_back());
  EXPECT_EQ(folder.size(), 0u);
}

TEST(StagedFile, KeepsTheModeOfAFileAndTakesTheOneAskedForANewOne) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.key", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(replace_file(path, "new", 0600), "");
  EXPECT_EQ(mode_of(path), 0640u);
  EXPECT_EQ(replace_file(folder.path("b.key"), "new", 0600), "");
  EXPECT_EQ(mode_of(folder.path("b.key")), 0600u);
}

TEST(StagedFile, WritesWhereALinkPointsAndKeepsTheLink) {
  const TemporaryFolder folder;
  folder.write("real.pem", "old");
  std::filesystem::create_symlink("real.pem", folder.path("link.pem"));
  EXPECT_EQ(replace_file(folder.path("link.pem"), "new"), "");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.pem")));
  EXPECT_EQ(folder.read("real.pem"), "new");
}

TEST(StagedFile, SaysBeforehandWhatCannotBeReplaced) {
  const TemporaryFolder folder;
  folder.write("in/a.pem", "");
  std::filesystem::create_symlink("loop", folder.path("loop"));
  EXPECT_EQ(cannot_replace(folder.path("in")), "it is a folder; specify a file");
  EXPECT_EQ(cannot_replace(folder.path("in/a.pem")), "");
  EXPECT_NE(cannot_replace(folder.path("gone/a.pem")), "");
  EXPECT_NE(cannot_replace(folder.path("loop")), "");
  EXPECT_NE(replace_file(folder.path("loop"), "new"), "");
}

TEST(StagedFile, TakesANewNameOnly) {
  const TemporaryFolder folder;
  EXPECT_EQ(create_file(folder.path("a.yaml"), "first"), "");
  EXPECT_NE(create_file(folder.path("a.yaml"), "second"), "");
  Result<StagedFile, std::string> file = StagedFile::stage(folder.path("b.yaml"), "mine");
  ASSERT_TRUE(file.ok());
  folder.write("b.yaml", "of another program");
  EXPECT_NE(file->put_new(), "");
  EXPECT_EQ(folder.read("a.yaml"), "first");
  EXPECT_EQ(folder.read("b.yaml"), "of another program");
}

TEST(StagedFile, LeavesTheOtherNamesOfAFileAsTheyAre) {
  const TemporaryFolder folder;
  std::filesystem::create_hard_link(folder.write("a.pem", "old"), folder.path("b.pem"));
  Result<StagedFile, std::string> file = StagedFile::stage(folder.path("a.pem"), "new");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->other_names(), 1u);
  EXPECT_EQ(file->put(), "");
  EXPECT_EQ(folder.read("a.pem"), "new");
  EXPECT_EQ(folder.read("b.pem"), "old");
}

// `--report /dev/stdout >> log` must not replace the log.
TEST(StagedFile, AddsToAnOpenFileThatIsNamedByItsDescriptor) {
  const TemporaryFolder folder;
  const std::string log = folder.write("log", "earlier\n");
  const int file = ::open(log.c_str(), O_WRONLY | O_APPEND);
  std::filesystem::create_symlink("/dev/fd/" + std::to_string(file), folder.path("link"));
  for (const std::string& path : {"/dev/fd/" + std::to_string(file), folder.path("link")}) {
    EXPECT_EQ(cannot_replace(path), "");
    EXPECT_EQ(replace_file(path, "new\n"), "");
  }
  ::close(file);
  EXPECT_EQ(folder.read("log"), "earlier\nnew\nnew\n");
  const int only_read = ::open(log.c_str(), O_RDONLY);
  EXPECT_EQ(cannot_replace("/dev/fd/" + std::to_string(only_read)), "it is not open for writing");
  ::close(only_read);
}

TEST(StagedFile, RemovesWhatAKilledRunLeftAndNothingElse) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  for (const char* name : {".a.pem.chainlint-0123abcd.tmp", ".a.pem.chainlint-4567ef01.old"}) folder.write(name, "a key");
  const std::vector<std::string> others{"a.pem.20261129.old",
                                        "a.pem.0123abcd.tmp",
                                        ".b.pem.chainlint-0123abcd.tmp",
                                        ".a.pem.chainlint-0123abc.tmp",
                                        ".a.pem.chainlint-0123ABCD.tmp",
                                        "a.pem.chainlint-0123abcd.tmp",
                                        ".a.pem.chainlint-0123abcd.bak"};
  for (const std::string& name : others) folder.write(name, "of somebody else");
  std::filesystem::create_directory(folder.path(".a.pem.chainlint-00000000.tmp"));
  ASSERT_EQ(::mkfifo(folder.path(".a.pem.chainlint-00000001.tmp").c_str(), 0600), 0);
  std::filesystem::create_symlink("a.pem.20261129.old", folder.path(".a.pem.chainlint-00000002.tmp"));
  const std::string locked = folder.write(".a.pem.chainlint-00000003.tmp", "of a run that is still writing");
  const int writer = ::open(locked.c_str(), O_WRONLY);
  ASSERT_EQ(::flock(writer, LOCK_EX), 0);
  EXPECT_EQ(replace_file(folder.path("a.pem"), "new"), "");
  EXPECT_EQ(folder.size(), 1 + others.size() + 4);
  EXPECT_TRUE(std::filesystem::exists(locked));
  ::close(writer);
  EXPECT_EQ(replace_file(folder.path("a.pem"), "new"), "");
  EXPECT_EQ(folder.size(), 1 + others.size() + 3);
}

// Killed before it was renamed, it would make the target a file with two names.
TEST(StagedFile, RemovesTheOldNameThatAKilledRunGaveTheTarget) {
  const TemporaryFolder folder;
  std::filesystem::create_hard_link(folder.write("a.pem", "old"), folder.path(".a.pem.chainlint-0123abcd.old"));
  folder.write(".a.pem.chainlint-4567ef01.old", "what was there before");
  Result<StagedFile, std::string> file = StagedFile::stage(folder.path("a.pem"), "new");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->other_names(), 0u);
  EXPECT_EQ(folder.read(".a.pem.chainlint-4567ef01.old"), "what was there before");
  EXPECT_EQ(file->put(), "");
  EXPECT_EQ(folder.size(), 1u);
}

// Of a run that keeps the old files until all of its files are written.
TEST(StagedFile, LeavesTheOldFileThatAnotherRunKeeps) {
  const TemporaryFolder folder;
  folder.write("a.pem", "old");
  Result<StagedFile, std::string> first = StagedFile::stage(folder.path("a.pem"), "new");
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->put(true), "");
  EXPECT_EQ(replace_file(folder.path("a.pem"), "newer"), "");
  EXPECT_TRUE(first->put_back());
  EXPECT_EQ(folder.read("a.pem"), "old");
}

// An access control list as Linux stores it (linux/posix_acl_xattr.h): the version, then tag, permissions and id of each entry.
std::string access_control_list(unsigned user) {
  std::string text{2, 0, 0, 0};
  const auto add = [&](unsigned tag, unsigned permissions, unsigned id) {
    for (const unsigned number : {tag, permissions}) text += {static_cast<char>(number & 0xff), static_cast<char>(number >> 8)};
    for (int i = 0; i < 4; ++i) text += static_cast<char>(id >> 8 * i & 0xff);
  };
  constexpr unsigned kNone = 0xffffffff;
  add(0x01, 6, kNone);  // owner
  add(0x02, 4, user);
  add(0x04, 0, kNone);  // group
  add(0x10, 4, kNone);  // mask
  add(0x20, 0, kNone);  // others
  return text;
}

std::string attribute(const std::string& path, const char* name) {
  std::string value(1000, '\0');
  const ssize_t size = ::getxattr(path.c_str(), name, value.data(), value.size());
  return size < 0 ? "none" : value.substr(0, static_cast<std::size_t>(size));
}

TEST(StagedFile, KeepsTheAccessControlListAndOtherAttributes) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.key", "old"), list = access_control_list(1234);
  if (::setxattr(path.c_str(), "system.posix_acl_access", list.data(), list.size(), 0) != 0 ||
      ::setxattr(path.c_str(), "user.note", "web", 3, 0) != 0) {
    GTEST_SKIP() << "the file system has no access control lists or attributes";
  }
  EXPECT_EQ(replace_file(path, "new"), "");
  EXPECT_EQ(folder.read("a.key"), "new");
  EXPECT_EQ(attribute(path, "system.posix_acl_access"), list);
  EXPECT_EQ(attribute(path, "user.note"), "web");
  EXPECT_EQ(mode_of(path), 0640u);
}

// The folder gives new files to another user, and the key that is replaced is not a new file.
TEST(StagedFile, IsNotOpenedToOthersByItsFolder) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.key", "old"), list = access_control_list(1234);
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  if (::setxattr(folder.path().c_str(), "system.posix_acl_default", list.data(), list.size(), 0) != 0) {
    GTEST_SKIP() << "the file system has no access control lists";
  }
  folder.write("another.key", "");
  ASSERT_NE(attribute(folder.path("another.key"), "system.posix_acl_access"), "none");
  EXPECT_EQ(replace_file(path, "new"), "");
  EXPECT_EQ(attribute(path, "system.posix_acl_access"), "none");
  EXPECT_EQ(mode_of(path), 0640u);
}

// Runs an action as a user without rights. False where this one may not.
bool as_nobody(const std::function<void()>& action) {
  if (::geteuid() != 0) return false;
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(9);
    action();
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  return true;
}

TEST(StagedFile, IsNotWrittenWhereTheOwnerWouldBeLost) {
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  const std::string path = folder.write("a.key", "old");
  const std::string problem =
      "its owner 0 cannot be kept: Operation not permitted; run chainlint as a user who may do so, such as root, or write to another file";
  const bool ran = as_nobody([&] {
    EXPECT_EQ(replace_file(path, "new"), problem);
    EXPECT_EQ(replace_file(folder.path("b.key"), "new"), "");
  });
  if (!ran) GTEST_SKIP() << "needs root";
  EXPECT_EQ(folder.read("a.key"), "old");
  EXPECT_EQ(folder.read("b.key"), "new");
  EXPECT_EQ(folder.size(), 2u);
}

TEST(StagedFile, OfAGroupThatTheOwnerIsNotInIsNotWritten) {
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  const std::string path = folder.write("a.key", "old");
  if (::chown(path.c_str(), 65534, 1234) != 0) GTEST_SKIP() << "needs root";
  as_nobody([&] { EXPECT_NE(replace_file(path, "new").find("its group 1234 cannot be kept"), std::string::npos); });
  EXPECT_EQ(folder.read("a.key"), "old");
  EXPECT_EQ(folder.size(), 1u);
}

TEST(StagedFile, KeepsAnotherOwnerWhereRootWrites) {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.key", "old");
  if (::chown(path.c_str(), 1234, 2345) != 0) GTEST_SKIP() << "needs root";
  ASSERT_EQ(::chmod(path.c_str(), 04640), 0);
  EXPECT_EQ(replace_file(path, "new"), "");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, 1234u);
  EXPECT_EQ(status.st_gid, 2345u);
  EXPECT_EQ(mode_of(path), 04640u);
}

// Root would give a key to whoever made the file, or write over what the link points at.
TEST(StagedFile, IsNotWrittenWhereAnotherUserMayHavePutALinkOrFile) {
  const TemporaryFolder folder;
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const std::string passwords = folder.write("passwords", "old"), planted = folder.write("tmp/planted.pem", "");
  const std::string link = folder.path("tmp/link.pem"), own = folder.write("tmp/own.pem", "old");
  std::filesystem::create_symlink(passwords, link);
  for (const std::string& path : {planted, link}) ASSERT_EQ(::lchown(path.c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chmod(folder.path("tmp").c_str(), 01777), 0);
  for (const std::string& path : {planted, link}) {
    const std::string problem =
        "'" + path + "' belongs to another user in a folder that everyone can write to; remove it, or choose another folder";
    EXPECT_EQ(cannot_replace(path), problem);
    EXPECT_EQ(replace_file(path, "new"), problem);
  }
  EXPECT_EQ(folder.read("passwords"), "old");
  EXPECT_EQ(folder.read("tmp/planted.pem"), "");
  EXPECT_EQ(replace_file(own, "new"), "");
  EXPECT_EQ(replace_file(folder.path("tmp/new.pem"), "new"), "");
  ASSERT_EQ(::chmod(folder.path("tmp").c_str(), 0755), 0);
  EXPECT_EQ(replace_file(link, "new"), "");
  EXPECT_EQ(folder.read("passwords"), "new");
}

// It may be written and not read: the whole file system is synced then.
TEST(StagedFile, IsPutIntoAFolderThatIsNotReadable) {
  const TemporaryFolder folder;
  folder.write("in/a.pem", "old");
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  for (const char* name : {"in", "in/a.pem"}) ASSERT_EQ(::chown(folder.path(name).c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  ASSERT_EQ(::chmod(folder.path("in").c_str(), 0300), 0);
  as_nobody([&] { EXPECT_EQ(replace_file(folder.path("in/a.pem"), "new"), ""); });
  EXPECT_EQ(folder.read("in/a.pem"), "new");
}

}  // namespace file_replacement_test
}  // namespace chainlint::run
