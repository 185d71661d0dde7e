// Makes PFX files for tests, one part at a time, so that each part can be damaged.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/signing_key.h"
#include "pkcs12/pkcs12.h"
#include "pkcs12_samples.h"
#include "reading_fixture.h"

namespace chainlint::formats::pkcs12_test {

inline Bytes oid_of(std::string_view dotted) { return asn1::oid_from_dotted(dotted); }

inline Bytes sequence(const std::vector<Bytes>& parts, std::uint32_t identifier = asn1::tag::kSequence) {
  Bytes content;
  for (const Bytes& part : parts) content.insert(content.end(), part.begin(), part.end());
  return asn1::DerWriter().element(identifier, content).take();
}

inline Bytes tagged0(const Bytes& content) { return sequence({content}, asn1::tag::context_constructed(0)); }
inline Bytes oid(std::string_view dotted) { return asn1::DerWriter().oid(oid_of(dotted)).take(); }
inline Bytes octet_string(const Bytes& content) { return asn1::DerWriter().octet_string(content).take(); }
inline Bytes integer(std::int64_t value) { return asn1::DerWriter().integer(value).take(); }

// Segments of `size` bytes in a constructed string of indefinite length.
inline Bytes segmented(const Bytes& content, std::size_t size, std::uint8_t identifier = 0x24) {
  Bytes out{identifier, 0x80};
  for (std::size_t at = 0; at < content.size(); at += size) {
    const Bytes segment = octet_string(Bytes(content.begin() + static_cast<std::ptrdiff_t>(at),
                                             content.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, content.size()))));
    out.insert(out.end(), segment.begin(), segment.end());
  }
  out.insert(out.end(), {0, 0});
  return out;
}

// `parts` in a constructed element of indefinite length.
inline Bytes indefinite(std::uint8_t identifier, const std::vector<Bytes>& parts) {
  Bytes out{identifier, 0x80};
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  out.insert(out.end(), {0, 0});
  return out;
}

inline Bytes attribute(std::string_view type, const std::vector<Bytes>& values) {
  return sequence({oid(type), sequence(values, asn1::tag::kSet)});
}
inline Bytes friendly_name(std::string_view utf8) {
  return attribute("1.2.840.113549.1.9.20", {asn1::DerWriter().text(asn1::tag::kBmpString, utf8).take()});
}

// `type` is the last arc of the bag type.
inline Bytes bag(int type, const Bytes& value, const std::vector<Bytes>& attributes = {}) {
  std::vector<Bytes> parts{oid("1.2.840.113549.1.12.10.1." + std::to_string(type)), tagged0(value)};
  if (!attributes.empty()) parts.push_back(sequence(attributes, asn1::tag::kSet));
  return sequence(parts);
}

inline Bytes certificate_der() { return der_of(pkcs12_samples::kCertificate); }
inline Bytes private_key_der() { return der_of(pkcs12_samples::kPrivateKey); }

inline Bytes certificate_bag(const std::vector<Bytes>& attributes = {}, std::string_view type = "1.2.840.113549.1.9.22.1") {
  return bag(3, sequence({oid(type), tagged0(octet_string(certificate_der()))}), attributes);
}

inline Bytes encrypted(std::string_view scheme, const Bytes& plaintext, std::string_view password, bool as_key) {
  auto made = crypto::encrypt_seeded(scheme, plaintext, Password(password), 10, "pkcs12 test");
  EXPECT_TRUE(made.ok());
  if (!made) return {};
  if (as_key) return sequence({made->algorithm, octet_string(made->ciphertext)});
  return sequence({integer(0), sequence({oid("1.2.840.113549.1.7.1"), made->algorithm,
                                         asn1::DerWriter().element(asn1::tag::context(0), made->ciphertext).take()})});
}

inline Bytes shrouded_key_bag(std::string_view password, const std::vector<Bytes>& attributes = {},
                              std::string_view scheme = "pbes2-aes256-sha256") {
  return bag(2, encrypted(scheme, private_key_der(), password, true), attributes);
}

inline Bytes content_info(std::string_view type, const Bytes& content) { return sequence({oid(type), tagged0(content)}); }
inline Bytes plain_safe(const std::vector<Bytes>& bags) { return content_info("1.2.840.113549.1.7.1", octet_string(sequence(bags))); }
inline Bytes encrypted_safe(const std::vector<Bytes>& bags, std::string_view password, std::string_view scheme = "pbes2-aes256-sha256") {
  return content_info("1.2.840.113549.1.7.6", encrypted(scheme, sequence(bags), password, false));
}

inline Bytes pfx(const std::vector<Bytes>& safes) {
  return sequence({integer(3), content_info("1.2.840.113549.1.7.1", octet_string(sequence(safes)))});
}
inline Bytes pfx_with_mac(const std::vector<Bytes>& safes, std::string_view password) {
  const Bytes content = sequence(safes);
  auto mac = crypto::mac_data_seeded("sha256", content, Password(password), 10, "pkcs12 test");
  EXPECT_TRUE(mac.ok());
  if (!mac) return {};
  return sequence({integer(3), content_info("1.2.840.113549.1.7.1", octet_string(content)), *mac});
}

// What read_pkcs12 makes of a file.
inline Container read(const Bytes& file, const std::vector<std::string>& passwords = {}, const Limits& limits = {}) {
  ReadOptions options;
  options.limits = limits;
  for (const std::string& password : passwords) options.passwords.emplace_back(password);
  CertificateCache certificates;
  crypto::KdfBudget budget(options.limits);
  ReadContext context("a.pfx", options, certificates, budget);
  Container container;
  read_pkcs12(file, context, container, {});
  return container;
}

inline const Entry* first(const Container& container, EntryKind kind) {
  for (const Entry& entry : container.entries) {
    if (entry.kind == kind) return &entry;
  }
  return nullptr;
}

inline std::string codes(const Container& container) {
  std::string text;
  for (const Diagnostic& diagnostic : container.diagnostics) {
    if (!text.empty()) text += ' ';
    text += std::string(to_string(diagnostic.severity)) + ':' + diagnostic.code;
  }
  return text;
}

}  // namespace chainlint::formats::pkcs12_test
