// JSON hand-offs, in the shapes that the documentation of each service gives.
#include <gtest/gtest.h>

#include "manifest_samples.h"

namespace chainlint::formats {
namespace json_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

std::string member(std::string_view name, std::string_view text) { return "\"" + std::string(name) + "\": \"" + escaped(text) + "\""; }

TEST(Json, ReadsAnExportOfAwsCertificateManager) {
  const Container container = read_text("{\n  " + member("Certificate", leaf_pem()) + ",\n  " + member("CertificateChain", root_pem()) +
                                        ",\n  " + member("PrivateKey", key_pem()) + "\n}\n");
  EXPECT_EQ(container.format, Format::json);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(openssl_samples::kLeafSha256), std::string(openssl_samples::kRootSha256)}));
  EXPECT_EQ(units_of(container), (Strings{"/", "/", "/"}));
  EXPECT_EQ(places_of(container), (Strings{"/Certificate line 2", "/CertificateChain line 3", "/PrivateKey line 4"}));
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Json, UnitsAreTheObjectsThatContainTheStrings) {
  const Container iam = read_text("{\"ServerCertificate\": {\"ServerCertificateMetadata\": {\"Path\": \"/\"}, " +
                                  member("CertificateBody", leaf_pem()) + ", " + member("CertificateChain", root_pem()) + "}}");
  EXPECT_EQ(units_of(iam), (Strings{"/ServerCertificate", "/ServerCertificate"}));
}

TEST(Json, VaultRepeatsTheIssuerOfItsChain) {
  const std::string chain = "\"ca_chain\": [\"" + escaped(root_pem()) + "\"], ";
  const std::string rest =
      member("certificate", leaf_pem()) + ", " + member("issuing_ca", root_pem()) + ", " + member("private_key", key_pem());
  const Container with_chain = read_text("{\"data\": {" + chain + rest + "}}");
  EXPECT_EQ(places_of(with_chain).at(0), "/data/ca_chain/0 line 1");
  EXPECT_EQ(units_of(with_chain), (Strings{"/data", "/data", "/data/issuing_ca", "/data"}));
  EXPECT_EQ(units_of(read_text("{\"data\": {" + rest + "}}")), (Strings{"/data", "/data", "/data"}));
}

TEST(Json, ReadsTraefiksStore) {
  const std::string certificate =
      "{\"domain\": {\"main\": \"www\"}, \"certificate\": \"" + base64(leaf_pem()) + "\", \"key\": \"" + base64(key_pem()) + "\"}";
  const Container container = read_text("{\"le\": {\"Account\": {\"PrivateKey\": \"" + std::string(openssl_samples::kSec1) +
                                        "\"}, \"Certificates\": [" + certificate + ", " + certificate + "]}}");
  EXPECT_EQ(units_of(container),
            (Strings{"/le/Account", "/le/Certificates/0", "/le/Certificates/0", "/le/Certificates/1", "/le/Certificates/1"}));
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Json, ReadsKeyVaultAndSaysWhereItsValueIsDamaged) {
  const Container shown = read_text("{\"cer\": \"" + std::string(openssl_samples::kLeaf) + "\", \"kid\": \"https://x\"}");
  EXPECT_EQ(places_of(shown), Strings{"/cer line 1"});
  const Container damaged = read_text("{\"contentType\": \"application/x-pkcs12\",\n\"value\": \"MIIKPAIBAzCCCfgGCSqGSIb3DQEHAaCC!!!" +
                                      std::string(40, 'A') + "\", \"cer\": \"" + std::string(openssl_samples::kLeaf) + "\"}");
  EXPECT_EQ(told(damaged),
            Strings{"error json-value-unreadable at /value line 2: the content type is 'application/x-pkcs12', but the value "
                    "is not of that type: it is damaged or truncated"});
}

