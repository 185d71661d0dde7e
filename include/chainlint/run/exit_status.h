// The exit status of a run, from its report (docs/checking.md).
#pragma once

#include "chainlint/report/report.h"
#include "chainlint/run/run_options.h"

namespace chainlint::run {

inline constexpr int kStatusClean = 0, kStatusFindings = 1, kStatusUsage = 2, kStatusUnreadable = 3, kStatusInternal = 4;

// What the bundles and inputs of a run mean for its status, added one by one.
class RunStatus {
 public:
  explicit RunStatus(const RunOptions& options) : options_(options) {}

  void add(const report::BundleReport& bundle);
  void add(const report::InputReport& input);
  // With the summary of what was added.
  int status(const report::Summary& summary) const;

 private:
  const RunOptions& options_;
  bool findings_ = false, open_ = false;
};

int status_of(const report::Report& report, const RunOptions& options);

}  // namespace chainlint::run
