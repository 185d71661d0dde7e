// Manifests and JSON for tests, built from the samples of OpenSSL.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "reading_fixture.h"

namespace chainlint::formats::manifest_samples {

inline std::string pem(std::string_view label, std::string_view base64) {
  std::string text = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < base64.size(); at += 64) text += std::string(base64.substr(at, 64)) + "\n";
  return text + "-----END " + std::string(label) + "-----\n";
}

inline std::string leaf_pem() { return pem("CERTIFICATE", openssl_samples::kLeaf); }
inline std::string root_pem() { return pem("CERTIFICATE", openssl_samples::kRoot); }
inline std::string key_pem() { return pem("PRIVATE KEY", openssl_samples::kPkcs8); }

// RFC 4648 section 4.
inline std::string base64(std::string_view octets) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (i + j < octets.size() ? static_cast<unsigned char>(octets[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j) text += i + j <= octets.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

// `text` with blanks before each line, as the content of a literal block.
inline std::string indented(std::string_view text, std::size_t blanks) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += std::string(blanks, ' ') + std::string(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return result;
}

// As the inside of a JSON string.
inline std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '\n' ? std::string("\\n") : std::string(1, c);
  return result;
}

// The head of an object, up to the values of its `data`.
inline std::string object(std::string_view kind, std::string_view name, std::string_view rest = "data:\n") {
  return "apiVersion: v1\nkind: " + std::string(kind) + "\nmetadata:\n  name: " + std::string(name) + "\n  namespace: prod\n" +
         std::string(rest);
}

inline std::string value(std::string_view name, std::string_view text) { return "  " + std::string(name) + ": " + base64(text) + "\n"; }

inline std::string tls_secret(std::string_view name) {
  return object("Secret", name, "type: kubernetes.io/tls\ndata:\n") + value("tls.crt", leaf_pem()) + value("tls.key", key_pem());
}

inline std::vector<std::string> units_of(const Container& container) {
  std::vector<std::string> units;
  for (const Entry& entry : container.entries) units.push_back(entry.unit);
  return units;
}

inline std::vector<std::string> places_of(const Container& container) {
  std::vector<std::string> places;
  for (const Entry& entry : container.entries) {
    places.push_back(entry.location.inner + " line " + std::to_string(entry.location.line.value_or(0)));
  }
  return places;
}

// "code at inner:line: message" of each diagnostic.
inline std::vector<std::string> told(const Container& container) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : container.diagnostics) {
    lines.push_back(std::string(to_string(diagnostic.severity)) + " " + diagnostic.code + " at " + diagnostic.location.inner + " line " +
                    std::to_string(diagnostic.location.line.value_or(0)) + ": " + diagnostic.message);
  }
  return lines;
}

}  // namespace chainlint::formats::manifest_samples
