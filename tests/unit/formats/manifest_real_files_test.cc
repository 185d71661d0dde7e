// Manifests and JSON that other projects wrote, against what their list says of them. Skipped where they are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "chainlint/base/location.h"
#include "chainlint/formats/reader.h"

namespace chainlint::formats {
namespace manifest_real_files_test {

using Strings = std::vector<std::string>;

struct Row {
  std::string path, format, certificates, keys;
};

// Rows that are considered wrong: the list says that no value contains PEM. python3-yaml and cryptography find a key and a certificate for
// konghq.com in each Secret of type kubernetes.io/tls, whose base64 is in literal blocks.
struct Correction {
  std::string_view path, certificates, keys;
};
constexpr std::array kCorrections = {
    Correction{"Kong+kubernetes-ingress-controller/internal/dataplane/testdata/golden/ingress-v1-rule-with-tls/in.yaml", "2", "2"},
    Correction{"Kong+kubernetes-ingress-controller/internal/dataplane/testdata/golden/ingress-v1-rule-with-tls-and-consumer/in.yaml", "1",
               "1"},
};

bool is_corrected(const std::string& path) {
  return std::any_of(kCorrections.begin(), kCorrections.end(), [&](const Correction& correction) { return correction.path == path; });
}

std::filesystem::path folder() {
  if (const char* named = std::getenv("CHAINLINT_REALFILES")) return named;
  return std::filesystem::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles";
}

std::vector<Strings> table(const char* name) {
  std::vector<Strings> rows;
  std::ifstream file(folder() / name);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    Strings fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    if (fields.size() > 5) rows.push_back(std::move(fields));
  }
  return rows;
}

std::vector<Row> rows() {
  std::vector<Row> result;
  for (const Strings& fields : table("MANIFEST.tsv")) {
    if (fields[2] == "k8s-yaml" || fields[2] == "json") result.push_back({fields[0], fields[2], fields[4], fields[5]});
    for (const Correction& correction : kCorrections) {
      if (correction.path != fields[0]) continue;
      result.back().certificates = correction.certificates;
      result.back().keys = correction.keys;
    }
  }
  return result;
}

Container read(const std::string& path) {
  std::ifstream file(folder() / "files" / path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  CertificateCache cache;
  return read_container(path, as_bytes(text.str()), {}, cache);
}

std::string told(const Container& container) {
  std::string text = container.path;
  for (const Diagnostic& diagnostic : container.diagnostics) {
    text += "\n  " + to_string(diagnostic.location) + ": " + std::string(to_string(diagnostic.severity)) + ": " + diagnostic.code + ": " +
            diagnostic.message;
  }
  return text;
}

TEST(ManifestRealFiles, ContainWhatTheirListSays) {
  if (rows().empty()) GTEST_SKIP() << "no files of other programs in " << folder();
  for (const Row& row : rows()) {
    const Container container = read(row.path);
    SCOPED_TRACE(told(container));
    if (container.format == Format::unknown) {
      // Nothing in it is about certificates, so that a folder of such files can be walked.
      EXPECT_EQ(row.certificates + row.keys, "00");
      continue;
    }
    EXPECT_EQ(container.format, row.format == "json" ? Format::json : Format::kubernetes);
    EXPECT_EQ(container.has_error() || container.has_diagnostic("yaml-template"), row.certificates == "must-fail");
    if (row.certificates == "must-fail") continue;
    EXPECT_EQ(std::to_string(container.count(EntryKind::certificate)), row.certificates);
    EXPECT_EQ(std::to_string(container.count(EntryKind::private_key)), row.keys);
  }
}

TEST(ManifestRealFiles, CertificatesAreThoseThatTheListNamesInItsOrder) {
  if (rows().empty()) GTEST_SKIP() << "no files of other programs in " << folder();
  std::map<std::string, Strings> expected;
  for (const Strings& fields : table("CERTS.tsv")) expected[fields[0]].push_back(fields[2]);
  for (const Row& row : rows()) {
    if (row.certificates == "must-fail" || is_corrected(row.path)) continue;
    Strings found;
    for (const Entry& entry : read(row.path).entries) {
      if (entry.certificate) found.push_back(to_hex(entry.certificate->sha256()));
    }
    EXPECT_EQ(found, expected[row.path]) << row.path;
  }
}

TEST(ManifestRealFiles, EveryEntryHasAUnitAPlaceAndALine) {
  if (rows().empty()) GTEST_SKIP() << "no files of other programs in " << folder();
  for (const Row& row : rows()) {
    for (const Entry& entry : read(row.path).entries) {
      EXPECT_FALSE(entry.unit.empty()) << row.path;
      EXPECT_FALSE(entry.location.inner.empty()) << row.path;
      EXPECT_TRUE(entry.location.line.has_value()) << row.path;
    }
  }
}

}  // namespace manifest_real_files_test
}  // namespace chainlint::formats
