// What the options --target, --client, --format and --ruleset may name: `list targets`.
#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/profiles/library.h"
#include "chainlint/report/output.h"
#include "chainlint/rules/library.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

// Names and what they are.
using OptionNames = std::vector<std::pair<std::string, std::string>>;

template <class Items>
OptionNames titles_of(const Items& items) {
  OptionNames rows;
  for (const auto& item : items) rows.emplace_back(item.name, item.title);
  return rows;
}

OptionNames formats() {
  OptionNames rows;
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    rows.emplace_back(to_string(format), report::output_row(format).title);
  }
  return rows;
}

OptionNames rule_sets() {
  OptionNames rows;
  const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  for (const auto& set : loaded.library.sets()) rows.emplace_back(set->id, set->title);
  return rows;
}

}  // namespace

int run_list(const std::string& what, run::UsageProblems problems) {
  OptionNames rows;
  if (what == "targets") {
    rows = titles_of(profiles::load_profiles({}).library.targets);
  } else if (what == "clients") {
    rows = titles_of(profiles::load_profiles({}).library.clients);
  } else if (what == "formats") {
    rows = formats();
  } else if (what == "rulesets") {
    rows = rule_sets();
  } else {
    problems.add((what.empty() ? "nothing to list is given" : "there is no list of " + in_quotes(what)) +
                 "; allowed are targets, clients, formats and rulesets");
  }
  if (!problems.empty()) return report_usage(problems, "list");
  std::size_t width = 0;
  for (const auto& [name, title] : rows) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, title] : rows) out += name + std::string(width + 2 - name.size(), ' ') + printable(title) + "\n";
  run::print(out);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
