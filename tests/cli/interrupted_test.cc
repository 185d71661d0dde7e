// What a run leaves that a signal ends.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenario.h"

namespace chainlint::test {
namespace interrupted_test {

namespace fs = std::filesystem;

constexpr int kBundles = 300;  // their reports do not fit into a pipe

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

class Interrupted : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    const std::string site = read_text(fs::path(CHAINLINT_SOURCE_DIR) / "fixtures/made/missing-intermediate/site.pem");
    for (int i = 0; i < kBundles; ++i) write_text(place_.path() / "in" / std::to_string(1000 + i) / "site.pem", site);
    fs::create_directory(place_.path() / "reports");
  }

  // Starts the program with its output in a pipe. Reads one line and sends the signal: whoever waits for the reader has not ended yet.
  void run(const std::vector<std::string>& options, int signal) {
    int output[2];
    ASSERT_EQ(::pipe(output), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(output[1], STDOUT_FILENO);
      ::close(output[0]);
      ::close(output[1]);
      const int errors = ::open((place_.own() / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(errors, STDERR_FILENO);
      if (::chdir(place_.path().c_str()) != 0) ::_exit(99);
      std::vector<std::string> words{CHAINLINT_PROGRAM, "check", "--no-policy", "--at", "2026-12-01", "--anchors", "none"};
      words.insert(words.end(), options.begin(), options.end());
      words.emplace_back("in");
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::execv(CHAINLINT_PROGRAM, arguments.data());
      ::_exit(99);
    }
    ::close(output[1]);
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(output[0], buffer, sizeof buffer)) > 0;) {
      const bool first = out_.find('\n') == std::string::npos;
      out_.append(buffer, static_cast<std::size_t>(count));
      if (first && out_.find('\n') != std::string::npos) ::kill(child, signal);
    }
    ::close(output[0]);
    ASSERT_EQ(::waitpid(child, &status_, 0), child);
    err_ = read_text(place_.own() / "err");
  }

  const Workplace place_;
  int status_ = 0;
  std::string out_, err_;
};

TEST_P(Interrupted, LeavesWholeLinesAndNoReportFile) {
  for (const char* jobs : {"1", "4"}) {
    out_.clear();
    run({"--jobs", jobs, "--format", "jsonl", "--format", "sarif", "--report", "reports/a.sarif", "--format", "json", "--report",
         "reports/b.json"},
        GetParam());
    ASSERT_TRUE(WIFSIGNALED(status_)) << err_;  // 128 + the signal for a shell
    EXPECT_EQ(WTERMSIG(status_), GetParam());
    ASSERT_TRUE(out_.ends_with("}\n"));
    std::size_t bundles = 0;
    for (const std::string& line : lines_of(out_)) {
      const nlohmann::json value = nlohmann::json::parse(line, nullptr, false);
      ASSERT_FALSE(value.is_discarded()) << line;
      EXPECT_NE(value["kind"], "summary");
      if (value["kind"] != "bundle") continue;
      EXPECT_EQ(value["name"], "in/" + std::to_string(1000 + bundles++) + "/site.pem");
    }
    EXPECT_LT(bundles, static_cast<std::size_t>(kBundles));
    EXPECT_EQ(err_, std::string("chainlint: stopped by ") + (GetParam() == SIGINT ? "SIGINT" : "SIGTERM") + ": " + std::to_string(bundles) +
                        " of " + std::to_string(kBundles) + " bundles were checked; no incomplete --report file was written\n");
    EXPECT_EQ(files_in(place_.path() / "reports"), 0u);
  }
}

TEST_P(Interrupted, EndsWithCompleteBundlesOfText) {
  run({"--group-by", "bundle"}, GetParam());
  ASSERT_TRUE(WIFSIGNALED(status_)) << err_;
  EXPECT_TRUE(err_.starts_with("chainlint: stopped by ")) << err_;
  EXPECT_TRUE(out_.ends_with("\n\n"));
  EXPECT_EQ(out_.find("(evaluated at "), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Signals, Interrupted, testing::Values(SIGINT, SIGTERM),
                         [](const auto& signal) { return signal.param == SIGINT ? "Interrupt" : "Terminate"; });

}  // namespace interrupted_test
}  // namespace chainlint::test
