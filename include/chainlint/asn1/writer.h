// Writes DER. Used to make certificates and containers, never to change ones that were read.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"

namespace chainlint::asn1 {

// Appends encoded elements to a buffer that it owns.
class DerWriter {
 public:
  DerWriter& raw(ByteView encoded);  // already encoded
  DerWriter& element(std::uint32_t identifier, ByteView content);
  DerWriter& nested(std::uint32_t identifier, const std::function<void(DerWriter&)>& content);
  DerWriter& sequence(const std::function<void(DerWriter&)>& content);
  DerWriter& boolean(bool value);
  DerWriter& integer(std::int64_t value);
  DerWriter& unsigned_integer(ByteView magnitude);  // big-endian; a leading zero is added where needed
  DerWriter& oid(ByteView oid);
  DerWriter& null();
  DerWriter& octet_string(ByteView content);
  DerWriter& bit_string(ByteView content, unsigned unused_bits = 0);
  DerWriter& text(std::uint32_t identifier, std::string_view utf8);  // converted for BMPString
  DerWriter& time(Instant instant);                                  // UTCTime up to 2049, else GeneralizedTime (RFC 5280 section 4.1.2.5)
  DerWriter& set_of(std::vector<Bytes> encoded);                     // sorted as X.690 section 11.6 says

  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

}  // namespace chainlint::asn1