TEST(Json, ArraysBelongToTheObjectThatContainsThem) {
  const std::string one = "\"" + escaped(leaf_pem()) + "\"", two = "\"" + escaped(root_pem()) + "\"";
  const Container container = read_text("{\"a\": {\"peer_certificate\": " + one + ", \"trusted_certs\": [" + two + ", " + two +
                                        "], \"intermediates\": [[" + two + "]]}}");
  EXPECT_EQ(units_of(container), (Strings{"/a", "/a/trusted_certs", "/a/trusted_certs", "/a"}));
  EXPECT_EQ(places_of(container).at(3), "/a/intermediates/0/0 line 1");
  EXPECT_EQ(units_of(read_text("[" + one + ", " + two + "]")), (Strings{"/", "/"}));
}

TEST(Json, PairsAreUnitsByTheirNames) {
  const Container container = read_text("{" + member("server_cert", leaf_pem()) + ", " + member("server_key", key_pem()) + ", " +
                                        member("clientCert", leaf_pem()) + ", " + member("clientKey", key_pem()) + "}");
  EXPECT_EQ(units_of(container), (Strings{"/ server", "/ server", "/ client", "/ client"}));
}

TEST(Json, RequestsAreEntries) {
  const Container container = read_text("{\"result\": {" + member("csr", pem("CERTIFICATE REQUEST", openssl_samples::kRequest)) + "}}");
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::certificate_request);
}

TEST(Json, DocumentsBackToBackAreRead) {
  const std::string one = "{" + member("cert", leaf_pem()) + "}";
  const Container container = read_text(one + "\n" + one + "\n");
  EXPECT_EQ(places_of(container), (Strings{"document 1 /cert line 1", "document 2 /cert line 2"}));
  EXPECT_EQ(units_of(container), (Strings{"document 1 /", "document 2 /"}));
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Json, DoubledEscapesAndUrlSafeBase64AreRead) {
  std::string doubled;
  for (const char c : leaf_pem()) doubled += c == '\n' ? std::string("\\\\n") : std::string(1, c);
  const Container container = read_text("{\"a\": \"" + doubled + "\"}");
  EXPECT_EQ(sha256_of(container), Strings{std::string(openssl_samples::kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{"pem-escaped-newlines"});
  std::string url(openssl_samples::kRoot);
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  EXPECT_EQ(sha256_of(read_text("{\"x5c\": [\"" + url + "\"]}")), Strings{std::string(openssl_samples::kRootSha256)});
}

TEST(Json, PointersAreEscaped) {
  EXPECT_EQ(places_of(read_text("{\"a/b~c\": {" + member("cert", leaf_pem()) + "}}")), Strings{"/a~1b~0c/cert line 1"});
}

TEST(Json, APathThatIsTooLongKeepsItsEnd) {
  std::string text = "{" + member("cert", leaf_pem()) + "}";
  for (int i = 0; i < 20; ++i) text = "{\"" + std::string(100000, 'k') + "\": " + text + "}";
  const Container container = read_text(text);
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_LT(container.entries[0].location.inner.size(), 1100u);
  EXPECT_LT(container.entries[0].unit.size(), 1100u);
  EXPECT_TRUE(container.entries[0].location.inner.ends_with("kkk.../cert"));
}

TEST(Json, JsonInAStringOfJsonIsRead) {
  std::string nested;
  for (const char c : "{" + member("cert", leaf_pem()) + "}") nested += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  const Container container = read_text("{\"SecretString\": \"" + nested + "\"}");
  EXPECT_EQ(places_of(container), Strings{"/SecretString > /cert line 1"});
}

TEST(Json, EntriesBeforeDamageAreKept) {
  const Container container = read_text("{" + member("cert", leaf_pem()) + ",\n \"key\": \"" + escaped(key_pem()) + "\", oops}");
  EXPECT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(codes_of(container), Strings{"json-syntax"});
  EXPECT_EQ(container.diagnostics[0].location.line, 2u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(Json, OtherJsonIsOfNoKnownKind) {
  EXPECT_EQ(read_text("{\"name\": \"left-pad\", \"integrity\": \"sha512-XI5MIIabc\"}").format, Format::unknown);
  EXPECT_EQ(read_text("{{ .Values.x }} -----BEGIN CERTIFICATE-----").format == Format::json, false);
}

}  // namespace json_test
}  // namespace chainlint::formats
