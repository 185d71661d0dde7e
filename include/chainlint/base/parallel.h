// One job over many items on several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace chainlint {

// Calls `work(i)` once for every i below `count`, on `jobs` threads, of which the caller's is one; 0 means 1. Where the system starts fewer
// threads, those do all the work. After an exception of `work` no further item is begun; the first exception is thrown again once all
// threads have ended.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, Work work) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (failure == nullptr) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (unsigned i = 1; i < jobs && i < count; ++i) others.emplace_back(run);
    } catch (const std::system_error&) {
      // The system starts no more threads: those that run do the work.
    }
    run();
  }
  if (failure != nullptr) std::rethrow_exception(failure);
}

}  // namespace chainlint
