// The commands of the program. Each returns the exit status of the contract (README.md).
#pragma once

#include <string>
#include <vector>

#include "arguments.h"
#include "chainlint/report/output.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::cli {

// Each begins with the mistakes in the command line; if there is any mistake, all are reported and nothing else is done.
int run_check(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_show(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_diff(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_timeline(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_merge(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_fix(const run::BundleArguments& arguments, run::UsageProblems problems);
// The names that an option may have, one per line: "targets", "clients", "formats" or "rulesets"; or "endpoints", those of the paths.
int run_list(const std::string& what, const run::BundleArguments& arguments, run::UsageProblems problems);
// The file with the completion for a shell: "bash", "zsh" or "fish".
int run_completion(const std::string& shell, run::UsageProblems problems);
int run_man_page(const run::UsageProblems& problems);
int run_rules_list(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_rules_explain(const std::string& id, const std::vector<std::string>& rule_sets, run::UsageProblems problems);
// The reference of all facts, or of those about one kind of subject; with paths, their values there instead.
int run_rules_facts(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_rules_schema(const std::string& name, run::UsageProblems problems);
int run_rules_docs(const std::vector<std::string>& rule_sets, run::UsageProblems problems);
int run_policy_init(const std::string& folder, run::UsageProblems problems);
int run_policy_check(const run::BundleArguments& arguments, const std::string& file, run::UsageProblems problems);
int run_policy_show(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_baseline_write(const run::BundleArguments& arguments, run::UsageProblems problems);
int run_rules_test(const std::string& folder, run::UsageProblems problems);

// Lints the bundles of a run that was prepared and writes its outputs. On SIGINT and SIGTERM, says how far it came and ends the program by
// that signal; gives 128 and the number of the signal where that does not end it.
int report_run(run::BundleRun& run, const std::string& command, report::View view);

// Ends the program by the signal that stopped a run, after a line that says what was done: "nothing was merged". Gives 128 and its number
// where that does not end it, as in the first process of a container.
int end_by_signal(int signal, const std::string& done, const run::RunOptions& options);

// Prints every problem to standard error as an error. `command` is for the hint at its --help. Returns kStatusUsage.
int report_usage(const run::UsageProblems& problems, const std::string& command);

}  // namespace chainlint::cli
