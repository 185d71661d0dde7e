// The functions of libidn2 that are used, which load it when one is first called. They replace those of <idn2.h> in this namespace.
#pragma once

#include <idn2.h>

#include "chainlint/base/lazy_library.h"

namespace chainlint::run {

inline constinit const LazyLibrary kLibidn2(CHAINLINT_IDN2);

CHAINLINT_LAZY_FUNCTION(kLibidn2, idn2_free);
CHAINLINT_LAZY_FUNCTION(kLibidn2, idn2_strerror);
CHAINLINT_LAZY_FUNCTION(kLibidn2, idn2_to_ascii_8z);

}  // namespace chainlint::run
