#include <csignal>
#include <cstdlib>
#include <exception>

#include "arguments.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

int run(const Arguments& arguments, const run::UsageProblems& problems) {
  switch (arguments.command) {
    case Command::check:
      return run_check(arguments.bundle, problems);
    case Command::show:
      return run_show(arguments.bundle, problems);
    case Command::diff:
      return run_diff(arguments.bundle, problems);
    case Command::fix:
      return run_fix(arguments.bundle, problems);
    case Command::timeline:
      return run_timeline(arguments.bundle, problems);
    case Command::rules_list:
      return run_rules_list(arguments.bundle.list("--ruleset"), problems);
    case Command::rules_explain:
      return run_rules_explain(arguments.subject, arguments.bundle.list("--ruleset"), problems);
    case Command::baseline_write:
      return run_baseline_write(arguments.bundle, problems);
    case Command::policy_init:
      return run_policy_init(arguments.subject, problems);
    case Command::policy_check:
      return run_policy_check(arguments.bundle, arguments.subject, problems);
    case Command::policy_show:
      return run_policy_show(arguments.bundle, problems);
    case Command::rules_facts:
      return run_rules_facts(arguments.bundle, problems);
    case Command::rules_schema:
      return run_rules_schema(arguments.subject, problems);
    case Command::rules_docs:
      return run_rules_docs(arguments.bundle.list("--ruleset"), problems);
    case Command::rules_test:
      return run_rules_test(arguments.subject, problems);
  }
  return run::kStatusInternal;
}

int start(const std::vector<std::string>& words) {
  const ParsedArguments parsed = parse_arguments(words);
  if (parsed.arguments) return run(*parsed.arguments, parsed.problems);
  if (!parsed.problems.empty()) return report_usage(parsed.problems, "");
  run::print(parsed.output);
  return parsed.status;
}

}  // namespace
}  // namespace chainlint::cli

int main(int argc, char** argv) {
  // Botan's pool of locked memory has one lock that all threads would wait for, and takes 1.7 ms to set up. Secrets are wiped either way.
  ::setenv("BOTAN_MLOCK_POOL_SIZE", "0", 1);
  ::signal(SIGPIPE, SIG_IGN);
  try {
    return chainlint::cli::start({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    chainlint::run::complain(std::string("internal error: ") + error.what());
    return chainlint::run::kStatusInternal;
  }
}
