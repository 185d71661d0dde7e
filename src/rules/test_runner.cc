#include "chainlint/rules/test_runner.h"

#include <algorithm>
#include <array>
#include <set>

#include "chainlint/yaml/file_kind.h"
#include "rule_reader.h"
#include "rule_test_case.h"

namespace chainlint::rules {
namespace {

// "rules/leaf/leaf-expired" of the rule's file and of its tests.
std::string without_ending(std::string_view path) {
  for (const std::string_view ending : {".test.yaml", ".test.yml", ".yaml", ".yml"}) {
    if (path.ends_with(ending)) return std::string(path.substr(0, path.size() - ending.size()));
  }
  return std::string(path);
}

// Runs the cases of one file.
class TestFileRun {
 public:
  TestFileRun(const RuleLibrary& library, const yaml::SourceFile& file, RuleTestWorkshop& workshop)
      : library_(library), source_(file), workshop_(workshop) {}

  void run(RuleTestRun& result) {
    static constexpr std::array<std::string_view, 5> kKeys{"rule", "cases", "certificates", "crls", "files"};
    static constexpr yaml::FileKind kKind{"a file of rule tests", "such a file has the keys 'rule' and 'cases'", kKeys};
    const yaml::Parsed parsed = yaml::parse(source_, kKind);
    problems_.append(parsed.problems);
    if (parsed.root && problems_.empty()) run_cases(*parsed.root, result);
    for (std::string& problem : problems_.format(source_)) result.problems.push_back(std::move(problem));
  }

 private:
  void run_cases(const yaml::Node& root, RuleTestRun& result) {
    const RuleTestFile file = read_test_file(root, problems_);
    const Rule* rule = file.rule ? find_rule(*file.rule) : nullptr;
    check_both_directions(file);
    if (!problems_.empty() || rule == nullptr) return;
    mint::MintResult shared = mint::mint(root);
    add_mint_problems(shared);
    for (const RuleTestCase& test_case : file.cases) {
      mint::MintResult own;
      if (test_case.mints) {
        own = mint::mint({&root, test_case.node});
        add_mint_problems(own);
      }
      if (!problems_.empty()) continue;
      RuleTestResult outcome{rule->id, test_case.name, source_.path + ":" + std::to_string(test_case.node->position.line), false, ""};
      outcome.difference = run_case(*rule, test_case, test_case.mints ? own.minted : shared.minted, workshop_, problems_);
      outcome.ok = outcome.difference.empty();
      result.results.push_back(std::move(outcome));
    }
  }

  const Rule* find_rule(const PlacedText& id) {
    const Rule* rule = library_.find_rule(id.text);
    if (rule == nullptr || rule->id != id.text) {
      std::vector<std::string> known;
      for (const auto& loaded : library_.rules()) known.push_back(loaded->id);
      problems_.add(id.position, "there is no rule " + in_quotes(id.text), problems_.did_you_mean(id.text, known));
      return nullptr;
    }
    if (without_ending(rule->source_path) != without_ending(source_.path)) {
      problems_.add(id.position,
                    "the tests of " + in_quotes(id.text) + " are in " + in_quotes(without_ending(rule->source_path) + ".test.yaml"));
    }
    return rule;
  }

  void check_both_directions(const RuleTestFile& file) {
    for (const Verdict needed : {Verdict::pass, Verdict::fail}) {
      const bool found = std::any_of(file.cases.begin(), file.cases.end(), [&](const RuleTestCase& one) { return one.expect == needed; });
      if (!found && !file.cases.empty()) {
        problems_.add({}, "no case expects " + in_quotes(to_string(needed)) + "; a rule needs a case that passes and one that fails");
      }
    }
  }

  // What all cases share is minted again with each: its problems are noted once.
  void add_mint_problems(const mint::MintResult& minted) {
    std::vector<yaml::Problem> fresh;
    for (const yaml::Problem& problem : minted.problems) {
      const auto key = std::tuple(problem.position.line, problem.position.column, problem.message);
      if (seen_.insert(key).second) fresh.push_back(problem);
    }
    problems_.append(fresh);
  }

  const RuleLibrary& library_;
  yaml::SourceFile source_;
  RuleTestWorkshop& workshop_;
  yaml::Problems problems_;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> seen_;
};

}  // namespace

bool RuleTestRun::ok() const {
  return problems.empty() && std::all_of(results.begin(), results.end(), [](const RuleTestResult& result) { return result.ok; });
}

RuleTestRun run_rule_tests(const RuleLibrary& library, const std::vector<yaml::SourceFile>& files) {
  RuleTestRun result;
  RuleTestWorkshop workshop;
  std::set<std::string> tested, given;
  for (const yaml::SourceFile& file : files) {
    if (is_rule_test_path(file.path)) {
      tested.insert(without_ending(file.path));
      TestFileRun(library, file, workshop).run(result);
    } else {
      given.insert(file.path);
    }
  }
  for (const auto& rule : library.rules()) {
    if (given.count(rule->source_path) != 0 && tested.count(without_ending(rule->source_path)) == 0) {
      result.problems.push_back(printable(rule->source_path) + ":1:1: error: the rule has no tests; put them in " +
                                in_quotes(rule->id + ".test.yaml") + ": a case that passes and one that fails");
    }
  }
  return result;
}

}  // namespace chainlint::rules
