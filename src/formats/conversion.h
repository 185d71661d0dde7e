// Damage by programs that convert a binary file as if it were text: git, FTP clients, build tools.
#pragma once

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

enum class Conversion {
  none,
  replaced_bytes,           // bytes that are not UTF-8 became U+FFFD
  added_carriage_returns,   // LF became CR LF
  removed_carriage_returns  // CR LF became LF
};

// What happened to the bytes of a file that could not be read in full, from the statistics of the bytes and, for DER, the length that the
// file itself states. Never wrong about text. DER of some ten kilobytes that was cut by a few bytes may be taken for
// removed_carriage_returns. Linear.
Conversion find_conversion(ByteView raw);

}  // namespace chainlint::formats
