#include "chainlint/chain/path.h"

#include <algorithm>

#include "chainlint/chain/analysis.h"

namespace chainlint::chain {

bool Path::valid() const { return stop == StopReason::anchor && problem_count() == 0; }

std::size_t Path::problem_count() const {
  std::size_t count = 0;
  for (const PathStep& step : steps) count += step.problems.size();
  return count;
}

}  // namespace chainlint::chain
