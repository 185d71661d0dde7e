// Where passwords come from: the environment, files, descriptors, the terminal. Never the command line.
#pragma once

#include <string>
#include <vector>

#include "bundle_arguments.h"
#include "chainlint/base/secret.h"

namespace chainlint::cli {

// All candidates in the order of the contract's options: environment, files, descriptors, the terminal last. Each source that cannot be
// read is a problem; no problem ever holds what was read.
std::vector<Password> collect_passwords(const BundleArguments& arguments, std::vector<std::string>& problems);

}  // namespace chainlint::cli
