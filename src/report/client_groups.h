// Clients of equal verdict, which reports say in one line.
#pragma once

#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

// Clients with one verdict and reason; at least one. Borrows the verdicts.
using ClientGroup = std::vector<const chain::ClientVerdict*>;

// Those that refuse first, then the unknown ones, then those that accept; else in the given order.
std::vector<ClientGroup> client_groups(const std::vector<chain::ClientVerdict>& verdicts);

}  // namespace chainlint::report
