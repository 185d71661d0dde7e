// Registry exports, stores and trust lists that Windows and Wine wrote, against what other tools found in them. Skipped where the files
// are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "chainlint/formats/reader.h"

namespace chainlint::formats {
namespace windows_real_files_test {

namespace fs = std::filesystem;

fs::path folder() {
  if (const char* named = std::getenv("CHAINLINT_REALFILES")) return named;
  return fs::path(CHAINLINT_SOURCE_DIR) / ".." / "shared" / "realfiles";
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<std::vector<std::string>> rows_of(const char* name) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(folder() / name);
  for (std::string line; std::getline(file, line);) rows.push_back(split(line, '\t'));
  return rows;
}

Container read(const std::string& path) {
  std::ifstream file(folder() / "files" / path, std::ios::binary);
  const Bytes octets{std::istreambuf_iterator<char>(file), {}};
  CertificateCache cache;
  return read_container(path, octets, {}, cache);
}

std::string told(const Container& container) {
  std::string text = container.path;
  for (const Diagnostic& diagnostic : container.diagnostics) text += "\n  " + diagnostic.code + ": " + diagnostic.message;
  return text;
}

// The number behind "ctl-entries=" in the words of a row.
std::optional<std::size_t> number_in(const std::string& words, const std::string& name) {
  for (const std::string& word : split(words, ' ')) {
    if (word.starts_with(name + "=")) return std::stoul(word.substr(name.size() + 1));
  }
  return std::nullopt;
}

const TrustList* list_of(const Container& container) {
  for (const Entry& entry : container.entries) {
    if (entry.trust_list) return entry.trust_list.get();
  }
  return nullptr;
}

void check_certificates(const std::vector<std::string>& row, const Container& container) {
  using Named = std::pair<std::string, std::string>;  // SHA-256 and friendly name
  static const auto certificates = [] {
    std::map<std::string, std::vector<Named>> found;
    for (const auto& fields : rows_of("CERTS.tsv")) {
      if (fields.size() > 4) found[fields[0]].emplace_back(fields[2], fields[4]);
    }
    return found;
  }();
  std::vector<Named> read_certificates;
  std::size_t stored = 0;
  const bool damaged = number_in(row[6], "malformed_certs").has_value();
  for (const Entry& entry : container.entries) {
    if (entry.certificate) read_certificates.emplace_back(to_hex(entry.certificate->sha256()), entry.label);
    stored += entry.certificate || (damaged && entry.kind == EntryKind::other) ? 1 : 0;
  }
  EXPECT_EQ(std::to_string(stored), row[4]);
  EXPECT_EQ(container.has_error(), damaged);
  const auto expected = certificates.find(row[0]);
  if (expected != certificates.end() && !damaged) {
    EXPECT_EQ(read_certificates, expected->second);
  }
}

TEST(WindowsRealFiles, ContainWhatOtherToolsFound) {
  std::size_t rows = 0;
  const std::map<std::string, Format> formats = {{"reg", Format::reg}, {"regblob", Format::registry_blob}, {"ctl-stl", Format::ctl}};
  for (const auto& row : rows_of("MANIFEST.tsv")) {
    const auto format = row.size() > 6 ? formats.find(row[2]) : formats.end();
    if (format == formats.end()) continue;
    ++rows;
    const Container container = read(row[0]);
    SCOPED_TRACE(told(container));
    EXPECT_EQ(container.format, format->second);
    if (row[4] == "must-fail") {
      EXPECT_TRUE(container.has_error());
      continue;
    }
    check_certificates(row, container);
    if (const auto entries = number_in(row[6], "ctl-entries")) {
      ASSERT_NE(list_of(container), nullptr);
      EXPECT_EQ(list_of(container)->entries.size(), *entries);
    }
  }
  if (rows == 0) GTEST_SKIP() << "no files of other programs in " << folder();
}

TEST(WindowsRealFiles, KeysOfExportsAreNamedAsTheirCertificates) {
  std::size_t entries = 0;
  for (const auto& row : rows_of("MANIFEST.tsv")) {
    if (row.size() < 7 || row[2] != "reg" || row[4] == "must-fail") continue;
    const Container container = read(row[0]);
    SCOPED_TRACE(told(container));
    EXPECT_FALSE(container.has_diagnostic("registry-thumbprint-mismatch"));
    for (const Entry& entry : container.entries) {
      ++entries;
      EXPECT_FALSE(entry.store.empty());
      EXPECT_FALSE(entry.store_location.empty());
      EXPECT_TRUE(entry.location.line.has_value());
    }
  }
  if (entries == 0) GTEST_SKIP() << "no registry exports in " << folder();
}

// The numbers were counted with a reader in Python; digest and dates were seen with openssl asn1parse.
TEST(WindowsRealFiles, AuthrootListsRootsByHash) {
  const std::string path = "Harvester57+Windows-RootCerts/out/authroot.stl";
  if (!fs::exists(folder() / "files" / path)) GTEST_SKIP() << "no " << path;
  const Container container = read(path);
  ASSERT_NE(list_of(container), nullptr);
  const TrustList& list = *list_of(container);
  EXPECT_TRUE(list.lists_roots());
  EXPECT_EQ(to_hex(list.sequence_number), "1401d6a0e180b918ae");
  EXPECT_EQ(list.this_update->to_string(), "2020-10-12T21:49:04Z");
  EXPECT_FALSE(list.next_update.has_value());
  EXPECT_EQ(list.digests, TrustListDigest::sha1);
  const auto count = [&](auto holds) { return std::count_if(list.entries.begin(), list.entries.end(), holds); };
  EXPECT_EQ(count([](const TrustListEntry& entry) { return !entry.friendly_name.empty(); }), 417);
  EXPECT_EQ(count([](const TrustListEntry& entry) { return !entry.usages.empty(); }), 411);
  EXPECT_EQ(count([](const TrustListEntry& entry) { return !entry.removed_usages.empty(); }), 23);
  EXPECT_EQ(count([](const TrustListEntry& entry) { return entry.distrusted_from.has_value(); }), 95);
  EXPECT_EQ(count([](const TrustListEntry& entry) { return entry.not_before_limit.has_value(); }), 223);
  EXPECT_EQ(count([](const TrustListEntry& entry) { return !entry.limited_usages.empty(); }), 112);
  EXPECT_EQ(to_hex(list.entries[0].digest), "cdd4eeae6000ac7f40c3802c171e30148030c072");
  EXPECT_EQ(list.entries[0].not_before_limit->date(), "2017-04-30");
  EXPECT_EQ(container.entries[0].description, "certificate trust list, 417 entries");
}

TEST(WindowsRealFiles, DisallowedListNamesKeysAndSignatures) {
  const std::string path = "Harvester57+Windows-RootCerts/out/disallowedcert.stl";
  if (!fs::exists(folder() / "files" / path)) GTEST_SKIP() << "no " << path;
  const Container container = read(path);
  ASSERT_NE(list_of(container), nullptr);
  const TrustList& list = *list_of(container);
  EXPECT_TRUE(list.lists_disallowed());
  EXPECT_EQ(list.identifier, "DisallowedCert_AutoUpdate_1");
  EXPECT_EQ(list.digests, TrustListDigest::signature);
  const auto keys = std::count_if(list.entries.begin(), list.entries.end(), [](const auto& entry) { return entry.digest.size() == 16; });
  const auto signatures =
      std::count_if(list.entries.begin(), list.entries.end(), [](const auto& entry) { return entry.digest.size() == 48; });
  EXPECT_EQ(keys, 67);
  EXPECT_EQ(signatures, 6);
}

}  // namespace windows_real_files_test
}  // namespace chainlint::formats
