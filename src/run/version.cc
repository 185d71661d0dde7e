#include "chainlint/run/version.h"

namespace chainlint::run {

const char* const kVersion = CHAINLINT_VERSION;

}  // namespace chainlint::run
