#include "help_format.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "chainlint/run/outputs.h"

namespace chainlint::cli {
namespace {

constexpr std::size_t kColumns = 80;  // where standard output is no terminal
constexpr std::size_t kNamesTo = 24;  // the column in which descriptions begin

// `text` broken at blanks, its lines after the first indented.
std::string broken(std::string_view text, std::size_t indent, std::size_t columns) {
  std::string out;
  std::size_t at = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty()) continue;
    if (at > indent && at + 1 + word.size() > columns) {
      out += '\n' + std::string(indent, ' ');
      at = indent;
    }
    if (at > indent) out += ' ';
    at += word.size() + (at > indent ? 1 : 0);
    out += word;
  }
  return out + '\n';
}

std::string row(const std::string& name, const std::string& description, std::size_t columns) {
  std::string out = "  " + name;
  if (out.size() + 2 > kNamesTo) out += '\n';
  const std::size_t end = out.back() == '\n' ? 0 : out.size();
  return out + std::string(kNamesTo - end, ' ') + broken(description, kNamesTo, columns);
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
  const std::size_t terminal = run::terminal_columns(), columns = terminal == 0 ? kColumns : std::max(terminal, 2 * kNamesTo);
  std::string summary = app->get_description();
  if (summary.front() >= 'a' && summary.front() <= 'z') summary.front() -= 'a' - 'A';
  if (!summary.ends_with('.')) summary += '.';
  std::string out = make_usage(app, name) + '\n' + broken(summary, 0, columns);
  std::string arguments;
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) arguments += row(name_of(*option), option->get_description(), columns);
  }
  if (!arguments.empty()) out += '\n' + arguments;
  const std::vector<const CLI::App*> commands = app->get_subcommands([](const CLI::App*) { return true; });
  if (!commands.empty()) out += "\nCommands:\n";
  for (const CLI::App* command : commands) out += row(command->get_name(), command->get_description(), columns);
  // The options that every command has come last.
  std::vector<std::string> groups = app->get_groups();
  if (!groups.empty()) std::rotate(groups.begin(), groups.begin() + 1, groups.end());
  for (const std::string& group : groups) {
    std::string options;
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_group() == group && option->nonpositional()) options += row(name_of(*option), option->get_description(), columns);
    }
    if (!group.empty() && !options.empty()) out += '\n' + group + ":\n" + options;
  }
  const std::string footer = app->get_footer();
  return footer.empty() ? out : out + '\n' + broken(footer, 0, columns);
}

}  // namespace chainlint::cli
