#include "policy_choice.h"

namespace chainlint::cli {

std::optional<Policy> choose_policy(BundleArguments&, std::vector<std::string>&) { return std::nullopt; }

}  // namespace chainlint::cli
