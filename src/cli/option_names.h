// The names that options and arguments may have, with what they are: for `list`, the manual page and completions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/policy/option.h"

namespace chainlint::cli {

// Names and their titles, which may be empty.
using OptionNames = std::vector<std::pair<std::string, std::string>>;

enum class NameList { targets, clients, formats, rulesets };
inline constexpr EnumNames<NameList::rulesets> kNameListNames{"targets", "clients", "formats", "rulesets"};
constexpr std::string_view to_string(NameList list) { return kNameListNames[list]; }

OptionNames names_of(NameList list);

enum class Shell { bash, zsh, fish };
inline constexpr EnumNames<Shell::fish> kShellNames{"bash", "zsh", "fish"};

// What can be typed for the value of an option, or for an argument. Neither: free text.
struct Typed {
  OptionNames names;
  bool files = false;  // a file or folder
  friend bool operator==(const Typed&, const Typed&) = default;
};

// `row` is one of the table of options, `command` one that has it.
Typed typed_values(const policy::Option& row, Command command);
Typed typed_argument(const CommandHelp& help);

// The rows that --help shows for the command, in the order of the table.
std::vector<const policy::Option*> shown_options(Command command);

}  // namespace chainlint::cli
