#include <string_view>

#include "completion.h"

namespace chainlint::cli {
namespace {

constexpr const char* kFishStart = R"(# fish completion of chainlint, written by 'chainlint completion fish'.

# Whether the command that was typed is one of the arguments: '' none yet, 'policy ' only the first word of two.
function __chainlint_is
    set -l words (commandline -opc)
    set -l command $words[2]
)";

constexpr const char* kFishFunctionEnd = R"(    contains -- "$command" $argv
end

)";

// Within single quotes: nothing is expanded, and a backslash takes ' and \ for what they are.
std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// fish expands the words of -a once more: "name\t'title'".
std::string fish_names(const OptionNames& names) {
  std::string text;
  for (const auto& [name, title] : names) {
    text += (text.empty() ? "" : " ") + fish_quoted(name);
    if (!title.empty()) text += "\\t" + fish_quoted(title);
  }
  return fish_quoted(text);
}

std::string fish_condition(const std::vector<std::string>& commands) {
  std::string text = "__chainlint_is";
  for (const std::string& command : commands) text += " " + fish_quoted(command);
  return "complete -c chainlint -n " + fish_quoted(text);
}

std::string fish_option(const CompletedOption& option) {
  std::string text = fish_condition(option.commands) + " -l " + std::string(option.row->name.substr(2));
  if (option.row->letter != 0) text += std::string(" -s ") + option.row->letter;
  if (option.row->shape != policy::Option::Shape::flag) text += option.typed.files ? " -r -F" : " -x";
  if (!option.typed.names.empty()) text += " -k -a " + fish_names(option.typed.names);
  return text + " -d " + fish_quoted(option.row->help) + "\n";
}

}  // namespace

std::string write_fish_completion() {
  std::string out = kFishStart, body;
  std::vector<std::string> without_files{""};
  for (const std::string& group : command_groups()) {
    out += "    test \"$command\" = " + group + "; and set command \"" + group + " $words[3]\"\n";
    without_files.push_back(group + " ");
    for (const auto& [name, summary] : commands_of(group)) {
      body += fish_condition({group + " "}) + " -a " + name + " -d " + fish_quoted(summary) + "\n";
    }
  }
  for (const auto& [name, summary] : commands_of("")) body += fish_condition({""}) + " -a " + name + " -d " + fish_quoted(summary) + "\n";
  for (const CommandHelp& help : command_helps()) {
    if (!help.command) continue;
    const Typed typed = typed_argument(help);
    if (!typed.files) without_files.push_back(help.words);
    if (!typed.names.empty()) body += fish_condition({help.words}) + " -k -a " + fish_names(typed.names) + "\n";
  }
  for (const CompletedOption& option : completed_options()) body += fish_option(option);
  return out + kFishFunctionEnd + "complete -c chainlint -s h -l help -d 'show help'\n" + fish_condition({""}) +
         " -s V -l version -d 'show the version'\n" + fish_condition(without_files) + " -f\n" + body;
}

}  // namespace chainlint::cli
