#include "chainlint/base/interruption.h"

#include <atomic>

namespace chainlint {
namespace {

// Lock-free, so that a signal handler may write it ([support.signal]).
std::atomic<int> g_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_signal(int signal) { g_signal = signal; }

// SA_RESTART restarts interrupted system calls, except poll(): code that waits for input checks stop_signal() after poll().
void note(int signal, struct sigaction& before) {
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
}

}  // namespace

int stop_signal() { return g_signal; }

StopOnSignals::StopOnSignals() {
  note(SIGINT, interrupt_);
  note(SIGTERM, terminate_);
}

StopOnSignals::~StopOnSignals() {
  ::sigaction(SIGINT, &interrupt_, nullptr);
  ::sigaction(SIGTERM, &terminate_, nullptr);
  g_signal = 0;
}

}  // namespace chainlint
