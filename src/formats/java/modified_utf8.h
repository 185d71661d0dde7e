// Java's own form of UTF-8 (java.io.DataInput): NUL is C0 80, and characters past U+FFFF are two surrogates of three bytes each.
#pragma once

#include <string>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// `bytes` as UTF-8. Ordinary UTF-8, which programs in other languages write, is read as well; bytes that are neither, and surrogates
// without their other half, become U+FFFD.
std::string from_modified_utf8(ByteView octets);

}  // namespace chainlint::formats
