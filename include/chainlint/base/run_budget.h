// What all files of a run share: how much may still be read and computed. Each file has limits of its own besides (limits.h).
#pragma once

#include <atomic>
#include <cstdint>

#include "chainlint/base/limits.h"

namespace chainlint {

// An amount that threads take from. Which of several takes is refused at the end depends on their order; that one is does not.
class SharedBudget {
 public:
  explicit SharedBudget(std::uint64_t most) : most_(most), left_(most) {}

  // False where less than that is left; nothing is left then.
  bool take(std::uint64_t amount) {
    std::uint64_t left = left_.load(std::memory_order_relaxed);
    while (!left_.compare_exchange_weak(left, left >= amount ? left - amount : 0, std::memory_order_relaxed)) {
    }
    return left >= amount;
  }

  bool is_spent() const { return left_.load(std::memory_order_relaxed) == 0; }
  std::uint64_t most() const { return most_; }

 private:
  std::uint64_t most_;
  std::atomic<std::uint64_t> left_;
};

struct RunBudget {
  explicit RunBudget(const Limits& limits)
      : kdf_iterations(limits.kdf_iterations_per_run), bytes(limits.bytes_per_run), entries(limits.entries_per_run) {}

  SharedBudget kdf_iterations, bytes, entries;
};

}  // namespace chainlint
