// Hashes by name, for algorithm identifiers whose hash is a parameter.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::crypto {

// The hash of `data` with the algorithm that is called `name` where signature schemes are described: "md5", "sha1", "sha384", ... Empty
// where there is none of that name or where it cannot be computed here.
Bytes named_hash(std::string_view name, ByteView data);

}  // namespace chainlint::crypto
