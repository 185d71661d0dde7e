// Every Java keystore of the collection of real files contains what the collection says of it.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "real_files.h"

namespace chainlint::formats {
namespace java_real_files_test {

using namespace real_files;
using Strings = std::vector<std::string>;

bool password_is_known(const Row& row) { return row.password != "unknown"; }

std::vector<Row> read_manifest() {
  static const std::set<std::string> kFormats{"jks", "jceks", "bks", "uber"};
  return rows([](const Row& row) { return kFormats.contains(row.format); });
}

// Keys whose password is not that of the store, which is the only one that the collection names: keytool too says "Cannot recover key"
// with that of the store. `password` is the one with which keytool opens them all; empty where it is not known.
struct OwnPassword {
  std::size_t keys;
  std::string password;
};
const std::map<std::string, OwnPassword> kOwnPasswords{
    {"apache+tomcat/test/org/apache/tomcat/util/net/localhost-rsa-copy1.jks", {1, "tomcatpass"}},
    {"eclipse-vertx+vert.x/vertx-core/src/test/resources/tls/multiple-alias-password.jks", {2, ""}},
    {"pavlo-v-chernykh+keystore-go/examples/keypass/keystore.jks", {1, ""}},
    {"spring-projects+spring-boot/core/spring-boot-autoconfigure/src/test/resources/org/springframework/boot/autoconfigure/ssl/test.jks",
     {1, "password"}},
    {"spring-projects+spring-boot/core/spring-boot/src/test/resources/org/springframework/boot/ssl/jks/test.jks", {2, "password"}},
    {"spring-projects+spring-boot/module/spring-boot-cloudfoundry/src/test/resources/org/springframework/boot/cloudfoundry/autoconfigure/"
     "actuate/endpoint/servlet/test.jks",
     {1, "password"}},
    {"spring-projects+spring-boot/smoke-test/spring-boot-smoke-test-jetty-ssl/src/main/resources/sample.jks", {1, "password"}},
    {"square+certigo/jceks/testdata/encoder-re-encode-private-key.jceks", {1, "key-password"}},
    {"square+certigo/jceks/testdata/private-key.jceks", {1, "key-password"}},
};

std::size_t count_locked(const Container& container) {
  std::size_t locked = 0;
  for (const Entry& entry : container.entries) locked += entry.kind == EntryKind::private_key && !entry.key ? 1 : 0;
  return locked;
}

// A key is that of the first certificate in its unit.
bool keys_fit_their_chains(const Container& container) {
  std::map<std::string, const Entry*> leaves;
  for (const Entry& entry : container.entries) {
    if (entry.certificate && !entry.trusted_certificate) leaves.try_emplace(entry.unit, &entry);
  }
  for (const Entry& entry : container.entries) {
    const auto leaf = leaves.find(entry.unit);
    if (!entry.key || entry.key->public_canonical.empty() || leaf == leaves.end()) continue;
    if (entry.key->public_canonical != leaf->second->certificate->public_key().canonical()) return false;
  }
  return true;
}

std::string compare_entries(const Row& row, const Strings* digests, const Container& container) {
  std::size_t trusted = 0;
  Strings found;
  for (const Entry& entry : container.entries) {
    trusted += entry.trusted_certificate ? 1 : 0;
    if (entry.certificate) found.push_back(to_hex(entry.certificate->sha256()));
  }
  if (found.size() != std::stoul(row.certificates)) return "expected certificates: " + row.certificates;
  if (digests != nullptr && found != *digests) return "other certificates or another order";
  if (container.count(EntryKind::private_key) != std::stoul(row.keys)) return "expected keys: " + row.keys;
  if (trusted != row.extra_count("trusted")) return "trusted certificates: " + std::to_string(trusted);
  if (container.count(EntryKind::secret) != row.extra_count("secrets")) return "expected secrets: " + row.extra;
  const auto own = kOwnPasswords.find(row.path);
  const std::size_t locked = own == kOwnPasswords.end() ? 0 : own->second.keys;
  if (password_is_known(row) && count_locked(container) != locked) {
    return "keys that stay locked: " + std::to_string(count_locked(container));
  }
  return keys_fit_their_chains(container) ? "" : "a key is not that of its certificate";
}

std::string compare(const Row& row, const Strings* digests, const Container& container) {
  if (to_string(container.format) != row.format) return "format is " + std::string(to_string(container.format));
  if (row.certificates == "must-fail") return container.status == ReadStatus::unreadable ? "" : "not unreadable";
  if (container.has_error()) return "unexpected error";
  if (container.facts.mac_verified != password_is_known(row)) return "integrity verified or not, against expectation";
  return compare_entries(row, digests, container);
}

TEST(JavaRealFiles, AreReadAsOtherToolsReadThem) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  const auto digests = read_digests();
  CertificateCache certificates;
  for (const Row& row : rows) {
    const Bytes data = contents(row.path);
    ASSERT_FALSE(data.empty()) << row.path;
    ReadOptions options;
    if (password_is_known(row)) options.passwords = {Password(row.password)};
    const Container container = read_container(row.path, data, options, certificates);
    const auto expected = digests.find(row.path);
    const std::string disagreement = compare(row, expected == digests.end() ? nullptr : &expected->second, container);
    if (!disagreement.empty()) ADD_FAILURE() << row.path << ": " << disagreement << "; read: " << summary(container);
  }
}

TEST(JavaRealFiles, KeysOpenWithTheirOwnPasswords) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  CertificateCache certificates;
  for (const Row& row : rows) {
    const auto own = kOwnPasswords.find(row.path);
    if (own == kOwnPasswords.end() || own->second.password.empty()) continue;
    ReadOptions options;
    options.passwords = {Password(row.password), Password(own->second.password)};
    const Container container = read_container(row.path, contents(row.path), options, certificates);
    EXPECT_EQ(count_locked(container), 0u) << row.path << ": " << summary(container);
    EXPECT_TRUE(keys_fit_their_chains(container)) << row.path;
  }
}

TEST(JavaRealFiles, FailCleanlyWithAWrongPasswordAndKeepTheirCertificates) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  CertificateCache certificates;
  for (const Row& row : rows) {
    ReadOptions options;
    options.passwords = {Password("not the password of this file")};
    const Container container = read_container(row.path, contents(row.path), options, certificates);
    const bool closed = row.format == "uber";
    EXPECT_TRUE(container.has_diagnostic(closed ? "password-wrong" : "keystore-integrity")) << row.path << ": " << summary(container);
    EXPECT_EQ(container.count(EntryKind::certificate), closed ? 0 : std::stoul(row.certificates)) << row.path;
  }
}

TEST(JavaRealFiles, CutOnesAreErrors) {
  const auto rows = read_manifest();
  if (rows.empty()) GTEST_SKIP() << "no collection of real files (CHAINLINT_REALFILES)";
  CertificateCache certificates;
  for (const Row& row : rows) {
    const Bytes data = contents(row.path);
    const Container container = read_container(row.path, ByteView(data).first(data.size() * 2 / 3), ReadOptions{}, certificates);
    EXPECT_TRUE(container.has_error()) << row.path << ": " << summary(container);
  }
}

}  // namespace java_real_files_test
}  // namespace chainlint::formats
