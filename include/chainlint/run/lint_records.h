// Runs all steps on bundles that arrive one by one as records (formats/bundle_record.h), for as long as they arrive.
#pragma once

#include <cstddef>
#include <vector>

#include "chainlint/report/report.h"
#include "chainlint/run/lint_run.h"
#include "chainlint/run/run_options.h"

namespace chainlint::run {

// A record as it was checked. Its inputs are settled (report::settle_diagnostics).
struct LintedRecord {
  report::RecordReport record;
  std::vector<report::InputReport> inputs;  // its files; where it is no record, the file of the records with the place
  std::vector<report::BundleReport> bundles;
};

// Takes the records of a run in their order, whatever the number of threads. Called by one thread at a time, though not always the same.
class RecordReceiver {
 public:
  virtual ~RecordReceiver() = default;

  // Once, before the first record: files of the options that could not be read.
  virtual void begin(std::vector<report::InputReport> damaged) = 0;

  // False where all readers of the output have closed it.
  virtual bool take(LintedRecord linted) = 0;
};

// Lints every record of the file RunOptions::records by itself: nothing of a record is known when the next one is checked, and nothing of
// it is kept. With several jobs, records are read ahead, but a record never waits for the next one to arrive. The limits of a run apply to
// each record. Stops at the end of the file, where stop_signal() says so, and where the receiver does. Gives the number of records taken.
//
// The plan has no bundles, branch or previous material, and its receiver and progress are not used.
std::size_t lint_records(const RunOptions& options, const LintPlan& plan, RecordReceiver& receiver);

}  // namespace chainlint::run
