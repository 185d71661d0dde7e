#include "store_case.h"

namespace chainlint::write::store_test {
namespace java_keystore_rewriter_test {

Store keystore(const char* name, const std::string& password = "fixture") {
  return Store(fixture(std::string("foreign/") + name), {password});
}

std::string key_unit(const Store& store) { return store.entries(formats::EntryKind::private_key).at(0).unit; }

TEST(JavaKeystoreRewriter, LeavesAFileThatIsAlreadySo) {
  for (const char* name : {"keytool.jks", "keytool.jceks"}) {
    const Store file = keystore(name);
    EXPECT_EQ(*file.rewritten(holding(file.certificates(key_unit(file)), key_unit(file))), file.octets) << name;
  }
}

TEST(JavaKeystoreRewriter, ReplacesTheChainOfAKey) {
  for (const char* name : {"keytool.jks", "keytool.jceks"}) {
    const Store file = keystore(name);
    const std::string unit = key_unit(file);
    const auto wanted = reversed(file.certificates(unit));
    ASSERT_GT(wanted.size(), 1u);
    const Store result = file.after(holding(wanted, unit));
    EXPECT_FALSE(result.read.has_error()) << name;
    EXPECT_TRUE(result.read.facts.mac_verified) << name;
    EXPECT_EQ(digests(result.certificates(unit)), digests(wanted)) << name;
    EXPECT_EQ(result.read.entries.size(), file.read.entries.size()) << name;
    EXPECT_EQ(result.entries(formats::EntryKind::private_key).at(0).key_state, formats::KeyState::unlocked) << name;
    EXPECT_EQ(result.after(holding(file.certificates(unit), unit)).octets, file.octets) << name;
  }
}

TEST(JavaKeystoreRewriter, LeavesOtherEntriesAlone) {
  const Store file = keystore("keytool.jceks");
  const std::string unit = key_unit(file);
  const Store result = file.after(holding({file.certificates(unit).at(0)}, unit));
  EXPECT_EQ(result.entries(formats::EntryKind::secret).size(), 1u);
  EXPECT_EQ(digests(result.certificates("trusted certificates")), digests(file.certificates("trusted certificates")));
  EXPECT_EQ(result.certificates(unit).size(), 1u);
}

TEST(JavaKeystoreRewriter, ReplacesTrustedCertificates) {
  const Store file = keystore("keytool.jceks");
  const std::string unit = "trusted certificates";
  ASSERT_EQ(file.certificates(unit).size(), 1u);
  const auto added = Store(fixture("made/pfx-protection/anchors.pem"), {}).certificates().at(0);
  const std::vector<x509::CertificatePtr> wanted{added, file.certificates(unit).at(0)};
  const Store result = file.after(holding(wanted, unit));
  EXPECT_EQ(digests(result.certificates(unit)), digests(wanted));
  EXPECT_TRUE(result.read.facts.mac_verified);
  EXPECT_EQ(result.entries(formats::EntryKind::secret).size(), 1u);
  EXPECT_EQ(result.after(holding(file.certificates(unit), unit)).octets, file.octets);
}

TEST(JavaKeystoreRewriter, WantsThePassword) {
  const Store without(fixture("foreign/keytool.jks"), {});
  EXPECT_EQ(without.refusal(holding({}, key_unit(without))), "rewrite-password");
  const Store wrong = keystore("keytool.jks", "wrong");
  EXPECT_EQ(wrong.refusal(holding({}, key_unit(wrong))), "rewrite-password");
}

TEST(JavaKeystoreRewriter, KnowsItsEntries) {
  const Store file = keystore("keytool.jceks");
  EXPECT_EQ(file.refusal(holding({}, "nobody")), "rewrite-unit");
  // A key and a trusted certificate: which of them is meant must be said.
  EXPECT_EQ(file.refusal(holding({})), "rewrite-unit");
  EXPECT_EQ(file.refusal(holding({}, key_unit(file), "3des")), "rewrite-unsupported");
}

TEST(JavaKeystoreRewriter, RefusesADamagedFile) {
  const Bytes whole = fixture("foreign/keytool.jks");
  const Store cut(Bytes(whole.begin(), whole.end() - 60), {"fixture"});
  EXPECT_EQ(cut.refusal(holding({stranger()}, key_unit(cut))), "rewrite-damaged");
}

class JavaKeystoreTools : public ToolTest {};

TEST_F(JavaKeystoreTools, KeytoolReadsWhatIsWritten) {
  if (!installed("keytool")) GTEST_SKIP() << "no keytool";
  for (const char* name : {"keytool.jks", "keytool.jceks"}) {
    const Store file = keystore(name);
    const std::string unit = key_unit(file);
    auto wanted = file.certificates(unit);
    wanted.resize(1);
    wanted.push_back(Store(fixture("made/pfx-protection/anchors.pem"), {}).certificates().at(0));
    write(name, *file.rewritten(holding(wanted, unit)));
    const std::string type = std::string(name).substr(8);
    const std::string command =
        "keytool -list -v -keystore " + std::string(name) + " -storetype " + type + " -storepass fixture -alias '" + unit + "'";
    const std::string text = output_of(command);
    EXPECT_FALSE(text.starts_with("failed")) << text;
    EXPECT_NE(text.find("Certificate chain length: 2"), std::string::npos) << text;
    EXPECT_LT(text.find("CN=foreign.example.com"), text.find("CN=Example Root CA")) << text;
    // Only the key's password opens the key that is exported.
    const std::string exported = output_of("keytool -importkeystore -srckeystore " + std::string(name) + " -srcstoretype " + type +
                                           " -srcstorepass fixture -srcalias '" + unit + "' -destkeystore out.p12 -deststoretype PKCS12 " +
                                           "-deststorepass fixture -noprompt && rm out.p12");
    EXPECT_FALSE(exported.starts_with("failed")) << exported;
  }
}

}  // namespace java_keystore_rewriter_test
}  // namespace chainlint::write::store_test
