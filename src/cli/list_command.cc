// What the options --target, --client, --format and --ruleset may name: `list targets`.
#include <algorithm>

#include "chainlint/base/text.h"
#include "commands.h"
#include "option_names.h"

namespace chainlint::cli {

int run_list(const std::string& what, run::UsageProblems problems) {
  const std::optional<NameList> list = kNameListNames.find(what);
  if (!list) {
    problems.add((what.empty() ? "nothing to list is given" : "there is no list of " + in_quotes(what)) +
                 "; allowed are targets, clients, formats and rulesets");
  }
  if (!problems.empty()) return report_usage(problems, "list");
  const OptionNames rows = names_of(*list);
  std::size_t width = 0;
  for (const auto& [name, title] : rows) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, title] : rows) out += name + std::string(width + 2 - name.size(), ' ') + printable(title) + "\n";
  run::print(out);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
