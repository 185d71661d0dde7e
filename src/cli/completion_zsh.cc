#include "completion.h"

namespace chainlint::cli {
namespace {

constexpr const char* kZshStart = R"(#compdef chainlint
# zsh completion of chainlint, written by 'chainlint completion zsh'.

# What can be typed for the option or argument that is the last of the words given.
_chainlint_value() {
  local -a names
  local files=
  case "$chainlint_command:${@[-1]}" in
)";

constexpr const char* kZshValueEnd = R"(  esac
  if [[ $names[1] == *= ]]; then
    if compset -P '*='; then _files; else compadd -S '' -- $names; fi
    return
  fi
  (( $#names )) && _describe -t values value names
  [[ -n $files ]] && _files
}

_chainlint() {
  local curcontext=$curcontext chainlint_command=
  local -a commands arguments
  if (( CURRENT == 2 )); then
)";

// Within single quotes; `marked` are characters that need a backslash before them there.
std::string zsh_quoted(std::string_view text, std::string_view marked) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      if (marked.find(c) != std::string_view::npos) quoted += '\\';
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string zsh_names(const OptionNames& names) {
  std::string text = "(";
  for (const auto& [name, title] : names) {
    std::string item = zsh_quoted(name, ":\\");
    if (!title.empty()) item += ":" + zsh_quoted(title, "\\");
    text += (text.size() == 1 ? "" : " ") + item;
  }
  return text + ")";
}

std::string zsh_typed(const Typed& typed) {
  std::string text;
  if (!typed.names.empty()) text += " names=" + zsh_names(typed.names);
  if (typed.files) text += " files=1";
  return text;
}

std::string zsh_patterns(const std::vector<std::string>& commands, const std::string& ending) {
  std::string text;
  for (const std::string& command : commands) text += (text.empty() ? "" : "|") + zsh_quoted(command + ending, "");
  return text;
}

// "WHAT" of "WHAT PATH...".
std::string first_argument(const CommandHelp& help) { return help.argument.substr(0, help.argument.find(' ')); }

std::string zsh_values() {
  std::string text;
  for (const CompletedOption& option : completed_options()) {
    if (option.row->shape == policy::Option::Shape::flag || option.typed == Typed()) continue;
    const std::string name = ":" + std::string(option.row->name);
    text += "    " + (option.alone ? "*" + name : zsh_patterns(option.commands, name)) + ")" + zsh_typed(option.typed) + " ;;\n";
  }
  for (const CommandHelp& help : command_helps()) {
    const Typed typed = help.command ? typed_argument(help) : Typed();
    if (typed == Typed()) continue;
    text += "    " + zsh_quoted(help.words + ":" + first_argument(help), "") + ")" + zsh_typed(typed) + " ;;\n";
  }
  return text;
}

// One or two words of _arguments.
std::string zsh_option(const policy::Option& row) {
  const bool flag = row.shape == policy::Option::Shape::flag;
  std::string before = takes_several(row) ? "*" : "";
  if (!takes_several(row) && row.letter != 0) before = std::string("(-") + row.letter + " " + std::string(row.name) + ")";
  const auto word = [&](const std::string& name) {
    return zsh_quoted(before + name, "") + zsh_quoted("[", "") + zsh_quoted(row.help, "[]:\\") + zsh_quoted("]", "") +
           (flag ? "" : "':'" + zsh_quoted(value_text(row), ":\\") + zsh_quoted(":_chainlint_value " + std::string(row.name), ""));
  };
  std::string text = word(std::string(row.name) + (flag ? "" : "="));
  if (row.letter != 0) text += " " + word(std::string("-") + row.letter);
  return text;
}

std::string zsh_argument(const CommandHelp& help) {
  const std::string first = first_argument(help);
  const bool several = first.ends_with("...");
  return zsh_quoted(std::string(several ? "*:" : "1:"), "") + zsh_quoted(help.argument_help, ":\\") +
         zsh_quoted(":_chainlint_value " + first, "") + (first == help.argument ? "" : " '*:file:_files'");
}

}  // namespace

std::string write_zsh_completion() {
  std::string out = kZshStart + zsh_values() + kZshValueEnd;
  out += "    commands=" + zsh_names(commands_of("")) +
         "\n    _describe -t commands command commands\n"
         "    _arguments : '(- *)'{-h,--help}'[show help]' '(- *)'{-V,--version}'[show the version]'\n    return\n  fi\n"
         "  chainlint_command=$words[2]\n";
  for (const std::string& group : command_groups()) {
    out += "  if [[ $chainlint_command == " + group +
           " ]]; then\n    if (( CURRENT == 3 )); then\n      commands=" + zsh_names(commands_of(group)) +
           "\n      _describe -t commands command commands\n      return\n    fi\n"
           "    chainlint_command+=\" $words[3]\"\n    shift words\n    (( CURRENT-- ))\n  fi\n";
  }
  out += "  shift words\n  (( CURRENT-- ))\n";
  for (const CompletedOption& option : completed_options()) {
    out += "  [[ $chainlint_command == (" + zsh_patterns(option.commands, "") + ") ]] && arguments+=(" + zsh_option(*option.row) + ")\n";
  }
  for (const CommandHelp& help : command_helps()) {
    if (help.argument.empty()) continue;
    out += "  [[ $chainlint_command == " + zsh_quoted(help.words, "") + " ]] && arguments+=(" + zsh_argument(help) + ")\n";
  }
  return out +
         "  _arguments -s -S : '(- *)'{-h,--help}'[show help]' \"$arguments[@]\"\n}\n\n"
         "if [[ $funcstack[1] == _chainlint ]]; then _chainlint \"$@\"; else compdef _chainlint chainlint; fi\n";
}

}  // namespace chainlint::cli
