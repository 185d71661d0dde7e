// Bytes for tests: from hexadecimal, from base64, and identifiers of algorithms.
#pragma once

#include <string_view>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/bytes.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

inline Bytes hex(std::string_view text) {
  Bytes out;
  const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) out.push_back(static_cast<std::uint8_t>(digit(text[i]) * 16 + digit(text[i + 1])));
  return out;
}

inline Bytes base64(std::string_view text) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
  }
  return out;
}

// An AlgorithmIdentifier that owns its bytes. Not copied: the view borrows from it.
class OwnedAlgorithm {
 public:
  explicit OwnedAlgorithm(Bytes encoded) : encoded_(std::move(encoded)) {
    asn1::Asn1Reader reader(encoded_);
    view_ = x509::AlgorithmIdentifier::read(reader, "algorithm").value();
  }
  explicit OwnedAlgorithm(std::string_view dotted, ByteView parameters = {}) : OwnedAlgorithm(encode(dotted, parameters)) {}
  OwnedAlgorithm(const OwnedAlgorithm&) = delete;
  OwnedAlgorithm& operator=(const OwnedAlgorithm&) = delete;

  const x509::AlgorithmIdentifier& view() const { return view_; }

 private:
  static Bytes encode(std::string_view dotted, ByteView parameters) {
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& fields) { fields.oid(asn1::oid_from_dotted(dotted)).raw(parameters); });
    return writer.take();
  }
  Bytes encoded_;
  x509::AlgorithmIdentifier view_;
};

// A SubjectPublicKeyInfo that owns its bytes. Not copied.
class OwnedKey {
 public:
  explicit OwnedKey(Bytes der) : der_(std::move(der)), view_(x509::PublicKeyInfo::read(asn1::read_single(der_).value()).value()) {}
  OwnedKey(const OwnedKey&) = delete;
  OwnedKey& operator=(const OwnedKey&) = delete;

  const x509::PublicKeyInfo& view() const { return view_; }

 private:
  Bytes der_;
  x509::PublicKeyInfo view_;
};

}  // namespace chainlint::crypto
