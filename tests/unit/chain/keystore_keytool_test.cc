// What Java makes of a PKCS#12 file, asked of its keytool.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "sending_case.h"
#include "unit/temporary_folder.h"

namespace chainlint::chain {
namespace keystore_keytool_test {

const std::string kCertificates =
    "certificates:\n"
    "  root:    { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter:   { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  expired: { subject: \"CN=Example CA 1,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: 2026-05-01 }\n"
    "  rekeyed: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  no_id:   { subject: \"CN=Example CA 1,O=Example\", key: same-as:inter, issuer: root, ca: true, subject_key_id: none }\n"
    "  leaf:    { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  old:     { subject: \"CN=Old Root,O=Example\", ca: true }\n"
    "  cross:   { subject: \"CN=Example Root,O=Example\", key: same-as:root, issuer: old, ca: true }\n"
    "files:\n";

// The names of the certificates that keytool lists, in its order; "" where it lists none.
std::string listed_by_keytool(const SendingCase& made, const TemporaryFolder& folder, const char* type) {
  const std::string command = "cd '" + folder.path() + "' && keytool -list -rfc -storetype " + type +
                              " -keystore site.store -storepass secret >listed.txt 2>/dev/null";
  if (std::system(command.c_str()) != 0) return "keytool failed";
  formats::CertificateCache cache;
  const formats::Container container = formats::read_container("listed.txt", to_bytes(as_bytes(folder.read("listed.txt"))), {}, cache);
  std::string names;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate) names += (names.empty() ? "" : " ") + made.name_of(*entry.certificate);
  }
  return names;
}

class Keytool : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v keytool >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no keytool";
  }
  const TemporaryFolder folder_;
};

class KeystoreKeytool : public Keytool, public testing::WithParamInterface<const char*> {};

TEST_P(KeystoreKeytool, LinksAsPredicted) {
  SendingCase made(kCertificates + "  site.pfx: { pkcs12: " + std::string(GetParam()) + ", password: secret }\n");
  made.anchors({"root"}).run(ServerFamily::keystore);
  folder_.write("site.store", as_text(made.file("site.pfx").content));
  EXPECT_EQ(made.chain(), listed_by_keytool(made, folder_, "PKCS12"));
}

// keytool keeps the chain that it found in the PFX, whatever else the new store contains.
TEST_F(Keytool, KeepsTheChainInAJks) {
  SendingCase made(kCertificates + "  site.pfx: { pkcs12: [leaf, expired, inter, key(leaf)], password: secret }\n");
  folder_.write("site.store", as_text(made.file("site.pfx").content));
  const std::string command = "cd '" + folder_.path() +
                              "' && mv site.store site.pfx && keytool -importkeystore -noprompt -srckeystore site.pfx -srcstoretype PKCS12 "
                              "-srcstorepass secret -destkeystore site.store -deststoretype JKS -deststorepass secret >made.txt 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  made.put({"site.jks", to_bytes(as_bytes(folder_.read("site.store"))), "secret"}).run(ServerFamily::keystore);
  EXPECT_EQ(made.chain(), "leaf expired");
  EXPECT_EQ(made.chain(), listed_by_keytool(made, folder_, "JKS"));
}

INSTANTIATE_TEST_SUITE_P(
    Pkcs12, KeystoreKeytool,
    testing::Values("[root, inter, leaf, key(leaf)]", "[leaf, key(leaf)]", "[leaf, expired, inter, key(leaf)]",
                    "[leaf, rekeyed, inter, key(leaf)]", "[leaf, rekeyed, no_id, key(leaf)]", "[leaf, inter, root, cross, old, key(leaf)]",
                    "[leaf, inter, cross, root, old, key(leaf)]", "[leaf, inter, key(leaf)], key_encryption: none",
                    "[key(leaf), leaf, inter], local_key_ids: false", "[leaf, inter, key(leaf)], local_key_ids: false",
                    "[inter, { certificate: leaf, friendly_name: www, local_key_id: none }, { key: leaf, friendly_name: WWW, local_key_id: "
                    "none }]",
                    "[{ certificate: leaf, friendly_name: a }, { certificate: inter, friendly_name: www }, { key: leaf, friendly_name: www "
                    "}]"));

}  // namespace keystore_keytool_test
}  // namespace chainlint::chain
