// The command line and the environment, as the user typed them: nothing is judged here beyond the shape.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/run/bundle_arguments.h"

namespace chainlint::cli {

enum class Command {
  check,
  show,
  diff,
  fix,
  timeline,
  baseline_write,
  policy_init,
  policy_check,
  policy_show,
  rules_list,
  rules_explain,
  rules_facts,
  rules_schema,
  rules_docs,
  rules_test
};

struct Arguments {
  Command command = Command::check;
  run::BundleArguments bundle;         // of every command that reads bundles, and the policy of `policy`
  std::vector<std::string> rule_sets;  // of `rules`
  std::string subject;  // rule id of `rules explain`, folder of `rules test` and `policy init`, file of `policy check`, name of `rules
                        // schema`, subject of `rules facts`
};

// What came of reading the command line: arguments of a command, or a text to print and the status to end with.
struct ParsedArguments {
  std::optional<Arguments> arguments;  // also where there are problems, so that the values can be judged and all mistakes be told at once
  std::string output;                  // help or version, for standard output
  std::vector<std::string> problems;   // every mistake of shape, a line each
  int status = 0;
};

// Reads the arguments after the program's name; an option that was not given takes CHAINLINT_<OPTION> from the environment, where lists
// hold one value a line, but for what makes `fix` write. `--no-policy` leaves the environment aside.
ParsedArguments parse_arguments(const std::vector<std::string>& arguments);

}  // namespace chainlint::cli
