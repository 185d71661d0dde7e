#include "password_octets.h"

#include <string_view>

#include "chainlint/base/text.h"

namespace chainlint::crypto {
namespace {

using SecretUtf16 = std::vector<char16_t, WipingAllocator<char16_t>>;

SecretUtf16 widened(std::string_view octets) {
  SecretUtf16 units;
  for (const char octet : octets) units.push_back(static_cast<unsigned char>(octet));
  return units;
}

// One scalar value of well-formed UTF-8, taken off the front.
char32_t take_scalar(std::string_view& utf8) {
  const auto lead = static_cast<unsigned char>(utf8[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  static constexpr unsigned char kLeadBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t value = lead & kLeadBits[length];
  for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3F);
  utf8.remove_prefix(length);
  return value;
}

SecretUtf16 utf16_of(std::string_view text) {
  if (!is_utf8(text)) return widened(text);
  SecretUtf16 units;
  while (!text.empty()) {
    const char32_t scalar = take_scalar(text);
    if (scalar < 0x10000) {
      units.push_back(static_cast<char16_t>(scalar));
    } else {
      units.push_back(static_cast<char16_t>(0xD800 + ((scalar - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xDC00 + ((scalar - 0x10000) & 0x3FF)));
    }
  }
  return units;
}

}  // namespace

SecretBytes pkcs12_password(const Password& password, PasswordForm form) {
  SecretBytes out;
  if (form == PasswordForm::absent) return out;
  SecretUtf16 units = form == PasswordForm::widened_utf8 ? widened(password.utf8()) : utf16_of(password.utf8());
  units.push_back(0);
  out.reserve(units.size() * 2);
  for (const char16_t unit : units) {
    out.push_back(static_cast<std::uint8_t>(unit >> 8));
    out.push_back(static_cast<std::uint8_t>(unit & 0xFF));
  }
  return out;
}

SecretBytes pkcs5_password(const Password& password, PasswordForm form) {
  if (form == PasswordForm::absent) return {};
  if (form != PasswordForm::latin1) {
    const ByteView octets = as_bytes(password.utf8());
    return SecretBytes(octets.begin(), octets.end());
  }
  SecretBytes out;
  for (const char16_t unit : utf16_of(password.utf8())) out.push_back(static_cast<std::uint8_t>(unit & 0xFF));
  return out;
}

}  // namespace chainlint::crypto
