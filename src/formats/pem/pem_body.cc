#include "pem/pem_body.h"

namespace chainlint::formats {

SecretBytes without_quotation(std::string_view body) {
  SecretBytes plain;
  plain.reserve(body.size());
  bool line_start = false;
  for (const char c : body) {
    if (line_start && (c == '>' || c == '|' || c == ' ' || c == '\t')) continue;
    line_start = c == '\n' || c == '\r';
    plain.push_back(static_cast<std::uint8_t>(c));
  }
  return plain;
}

SecretBytes ascii_of(std::string_view body) {
  SecretBytes ascii;
  ascii.reserve(body.size());
  for (const char c : body) {
    if (static_cast<unsigned char>(c) < 0x80) ascii.push_back(static_cast<std::uint8_t>(c));
  }
  return ascii;
}

}  // namespace chainlint::formats
