#include "commands.h"

namespace chainlint::cli {

int run_baseline_write(const BundleArguments&, std::vector<std::string> problems) { return report_usage(problems, "baseline write"); }

}  // namespace chainlint::cli
