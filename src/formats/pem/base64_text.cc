#include "chainlint/formats/base64_text.h"

#include <cstdint>

#include "pem/base64.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

SecretBytes base64_text(ByteView octets, std::size_t columns, std::string_view line_end) {
  const std::size_t characters = (octets.size() + 2) / 3 * 4;
  SecretBytes text;
  text.reserve(columns == 0 ? characters : characters + (characters / columns + 1) * line_end.size());
  std::size_t column = 0;
  const auto put = [&](char c) {
    text.push_back(static_cast<std::uint8_t>(c));
    if (columns == 0 || ++column < columns) return;
    text.insert(text.end(), line_end.begin(), line_end.end());
    column = 0;
  };
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::size_t left = octets.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(octets[i]) << 16 |
                                (left > 1 ? static_cast<std::uint32_t>(octets[i + 1]) << 8 : 0u) |
                                (left > 2 ? static_cast<std::uint32_t>(octets[i + 2]) : 0u);
    put(kAlphabet[group >> 18 & 63u]);
    put(kAlphabet[group >> 12 & 63u]);
    put(left > 1 ? kAlphabet[group >> 6 & 63u] : '=');
    put(left > 2 ? kAlphabet[group & 63u] : '=');
  }
  if (column > 0) text.insert(text.end(), line_end.begin(), line_end.end());
  return text;
}

std::optional<SecretBytes> octets_of_base64(std::string_view text) {
  SecretBytes octets(base64_capacity(text));
  const Base64Result result = decode_base64(text, octets.data());
  if (result.status != Base64Result::Status::ok) return std::nullopt;
  octets.resize(result.size);
  return octets;
}

}  // namespace chainlint::formats
