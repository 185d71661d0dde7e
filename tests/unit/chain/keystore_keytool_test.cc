// What Java makes of a PKCS#12 file, asked of its keytool.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sending_case.h"

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
std::string listed_by_keytool(const SendingCase& made, const std::filesystem::path& folder, const char* type) {
  const std::string command = "cd '" + folder.string() + "' && keytool -list -rfc -storetype " + type +
                              " -keystore site.store -storepass secret >listed.txt 2>/dev/null";
  if (std::system(command.c_str()) != 0) return "keytool failed";
  std::ifstream file(folder / "listed.txt", std::ios::binary);
  formats::CertificateCache cache;
  const formats::Container container = formats::read_container("listed.txt", Bytes(std::istreambuf_iterator<char>(file), {}), {}, cache);
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
    std::string name = (std::filesystem::temp_directory_path() / "chainlint-keytool-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  void write(const mint::File& file) const {
    std::ofstream out(folder_ / "site.store", std::ios::binary);
    out.write(reinterpret_cast<const char*>(file.content.data()), static_cast<std::streamsize>(file.content.size()));
  }
  std::filesystem::path folder_;
};

class KeystoreKeytool : public Keytool, public testing::WithParamInterface<const char*> {};

TEST_P(KeystoreKeytool, LinksAsPredicted) {
  SendingCase made(kCertificates + "  site.pfx: { pkcs12: " + std::string(GetParam()) + ", password: secret }\n");
  made.anchors({"root"}).run(ServerFamily::keystore);
  write(made.file("site.pfx"));
  EXPECT_EQ(made.chain(), listed_by_keytool(made, folder_, "PKCS12"));
}

// keytool keeps the chain that it found in the PFX, whatever else the new store holds.
TEST_F(Keytool, KeepsTheChainInAJks) {
  SendingCase made(kCertificates + "  site.pfx: { pkcs12: [leaf, expired, inter, key(leaf)], password: secret }\n");
  write(made.file("site.pfx"));
  const std::string command = "cd '" + folder_.string() +
                              "' && mv site.store site.pfx && keytool -importkeystore -noprompt -srckeystore site.pfx -srcstoretype PKCS12 "
                              "-srcstorepass secret -destkeystore site.store -deststoretype JKS -deststorepass secret >made.txt 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::ifstream file(folder_ / "site.store", std::ios::binary);
  made.put({"site.jks", Bytes(std::istreambuf_iterator<char>(file), {}), "secret"}).run(ServerFamily::keystore);
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
