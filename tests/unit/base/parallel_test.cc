#include "chainlint/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace chainlint {
namespace parallel_test {

TEST(InParallel, DoesEveryItemOnce) {
  for (const unsigned jobs : {0u, 1u, 3u, 64u}) {
    std::vector<std::atomic<int>> done(1000);
    in_parallel(done.size(), jobs, [&](std::size_t i) { ++done[i]; });
    for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
  }
  in_parallel(0, 4, [](std::size_t) { FAIL(); });
}

TEST(InParallel, ThrowsWhatAWorkerThrows) {
  for (const unsigned jobs : {1u, 2u, 8u}) {
    std::atomic<int> begun{0};
    const auto work = [&](std::size_t i) {
      ++begun;
      if (i == 5) throw std::runtime_error("item 5");
    };
    try {
      in_parallel(100000, jobs, work);
      FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "item 5");
    }
    EXPECT_LT(begun, 100000);
  }
}

}  // namespace parallel_test
}  // namespace chainlint
