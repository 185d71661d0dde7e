// The version of the program.
#pragma once

#include <string>

namespace chainlint::run {

// "0.1.0".
extern const char* const kVersion;

// "chainlint 0.1.0 (Botan 2.19.3; data of 2026-11-10)".
std::string version_text();

}  // namespace chainlint::run
