// The version of the program.
#pragma once

namespace chainlint::cli {

inline constexpr const char* kVersion = CHAINLINT_VERSION;

}  // namespace chainlint::cli
