// A policy that was found in a repository reads and writes nothing outside of it, as the kernel sees it: strace lists each file that the
// program opens or changes. Whatever is no part of the repository must be one of the program's own: libraries, the trust anchors of the
// system, /proc.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "scenario.h"

namespace chainlint::test {
namespace untrusted_policy_test {

namespace fs = std::filesystem;

// A key of the policy and a file for it, outside of the repository.
struct Key {
  const char* name;
  const char* policy;  // with PATH for the path
  const char* file;
  const char* content;
  bool written = false;  // else read
};

const Key kKeys[] = {
    {"extends", "extends: [PATH]\n", "base.yaml", "fail_on: warning\n"},
    {"rulesets", "rulesets: [recommended, PATH]\n", "own-rule.yaml",
     "id: own-rule\ntitle: Own rule\nseverity: note\nabout: content\nfor: certificate\nrequire: { role: root }\nmessage: own\nwhy: own\n"
     "fix: own\nreferences: [{ title: own, url: \"https://example.com/\" }]\n"},
    {"targets", "targets: [PATH]\n", "target.yaml", "target: own\nextends: nginx\ntitle: Own\ndescription: Own.\n"},
    {"bundles", "bundles: [{ name: www, files: [leaf.pem], targets: [PATH] }]\n", "target.yaml",
     "target: own\nextends: nginx\ntitle: Own\ndescription: Own.\n"},
    {"clients", "clients: [PATH]\n", "client.yaml", "client: own\nextends: go\ntitle: Own\n"},
    {"pins", "pins: PATH\n", "pins.txt", "0123456789012345678901234567890123456789\n"},
    {"baseline", "baseline: PATH\n", "baseline.json", "{}\n"},
    {"outputs", "outputs: [{ format: json, file: PATH }]\n", "new.json", nullptr, true},
    {"outputs_over_report", "outputs: [{ format: json, file: PATH }]\n", "report.json", "{\"schema_version\": \"1.0\", \"tool\": {}}\n",
     true},
};

std::string with_path(std::string text, const std::string& path) { return text.replace(text.find("PATH"), 4, path); }

// Each way that leads from repo/ to a file in outside/.
std::vector<std::string> ways_to(const fs::path& place, const std::string& file) {
  const fs::path repository = place / "repo";
  const auto link = [&](const std::string& name, const fs::path& to) { fs::create_symlink(to, repository / name); };
  link("link-" + file, "../outside/" + file);
  link("absolute-" + file, place / "outside" / file);
  link("second-" + file, "link-" + file);
  link("folder", "../outside");
  fs::create_directory(repository / "sub");
  return {"../outside/" + file,
          (place / "outside" / file).string(),
          "sub/../../outside/" + file,
          "./link-" + file,
          "./absolute-" + file,
          "./second-" + file,
          "folder/" + file,
          "/proc/self/cwd/../outside/" + file};
}

// One call of the kernel that succeeded.
struct Call {
  std::string name, arguments, result;
};

std::vector<Call> calls_of(const std::string& trace) {
  std::vector<Call> calls;
  std::map<std::string, std::string> unfinished;  // by process
  for (const std::string& line : lines_of(trace)) {
    const std::size_t space = line.find(' ');
    const std::string process = line.substr(0, space);
    std::string text = line.substr(line.find_first_not_of(' ', space));
    if (const std::size_t end = text.find(" <unfinished ...>"); end != std::string::npos) {
      unfinished[process] = text.substr(0, end);
      continue;
    }
    if (text.starts_with("<... ")) text = unfinished[process] + text.substr(text.find(" resumed>") + 9);
    const std::size_t open = text.find('('), equals = text.rfind(" = ");
    if (open == std::string::npos || equals == std::string::npos || text.compare(equals + 3, 1, "-") == 0) continue;
    calls.push_back({text.substr(0, open), text.substr(open + 1, equals - open - 1), text.substr(equals + 3)});
  }
  return calls;
}

bool has_any(const std::string& text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool opens(const Call& call) { return call.name.starts_with("open") || call.name == "creat"; }

bool changes(const Call& call) {
  if (opens(call)) return call.name == "creat" || has_any(call.arguments, {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"});
  return has_any(call.name, {"rename", "link", "mkdir", "rmdir", "mknod", "truncate", "chmod", "chown", "utime", "xattr"}) &&
         !has_any(call.name, {"readlink", "getxattr", "listxattr"});
}

// Of a call that opens, where the file really is; else the paths as they were given.
std::vector<std::string> paths_of(const Call& call, const fs::path& working) {
  if (opens(call)) {
    const std::size_t from = call.result.find('<'), to = call.result.rfind('>');
    return {from == std::string::npos ? call.result : call.result.substr(from + 1, to - from - 1)};
  }
  std::vector<std::string> paths;
  for (std::size_t from = call.arguments.find('"'); from != std::string::npos;) {
    const std::size_t to = call.arguments.find('"', from + 1);
    paths.push_back(fs::weakly_canonical(working / call.arguments.substr(from + 1, to - from - 1)).string());
    from = call.arguments.find('"', to + 1);
  }
  return paths;
}

bool is_in(const std::string& path, const fs::path& folder) { return path == folder || path.starts_with(folder.string() + "/"); }

// What a program opens of its own.
constexpr const char* kSystem[] = {"/proc", "/sys", "/dev", "/etc/ssl", "/etc/ld.so.cache", "/usr/share", "/usr/lib", "/usr/local/share"};

bool is_of_system(const std::string& path) {
  const bool library = path.find(".so") != std::string::npos;
  return library || std::any_of(std::begin(kSystem), std::end(kSystem), [&](const char* folder) { return is_in(path, folder); });
}

class UntrustedPolicy : public ::testing::TestWithParam<Key> {
 protected:
  void SetUp() override {
    if (place_.run("strace -o /dev/null true").status != 0) GTEST_SKIP() << "strace is not installed or may not trace";
    top_ = fs::canonical(place_.path());
    fs::create_directories(top_ / "repo/.git");
    fs::create_directories(top_ / "outside");
    const fs::path healthy = fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made/healthy";
    for (const char* name : {"leaf.pem", "anchors.pem"}) fs::copy_file(healthy / name, top_ / "repo" / name);
    if (GetParam().content != nullptr) write_text(top_ / "outside" / GetParam().file, GetParam().content);
  }

  std::vector<Call> trace(const std::string& command) {
    const Outcome outcome = place_.run("cd repo && strace -f -y -qq -e trace=file -o ../../own/trace chainlint " + command,
                                       "ASAN_OPTIONS=detect_leaks=0");  // which needs ptrace too
    EXPECT_LT(outcome.status, 4) << outcome.err;
    std::vector<Call> calls = calls_of(read_text(place_.own() / "trace"));
    EXPECT_GT(calls.size(), 10u);
    return calls;
  }

  // The names, times and contents of all that is outside.
  std::string outside() const {
    std::string text;
    for (const auto& entry : fs::recursive_directory_iterator(top_ / "outside")) {
      text += entry.path().string() + " " + std::to_string(entry.last_write_time().time_since_epoch().count()) + "\n" +
              read_text(entry.path()) + "\n";
    }
    return text;
  }

  const Workplace place_;
  fs::path top_;
};

const char* const kCommands[] = {"check --at 2026-11-01 --anchors anchors.pem --previous leaf.pem leaf.pem", "policy check"};

TEST_P(UntrustedPolicy, ReadsAndWritesNothingOutsideOfItsRepository) {
  const fs::path repository = top_ / "repo";
  const std::string before = outside();
  for (const std::string& path : ways_to(top_, GetParam().file)) {
    write_text(repository / ".chainlint.yml", with_path(GetParam().policy, path));
    for (const char* command : kCommands) {
      SCOPED_TRACE(path + ": " + command);
      for (const Call& call : trace(command)) {
        if (!opens(call) && !changes(call)) continue;
        for (const std::string& touched : paths_of(call, repository)) {
          const bool allowed = is_in(touched, repository) || (!changes(call) && !is_in(touched, top_) && is_of_system(touched));
          EXPECT_TRUE(allowed) << call.name << "(" << call.arguments << " = " << call.result;
        }
      }
      EXPECT_EQ(outside(), before);
    }
  }
}

// What the test above looks for is there to be seen.
TEST_P(UntrustedPolicy, IsTrustedWhereItIsNamed) {
  write_text(top_ / "repo/.chainlint.yml", with_path(GetParam().policy, "../outside/" + std::string(GetParam().file)));
  const std::vector<Call> calls = trace(kCommands[0] + std::string(" --policy .chainlint.yml"));
  EXPECT_TRUE(std::any_of(calls.begin(), calls.end(), [&](const Call& call) {
    if (GetParam().written ? !changes(call) : !opens(call)) return false;
    const std::vector<std::string> paths = paths_of(call, top_ / "repo");
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return is_in(path, top_ / "outside"); });
  }));
}

std::string key_name(const testing::TestParamInfo<Key>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Keys, UntrustedPolicy, testing::ValuesIn(kKeys), key_name);

}  // namespace untrusted_policy_test
}  // namespace chainlint::test
