// Whether SIGINT or SIGTERM requested the program to stop.
#pragma once

#include <csignal>

namespace chainlint {

// The signal that requested it; 0 without one. Safe to call from any thread.
int stop_signal();

// While an object exists, SIGINT and SIGTERM only set stop_signal(), which a loop over bundles checks before each of them. A second signal
// has its default effect and ends the program. A signal that was ignored when the program started (nohup) stays ignored. At most one
// object at a time.
class StopOnSignals {
 public:
  StopOnSignals();
  ~StopOnSignals();
  StopOnSignals(const StopOnSignals&) = delete;
  StopOnSignals& operator=(const StopOnSignals&) = delete;

 private:
  struct sigaction interrupt_ {
  }, terminate_{};  // the previous actions
};

}  // namespace chainlint
