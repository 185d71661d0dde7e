#include "commands.h"

namespace chainlint::cli {

int run_policy_init(const std::string&, std::vector<std::string> problems) { return report_usage(problems, "policy init"); }

}  // namespace chainlint::cli
