#include "completion.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/policy/options.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {

std::vector<CompletedOption> completed_options() {
  std::vector<CompletedOption> options;
  const std::vector<CommandHelp> helps = command_helps();
  for (const policy::Option& row : policy::kOptions) {
    const auto same_name = [&](const policy::Option& other) { return other.name == row.name; };
    const bool alone = std::count_if(std::begin(policy::kOptions), std::end(policy::kOptions), same_name) == 1;
    const std::size_t first = options.size();
    for (const CommandHelp& help : helps) {
      if (!help.command) continue;
      const std::vector<const policy::Option*> shown = shown_options(*help.command);
      if (std::find(shown.begin(), shown.end(), &row) == shown.end()) continue;
      const Typed typed = row.shape == policy::Option::Shape::flag ? Typed() : typed_values(row, *help.command);
      const auto same = [&](const CompletedOption& other) { return other.typed == typed; };
      auto group = std::find_if(options.begin() + static_cast<std::ptrdiff_t>(first), options.end(), same);
      if (group == options.end()) group = options.insert(options.end(), {&row, {}, typed, alone});
      group->commands.push_back(help.words);
    }
    for (std::size_t i = first; i < options.size(); ++i) options[i].alone = alone && options.size() == first + 1;
  }
  return options;
}

std::vector<std::string> command_groups() {
  std::vector<std::string> groups;
  for (const CommandHelp& help : command_helps()) {
    if (!help.command && !help.words.empty()) groups.push_back(help.words);
  }
  return groups;
}

OptionNames commands_of(const std::string& group) {
  OptionNames rows;
  for (const CommandHelp& help : command_helps()) {
    const std::size_t space = help.words.find(' ');
    const std::string above = space == std::string::npos ? "" : help.words.substr(0, space);
    if (above == group && !help.words.empty()) rows.emplace_back(help.words.substr(group.empty() ? 0 : space + 1), help.summary);
  }
  return rows;
}

int run_completion(const std::string& name, run::UsageProblems problems) {
  const std::optional<Shell> shell = kShellNames.find(name);
  if (!shell) {
    problems.add((name.empty() ? "SHELL is missing" : "there is no completion for " + in_quotes(name)) + "; allowed are " +
                 join_and({kShellNames.begin(), kShellNames.end()}));
  }
  if (!problems.empty()) return report_usage(problems, "completion");
  run::print(*shell == Shell::bash ? write_bash_completion() : *shell == Shell::zsh ? write_zsh_completion() : write_fish_completion());
  return run::kStatusClean;
}

}  // namespace chainlint::cli
