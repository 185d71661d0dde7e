#include "chainlint/yaml/problems.h"

#include <algorithm>

namespace chainlint::yaml {

std::vector<std::string> Problems::format(const Source& source) const {
  std::vector<Problem> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  std::vector<std::string> formatted;
  formatted.reserve(sorted.size());
  for (const Problem& problem : sorted) {
    formatted.push_back(format_problem(source, problem));
  }
  return formatted;
}

}  // namespace chainlint::yaml
