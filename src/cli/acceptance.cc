#include "acceptance.h"

namespace chainlint::cli {

void Acceptances::apply(Report&, const RuleChoice&, const RunOptions&) {}

Acceptances load_acceptances(const std::optional<Policy>&, const RunOptions&, std::vector<std::string>&) { return {}; }

}  // namespace chainlint::cli
