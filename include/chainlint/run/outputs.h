// Writes reports where the user wants them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/report/output.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Makes sure that every file that is to be written can be before anything is linted, that no two are one file, and that none is a file that
// the run reads: what the options name and `also_read`. Writes nothing. Problems name the file and the reason.
void check_outputs(const RunOptions& options, std::vector<std::string> also_read, UsageProblems& problems);

// Writes all outputs, each whole or not at all (file_replacement.h), and complains of those that were not written. kStatusClean where all
// were, kStatusUnreadable where one is over Limits::output_bytes_per_run, kStatusInternal where one could not be written.
int write_outputs(const report::Report& report, const RunOptions& options, report::View view);

// How text looks on standard output, if that is a terminal.
report::TextStyle terminal_style(const RunOptions& options);

// All text that is no report goes through these, which let nothing through that a terminal or the log of a CI system would obey
// (base/log_text.h). `style` is the one that the text was written in.
// To standard output, all of it. Complains the first time that it cannot be written, on a full disk for one, and gives false; the program
// ends with kStatusInternal then, whatever the command says (src/cli/main.cc). Who closes a pipe has read enough, and gets true.
bool print(std::string_view text, const report::TextStyle& style = {});
// To standard error, where standard output belongs to a file that is written there.
void say_beside(std::string_view text, const report::TextStyle& style = {});
// A line to standard error that starts with the program's name.
void complain(const std::string& message);
// The same for a message that begins with the place it is about.
void complain_at_place(const std::string& message);

}  // namespace chainlint::run
