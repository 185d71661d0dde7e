#include "completion.h"

namespace chainlint::cli {
namespace {

constexpr const char* kBashStart = R"(# bash completion of chainlint, written by 'chainlint completion bash'.
_chainlint() {
  local words=() word i command option cur names= files= valued=
  # Readline breaks --target=iis and windows-server@2016 into several words.
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((i > 0)) && [[ $word == [=@]* || ${words[-1]} == *[=@] ]]; then words[-1]+=$word; else words+=("$word"); fi
  done
  cur=${words[-1]} command=${words[1]-} option=${words[-2]}
  if ((${#words[@]} == 2)); then command=; fi
)";

// After it: names, files or neither.
constexpr const char* kBashEnd = R"(
  if [[ -n $names ]]; then mapfile -t COMPREPLY < <(compgen -W "$names" -- "$cur"); else COMPREPLY=(); fi
  if [[ ${COMPREPLY[*]-} == *= ]]; then compopt -o nospace; fi
  if [[ -n $files ]]; then
    if [[ ${#COMPREPLY[@]} == 0 ]]; then compopt -o bashdefault -o default; else compopt -o filenames; fi
    if [[ ${#COMPREPLY[@]} != 0 ]]; then mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur"); fi
  fi
  # What readline takes for the word begins with the '@'.
  if [[ $cur == *@* && $COMP_WORDBREAKS == *@* ]]; then COMPREPLY=("${COMPREPLY[@]#"${cur%@*}"}"); fi
}
complete -F _chainlint chainlint
)";

std::string joined_names(const OptionNames& names) {
  std::string text;
  for (const auto& [name, title] : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

// "check | show | 'rules facts'", each with `ending`.
std::string bash_patterns(const std::vector<std::string>& commands, const std::string& ending) {
  std::string text;
  for (const std::string& command : commands) text += (text.empty() ? "'" : " | '") + command + ending + "'";
  return text;
}

std::string bash_typed(const Typed& typed) {
  std::string text;
  if (!typed.names.empty()) text += " names='" + joined_names(typed.names) + "'";
  if (typed.files) text += " files=1";
  return text;
}

std::string bash_option_values() {
  std::string text;
  for (const CompletedOption& option : completed_options()) {
    if (option.row->shape == policy::Option::Shape::flag) continue;
    const auto patterns = [&](const std::string& name) { return option.alone ? "*:" + name : bash_patterns(option.commands, ":" + name); };
    text += "    " + patterns(std::string(option.row->name));
    if (option.row->letter != 0) text += " | " + patterns(std::string("-") + option.row->letter);
    text += ") valued=1" + bash_typed(option.typed) + " ;;\n";
  }
  return text;
}

std::string bash_option_names(const CommandHelp& help) {
  std::string text = "--help";
  for (const policy::Option* row : shown_options(*help.command)) text += " " + std::string(row->name);
  return text;
}

}  // namespace

std::string write_bash_completion() {
  std::string out = kBashStart, options, arguments;
  for (const std::string& group : command_groups()) {
    out += "  if [[ $command == " + group + " ]] && ((${#words[@]} > 3)); then command+=\" ${words[2]}\"; fi\n";
  }
  for (const CommandHelp& help : command_helps()) {
    if (help.command) {
      options += "      '" + help.words + "') names='" + bash_option_names(help) + "' ;;\n";
      arguments += "      '" + help.words + "')" + bash_typed(typed_argument(help)) + " ;;\n";
    } else {
      options += "      '" + help.words + "') names='--help" + (help.words.empty() ? " --version" : "") + "' ;;\n";
      arguments += "      '" + help.words + "') names='" + joined_names(commands_of(help.words)) + "' ;;\n";
    }
  }
  out +=
      "  if [[ $cur == --*=* ]]; then option=${cur%%=*} cur=${cur#*=}; fi\n"
      "  # After -- everything is an argument.\n"
      "  if ((${#words[@]} > 3)) && [[ \" ${words[*]:2:${#words[@]}-3} \" == *' -- '* ]]; then option=; fi\n"
      "  case $command:$option in\n" +
      bash_option_values() +
      "  esac\n"
      "  if [[ -z $valued && -n $option && $cur == -* ]]; then\n    case $command in\n" +
      options + "    esac\n  elif [[ -z $valued ]]; then\n    case $command in\n" + arguments + "    esac\n  fi" + kBashEnd;
  return out;
}

}  // namespace chainlint::cli
