// The commands of the program. Each returns the exit status of the contract.
#pragma once

#include "arguments.h"

namespace chainlint::cli {

inline constexpr int kStatusClean = 0, kStatusFindings = 1, kStatusUsage = 2, kStatusUnreadable = 3, kStatusInternal = 4;

int run_check(const BundleArguments& arguments);
int run_show(const BundleArguments& arguments);
int run_rules_list(const std::vector<std::string>& rule_sets);
int run_rules_explain(const std::string& id, const std::vector<std::string>& rule_sets);
int run_rules_facts();
int run_rules_test(const std::string& folder);

// Prints every problem to standard error as an error. Returns kStatusUsage.
int report_usage(const std::vector<std::string>& problems, const std::string& command);

}  // namespace chainlint::cli
