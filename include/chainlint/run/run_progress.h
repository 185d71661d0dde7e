// How far a run is, on one line of the terminal.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>

#include "chainlint/run/run_options.h"

namespace chainlint::run {

// Counted by the run, read by other threads.
struct RunProgress {
  std::atomic<std::size_t> files = 0, files_read = 0, bundles = 0, bundles_checked = 0;
};

// While the object exists, and once the run takes longer than a second, a line of standard error says how far it is: "checking bundles:
// 1204 of 40000". Only where standard error is a terminal that can rewrite a line, and neither --quiet nor NO_COLOR is set. Borrows the
// progress. At most one at a time.
class ProgressLine {
 public:
  ProgressLine(const RunProgress& progress, const RunOptions& options);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // While the object exists, there is no line, so that other code can print on the terminal.
  class Hidden {
   public:
    Hidden();

   private:
    std::unique_lock<std::recursive_mutex> lock_;
  };

 private:
  void draw(const std::stop_token& stop);

  const RunProgress& progress_;
  std::mutex waiting_;
  std::condition_variable_any stopped_;
  std::optional<std::jthread> thread_;
};

}  // namespace chainlint::run
