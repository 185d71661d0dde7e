// The report of a run.
#pragma once

#include <optional>
#include <string>

#include "chainlint/report/report.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/lint_run.h"

namespace chainlint::run {

// The policy of the run; nothing where it has none.
std::optional<report::PolicyReport> policy_of(const BundleRun& run);

// Makes the report of what was linted: with the record of the run under the name of `command`, what became of waivers and baseline, and
// the findings about the run itself (expired and unused waivers, the age of its data) as one more bundle, where there are any. Nothing is
// said of the run where it has no rules.
report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted);

}  // namespace chainlint::run
