#include "help_format.h"

#include <algorithm>
#include <vector>

#include "chainlint/report/terminal.h"
#include "chainlint/run/outputs.h"

namespace chainlint::cli {
namespace {

constexpr std::size_t kColumns = 80;  // where standard output is no terminal
constexpr std::size_t kNamesTo = 24;  // the column in which descriptions begin

std::string row(const report::TextStyle& style, const std::string& name, const std::string& description) {
  const std::string head = "  " + name;
  if (head.size() + 2 > kNamesTo) return head + '\n' + report::wrapped(style, description, kNamesTo);
  return report::hanging(style, report::padded(head, kNamesTo), description);
}

// -f, --format FORMAT
std::string name_of(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  std::string name;
  for (const std::string& letter : option.get_snames()) name += "-" + letter + ", ";
  for (const std::string& word : option.get_lnames()) name += "--" + word;
  return option.get_items_expected_max() == 0 ? name : name + " " + option.get_type_name();
}

}  // namespace

std::string HelpFormat::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const {
  report::TextStyle style;
  style.columns = run::terminal_columns();
  if (style.columns == 0) style.columns = kColumns;
  std::string summary = app->get_description();
  if (summary.front() >= 'a' && summary.front() <= 'z') summary.front() -= 'a' - 'A';
  if (!summary.ends_with('.')) summary += '.';
  std::string out = make_usage(app, name) + '\n' + report::wrapped(style, summary, 0);
  std::string arguments;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) arguments += row(style, name_of(*option), option->get_description());
  }
  if (!arguments.empty()) out += '\n' + arguments;
  const std::vector<const CLI::App*> commands = app->get_subcommands([](const CLI::App*) { return true; });
  if (!commands.empty()) out += "\nCommands:\n";
  for (const CLI::App* command : commands) out += row(style, command->get_name(), command->get_description());
  // The options that every command has come last.
  std::vector<std::string> groups = app->get_groups();
  if (!groups.empty()) std::rotate(groups.begin(), groups.begin() + 1, groups.end());
  for (const std::string& group : groups) {
    std::string options;
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_group() == group && option->nonpositional()) options += row(style, name_of(*option), option->get_description());
    }
    if (!group.empty() && !options.empty()) out += '\n' + group + ":\n" + options;
  }
  const std::string footer = app->get_footer();
  return footer.empty() ? out : out + '\n' + report::wrapped(style, footer, 0);
}

}  // namespace chainlint::cli
