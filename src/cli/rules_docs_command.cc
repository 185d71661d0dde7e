#include "commands.h"

namespace chainlint::cli {

int run_rules_schema(const std::string&, std::vector<std::string> problems) { return report_usage(problems, "rules schema"); }

int run_rules_docs(const std::vector<std::string>&, std::vector<std::string> problems) { return report_usage(problems, "rules docs"); }

}  // namespace chainlint::cli
