#include "chainlint/base/text.h"

#include "chainlint/asn1/reader.h"

namespace chainlint::asn1 {

namespace {

std::string latin1_to_utf8(ByteView octets) {
  std::string text;
  text.reserve(octets.size());
  for (const std::uint8_t octet : octets) append_utf8(text, octet);
  return text;
}

std::string utf32_to_utf8(ByteView octets) {
  std::string text;
  for (std::size_t i = 0; i + 4 <= octets.size(); i += 4) {
    const char32_t code_point = static_cast<char32_t>(octets[i]) << 24 | static_cast<char32_t>(octets[i + 1]) << 16 |
                                static_cast<char32_t>(octets[i + 2]) << 8 | octets[i + 3];
    append_utf8(text, code_point);
  }
  return text;
}

// Each byte that begins no well-formed sequence becomes U+FFFD.
std::string repaired_utf8(std::string_view octets) {
  std::string text;
  while (!octets.empty()) {
    std::size_t taken = 0;
    for (std::size_t length = 1; length <= 4 && length <= octets.size(); ++length) {
      if (is_utf8(octets.substr(0, length))) {
        taken = length;
        break;
      }
    }
    if (taken == 0) {
      append_utf8(text, 0xFFFD);
      taken = 1;
    } else {
      text.append(octets.substr(0, taken));
    }
    octets.remove_prefix(taken);
  }
  return text;
}

}  // namespace

std::string read_text(std::uint32_t identifier, ByteView content) {
  switch (identifier) {
    case tag::kBmpString:
      return utf16_to_utf8(as_text(content), true);
    case tag::kUniversalString:
      return utf32_to_utf8(content);
    case tag::kTeletexString:
      return latin1_to_utf8(content);
    case tag::kUtf8String:
      return is_utf8(as_text(content)) ? std::string(as_text(content)) : repaired_utf8(as_text(content));
    // Bytes past 7F do not belong here; software that writes them means UTF-8, or else Latin-1.
    default:
      return is_utf8(as_text(content)) ? std::string(as_text(content)) : latin1_to_utf8(content);
  }
}

}  // namespace chainlint::asn1
