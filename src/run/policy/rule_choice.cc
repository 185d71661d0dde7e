#include "chainlint/run/rule_choice.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {
namespace {

constexpr Limits kRuleLimits{.file_bytes = RuleFileLimits::kFileBytes};

bool is_yaml(std::string_view path) { return path.ends_with(".yaml") || path.ends_with(".yml"); }

// The name of a built-in set always means that set, and never a file of that name in the working folder.
bool is_path(const std::string& name, const FileSource& source) {
  if (name.find('/') != std::string::npos || is_yaml(name)) return true;
  const std::vector<std::string>& sets = policy::shipped_rule_set_names();
  return std::find(sets.begin(), sets.end(), name) == sets.end() && source.look_at(name).problem.empty();
}

std::string unknown_set(const std::string& name, const rules::RuleLibrary& library) {
  std::vector<std::string> known;
  for (const auto& set : library.sets()) known.push_back(set->id);
  std::string text = " is " + in_quotes(name) + "; built in are " + join_and(known) + ", or specify a file or folder";
  if (auto suggestion = nearest(name, known)) text += "; did you mean '" + *suggestion + "'?";
  return text;
}

// Recognized by one key, so that a file with mistakes is still of its kind.
bool has_top_key(const yaml::SourceFile& file, std::string_view key) {
  const std::size_t at = file.text.starts_with(key) ? 0 : file.text.find("\n" + std::string(key));
  return at != std::string::npos;
}

// The sets of a path: that of a file, and those of a folder without a rule. A folder with rules means its rules, and its
// sets are known by name.
std::vector<const rules::RuleSet*> sets_of_path(const std::string& path, const std::vector<yaml::SourceFile>& files,
                                                const rules::RuleLibrary& library) {
  std::vector<const rules::RuleSet*> sets;
  for (const yaml::SourceFile& file : files) {
    if (!file.path.starts_with(path) || rules::is_rule_test_path(file.path)) continue;
    if (!has_top_key(file, "set:")) return {};
    if (const rules::RuleSet* set = library.find_set(std::filesystem::path(file.path).stem().string())) sets.push_back(set);
  }
  return sets;
}

// Members by rule id; a later set decides the severity, as the later of two options does.
class MemberTable {
 public:
  void add(const rules::RuleSet& set) {
    for (const rules::RuleSet::Member& member : set.members) members_.insert_or_assign(members_.end(), member.rule->id, member);
  }
  void add(const rules::Rule& rule) { members_.insert_or_assign(rule.id, rules::RuleSet::Member{&rule, std::nullopt}); }
  std::vector<rules::RuleSet::Member> take() const {
    std::vector<rules::RuleSet::Member> sorted;
    for (const auto& [id, member] : members_) sorted.push_back(member);
    return sorted;
  }

 private:
  std::map<std::string_view, rules::RuleSet::Member> members_;
};

// Files and folders of the user among the sets.
struct OwnFiles {
  std::vector<yaml::SourceFile> rules;
  std::vector<yaml::SourceFile> records;
  std::set<std::string> paths;
};

// Where the policy names the set; null where it does not.
const policy::PolicyOrigin* origin_in(const policy::Policy* policy, const std::string& name) {
  if (policy == nullptr) return nullptr;
  const auto& sets = policy->rule_sets;
  const auto found = std::find_if(sets.begin(), sets.end(), [&](const auto& set) { return set.first == name; });
  return found == sets.end() ? nullptr : &found->second;
}

// Puts the place in the policy before the problems of what it names, from the `first` on.
void place(const policy::Policy& policy, const policy::PolicyOrigin& origin, std::size_t first, UsageProblems& problems) {
  const yaml::SourceFile* source = policy.source(origin.path);
  for (std::size_t i = first; source != nullptr && i < problems.size(); ++i) {
    const std::string placed = yaml::format_problem(*source, {"'rulesets': " + problems[i].text(), origin.position, ""});
    problems[i] = {std::nullopt, "", placed, "", UsageProblem::Origin::policy};
  }
}

OwnFiles read_own_files(const std::vector<std::string>& wanted, const policy::Policy* policy, const FileSource& source,
                        UsageProblems& problems) {
  OwnFiles own;
  for (const std::string& name : wanted) {
    if (!is_path(name, source)) continue;
    const std::size_t first = problems.size();
    std::vector<yaml::SourceFile> found = read_rule_files(name, problems, source);
    // Nothing would run, and silence would be a pass.
    const bool only_tests =
        std::all_of(found.begin(), found.end(), [](const yaml::SourceFile& file) { return rules::is_rule_test_path(file.path); });
    if (!found.empty() && only_tests) problems.add(in_quotes(name) + " contains only tests of rules");
    if (const policy::PolicyOrigin* origin = origin_in(policy, name)) place(*policy, *origin, first, problems);
    for (yaml::SourceFile& file : found) {
      if (!own.paths.insert(file.path).second) continue;
      if (is_record_file(file)) {
        own.records.push_back({std::move(file.path), std::move(file.text)});
      } else {
        own.rules.push_back(std::move(file));
      }
    }
  }
  return own;
}

std::vector<std::string> wanted_sets(const std::vector<std::string>& names, const std::string& fallback, const policy::Policy* policy) {
  std::vector<std::string> wanted = names;
  if (wanted.empty() && policy != nullptr) {
    for (const auto& [name, origin] : policy->rule_sets) wanted.push_back(name);
  }
  if (wanted.empty()) wanted.push_back(fallback);
  return wanted;
}

bool has_rule(const rules::RuleSet& set, const rules::Rule* rule) {
  return std::any_of(set.members.begin(), set.members.end(), [&](const rules::RuleSet::Member& member) { return member.rule == rule; });
}

bool is_for_public_cas(const RuleChoice& choice) {
  const rules::RuleSet* web = choice.library.find_set("public-web");
  const rules::RuleSet* recommended = choice.library.find_set("recommended");
  if (web == nullptr || recommended == nullptr) return false;
  return std::any_of(choice.set.members.begin(), choice.set.members.end(), [&](const rules::RuleSet::Member& member) {
    return has_rule(*web, member.rule) && !has_rule(*recommended, member.rule);
  });
}

}  // namespace

