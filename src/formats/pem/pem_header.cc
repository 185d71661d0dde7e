#include "pem/pem_header.h"

#include <optional>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

// Takes one line, whatever its end; nothing where no line end follows.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  return trimmed(line);
}

bool read_hex(std::string_view text, Bytes& out) {
  if (text.empty() || text.size() % 2 != 0 || text.size() > PemLimits::kIvDigits) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return true;
}

void read_field(std::string_view line, PemHeader& header) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
  if (name == "Proc-Type") header.encrypted = value.ends_with("ENCRYPTED");
  if (name != "DEK-Info") return;
  const std::size_t comma = value.find(',');
  header.cipher = trimmed(value.substr(0, comma));
  if (comma != std::string_view::npos) header.iv_valid = read_hex(trimmed(value.substr(comma + 1)), header.iv);
}

}  // namespace

PemHeader read_pem_header(std::string_view body) {
  PemHeader header;
  header.rest = body;
  std::string_view text = body;
  auto line = take_line(text);  // what follows the boundary on its own line
  if (line && line->empty()) line = take_line(text);
  if (!line || line->find(':') == std::string_view::npos) return header;
  PemHeader found;
  for (std::size_t n = 0; line && !line->empty() && n < PemLimits::kHeaderLines; ++n) {
    read_field(*line, found);
    line = take_line(text);
  }
  if (!line || !line->empty()) return header;
  found.present = true;
  found.rest = text;
  return found;
}

}  // namespace chainlint::formats
