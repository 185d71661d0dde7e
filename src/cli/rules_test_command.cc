#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>

#include "chainlint/base/text.h"
#include "chainlint/rules/test_runner.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/rule_choice.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

std::string absolute(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  return error ? path : whole.lexically_normal().generic_string();
}

// The shipped files that the folder's own may build on. Where the folder is that of the shipped rules, a file takes the place of the one
// that was compiled in; anywhere else a rule of the same id is a mistake that the loader tells.
std::vector<yaml::SourceFile> with_shipped(const std::vector<yaml::SourceFile>& own) {
  std::vector<yaml::SourceFile> files;
  for (const yaml::SourceFile& shipped : rules::shipped_rule_files()) {
    const auto replaces = [&](const yaml::SourceFile& file) { return absolute(file.path).ends_with("/" + shipped.path); };
    if (std::none_of(own.begin(), own.end(), replaces)) files.push_back(shipped);
  }
  files.insert(files.end(), own.begin(), own.end());
  return files;
}

// A rule comes with its tests, and tests with their rule, where one file was named alone.
void add_other_half(const std::string& path, std::vector<yaml::SourceFile>& files, run::UsageProblems& problems) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return;
  std::string stem = path;
  for (const std::string_view ending : {".yaml", ".yml", ".test"}) {
    if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  const std::string middle = rules::is_rule_test_path(path) ? "" : ".test";
  for (const char* ending : {".yaml", ".yml"}) {
    const std::string other = stem + middle + ending;
    if (!std::filesystem::is_regular_file(other, error)) continue;
    std::vector<yaml::SourceFile> found = run::read_rule_files(other, problems);
    std::move(found.begin(), found.end(), std::back_inserter(files));
    return;
  }
}

std::string indented(const std::string& text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  return out;
}

// What failed, then how many: also where other files have mistakes.
std::size_t print_results(const rules::RuleTestRun& run) {
  std::size_t failed = 0;
  std::set<std::string> rules;
  std::string out;
  for (const rules::RuleTestResult& result : run.results) {
    rules.insert(result.rule);
    if (result.ok) continue;
    ++failed;
    out += "failed  " + printable(result.place) + ": " + result.rule + ": " + printable(result.test_case) + "\n" +
           indented(result.difference) + "\n";
  }
  run::print(out + count_noun(rules.size(), "rule") + ", " + count_noun(run.results.size(), "case") + ": " +
             std::to_string(run.results.size() - failed) + " passed, " + std::to_string(failed) + " failed\n");
  return failed;
}

}  // namespace

int run_rules_test(const std::string& folder, run::UsageProblems problems) {
  if (folder.empty()) problems.add("DIR is missing; specify a folder with rules and their tests");
  std::vector<yaml::SourceFile> files = folder.empty() ? std::vector<yaml::SourceFile>{} : run::read_rule_files(folder, problems);
  add_other_half(folder, files, problems);
  std::erase_if(files, [](const yaml::SourceFile& file) { return run::is_record_file(file); });
  const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(with_shipped(files));
  problems.add_placed(loaded.problems, run::UsageProblem::Origin::file);
  if (!problems.empty()) return report_usage(problems, "rules test");

  const rules::RuleTestRun run = rules::run_rule_tests(loaded.library, files);
  if (run.results.empty() && run.problems.empty()) {
    problems.add(in_quotes(folder) + " contains no rule and no test");
    return report_usage(problems, "rules test");
  }
  const std::size_t failed = run.results.empty() && !run.problems.empty() ? 0 : print_results(run);
  problems.add_placed(run.problems, run::UsageProblem::Origin::file);
  if (!problems.empty()) return report_usage(problems, "rules test");
  return failed == 0 ? run::kStatusClean : run::kStatusFindings;
}

}  // namespace chainlint::cli
