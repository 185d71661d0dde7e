#include "chainlint/yaml/problems.h"

#include <algorithm>

namespace chainlint::yaml {

std::vector<std::string> Problems::format(const SourceFile& source) const {
  std::vector<Problem> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  // Each problem costs a walk through the text, and more of them do not help the reader.
  constexpr std::size_t kShownProblems = 100;
  std::vector<std::string> formatted;
  for (std::size_t i = 0; i < std::min(sorted.size(), kShownProblems); ++i) formatted.push_back(format_problem(source, sorted[i]));
  if (sorted.size() > kShownProblems) {
    const Problem& next = sorted[kShownProblems];
    formatted.push_back(format_problem(
        source, {"more mistakes follow from here on: " + std::to_string(sorted.size() - kShownProblems), next.position, ""}));
  }
  return formatted;
}

}  // namespace chainlint::yaml
