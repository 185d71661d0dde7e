// Findings as blocks of text: the parts that reports for people share.
#pragma once

#include <string>

#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// A line with severity, place and rule, then message, steps of the fix and the rules that it explains; with --verbose also the details and
// the messages of these. Of a finding that was accepted, who did so and why. Begins with an empty line. Empty for a finding that another
// one explains.
std::string finding_block(const TextStyle& style, const rules::Finding& finding, const rules::Effects& effects);

// Of a finding that was written for another server that uses the same file: its first line, and that server.
std::string repeated_block(const TextStyle& style, const rules::Finding& finding, const std::string& target);

// The same of what could not be evaluated.
std::string not_evaluated_block(const TextStyle& style, const rules::NotEvaluated& entry);

// What is known of the run itself: its waivers, its data. Empty where there is nothing.
std::string run_block(const TextStyle& style, const BundleReport& of_run);
std::string run_block(const TextStyle& style, const Report& report);

// " (evaluated at 2026-12-01T22:00:00Z, policy .chainlint.yaml)" and a line break.
std::string evaluated_at(const Report& report);

}  // namespace chainlint::report
