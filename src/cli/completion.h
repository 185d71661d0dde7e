// Completion of the command line for shells, as the file that a shell loads. Made from the table of options and from the commands as
// --help shows them. The names of targets, clients, formats, rule sets and rules are those that are built into the program.
#pragma once

#include <string>
#include <vector>

#include "option_names.h"

namespace chainlint::cli {

// One row of the table of options, for commands in which the same can be typed.
struct CompletedOption {
  const policy::Option* row = nullptr;
  std::vector<std::string> commands;  // "check", "rules facts"
  Typed typed;                        // nothing for a flag
  bool alone = false;                 // no other row has its name
};
std::vector<CompletedOption> completed_options();

// "baseline", "policy", "rules": those whose commands have two words.
std::vector<std::string> command_groups();
// The commands of a group; of none: commands and groups of the program, each with its summary.
OptionNames commands_of(const std::string& group);

std::string write_bash_completion();
std::string write_zsh_completion();
std::string write_fish_completion();

}  // namespace chainlint::cli
