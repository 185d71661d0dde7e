// Writes reports to the files and streams that the user specified.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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

// The outputs of a run, of which those that can be are written while its bundles are checked (report::stream_output). A file is put in its
// place at the end, whole or not at all (file_replacement.h); standard output gets each bundle at once. Complains of each output that was
// not written, or not to its end.
class Outputs {
 public:
  Outputs(const RunOptions& options, report::View view);
  ~Outputs();

  // Whether all bundles must be in the report that end() is given.
  bool need_all_bundles() const;
  // For ReportStream, which must write the whole report to them before end() is called.
  std::vector<report::BundleWriter*> writers() const;

  // Of a run over records: the limit on bytes applies to each record, because a stream of them has no end.
  void begin_record();
  // Whether an output can still be written: false where all readers have closed their pipes and all files failed.
  bool any_open() const;

  // Writes a complete report to the writers, where no ReportStream does; stops at the end of one that fails or is over the limit.
  void write(const report::Report& report);

  // Writes the outputs that are left, and renames all files to their names. kStatusClean where all were written, kStatusUnreadable where
  // one is over Limits::output_bytes_per_run, kStatusInternal where one could not be written. Does nothing more where stop_signal() says
  // so: files that were not renamed yet are removed.
  int end(const report::Report& report);

 private:
  class Target;
  const RunOptions& options_;
  const report::View view_;
  std::uint64_t left_;  // bytes that may be written
  std::vector<std::unique_ptr<Target>> targets_;
};

// The same for a report that is complete.
int write_outputs(const report::Report& report, const RunOptions& options, report::View view);

// The style of text, for any output.
report::TextStyle style_of(const RunOptions& options);

// The width of the terminal that standard output is; 0 where it is none.
std::size_t terminal_columns();

// How text looks on standard output, if that is a terminal.
report::TextStyle terminal_style(const RunOptions& options);

// All text that is no report goes through these, which escape what a terminal or the log of a CI system would execute (base/log_text.h).
// `style` is the one that the text was written in.
// To standard output, all of it. Complains the first time that it cannot be written, for example on a full disk, and gives false; the
// program ends with kStatusInternal then, whatever the command says (src/cli/main.cc). A closed pipe counts as success, because its reader
// has read enough.
bool print(std::string_view text, const report::TextStyle& style = {});
// To standard error, where standard output belongs to a file that is written there.
void say_beside(std::string_view text, const report::TextStyle& style = {});
// A line to standard error that starts with the program's name.
void complain(const std::string& message);
// The same for a message that begins with the place it is about.
void complain_at_place(const std::string& message);

}  // namespace chainlint::run
