// Certificates by other producers, where the folder with them is there: CHAINLINT_REALFILES, or beside the checkout.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "chainlint/x509/certificate.h"
#include "unit/asn1/octets.h"

namespace chainlint {
namespace {

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

// How many certificates each file holds, by CERTS.tsv, and which of them another library could load.
std::map<std::string, std::vector<std::string>> listed_subjects() {
  std::map<std::string, std::vector<std::string>> subjects;
  std::ifstream stream(root() / "CERTS.tsv");
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    const auto fields = split(line);
    if (fields.size() >= 6) subjects[fields[0]].push_back(fields[5]);
  }
  return subjects;
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
    bodies.push_back(base64(std::string_view(text).substr(at, end - at)));
  }
  return bodies;
}

// "CN=www.example.com" out of "C=DE, CN=www.example.com" or the other way round.
bool mentions(const std::string& listed, const std::string& common_name) { return listed.find(common_name) != std::string::npos; }

TEST(RealFiles, EveryListedCertificateIsReadWithItsSubject) {
  if (!fs::exists(root() / "CERTS.tsv")) GTEST_SKIP() << "no folder with real files";
  std::size_t read = 0, compared = 0, differ = 0;
  for (const auto& [path, subjects] : listed_subjects()) {
    const auto bodies = candidates(read_file(root() / "files" / path));
    if (bodies.size() != subjects.size()) continue;  // another kind of container, or one that is damaged on purpose
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      auto certificate = Certificate::parse(bodies[i], Digest256{});
      if (!certificate) continue;
      const std::string who = path + " " + std::to_string(i);
      ++read;
      for (const Defect& defect : (*certificate)->defects()) EXPECT_LE(defect.offset, bodies[i].size()) << who;
      const auto name = (*certificate)->subject().common_name();
      if (!name || subjects[i].find("CN=") == std::string::npos) continue;
      ++compared;
      if (!mentions(subjects[i], *name)) ++differ;
    }
  }
  EXPECT_GT(read, 0u);
  EXPECT_GT(compared, 0u);
  // Lists escape and transcribe a few names in their own way.
  EXPECT_LE(differ * 50, compared) << differ << " of " << compared << " differ; " << read << " read";
}

}  // namespace
}  // namespace chainlint
