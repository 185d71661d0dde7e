// Keystores of Java byte by byte, as DataOutputStream writes them.
#pragma once

#include <string_view>

#include "chainlint/crypto/digest.h"
#include "reading_fixture.h"

namespace chainlint::formats::keystore_test {

// Numbers, most significant byte first.
inline Bytes number(std::uint64_t value, std::size_t octets) {
  Bytes out(octets);
  for (std::size_t i = octets; i-- > 0; value >>= 8) out[i] = static_cast<std::uint8_t>(value);
  return out;
}
inline Bytes u32(std::uint64_t value) { return number(value, 4); }

inline Bytes text(std::string_view octets) { return joined({number(octets.size(), 2), to_bytes(as_bytes(octets))}); }
inline Bytes counted(const Bytes& octets) { return joined({u32(octets.size()), octets}); }
inline Bytes certificate(const Bytes& der, std::string_view type = "X.509") { return joined({text(type), counted(der)}); }
inline Bytes chain(std::initializer_list<Bytes> certificates) { return joined({u32(certificates.size()), joined(certificates)}); }

// What is in front of every entry of a JKS or JCEKS.
inline Bytes head(std::uint32_t tag, std::string_view alias) { return joined({u32(tag), text(alias), Bytes(8, 1)}); }
inline Bytes trusted(std::string_view alias, const Bytes& der) { return joined({head(2, alias), certificate(der)}); }
inline Bytes key(std::string_view alias, const Bytes& encrypted, std::initializer_list<Bytes> certificates) {
  return joined({head(1, alias), counted(encrypted), chain(certificates)});
}

inline constexpr std::uint32_t kJks = 0xFEEDFEED, kJceks = 0xCECECECE;
inline Bytes unsealed(std::uint32_t count, std::initializer_list<Bytes> entries, std::uint32_t magic = kJks, std::uint32_t version = 2) {
  return joined({u32(magic), u32(version), u32(count), joined(entries)});
}

// The digest that makes the store whole for an ASCII password.
inline Bytes sealed(const Bytes& store, std::string_view password) {
  Bytes covered;
  for (const char c : password) covered.insert(covered.end(), {0, static_cast<std::uint8_t>(c)});
  const Bytes words = to_bytes(as_bytes("Mighty Aphrodite"));
  return joined({store, crypto::sha1(joined({covered, words, store}))});
}

// What the password "key" opens: openssl_samples::kPkcs8 under the key protection of JKS (salt 00 to 13), and under that of JCEKS (salt
// 0102030405060708, 5 iterations), made with Python's hashlib and cryptography.
inline constexpr std::string_view kJksKey =
    "MIHFMA4GCisGAQQBKgIRAQEFAASBsgABAgMEBQYHCAkKCwwNDg8QERITjPjjUvQGOGRIPIA6qRubnZ1PUmf/RK/a/JVjg/VyDXETNwSM7ovZSwICgwbcavhz+XJE"
    "bTrva8aVc2v6sd7OqfenhkTKHbA3UZ41STiP8eMXDls0ajHt9UTUCgEP9TfUlTxCj+7uoWd4SycW/nV1yp3Os6iZu3BW9pxU0RpEy87bN8BNwkJ1qoopomTya9yH"
    "7nqy4lqb2GMJBNhDNXA=";
inline constexpr std::string_view kJceksKey =
    "MIGvMBoGCSsGAQQBKgITATANBAgBAgMEBQYHCAIBBQSBkBlT3J5wppgu7qq47LyNHF8EZaor92pr2/l3KN4neu+UsCdvAzBiPCSVDOatgOorSN4XVYb2B4Nbanti"
    "TEUz+hM7bjPzEMmCE3xwJ/cmlwpaxeP3MUruhWO4lfG1jSrJf+foRMaDw6nV8xi5JO13r4pREkzBOUvlW5ji2p3V8c2WWFDr4b0VWoIHDQjKLqaSRw==";

inline std::vector<std::string> units_of(const Container& container) {
  std::vector<std::string> units;
  for (const Entry& entry : container.entries) units.push_back(entry.unit);
  return units;
}

inline std::vector<std::string> places_of(const Container& container) {
  std::vector<std::string> places;
  for (const Entry& entry : container.entries) places.push_back(entry.location.inner);
  return places;
}

}  // namespace chainlint::formats::keystore_test
