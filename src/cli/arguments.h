// The command line and the environment, as the user typed them: nothing is judged here beyond the shape.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace chainlint::cli {

// An output: a format and where it goes. An empty file is standard output.
struct OutputArgument {
  std::string format;
  std::string file;
};

// What the commands that read bundles share. Texts are as typed; an empty one was not given.
struct BundleArguments {
  std::vector<std::string> paths;
  std::vector<std::string> anchors, pools, crls, hosts, rule_sets;
  std::string at, purpose, fail_on, min_severity, color, jobs;
  std::vector<std::string> key_files, chain_files;
  std::vector<std::string> targets, clients, stores;
  std::vector<std::string> password_envs, password_files, password_fds;
  std::vector<OutputArgument> outputs;
  std::string policy, baseline, waivers_from, previous, rollback, window, margin, pins;
  std::string previous_ref, order;
  std::vector<std::string> unsafe_fixes;
  std::string output;            // of `baseline write` and `fix`
  bool writes_baseline = false;  // the baseline is where to write, and is not read
  bool no_policy = false;
  bool policy_bundles = false;           // the policy names bundles, so that no PATH is needed
  std::vector<std::string> from_policy;  // options whose values the policy gave: "--anchors"
  bool ask_password = false;
  bool strict = false;
  bool explain = false;
  bool changed = false;
  bool in_place = false, diff = false;  // of `fix`
  bool margin_typed = false;            // not from the environment, where it may stand for any run
  bool options_unknown = false;         // some are, so that a PATH may be the value of one
};

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
  BundleArguments bundle;              // of every command that reads bundles, and the policy of `policy`
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
