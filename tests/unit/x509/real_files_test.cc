// Certificates by other producers, where the folder with them is there: CHAINLINT_REALFILES, or beside the checkout.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "chainlint/x509/certificate.h"
#include "unit/asn1/octets.h"

namespace chainlint::x509 {
namespace real_files_test {

namespace fs = std::filesystem;

fs::path root() {
  const char* folder = std::getenv("CHAINLINT_REALFILES");
  return folder != nullptr ? fs::path(folder) : fs::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles";
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields;
  std::stringstream stream(line);
  for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
  return fields;
}

using Rows = std::vector<std::vector<std::string>>;

// The rows of a table in the folder, without its heading.
Rows table(const char* name) {
  Rows rows;
  std::ifstream stream(root() / name);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) rows.push_back(split(line));
  return rows;
}

struct Listed {
  std::string subject;
  bool loads_elsewhere = false;  // another library reads the certificate
};

// What the tables say of the certificates of each file that is PEM or one certificate in DER, in their order.
std::map<std::string, std::vector<Listed>> listed_certificates() {
  std::map<std::string, std::vector<Listed>> listed;
  for (const auto& row : table("MANIFEST.tsv")) {
    if (row.size() > 2 && (row[2] == "pem" || row[2] == "der-cert")) listed[row[0]] = {};
  }
  for (const auto& row : table("CERTS.tsv")) {
    const auto file = listed.find(row[0]);
    if (file != listed.end() && row.size() >= 7) file->second.push_back({row[5], row[6] == "OK"});
  }
  return listed;
}

// The bodies of the CERTIFICATE blocks, or the file itself where it is DER.
std::vector<Bytes> candidates(const std::string& text) {
  if (text.starts_with('\x30')) return {to_bytes(as_bytes(text))};
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----", kEnd = "-----END CERTIFICATE-----";
  std::vector<Bytes> bodies;
  std::size_t at = 0;
  while ((at = text.find(kBegin, at)) != std::string::npos) {
    at += kBegin.size();
    const std::size_t end = text.find(kEnd, at);
    if (end == std::string::npos) break;
    bodies.push_back(asn1::base64(std::string_view(text).substr(at, end - at)));
  }
  return bodies;
}

TEST(RealFiles, EveryListedCertificateIsReadWithItsSubject) {
  if (!fs::exists(root() / "CERTS.tsv")) GTEST_SKIP() << "no folder with real files";
  std::size_t read = 0, compared = 0, differ = 0;
  for (const auto& [path, listed] : listed_certificates()) {
    const auto bodies = candidates(read_file(root() / "files" / path));
    if (bodies.size() != listed.size()) continue;  // another kind of container, or one that is damaged on purpose
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      auto certificate = Certificate::parse(bodies[i], Digest256{});
      const std::string who = path + " " + std::to_string(i);
      EXPECT_TRUE(certificate.ok() || !listed[i].loads_elsewhere) << who;
      if (!certificate) continue;
      ++read;
      for (const Defect& defect : (*certificate)->defects()) EXPECT_LE(defect.offset, bodies[i].size()) << who;
      const auto name = (*certificate)->subject().common_name();
      if (!name || listed[i].subject.find("CN=") == std::string::npos) continue;
      ++compared;
      if (listed[i].subject.find(*name) == std::string::npos) ++differ;
    }
  }
  EXPECT_GT(read, 0u);
  EXPECT_GT(compared, 0u);
  // Lists escape and transcribe a few names in their own way.
  EXPECT_LE(differ * 50, compared) << differ << " of " << compared << " differ; " << read << " read";
}

}  // namespace real_files_test
}  // namespace chainlint::x509
