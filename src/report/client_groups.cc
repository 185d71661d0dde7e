#include "client_groups.h"

#include <algorithm>

namespace chainlint::report {
namespace {

int rank(const chain::ClientVerdict& verdict) { return !verdict.known ? 1 : verdict.accepted ? 2 : 0; }

}  // namespace

std::vector<ClientGroup> client_groups(const std::vector<chain::ClientVerdict>& verdicts) {
  std::vector<ClientGroup> groups;
  for (const chain::ClientVerdict& verdict : verdicts) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const ClientGroup& group) {
      return rank(*group.front()) == rank(verdict) && group.front()->reason == verdict.reason;
    });
    if (same == groups.end()) {
      groups.push_back({&verdict});
    } else {
      same->push_back(&verdict);
    }
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const ClientGroup& a, const ClientGroup& b) { return rank(*a.front()) < rank(*b.front()); });
  return groups;
}

}  // namespace chainlint::report
