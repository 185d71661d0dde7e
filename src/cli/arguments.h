// The command line and the environment, as the user typed them: nothing is evaluated here beyond the shape.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::cli {

using policy::Command;

struct Arguments {
  Command command = Command::check;
  run::BundleArguments bundle;  // the options of every command, and the paths of those that read bundles
  std::string subject;  // rule id of `rules explain`, folder of `rules test` and `policy init`, file of `policy check`, name of `rules
                        // schema`, shell of `completion`
};

// What came of reading the command line: arguments of a command, or a text to print and the status to end with.
struct ParsedArguments {
  std::optional<Arguments> arguments;  // also where there are problems, so that all mistakes in values are reported at once
  std::string output;                  // help or version, for standard output
  run::UsageProblems problems;         // every mistake of shape, one line each
  int status = 0;
};

// Reads the arguments after the program's name; an option that was not given takes CHAINLINT_<OPTION> from the environment, where lists
// contain one value per line, but for what makes `fix` write. `--no-policy` leaves the environment aside.
ParsedArguments parse_arguments(const std::vector<std::string>& arguments);

// A command as --help describes it, for the manual page and for completions.
struct CommandHelp {
  std::string words;               // "check", "policy init"; "policy" of the group; empty of the program itself
  std::optional<Command> command;  // none for the program and for a group
  std::string summary;
  std::string argument;       // "PATH..."; empty where it takes none
  std::string argument_help;  // "PATH...: file, folder or -"
  std::string footer;         // what --help says below the options
};

// The program, then all groups and commands in the order of --help, each group before its commands.
std::vector<CommandHelp> command_helps();

}  // namespace chainlint::cli
