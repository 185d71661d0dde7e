// A write whose system calls fail, or kill the program, one after another: the old or the new file is there afterwards, whole and with all
// that the old one had, and the next write leaves nothing else.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <set>

#include "chainlint/run/file_replacement.h"
#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace faults_test {

namespace fs = std::filesystem;

struct Outcome {
  bool killed = false;
  int status = 0;
  std::string call;  // the one that failed; empty where it was not reached
};

// Runs the action in a process of its own. With `at`, its call of that number fails: faults.cc.
Outcome run(const std::function<int()>& action, int at = 0, const std::string& fault = "") {
  const TemporaryFolder marks;
  const std::string mark = marks.path("call");
  const pid_t child = ::fork();
  if (child == 0) {
    if (at > 0) {
      ::setenv("FAULT_AT", std::to_string(at).c_str(), 1);
      ::setenv("FAULT", fault.c_str(), 1);
      ::setenv("FAULT_MARK", mark.c_str(), 1);
    }
    ::_exit(action());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return {WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, WIFEXITED(status) ? WEXITSTATUS(status) : -1, marks.read("call")};
}

// Owner, mode and extended attributes.
std::string attributes_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  std::string text = std::to_string(status.st_uid) + " " + std::to_string(status.st_gid) + " " + std::to_string(status.st_mode);
  std::string names(4096, '\0'), value(4096, '\0');
  names.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::listxattr(path.c_str(), names.data(), names.size()))));
  for (std::size_t at = 0; at < names.size(); at = names.find('\0', at) + 1) {
    const ssize_t size = ::getxattr(path.c_str(), names.c_str() + at, value.data(), value.size());
    text += std::string(" ") + (names.c_str() + at) + "=" + value.substr(0, static_cast<std::size_t>(std::max<ssize_t>(0, size)));
  }
  return text;
}

// What a write does that cannot be done without.
std::set<std::string> needed_calls(const std::string& attributes) {
  std::set<std::string> calls{"open", "write", "llistxattr", "flistxattr", "fchmod", "fsync", "open folder", "rename", "fsync folder"};
  if (attributes.find("user.note") != std::string::npos) calls.insert({"fsetxattr", "lgetxattr"});
  if (::geteuid() == 0) calls.insert("fchown");
  return calls;
}

class Replacement : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    path_ = folder_.write("site.pem", kOldText);
    // Not every file system has attributes of users.
    ::setxattr(path_.c_str(), "user.note", "of the web team", 15, 0);
    if (::geteuid() == 0) {
      ASSERT_EQ(::chown(path_.c_str(), 1234, 2345), 0);
    }
    ASSERT_EQ(::chmod(path_.c_str(), 0640), 0);
    attributes_ = attributes_of(path_);
  }

  // Everything is as a complete write leaves it.
  void expect_written() {
    EXPECT_EQ(folder_.read("site.pem"), kNewText);
    EXPECT_EQ(folder_.size(), 1u);
    EXPECT_EQ(attributes_of(path_), attributes_);
  }

  static constexpr const char* kOldText = "the old certificate and its key";
  static constexpr const char* kNewText = "the new certificate and the key of the old one";

  const TemporaryFolder folder_;
  std::string path_, attributes_;
  std::function<int()> write_ = [this] { return replace_file(path_, kNewText).empty() ? 0 : 4; };
};

TEST_P(Replacement, IsWholeWhicheverCallFails) {
  const std::string fault = GetParam();
  const std::set<std::string> needed = needed_calls(attributes_);
  static const std::set<std::string> kRepeated{"open", "write", "fsync", "open folder", "fsync folder"};
  std::set<std::string> seen;
  for (int at = 1;; ++at) {
    ASSERT_LT(at, 100);
    SetUp();
    const Outcome outcome = run(write_, at, fault);
    if (outcome.call.empty()) break;
    SCOPED_TRACE(outcome.call + " " + std::to_string(at) + ", status " + std::to_string(outcome.status));
    seen.insert(outcome.call);
    const std::string text = folder_.read("site.pem");
    EXPECT_EQ(attributes_of(path_), attributes_);
    if (fault == "KILL") {
      EXPECT_TRUE(outcome.killed);
      EXPECT_TRUE(text == kOldText || text == kNewText) << text;
    } else {
      EXPECT_EQ(text, outcome.status == 0 || outcome.call == "fsync folder" ? kNewText : kOldText);
      EXPECT_EQ(folder_.size(), 1u);
    }
    if (fault == "EINTR" && kRepeated.contains(outcome.call)) {
      EXPECT_EQ(outcome.status, 0);
    } else if (fault != "KILL" && needed.contains(outcome.call)) {
      EXPECT_EQ(outcome.status, 4);
    }
    EXPECT_EQ(run(write_).status, 0);
    expect_written();
  }
  for (const std::string& call : needed) EXPECT_TRUE(seen.contains(call)) << call;
}

