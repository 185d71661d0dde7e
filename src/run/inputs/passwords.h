// Where passwords come from: the environment, files, descriptors, the terminal. Never the command line.
#pragma once

#include <string>
#include <vector>

#include "chainlint/base/secret.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// All candidates in the order of the contract's options: environment, files, descriptors, the terminal last. Each source that cannot be
// read is a problem; no problem ever contains what was read.
std::vector<Password> collect_passwords(const BundleArguments& arguments, UsageProblems& problems);

}  // namespace chainlint::run
