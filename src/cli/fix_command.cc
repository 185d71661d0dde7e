#include "commands.h"

namespace chainlint::cli {

int run_fix(const BundleArguments&, std::vector<std::string> problems) {
  problems.push_back("fix is not there yet");
  return report_usage(problems, "fix");
}

}  // namespace chainlint::cli
