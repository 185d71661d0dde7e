#include "chainlint/base/base64.h"

#include <array>

namespace chainlint {
namespace {

constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Values of a character past the 64 digits.
constexpr std::uint8_t kBlank = 64, kPad = 65, kBackslash = 66, kBad = 67;

constexpr std::array<std::uint8_t, 256> make_table() {
  std::array<std::uint8_t, 256> table{};
  for (auto& value : table) value = kBad;
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i) table[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<std::uint8_t>(i);
  for (char c : std::string_view(" \t\r\n\v\f")) table[static_cast<unsigned char>(c)] = kBlank;
  table['='] = kPad;
  table['\\'] = kBackslash;
  return table;
}

constexpr auto kTable = make_table();

std::uint8_t value_of(char c) { return kTable[static_cast<unsigned char>(c)]; }

// The length of an escaped line end at `at`, with its backslashes doubled any number of times; 0 where there is none.
std::size_t escaped_newline(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == '\\') ++end;
  if (end < text.size() && (text[end] == 'n' || text[end] == 'r')) return end + 1 - at;
  return 0;
}

}  // namespace

Base64Result decode_base64(std::string_view text, std::uint8_t* out) {
  Base64Result result;
  std::uint8_t* const start = out;
  std::uint32_t bits = 0;
  unsigned digits = 0, padding = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (digits == 0 && padding == 0) {
      while (text.size() - at >= 4) {
        const std::uint8_t a = value_of(text[at]), b = value_of(text[at + 1]), c = value_of(text[at + 2]), d = value_of(text[at + 3]);
        if ((a | b | c | d) >= kBlank) break;
        *out++ = static_cast<std::uint8_t>(a << 2 | b >> 4);
        *out++ = static_cast<std::uint8_t>(b << 4 | c >> 2);
        *out++ = static_cast<std::uint8_t>(c << 6 | d);
        at += 4;
      }
      if (at == text.size()) break;
    }
    const std::uint8_t value = value_of(text[at]);
    std::size_t step = 1;
    if (value == kPad) {
      ++padding;
    } else if (value == kBackslash && (step = escaped_newline(text, at)) != 0) {
      result.escaped_newlines = true;
    } else if (value > kBlank || (value < kBlank && padding > 0)) {
      result.status = Base64Result::Status::bad_character;
      result.error_offset = at;
      break;
    } else if (value < kBlank) {
      bits = bits << 6 | value;
      if (++digits == 4) {
        *out++ = static_cast<std::uint8_t>(bits >> 16);
        *out++ = static_cast<std::uint8_t>(bits >> 8);
        *out++ = static_cast<std::uint8_t>(bits);
        digits = 0;
        bits = 0;
      }
    }
    at += step;
  }
  if (result.status == Base64Result::Status::ok) {
    if (digits == 1) {
      result.status = Base64Result::Status::bad_length;
      result.error_offset = text.size();
    }
    if (digits >= 2) *out++ = static_cast<std::uint8_t>(bits >> (digits == 2 ? 4 : 10));
    if (digits == 3) *out++ = static_cast<std::uint8_t>(bits >> 2);
    result.padding_wrong = padding != (digits == 0 ? 0 : 4 - digits);
  }
  result.size = static_cast<std::size_t>(out - start);
  return result;
}

SecretBytes base64_text(ByteView bytes, std::size_t columns, std::string_view line_end) {
  const std::size_t characters = (bytes.size() + 2) / 3 * 4;
  SecretBytes text;
  text.reserve(columns == 0 ? characters : characters + (characters / columns + 1) * line_end.size());
  std::size_t column = 0;
  const auto put = [&](char c) {
    text.push_back(static_cast<std::uint8_t>(c));
    if (columns == 0 || ++column < columns) return;
    text.insert(text.end(), line_end.begin(), line_end.end());
    column = 0;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8 : 0u) |
                                (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0u);
    put(kBase64Digits[group >> 18 & 63u]);
    put(kBase64Digits[group >> 12 & 63u]);
    put(left > 1 ? kBase64Digits[group >> 6 & 63u] : '=');
    put(left > 2 ? kBase64Digits[group & 63u] : '=');
  }
  if (column > 0) text.insert(text.end(), line_end.begin(), line_end.end());
  return text;
}

std::optional<SecretBytes> bytes_of_base64(std::string_view text) {
  SecretBytes bytes(base64_capacity(text));
  const Base64Result result = decode_base64(text, bytes.data());
  if (result.status != Base64Result::Status::ok) return std::nullopt;
  bytes.resize(result.size);
  return bytes;
}

}  // namespace chainlint
