#include "sending/sent_order.h"

#include <algorithm>

namespace chainlint::chain {

SentOrder sent_order(const BundleAnalysis& analysis) {
  SentOrder order;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t member = 0; member < analysis.members.size(); ++member) {
    for (const std::size_t entry : analysis.members[member].entries) places.emplace_back(entry, member);
    if (analysis.members[member].path_index) order.expected.push_back(member);
  }
  std::sort(places.begin(), places.end());
  for (const auto& [entry, member] : places) order.members.push_back(member);
  std::sort(order.expected.begin(), order.expected.end(),
            [&](std::size_t a, std::size_t b) { return *analysis.members[a].path_index < *analysis.members[b].path_index; });
  order.ordered = std::is_sorted(order.expected.begin(), order.expected.end(), [&](std::size_t a, std::size_t b) {
    return analysis.members[a].entries.front() < analysis.members[b].entries.front();
  });
  order.leaf_first = !analysis.leaf || order.members.empty() || order.members.front() == *analysis.leaf;
  return order;
}

}  // namespace chainlint::chain
