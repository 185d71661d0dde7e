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

bool continues_line(std::string_view body, std::size_t at) {
  return body[at] == '\\' && at + 1 < body.size() && (body[at + 1] == '\n' || body[at + 1] == '\r');
}

SecretBytes ascii_of(std::string_view body) {
  SecretBytes ascii;
  ascii.reserve(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (static_cast<unsigned char>(body[i]) < 0x80 && !continues_line(body, i)) ascii.push_back(static_cast<std::uint8_t>(body[i]));
  }
  return ascii;
}

}  // namespace chainlint::formats
