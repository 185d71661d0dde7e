// The version of the program.
#pragma once

namespace chainlint::run {

// "0.1.0".
extern const char* const kVersion;

}  // namespace chainlint::run
