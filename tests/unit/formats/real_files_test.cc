// Files that other programs wrote, against the counts that their manifest gives. Skipped where they are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "chainlint/base/location.h"
#include "chainlint/formats/reader.h"

namespace chainlint::formats {
namespace real_files_test {

struct Row {
  std::string path, format, password, certificates, keys, tier;
  std::map<std::string, std::size_t> extra;  // crl=2
};

// Rows that are considered wrong, and why.
struct Exception {
  std::string_view path;
  std::string_view reason;
};
constexpr std::array kExceptions = {
    Exception{"Mbed-TLS+mbedtls-framework/data_files/crl_cat_rsabadpem-ec.pem",
              "only its padding is missing; openssl crl reads it once '=' is added"},
    Exception{"Mbed-TLS+mbedtls-framework/data_files/pkcs7_data_signed_badcert.der",
              "certtool reads the message and its certificate, whose extensions are damaged: a finding about the certificate"},
    Exception{"gnutls+gnutls/tests/cert-tests/data/key-invalid6.der",
              "certtool refuses the key: its modulus is not the product of its primes"},
    Exception{"cloudflare+cfssl/helpers/testdata/test.bad.csr.pem", "openssl req refuses the request: it is cut"},
    Exception{"smallstep+certificates/authority/provisioner/testdata/secrets/ed25519.key",
              "openssl pkey refuses it: the function of PBKDF2 has end-of-contents octets for parameters"},
};

// What is there as a certificate is a tbsCertificate without a signature: it is counted, and an error says that it cannot be decoded.
constexpr std::array<std::string_view, 2> kUnreadableCertificates = {
    "wine-compholio+wine-patched/msg/signedWithCertWithValidPubKeyContent.p7b",
    "wine-compholio+wine-patched/msg/signedWithCertWithValidPubKeyEmptyContent.p7b",
};

std::filesystem::path folder() {
  if (const char* named = std::getenv("CHAINLINT_REALFILES")) return named;
  return std::filesystem::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles";
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<Row> rows_of(const std::set<std::string>& formats) {
  std::vector<Row> rows;
  std::ifstream manifest(folder() / "MANIFEST.tsv");
  std::string line;
  std::getline(manifest, line);
  while (std::getline(manifest, line)) {
    const auto fields = split(line, '\t');
    if (fields.size() < 9 || formats.count(fields[2]) == 0) continue;
    Row row{fields[0], fields[2], fields[3], fields[4], fields[5], fields[7], {}};
    for (const std::string& word : split(fields[6], ' ')) {
      const auto equals = word.find('=');
      if (equals != std::string::npos) row.extra[word.substr(0, equals)] = static_cast<std::size_t>(std::atoi(word.c_str() + equals + 1));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Bytes octets_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return to_bytes(as_bytes(text.str()));
}

Container read(const Row& row) {
  ReadOptions options;
  if (row.password == "\"\"") {
    options.passwords.emplace_back("");
  } else if (row.password != "-" && row.password != "unknown") {
    options.passwords.emplace_back(row.password);
  }
  CertificateCache cache;
  return read_container(row.path, octets_of(folder() / "files" / row.path), options, cache);
}

std::string told(const Container& container) {
  std::string text;
  for (const Diagnostic& diagnostic : container.diagnostics) {
    text += "\n  " + to_string(diagnostic.location) + ": " + std::string(to_string(diagnostic.severity)) + ": " + diagnostic.code + ": " +
            diagnostic.message;
  }
  return text;
}

// Certificates as stored: those whose frame is damaged count too where the container says that they are there.
std::size_t stored_certificates(const Container& container, bool with_unreadable) {
  std::size_t count = container.count(EntryKind::certificate);
  for (const Entry& entry : container.entries) count += with_unreadable && entry.kind == EntryKind::other ? 1 : 0;
  return count;
}

void check_counts(const Row& row, const Container& container) {
  const bool unreadable =
      std::find(kUnreadableCertificates.begin(), kUnreadableCertificates.end(), row.path) != kUnreadableCertificates.end();
  const bool with_unreadable = unreadable || row.extra.count("malformed_certs") != 0;
  if (with_unreadable) {
    EXPECT_TRUE(container.has_diagnostic("certificate-unreadable"));
  }
  if (row.certificates != "-") {
    EXPECT_EQ(stored_certificates(container, with_unreadable), static_cast<std::size_t>(std::stoi(row.certificates))) << "certificates";
  }
  if (row.keys != "-") {
    EXPECT_EQ(container.count(EntryKind::private_key), static_cast<std::size_t>(std::stoi(row.keys))) << "keys";
  }
  const std::pair<const char*, EntryKind> others[] = {
      {"crl", EntryKind::crl}, {"crls", EntryKind::crl}, {"csr", EntryKind::certificate_request}, {"pub", EntryKind::public_key}};
  for (const auto& [word, kind] : others) {
    const auto expected = row.extra.find(word);
    if (expected != row.extra.end()) {
      EXPECT_EQ(container.count(kind), expected->second) << word;
    }
  }
  if (row.tier == "core" && !with_unreadable) {
    for (const Diagnostic& diagnostic : container.diagnostics) {
      EXPECT_TRUE(diagnostic.severity != Severity::error || diagnostic.code == "certificate-unreadable");
    }
  }
}

void check(const Row& row) {
  for (const Exception& exception : kExceptions) {
    if (exception.path == row.path) return;
  }
  const Container container = read(row);
  SCOPED_TRACE(row.path + told(container));
  if (row.certificates == "must-fail") {
    EXPECT_TRUE(container.has_error());
  } else if (row.certificates == "-" && row.keys == "-") {
    EXPECT_TRUE(container.has_error() || !container.entries.empty());
  } else {
    check_counts(row, container);
  }
}

void check_all(const std::set<std::string>& formats) {
  const auto rows = rows_of(formats);
  if (rows.empty()) GTEST_SKIP() << "no files of other programs in " << folder();
  for (const Row& row : rows) check(row);
}

TEST(RealFiles, Pem) { check_all({"pem"}); }
TEST(RealFiles, Der) { check_all({"der-cert", "der-key", "der-pubkey", "der-other"}); }
TEST(RealFiles, Pkcs7) { check_all({"pkcs7-der", "pkcs7-pem"}); }
TEST(RealFiles, SerializedStores) { check_all({"sst"}); }
TEST(RealFiles, BareBase64) { check_all({"base64-der"}); }
TEST(RealFiles, HostileAndUnknownFilesAreErrors) { check_all({"hostile", "unknown", "empty"}); }

TEST(RealFiles, ContainersThatAreNotReadAreNamed) {
  const auto rows = rows_of({"kdb"});
  if (rows.empty()) GTEST_SKIP() << "no files of other programs in " << folder();
  for (const Row& row : rows) {
    const Container container = read(row);
    SCOPED_TRACE(row.path + told(container));
    EXPECT_EQ(container.format, Format::recognized);
    EXPECT_EQ(container.status, ReadStatus::unreadable);
    EXPECT_TRUE(container.has_diagnostic("format-unsupported"));
  }
}

TEST(RealFiles, CertificatesAreThoseThatTheListNames) {
  std::ifstream list(folder() / "CERTS.tsv");
  if (!list) GTEST_SKIP() << "no list of certificates in " << folder();
  std::map<std::string, std::vector<std::string>> expected;
  std::string line;
  std::getline(list, line);
  while (std::getline(list, line)) {
    const auto fields = split(line, '\t');
    expected[fields.at(0)].push_back(fields.at(2));
  }
  for (const Row& row : rows_of({"pem", "der-cert", "pkcs7-der", "pkcs7-pem", "sst", "base64-der"})) {
    const auto digests = expected.find(row.path);
    if (digests == expected.end()) continue;
    std::vector<std::string> found;
    const Container container = read(row);
    for (const Entry& entry : container.entries) {
      if (entry.certificate) found.push_back(to_hex(entry.certificate->sha256()));
    }
    if (container.count(EntryKind::other) > 0) continue;  // has certificates without a frame, which have no digest here
    EXPECT_EQ(found, digests->second) << row.path;
  }
}

}  // namespace real_files_test
}  // namespace chainlint::formats
