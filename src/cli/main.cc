#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
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
    case Command::list_names:
      return run_list(arguments.subject, arguments.bundle, problems);
    case Command::rules_list:
      return run_rules_list(arguments.bundle, problems);
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
    case Command::completion:
      return run_completion(arguments.subject, problems);
    case Command::merge:
      return run_merge(arguments.bundle, problems);
    case Command::man_page:
      return run_man_page(problems);
  }
  return run::kStatusInternal;
}

int start(const std::vector<std::string>& words) {
  const ParsedArguments parsed = parse_arguments(words);
  if (parsed.arguments) {
    const int status = run(*parsed.arguments, parsed.problems);
    // Of every command: what was not printed was not said.
    return std::ferror(stdout) != 0 ? run::kStatusInternal : status;
  }
  if (!parsed.problems.empty()) return report_usage(parsed.problems, "");
  return run::print(parsed.output) ? parsed.status : run::kStatusInternal;
}

// A file that is opened must not take the number of a standard stream that is closed (>&-): what is printed would go into it. Reading and
// writing these fails as before.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

}  // namespace
}  // namespace chainlint::cli

int main(int argc, char** argv) {
  // Botan's pool of locked memory has one lock that all threads would wait for, and takes 1.7 ms to set up. Secrets are wiped either way.
  ::setenv("BOTAN_MLOCK_POOL_SIZE", "0", 1);
  // A pipe that is closed and a file that becomes too large are errors of write().
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  chainlint::cli::occupy_closed_streams();
  try {
    return chainlint::cli::start({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    chainlint::run::complain(std::string("internal error: ") + error.what());
    return chainlint::run::kStatusInternal;
  }
}
