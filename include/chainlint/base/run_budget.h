// The limits that all files of a run share: how much may still be read and computed. Each file also has its own limits (limits.h).
#pragma once

#include <atomic>
#include <cstdint>

#include "chainlint/base/limits.h"

namespace chainlint {

// An amount from which one thread takes, or several threads through one part per file.
//
// Which requests are refused depends on the order of the threads. A part therefore records what its file took and whether a request was
// refused, so that the files can be charged again in their order (answers_as).
class SharedBudget {
 public:
  explicit SharedBudget(std::uint64_t most) : most_(most), amount_(most) {}
  // The part of one file, which takes from `whole`. Borrowed.
  explicit SharedBudget(SharedBudget* whole) : most_(whole->most_), amount_(0), whole_(whole) {}
  SharedBudget(const SharedBudget& other) : most_(other.most_), amount_(other.amount_.load()), whole_(other.whole_) {}
  SharedBudget& operator=(const SharedBudget&) = delete;

  // False where less than that is left; nothing is left then.
  bool take(std::uint64_t amount) {
    if (whole_ != nullptr) {
      const bool granted = whole_->take(amount);
      if (granted) amount_ += amount;
      refused_ = refused_ || !granted;
      return granted;
    }
    std::uint64_t left = amount_.load(std::memory_order_relaxed);
    while (!amount_.compare_exchange_weak(left, left >= amount ? left - amount : 0, std::memory_order_relaxed)) {
    }
    return left >= amount;
  }

  // Whether every take of the part would have been answered in the same way by this budget. False where that is not known.
  bool answers_as(const SharedBudget& part) const { return part.refused_ ? part.amount_ == 0 && amount_ == 0 : part.amount_ <= amount_; }
  // Takes what the part took.
  void take_as(const SharedBudget& part) { take(part.amount_); }

  std::uint64_t most() const { return most_; }

 private:
  std::uint64_t most_;
  std::atomic<std::uint64_t> amount_;  // that is left, and of a part that was taken
  SharedBudget* whole_ = nullptr;
  bool refused_ = false;  // a take of a part
};

struct RunBudget {
  explicit RunBudget(const Limits& limits)
      : kdf_iterations(limits.kdf_iterations_per_run), bytes(limits.bytes_per_run), entries(limits.entries_per_run) {}
  explicit RunBudget(RunBudget* whole) : kdf_iterations(&whole->kdf_iterations), bytes(&whole->bytes), entries(&whole->entries) {}

  // Takes what a file took through a part of another budget, where this one would have given the same answers. Else false, and takes
  // nothing.
  bool take_as(const RunBudget& part) {
    if (!kdf_iterations.answers_as(part.kdf_iterations) || !bytes.answers_as(part.bytes) || !entries.answers_as(part.entries)) return false;
    kdf_iterations.take_as(part.kdf_iterations);
    bytes.take_as(part.bytes);
    entries.take_as(part.entries);
    return true;
  }

  SharedBudget kdf_iterations, bytes, entries;
};

}  // namespace chainlint
