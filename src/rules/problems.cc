#include "problems.h"

#include <algorithm>

namespace chainlint {

std::vector<std::string> Problems::format(const yaml::Source& source) const {
  std::vector<yaml::Problem> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const yaml::Problem& a, const yaml::Problem& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  std::vector<std::string> formatted;
  formatted.reserve(sorted.size());
  for (const yaml::Problem& problem : sorted) {
    formatted.push_back(yaml::format_problem(source, problem));
  }
  return formatted;
}

}  // namespace chainlint
