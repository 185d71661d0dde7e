#include "option_names.h"

#include "chainlint/chain/windows_stores.h"
#include "chainlint/facts/subject.h"
#include "chainlint/policy/options.h"
#include "chainlint/profiles/library.h"
#include "chainlint/report/output.h"
#include "chainlint/report/schema.h"
#include "chainlint/rules/library.h"

namespace chainlint::cli {
namespace {

template <class Items>
OptionNames titles_of(const Items& items) {
  OptionNames rows;
  for (const auto& item : items) rows.emplace_back(item.name, item.title);
  return rows;
}

template <class Words>
OptionNames untitled(const Words& words) {
  OptionNames rows;
  for (const std::string_view word : words) rows.emplace_back(word, "");
  return rows;
}

OptionNames format_titles(bool of_contents) {
  OptionNames rows;
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    const report::OutputRow& row = report::output_row(format);
    if (row.has_contents || !of_contents) rows.emplace_back(to_string(format), row.title);
  }
  return rows;
}

const rules::RuleLibrary& shipped_rules() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return loaded.library;
}

OptionNames rule_sets() {
  OptionNames rows;
  for (const auto& set : shipped_rules().sets()) rows.emplace_back(set->id, set->title);
  return rows;
}

OptionNames rules_with_titles() {
  OptionNames rows;
  for (const auto& rule : shipped_rules().rules()) rows.emplace_back(rule->id, rule->title);
  return rows;
}

// A target with versions also as NAME@VERSION.
OptionNames targets_with_versions() {
  OptionNames rows;
  for (const profiles::Profile& target : profiles::load_profiles({}).library.targets) {
    rows.emplace_back(target.name, target.title);
    for (const std::string& version : target.versions) rows.emplace_back(target.name + "@" + version, target.title);
  }
  return rows;
}

OptionNames clients_and_all() {
  OptionNames rows = names_of(NameList::clients);
  rows.emplace_back("all", "every client");
  return rows;
}

bool names_files(std::string_view value) {
  const auto has = [&](std::string_view word) { return value.find(word) != std::string_view::npos; };
  return has("FILE") || has("DIR") || has("PATH") || has("PREVIOUS");
}

}  // namespace

OptionNames names_of(NameList list) {
  switch (list) {
    case NameList::targets:
      return titles_of(profiles::load_profiles({}).library.targets);
    case NameList::clients:
      return titles_of(profiles::load_profiles({}).library.clients);
    case NameList::formats:
      return format_titles(false);
    case NameList::rulesets:
      break;
  }
  return rule_sets();
}

Typed typed_values(const policy::Option& row, Command command) {
  Typed typed{.names = untitled(row.values), .files = names_files(row.value)};
  if (row.meaning == policy::Option::Meaning::target) typed.names = targets_with_versions();
  if (row.meaning == policy::Option::Meaning::client) typed.names = clients_and_all();
  if (row.name == "--ruleset" && row.value.starts_with("NAME")) typed.names = rule_sets();
  if (row.name == "--for") typed.names = untitled(facts::kSubjectKindNames);
  if (row.shape == policy::Option::Shape::stores) {
    for (const std::string_view store : chain::kStoreNames) typed.names.emplace_back(std::string(store) + "=", "");
  }
  if (row.values.data() == policy::kOutputFormatNames.data()) typed.names = format_titles(command == Command::show);
  return typed;
}

Typed typed_argument(const CommandHelp& help) {
  if (help.command == Command::list_names) {
    Typed typed{.names = untitled(kNameListNames), .files = true};
    typed.names.emplace_back("endpoints", "");
    return typed;
  }
  if (help.command == Command::rules_explain) return {.names = rules_with_titles()};
  if (help.command == Command::rules_schema) return {.names = untitled(report::kSchemaKindNames)};
  if (help.command == Command::completion) return {.names = untitled(kShellNames)};
  return {.files = names_files(help.argument)};
}

std::vector<const policy::Option*> shown_options(Command command) {
  std::vector<const policy::Option*> rows;
  const policy::Commands bit = policy::commands({command});
  for (const policy::Option& row : policy::kOptions) {
    if ((row.commands & bit) != 0 && (row.hidden & bit) == 0) rows.push_back(&row);
  }
  return rows;
}

}  // namespace chainlint::cli
