// Whether the user, or the system, asked the program to stop.
#pragma once

#include <csignal>

namespace chainlint {

// The signal that asked for it; 0 where none did. Safe to ask from any thread.
int stop_signal();

// While it lives, SIGINT and SIGTERM are only noted, for stop_signal(): work in items looks before each. A second one ends the program as
// if this were not there. A signal that the program was started with as ignored (nohup) stays ignored. At most one at a time.
class StopOnSignals {
 public:
  StopOnSignals();
  ~StopOnSignals();
  StopOnSignals(const StopOnSignals&) = delete;
  StopOnSignals& operator=(const StopOnSignals&) = delete;

 private:
  struct sigaction interrupt_ {
  }, terminate_{};  // what was in force before
};

}  // namespace chainlint
