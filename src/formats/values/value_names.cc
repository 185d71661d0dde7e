#include "values/value_names.h"

#include <algorithm>
#include <array>

namespace chainlint::formats {
namespace {

constexpr std::size_t kShownNameBytes = 256;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) { return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9'); }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
bool has_one_of(const std::vector<std::string>& name, const std::array<std::string_view, N>& words) {
  return std::any_of(name.begin(), name.end(), [&](const std::string& word) { return is_one_of(word, words); });
}

constexpr std::array<std::string_view, 19> kCaWords = {
    "ca",       "cas",   "cacert",  "cacerts", "cabundle", "clientca",   "rootca",      "rootcas",   "root",       "roots",
    "rootcert", "trust", "trusted", "anchor",  "anchors",  "truststore", "trustanchor", "authority", "authorities"};
constexpr std::array<std::string_view, 5> kNotCaWords = {"chain", "issuing", "issuer", "fullchain", "cachain"};

constexpr std::array<std::string_view, 25> kCertificateWords = {
    "crt",   "cer",       "cert",     "certs",      "certificate", "certificates", "pem", "p12",    "pfx",
    "jks",   "p7b",       "keystore", "truststore", "tls",         "ssl",          "ca",  "cacert", "cacerts",
    "chain", "fullchain", "cabundle", "privkey",    "rootca",      "der",          "x509"};

constexpr std::array<std::string_view, 40> kKindWords = {
    "crt",  "cer",     "cert",    "certs",     "certificate", "certificates", "pem",       "key",     "keys",         "der",
    "priv", "private", "privkey", "pub",       "public",      "chain",        "fullchain", "bundle",  "intermediate", "intermediates",
    "tls",  "ssl",     "x509",    "p8",        "pkcs8",       "pk8",          "txt",       "file",    "data",         "body",
    "csr",  "request", "crl",     "certchain", "privatekey",  "rsa",          "ec",        "issuing", "issuer",       "cachain"};

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  name = name.substr(0, kShownNameBytes);
  std::vector<std::string> words;
  bool open = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_word(c)) {
      open = false;
      continue;
    }
    const bool after_lower = i > 0 && is_lower(name[i - 1]);
    const bool before_lower = i + 1 < name.size() && is_lower(name[i + 1]) && i > 0 && is_upper(name[i - 1]);
    if (!open || (is_upper(c) && (after_lower || before_lower))) words.emplace_back();
    open = true;
    words.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

bool is_ca_name(std::string_view name) {
  const std::vector<std::string> words = name_words(name);
  return has_one_of(words, kCaWords) && !has_one_of(words, kNotCaWords);
}

bool is_certificate_name(std::string_view name) { return has_one_of(name_words(name), kCertificateWords); }

bool is_key_name(std::string_view name) {
  constexpr std::array<std::string_view, 4> kKeyWords = {"key", "keys", "privkey", "privatekey"};
  constexpr std::array<std::string_view, 8> kOtherWords = {"crt", "cer", "cert", "certs", "certificate", "certificates", "chain", "pub"};
  const std::vector<std::string> words = name_words(name);
  return has_one_of(words, kKeyWords) && !has_one_of(words, kOtherWords);
}

std::string stem_of(std::string_view name) {
  std::string stem;
  for (const std::string& word : name_words(name)) {
    if (is_one_of(word, kKindWords)) continue;
    if (!stem.empty()) stem += '.';
    stem += word;
  }
  return stem;
}

}  // namespace chainlint::formats
