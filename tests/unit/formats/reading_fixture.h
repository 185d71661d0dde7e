// Reads text and bytes in tests of the formats.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/base64.h"
#include "chainlint/formats/reader.h"
#include "openssl_samples.h"

namespace chainlint::formats {

inline Container read_octets_as_file(ByteView data, const std::vector<std::string>& passwords = {}, const Limits& limits = {}) {
  ReadOptions options;
  options.limits = limits;
  for (const std::string& password : passwords) options.passwords.emplace_back(password);
  CertificateCache cache;
  return read_container("test.file", data, options, cache);
}

inline Container read_text(std::string_view text, const std::vector<std::string>& passwords = {}, const Limits& limits = {}) {
  return read_octets_as_file(as_bytes(text), passwords, limits);
}

// A file that another program wrote.
inline Bytes foreign_file(const std::string& name) {
  std::ifstream file(CHAINLINT_SOURCE_DIR "/fixtures/foreign/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

inline Bytes der_of(std::string_view base64) {
  Bytes octets(base64_capacity(base64));
  octets.resize(decode_base64(base64, octets.data()).size);
  return octets;
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// The diagnostic of this code; one with an empty code where there is none.
inline Diagnostic diagnostic_of(const Container& container, std::string_view code) {
  for (const Diagnostic& diagnostic : container.diagnostics) {
    if (diagnostic.code == code) return diagnostic;
  }
  return {};
}

inline std::vector<std::string> codes_of(const Container& container) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : container.diagnostics) codes.push_back(diagnostic.code);
  return codes;
}

inline std::vector<std::string> sha256_of(const Container& container) {
  std::vector<std::string> digests;
  for (const Entry& entry : container.entries) {
    if (entry.certificate) digests.push_back(to_hex(entry.certificate->sha256()));
  }
  return digests;
}

}  // namespace chainlint::formats
