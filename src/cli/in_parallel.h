// One job over many items on several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace chainlint::cli {

// Calls `work(i)` for every i below `count`, on so many threads.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, Work work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < jobs && i < count; ++i) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
}

}  // namespace chainlint::cli
