// The functions of libpsl that are used, which load it when one is first called. They replace those of <libpsl.h> in this namespace.
#pragma once

#include <libpsl.h>

#include "chainlint/base/lazy_library.h"

namespace chainlint::facts {

inline constinit const LazyLibrary kLibpsl(CHAINLINT_PSL);

CHAINLINT_LAZY_FUNCTION(kLibpsl, psl_builtin);
CHAINLINT_LAZY_FUNCTION(kLibpsl, psl_is_public_suffix2);

}  // namespace chainlint::facts
