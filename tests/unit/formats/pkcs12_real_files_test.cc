// Every PKCS#12 file of the collection of real files, against what other tools found in it. Skipped where the collection is absent.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/formats/reader.h"
#include "real_files.h"

namespace chainlint::formats {
namespace pkcs12_real_files_test {

using namespace real_files;

// The MAC and the encryption of a file may have passwords of their own.
std::vector<Password> passwords_of(const Row& row) {
  const std::string& password = row.password;
  if (password == "-") return {};
  if (password == "\"\"") return {Password("")};
  if (!password.starts_with("mac=")) return {Password(password)};
  const auto semicolon = password.find(";enc=");
  return {Password(password.substr(4, semicolon - 4)), Password(password.substr(semicolon + 5))};
}

std::vector<Row> read_manifest() {
  return rows([](const Row& row) {
    const bool hostile = row.format == "hostile" && row.path.find("/p12-") != std::string::npos;
    return row.format == "pkcs12" || hostile;
  });
}

bool refused_by_name(const Container& container) {
  return container.has_diagnostic("encryption-unsupported") || container.has_diagnostic("mac-unsupported") ||
         container.has_diagnostic("key-locked");
}

// Files of which something is refused on purpose: the start of the name, and the diagnostic that says so.
struct Refusal {
  std::string_view path;
  std::string_view code;
};
constexpr Refusal kRefusedOnPurpose[] = {
    // Twelve SafeContents inside each other, the innermost empty; ten are read. certtool and NSS refuse the file too, OpenSSL finds
    // nothing.
    {"randombit+botan/src/tests/data/pkcs12/nesting_too_deep.pfx", "pkcs12-nesting"},
    // A CRLBag without type and value: its content ends where they should begin. openssl asn1parse shows an empty SEQUENCE.
    {"randombit+botan/src/tests/data/pkcs12/unknown_bag_crl.pfx", "pkcs12-damaged"},
};

std::string compare(const Row& row, const std::vector<std::string>& digests, const Container& container) {
  if (container.format != Format::pkcs12 && row.certificates != "must-fail") return "format is " + std::string(to_string(container.format));
  for (const Refusal& refusal : kRefusedOnPurpose) {
    if (!row.path.starts_with(refusal.path)) continue;
    return container.has_diagnostic(refusal.code) ? "" : "expected the diagnostic " + std::string(refusal.code);
  }
  if (row.certificates == "must-fail") return container.has_error() ? "" : "no error, expected one";
  std::size_t trusted = 0, locked = 0;
  std::vector<std::string> found;
  for (const Entry& entry : container.entries) {
    trusted += entry.trusted_certificate ? 1 : 0;
    locked += entry.kind == EntryKind::private_key && !entry.key ? 1 : 0;
    if (entry.certificate) found.push_back(to_hex(entry.certificate->sha256()));
  }
  if (found.size() != std::stoul(row.certificates)) return "expected certificates: " + row.certificates;
  if (!digests.empty() && found != digests) return "other certificates or another order";
  if (container.count(EntryKind::private_key) != std::stoul(row.keys)) return "expected keys: " + row.keys;
  // Of one file, the keys have the empty password, which the tools of the list did not try: 'openssl pkcs8 -passin pass:' opens them.
  const bool opens = row.path.ends_with("spring-boot-micrometer-metrics/src/test/resources/certificates/chains.p12");
  if (locked != (opens ? 0 : row.extra_count("undecryptable_keys"))) return "keys that stay locked: " + std::to_string(locked);
  if (trusted != row.extra_count("trusted")) return "trusted certificates: " + std::to_string(trusted);
  if (container.count(EntryKind::secret) != row.extra_count("secrets")) return "expected secrets: " + row.extra;
  if (container.count(EntryKind::crl) != row.extra_count("crls")) return "expected CRLs: " + row.extra;
  if (container.has_error()) return "unexpected error";
  return "";
}

TEST(Pkcs12RealFiles, AreReadAsOtherToolsReadThem) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  const auto digests = read_digests();
  CertificateCache certificates;
  std::size_t refused = 0;
  for (const Row& row : rows) {
    const Bytes data = contents(row.path);
    ASSERT_FALSE(data.empty()) << row.path;
    ReadOptions options;
    options.passwords = passwords_of(row);
    const Container container = read_container(row.path, data, options, certificates);
    const auto expected = digests.find(row.path);
    const std::string disagreement = compare(row, expected == digests.end() ? std::vector<std::string>{} : expected->second, container);
    if (disagreement.empty()) continue;
    if (row.tier == "exotic" && refused_by_name(container)) {
      ++refused;
      continue;
    }
    ADD_FAILURE() << row.tier << ' ' << row.path << ": " << disagreement << "; read: " << summary(container);
  }
  RecordProperty("refused_by_name", static_cast<int>(refused));
}

TEST(Pkcs12RealFiles, FailCleanlyWithoutTheirPassword) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  CertificateCache certificates;
  for (const Row& row : rows) {
    if (row.tier != "core" || row.password == "\"\"" || row.password == "-") continue;
    ReadOptions options;
    options.passwords = {Password("not the password of this file")};
    const Container container = read_container(row.path, contents(row.path), options, certificates);
    const bool clean = container.has_diagnostic("password-wrong") || container.has_diagnostic("key-locked") ||
                       container.facts.password == PasswordUse::none_needed;
    EXPECT_TRUE(clean) << row.path << ": " << summary(container);
    EXPECT_FALSE(container.has_diagnostic("pkcs12-damaged")) << row.path << ": " << summary(container);
  }
}

}  // namespace pkcs12_real_files_test
}  // namespace chainlint::formats
