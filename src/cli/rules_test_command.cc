#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/rules/test_runner.h"
#include "commands.h"
#include "outputs.h"
#include "rule_choice.h"

namespace chainlint::cli {
namespace {

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The shipped files that the folder's own may build on. One of the same name is left out: the shipped rules can be tested from their
// folder.
std::vector<RuleFile> with_shipped(const std::vector<RuleFile>& own) {
  std::vector<RuleFile> files = own;
  for (const RuleFile& shipped : shipped_rule_files()) {
    const bool replaced =
        std::any_of(own.begin(), own.end(), [&](const RuleFile& file) { return file_name(file.path) == file_name(shipped.path); });
    if (!replaced) files.push_back(shipped);
  }
  return files;
}

}  // namespace

int run_rules_test(const std::string& folder, std::vector<std::string> problems) {
  if (folder.empty()) problems.push_back("no DIR is given; name a folder with rules and their tests");
  const std::vector<RuleFile> files = folder.empty() ? std::vector<RuleFile>{} : read_rule_files(folder, problems);
  const RuleLibrary::Loaded loaded = RuleLibrary::load(with_shipped(files));
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!problems.empty()) return report_usage(problems, "rules test");

  const RuleTestRun run = run_rule_tests(loaded.library, files);
  if (!run.problems.empty()) return report_usage(run.problems, "rules test");
  std::size_t passed = 0;
  for (const RuleTestResult& result : run.results) {
    if (result.ok) {
      ++passed;
    } else {
      print("failed  " + printable(result.place) + ": " + result.rule + ": " + printable(result.test_case) + "\n" + result.difference +
            "\n");
    }
  }
  print(std::to_string(passed) + " passed, " + std::to_string(run.results.size() - passed) + " failed\n");
  return passed == run.results.size() ? kStatusClean : kStatusFindings;
}

}  // namespace chainlint::cli
