#include "chainlint/yaml/tree.h"

#include <algorithm>
#include <numeric>

namespace chainlint::yaml {

bool has_error(const std::vector<Issue>& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity == Severity::error; });
}

void drop_duplicates(Tree::Node& mapping, const std::function<void(const Tree::Member&, const Tree::Member&)>& dropped) {
  std::vector<Tree::Member>& members = mapping.members;
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return members[a].key < members[b].key; });
  std::vector<bool> gone(members.size());
  bool any = false;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const Tree::Member& first = members[order[i - 1]];
    const Tree::Member& second = members[order[i]];
    if (first.key != second.key || first.key == "?" || first.key == "<<") continue;
    gone[order[i - 1]] = true;
    any = true;
    dropped(first, second);
  }
  if (!any) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!gone[i] && kept != i) members[kept] = std::move(members[i]);
    kept += gone[i] ? 0 : 1;
  }
  members.resize(kept);
}

}  // namespace chainlint::yaml
