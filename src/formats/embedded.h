// Values of one container that are whole files of their own: a PEM text in a Secret, a keystore in base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reading.h"

namespace chainlint {

// Where a value stands in the container that holds it.
struct Frame {
  std::string inner;                  // "document 2 Secret prod/www data.tls.crt", "/data/certificate"
  std::string unit;                   // see Entry::unit
  std::optional<std::uint32_t> line;  // of the file: that of the value's key, or of its first line where `line_by_line`
  bool line_by_line = false;          // the lines of the value are lines of the file
};

// Reads `data` as the file that it would be alone and adds its entries and diagnostics to `container`, placed in the frame. The format
// of `container` stays. Returns false, with nothing added, where the octets are of no known kind.
bool read_embedded(ByteView data, const Frame& frame, ReadContext& context, Container& container);

}  // namespace chainlint
