#include "sending/sent_order.h"

#include <algorithm>

namespace chainlint::chain {
namespace {

// Each value of a document is a file of its own: the Secret's ca.crt may precede tls.crt.
bool are_apart(const BundleAnalysis& analysis, std::size_t a, std::size_t b) {
  const Location &first = analysis.entries[a]->location, &second = analysis.entries[b]->location;
  return first.path == second.path && first.inner != second.inner;
}

}  // namespace

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
    const std::size_t first = analysis.members[a].entries.front(), second = analysis.members[b].entries.front();
    return first < second && !are_apart(analysis, first, second);
  });
  const std::size_t leaf = analysis.leaf ? analysis.members[*analysis.leaf].entries.front() : 0;
  order.leaf_first = !analysis.leaf || std::none_of(places.begin(), places.end(), [&](const auto& place) {
    return place.first < leaf && !are_apart(analysis, place.first, leaf);
  });
  return order;
}

}  // namespace chainlint::chain
