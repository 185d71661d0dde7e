#include "commands.h"

namespace chainlint::cli {

int run_policy_check(const BundleArguments&, const std::string&, std::vector<std::string> problems) {
  return report_usage(problems, "policy check");
}

int run_policy_show(const BundleArguments&, std::vector<std::string> problems) { return report_usage(problems, "policy show"); }

}  // namespace chainlint::cli
