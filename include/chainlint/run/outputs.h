// Writes reports where the user wants them.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/output.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Makes sure that every report file can be written before anything is linted, that no two outputs are one file, and that none is a file
// that the run reads: what the options name and `also_read`. Writes nothing. Problems name the file and the reason.
void check_outputs(const RunOptions& options, std::vector<std::string> also_read, UsageProblems& problems);

// Writes all outputs, each whole or not at all (file_replacement.h). The problems of those that could not be written.
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