std::string fault_name(const testing::TestParamInfo<const char*>& info) { return info.param; }

INSTANTIATE_TEST_SUITE_P(Faults, Replacement, testing::Values("EIO", "ENOSPC", "EPERM", "EDQUOT", "EINTR", "KILL"), fault_name);

using ShortReplacement = Replacement;

TEST_P(ShortReplacement, IsWholeWhereWritesAreShort) {
  EXPECT_EQ(run(write_, 1, GetParam()).status, 0);
  expect_written();
}

INSTANTIATE_TEST_SUITE_P(Faults, ShortReplacement, testing::Values("SHORT"), fault_name);

// The whole program.
struct Command {
  const char* name;
  std::vector<std::string> arguments;
  std::vector<std::string> written;  // the files that it writes
};

class Program : public testing::TestWithParam<Command> {
 protected:
  void SetUp() override {
    for (const fs::directory_entry& left : fs::directory_iterator(folder_.path())) fs::remove(left);
    const fs::path made = fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made/unrelated";
    for (const char* name : {"leaf.pem", "chain.pem"}) fs::copy_file(made / "site.pem", folder_.path(name));
    fs::copy_file(made / "anchors.pem", folder_.path("roots.pem"));
    folder_.write("report.json", "{\"schema_version\": \"an earlier report\"}");
    folder_.write("baseline.json", "an earlier baseline");
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const std::string& name : GetParam().written) texts.push_back(folder_.read(name));
    return texts;
  }

  const TemporaryFolder folder_;
  std::function<int()> command_ = [this] {
    std::vector<std::string> words = GetParam().arguments;
    words.insert(words.begin(), CHAINLINT_PROGRAM);
    for (const char* word : {"--no-policy", "--at", "2026-11-01", "--anchors", "roots.pem"}) words.emplace_back(word);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::setenv("FAULT_CHANGES", "1", 1);
    const bool quiet = std::freopen("/dev/null", "w", stdout) != nullptr && std::freopen("/dev/null", "w", stderr) != nullptr;
    if (!quiet || ::chdir(folder_.path().c_str()) != 0) return 97;
    ::execv(CHAINLINT_PROGRAM, pointers.data());
    return 98;
  };
};

TEST_P(Program, LeavesWholeFilesWhereverItIsKilled) {
  const std::size_t files = folder_.size();
  const std::vector<std::string> old_texts = texts();
  ASSERT_LE(run(command_).status, 1);
  const std::vector<std::string> new_texts = texts();
  std::set<std::pair<std::vector<std::string>, std::size_t>> seen;  // the same files need no further proof
  int at = 1;
  for (;; ++at) {
    ASSERT_LT(at, 200);
    SetUp();
    const Outcome outcome = run(command_, at, "KILL");
    if (outcome.call.empty()) break;
    SCOPED_TRACE(outcome.call + " " + std::to_string(at));
    EXPECT_TRUE(outcome.killed);
    const std::vector<std::string> there = texts();
    for (std::size_t i = 0; i < there.size(); ++i) EXPECT_TRUE(there[i] == old_texts[i] || there[i] == new_texts[i]) << there[i];
    if (!seen.insert({there, folder_.size()}).second) continue;
    EXPECT_LE(run(command_).status, 1);
    EXPECT_EQ(texts(), new_texts);
    EXPECT_EQ(folder_.size(), files);
  }
  EXPECT_GT(at, 6);
}

TEST_P(Program, EndsWithStatusFourWhereTheDiskIsFull) {
  const std::size_t files = folder_.size();
  const std::vector<std::string> old_texts = texts();
  for (int at = 1, writes = 0;; ++at) {
    ASSERT_LT(at, 200);
    const Outcome outcome = run(command_, at, "ENOSPC");
    ASSERT_FALSE(outcome.call.empty()) << "no write";
    if (outcome.call != "write") {
      SetUp();
      continue;
    }
    EXPECT_EQ(outcome.status, 4);
    EXPECT_EQ(texts(), old_texts);
    EXPECT_EQ(folder_.size(), files);
    if (++writes == static_cast<int>(old_texts.size())) break;
  }
}

const Command kCommands[] = {
    {"report", {"check", "leaf.pem", "--format", "json", "--report", "report.json"}, {"report.json"}},
    {"fix", {"fix", "--in-place", "leaf.pem", "--chain", "chain.pem"}, {"leaf.pem", "chain.pem"}},
    {"baseline", {"baseline", "write", "leaf.pem", "--output", "baseline.json"}, {"baseline.json"}},
};

std::string command_name(const testing::TestParamInfo<Command>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Faults, Program, testing::ValuesIn(kCommands), command_name);

}  // namespace faults_test
}  // namespace chainlint::run
