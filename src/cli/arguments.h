// The command line and the environment, as the user typed them: nothing is judged here beyond the shape.
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
                        // schema`
};

// What came of reading the command line: arguments of a command, or a text to print and the status to end with.
struct ParsedArguments {
  std::optional<Arguments> arguments;  // also where there are problems, so that the values can be judged and all mistakes be told at once
  std::string output;                  // help or version, for standard output
  run::UsageProblems problems;         // every mistake of shape, a line each
  int status = 0;
};

// Reads the arguments after the program's name; an option that was not given takes CHAINLINT_<OPTION> from the environment, where lists
// hold one value a line, but for what makes `fix` write. `--no-policy` leaves the environment aside.
ParsedArguments parse_arguments(const std::vector<std::string>& arguments);

}  // namespace chainlint::cli
