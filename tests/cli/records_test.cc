// `check --from-jsonl` as the filter of another program.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scenario.h"

namespace chainlint::test {
namespace records_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kPatience = 60000;  // milliseconds; an answer takes some

std::string made(const std::string& name) { return read_text(fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made" / name); }

std::string base64(const std::string& octets) {
  static const std::string kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < octets.size() ? static_cast<unsigned char>(octets[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += i + k > octets.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63u];
  }
  return text;
}

std::string record(const std::string& name, const std::string& content) {
  return Json{{"name", name}, {"base64", base64(content)}}.dump() + "\n";
}

// The program as a child with pipes.
class Filter {
 public:
  explicit Filter(const std::vector<std::string>& options) {
    EXPECT_EQ(::pipe2(in_, O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out_, O_CLOEXEC), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in_[0], STDIN_FILENO);
      ::dup2(out_[1], STDOUT_FILENO);
      std::vector<std::string> words{CHAINLINT_PROGRAM, "check", "--no-policy",  "--at", "2026-12-01",
                                     "--anchors",       "none",  "--from-jsonl", "-"};
      words.insert(words.end(), options.begin(), options.end());
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::execv(CHAINLINT_PROGRAM, arguments.data());
      ::_exit(99);
    }
    ::close(in_[0]);
    ::close(out_[1]);
  }
  ~Filter() {
    close_input();
    close_output();
    if (child_ > 0) ::kill(child_, SIGKILL);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  bool write(const std::string& text) { return ::write(in_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()); }
  void close_input() { close(in_[1]); }
  void close_output() { close(out_[0]); }
  void kill(int signal) const { ::kill(child_, signal); }

  // The next line, without its end; nothing at the end of the output, and where none comes.
  std::optional<std::string> line() {
    std::size_t end;
    while ((end = read_.find('\n')) == std::string::npos) {
      pollfd waiting{out_[0], POLLIN, 0};
      char buffer[4096];
      if (::poll(&waiting, 1, kPatience) <= 0) return std::nullopt;
      const ssize_t count = ::read(out_[0], buffer, sizeof buffer);
      if (count <= 0) return std::nullopt;
      read_.append(buffer, static_cast<std::size_t>(count));
    }
    std::string line = read_.substr(0, end);
    read_.erase(0, end + 1);
    return line;
  }

  // The lines of the next record.
  std::vector<Json> answer() {
    std::vector<Json> lines;
    while (auto text = line()) {
      lines.push_back(Json::parse(*text, nullptr, false));
      if (lines.back().is_discarded() || lines.back()["kind"] == "record") break;
    }
    return lines;
  }

  const std::string& unread() const { return read_; }

  // As of waitpid(); -1 where it does not end.
  int wait() {
    int status = -1;
    for (int waited = 0; waited < kPatience && ::waitpid(child_, &status, WNOHANG) == 0; waited += 10) ::usleep(10000);
    if (status != -1) child_ = -1;
    return status;
  }

 private:
  static void close(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }

  int in_[2] = {-1, -1}, out_[2] = {-1, -1};
  pid_t child_ = -1;
  std::string read_;
};

std::vector<std::string> kinds_of(const std::vector<Json>& lines) {
  std::vector<std::string> kinds;
  for (const Json& line : lines) kinds.push_back(line.is_discarded() ? "no JSON" : line["kind"].get<std::string>());
  return kinds;
}

using Words = std::vector<std::string>;

TEST(Records, EachIsAnsweredBeforeTheNextArrives) {
  const std::string site = made("healthy/site.pem");
  for (const char* jobs : {"1", "4"}) {
    Filter filter({"--jobs", jobs, "--format", "jsonl"});
    EXPECT_EQ(Json::parse(filter.line().value_or("{}"))["kind"], "run");
    int at = 0;  // the line
    for (int i = 0; i < 10; ++i) {
      const std::string name = "site " + std::to_string(i);
      ASSERT_TRUE(filter.write(record(name, site)));
      const std::vector<Json> answer = filter.answer();
      ASSERT_EQ(kinds_of(answer), (Words{"bundle", "input", "record"})) << name;
      EXPECT_EQ(answer[0]["name"], name);
      EXPECT_EQ(answer[2], (Json{{"kind", "record"}, {"name", name}, {"line", ++at}, {"bundles", 1}, {"status", 0}}));
      ASSERT_TRUE(filter.write("\n{}\n"));  // a blank line has no answer
      const std::vector<Json> refused = filter.answer();
      ASSERT_EQ(kinds_of(refused), (Words{"input", "record"})) << name;
      at += 2;
      EXPECT_EQ(refused[1], (Json{{"kind", "record"}, {"name", nullptr}, {"line", at}, {"bundles", 0}, {"status", 3}}));
    }
    filter.close_input();
    const Json summary = Json::parse(filter.line().value_or("{}"));
    EXPECT_EQ(summary["kind"], "summary");
    EXPECT_EQ(summary["bundles"], 10);
    EXPECT_EQ(summary["unreadable"], 10);
    EXPECT_FALSE(filter.line());
    const int status = filter.wait();
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 3);
  }
}

TEST(Records, ASignalLeavesWholeLines) {
  const std::string site = made("missing-intermediate/site.pem");
  for (const char* jobs : {"1", "4"}) {
    for (const int signal : {SIGINT, SIGTERM}) {
      Filter filter({"--jobs", jobs, "--format", "jsonl"});
      for (int i = 0; i < 5; ++i) ASSERT_TRUE(filter.write(record("site", site)));
      ASSERT_TRUE(filter.line());  // the run
      for (int i = 0; i < 5; ++i) ASSERT_EQ(kinds_of(filter.answer()), (Words{"bundle", "input", "record"}));
      ASSERT_TRUE(filter.write(record("site", site).substr(0, 50)));  // it waits for the rest of the line
      filter.kill(signal);
      EXPECT_FALSE(filter.line());  // neither half a line nor a summary
      EXPECT_EQ(filter.unread(), "");
      const int status = filter.wait();
      ASSERT_TRUE(WIFSIGNALED(status)) << status;
      EXPECT_EQ(WTERMSIG(status), signal);
    }
  }
}

TEST(Records, EndWhereNobodyReadsTheAnswers) {
  const std::string site = made("healthy/site.pem");
  for (const char* jobs : {"1", "4"}) {
    struct sigaction ignore {
    }, before{};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before);
    Filter filter({"--jobs", jobs, "--format", "jsonl"});
    ASSERT_TRUE(filter.line());
    filter.close_output();
    int written = 0;
    while (written < 100000 && filter.write(record("site", site))) ++written;
    EXPECT_LT(written, 1000);  // what a pipe and the window contain
    const int status = filter.wait();
    ::sigaction(SIGPIPE, &before, nullptr);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
}

std::vector<std::string> bundle_lines(const std::string& output) {
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(output)) {
    if (line.starts_with(R"({"kind":"bundle",)")) lines.push_back(line);
  }
  return lines;
}

// Every fixture by its path and as a record of that name.
TEST(Records, HaveTheVerdictsOfTheirFiles) {
  const Workplace place;
  const fs::path source = fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made";
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    const std::string ending = entry.path().extension().string();
    if (entry.is_regular_file() && (ending == ".pem" || ending == ".pfx" || ending == ".p7b" || ending == ".jks" || ending == ".yaml")) {
      paths.push_back(fs::relative(entry.path(), source).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  ASSERT_GT(paths.size(), 100u);
  std::string records;
  for (const std::string& path : paths) {
    write_text(place.path() / path, made(path));
    records += record(path, made(path));
  }
  const std::string options = "check --no-policy --at 2026-11-20 --anchors none --target nginx --client all --password-file " +
                              (fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/password.txt").string() + " --format jsonl ";
  // One by one, since files of one run may complete each other.
  std::string commands;
  for (const std::string& path : paths) commands += "chainlint " + options + path + "\n";
  const Outcome one_by_one = place.run("{\n" + commands + "}");
  const std::vector<std::string> of_files = bundle_lines(one_by_one.out);
  ASSERT_GT(of_files.size(), 100u);
  for (const char* jobs : {"1", "3"}) {
    const Outcome streamed = place.run("chainlint " + options + "--from-jsonl - --jobs " + jobs, "", records);
    EXPECT_EQ(streamed.err, "");
    EXPECT_EQ(bundle_lines(streamed.out), of_files) << jobs;
  }
}

// A record of 300 KB, of which so many would not fit into the memory.
TEST(Records, AreNotKept) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer needs more memory";
#endif
  const Workplace place;
  write_text(place.path() / "record", record("site.pem", made("healthy/site.pem") + std::string(300000, '\n')));
  for (const char* jobs : {"1", "2"}) {
    const Outcome outcome = place.run(
        "ulimit -v 200000; yes record | head -n 700 | xargs cat | chainlint check --no-policy --at 2026-12-01 --anchors none --from-jsonl "
        "- "
        "--format jsonl --jobs " +
        std::string(jobs) + " | grep -c '\"kind\":\"record\",\"name\":\"site.pem\",.*\"bundles\":1,\"status\":0}'");
    EXPECT_EQ(outcome.out, "700\n") << outcome.err;
  }
}

}  // namespace records_test
}  // namespace chainlint::test
