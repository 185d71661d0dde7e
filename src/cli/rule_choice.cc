#include "rule_choice.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "input_files.h"

namespace chainlint::cli {
namespace {

constexpr Limits kRuleLimits{.file_bytes = 1u << 20};

bool is_yaml(std::string_view path) { return path.ends_with(".yaml") || path.ends_with(".yml"); }

// A name of a built-in set has neither a slash nor a file ending.
bool is_path(std::string_view name) { return name.find('/') != std::string_view::npos || is_yaml(name) || std::filesystem::exists(name); }

std::string unknown_set(const std::string& name, const RuleLibrary& library) {
  std::vector<std::string> known;
  for (const auto& set : library.sets()) known.push_back(set->id);
  std::string text = "--ruleset is " + in_quotes(name) + "; built in are " + join_and(known) + ", and a file or folder may be named";
  if (auto suggestion = nearest(name, known)) text += "; did you mean '" + *suggestion + "'?";
  return text;
}

// Told by its first key alone, so that a file with mistakes is still one of records.
bool is_record_file(const RuleFile& file) {
  const std::size_t at = file.text.find("records:");
  return at != std::string::npos && (at == 0 || file.text[at - 1] == '\n');
}

// Members by rule id; a later set decides the severity, as the later of two options does.
class MemberTable {
 public:
  void add(const RuleSet& set) {
    for (const RuleSet::Member& member : set.members) members_.insert_or_assign(member.rule->id, member);
  }
  void add(const Rule& rule) { members_.insert_or_assign(rule.id, RuleSet::Member{&rule, std::nullopt}); }
  std::vector<RuleSet::Member> take() const {
    std::vector<RuleSet::Member> sorted;
    for (const auto& [id, member] : members_) sorted.push_back(member);
    return sorted;
  }

 private:
  std::map<std::string, RuleSet::Member> members_;
};

}  // namespace

std::vector<RuleFile> read_rule_files(const std::string& path, std::vector<std::string>& problems) {
  std::vector<RuleFile> files;
  const InputFiles found = find_files({path}, kRuleLimits);
  for (const Diagnostic& diagnostic : found.diagnostics) problems.push_back(in_quotes(diagnostic.location.path) + " " + diagnostic.message);
  for (const InputFile& file : found.files) {
    if (!file.named && !is_yaml(file.path)) continue;
    const Result<Bytes> content = read_file(file.path, kRuleLimits);
    if (content) {
      files.push_back({file.path, std::string(as_text(*content))});
    } else {
      problems.push_back(in_quotes(file.path) + " " + content.error().message);
    }
  }
  if (files.empty() && found.diagnostics.empty()) problems.push_back(in_quotes(path) + " holds no rule file (*.yaml)");
  return files;
}

RuleChoice choose_rules(const std::vector<std::string>& names, const std::string& fallback, std::vector<std::string>& problems) {
  const std::vector<std::string> wanted = names.empty() ? std::vector<std::string>{fallback} : names;
  std::vector<RuleFile> files = shipped_rule_files();
  std::vector<RecordFile> own_records;
  std::set<std::string> own_paths;
  for (const std::string& name : wanted) {
    if (!is_path(name)) continue;
    for (RuleFile& file : read_rule_files(name, problems)) {
      if (!own_paths.insert(file.path).second) continue;
      if (is_record_file(file)) {
        own_records.push_back({std::move(file.path), std::move(file.text)});
      } else {
        files.push_back(std::move(file));
      }
    }
  }
  RuleChoice choice;
  RuleLibrary::Loaded loaded = RuleLibrary::load(files);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  choice.library = std::move(loaded.library);
  LoadedRecords records = load_records(own_records);
  problems.insert(problems.end(), records.problems.begin(), records.problems.end());
  choice.records = std::move(records.records);

  MemberTable members;
  for (const std::string& name : wanted) {
    if (is_path(name)) continue;
    if (const RuleSet* set = choice.library.find_set(name)) {
      members.add(*set);
      choice.set.assume_server_chain |= set->assume_server_chain;
    } else if (loaded.problems.empty()) {
      problems.push_back(unknown_set(name, choice.library));
    }
  }
  for (const auto& rule : choice.library.rules()) {
    if (own_paths.contains(rule->source_path)) members.add(*rule);
  }
  choice.set.id = join_and(wanted);
  choice.set.members = members.take();
  return choice;
}

}  // namespace chainlint::cli