bool is_record_file(const yaml::SourceFile& file) { return has_top_key(file, "records:"); }

std::vector<yaml::SourceFile> read_rule_files(const std::string& path, UsageProblems& problems, const FileSource& source) {
  std::vector<yaml::SourceFile> files;
  const InputFiles found = find_files({path}, kRuleLimits, source);
  for (const Diagnostic& diagnostic : found.diagnostics) problems.add(in_quotes(diagnostic.location.path) + " " + diagnostic.message);
  for (const InputFile& file : found.files) {
    if (!file.named && !is_yaml(file.path)) continue;
    const Result<Bytes> content = source.read(file.path, kRuleLimits.file_bytes);
    if (content) {
      files.push_back({file.path, std::string(as_text(*content))});
    } else {
      problems.add(in_quotes(file.path) + " " + content.error().message);
    }
  }
  if (files.empty() && found.diagnostics.empty()) problems.add(in_quotes(path) + " contains no rule file (*.yaml)");
  return files;
}

RuleChoice choose_rules(const std::vector<std::string>& names, const std::string& fallback, UsageProblems& problems,
                        const policy::Policy* policy, const FileSource& source) {
  const std::vector<std::string> wanted = wanted_sets(names, fallback, policy);
  OwnFiles own = read_own_files(wanted, policy, source, problems);
  RuleChoice choice;
  for (const yaml::SourceFile& file : own.rules) choice.own_files.emplace_back(file.path, file.text);
  for (const yaml::SourceFile& file : own.records) choice.own_files.emplace_back(file.path, file.text);
  rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files(), own.rules);
  const bool legible = loaded.problems.empty();
  problems.add_placed(loaded.problems, UsageProblem::Origin::file);
  choice.library = std::move(loaded.library);
  records::LoadedRecords records = records::load_records(own.records);
  problems.add_placed(records.problems, UsageProblem::Origin::file);
  choice.records = std::move(records.records);

  MemberTable members;
  for (const auto& rule : choice.library.rules()) {
    if (own.paths.contains(rule->source_path)) members.add(*rule);
  }
  for (const std::string& name : wanted) {
    const bool path = is_path(name, source);
    const rules::RuleSet* known = path ? nullptr : choice.library.find_set(name);
    const std::vector<const rules::RuleSet*> sets = known != nullptr ? std::vector{known}
                                                    : path           ? sets_of_path(name, own.rules, choice.library)
                                                                     : std::vector<const rules::RuleSet*>{};
    for (const rules::RuleSet* set : sets) {
      members.add(*set);
      choice.set.assume_server_chain |= set->assume_server_chain;
    }
    if (known == nullptr && !path && legible) problems.add("--ruleset", name, unknown_set(name, choice.library));
  }
  choice.set.id = join_and(wanted);
  choice.set.members = members.take();
  choice.for_public_cas = is_for_public_cas(choice);
  // A rule file with mistakes hides rules, and settings of those would be called mistakes too.
  std::vector<std::string> of_policy;
  choice.by_policy =
      policy::PolicyRules::make(choice.library, std::move(choice.set), legible ? policy : nullptr, working_folder(), of_policy);
  problems.add_placed(of_policy, UsageProblem::Origin::policy);
  choice.set = choice.by_policy.base();
  return choice;
}

}  // namespace chainlint::run
