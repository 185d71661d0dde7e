// Writes reports where the user wants them.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/output.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Makes sure that every report file can be written before anything is linted. Problems name the file and the reason.
void check_outputs(const std::vector<Output>& outputs, UsageProblems& problems);

// Writes all outputs. An error is that of the first file that could not be written.
std::vector<std::string> write_outputs(const report::Report& report, const RunOptions& options, report::View view);

// How text looks on standard output, if that is a terminal.
report::TextStyle terminal_style(const RunOptions& options);

// To standard output, all of it; false where it is closed.
bool print(const std::string& text);
// A line to standard error that starts with the program's name.
void complain(const std::string& message);
// The same for a message that begins with the place it is about.
void complain_at_place(const std::string& message);

}  // namespace chainlint::run
