// Keystores that keytool makes while the test runs. Skipped where keytool, or the provider of Bouncy Castle, is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "reading_fixture.h"
#include "tool_runner.h"

namespace chainlint::formats {
namespace java_tools_test {

using Strings = std::vector<std::string>;

const std::string kForeign = CHAINLINT_SOURCE_DIR "/fixtures/foreign/";
constexpr const char* kProvider = "/usr/share/java/bcprov.jar";

class JavaTools : public ToolTest {
 protected:
  void SetUp() override {
    if (!installed("keytool")) GTEST_SKIP() << "no keytool";
  }

  bool keytool(const std::string& arguments) const { return run("keytool " + arguments + " </dev/null"); }
  std::string output() const { return folder_.read("output.txt"); }
};

// Copies the key and the chain of a foreign file, under passwords of the caller's choice.
std::string import_of_pair(const std::string& options) {
  return "-importkeystore -srckeystore '" + kForeign +
         "openssl-default.pfx' -srcstoretype PKCS12 -srcstorepass fixture -srcalias foreign " + options;
}

TEST_F(JavaTools, JksWithAKeyPasswordOfItsOwn) {
  ASSERT_TRUE(
      keytool(import_of_pair("-destkeystore made.jks -deststoretype JKS -deststorepass changeit -destkeypass 'other key' "
                             "-destalias 'W\xC3\xBCrzburg \xF0\x9F\x94\x91'")))
      << output();
  const Container locked = read_made("made.jks", {"changeit"});
  EXPECT_EQ(codes_of(locked), Strings{"key-locked"});
  EXPECT_TRUE(locked.facts.mac_verified);
  const Container open = read_made("made.jks", {"changeit", "other key"});
  EXPECT_EQ(codes_of(open), Strings{});
  ASSERT_EQ(open.entries.size(), 3u);
  ASSERT_TRUE(open.entries[0].key.has_value());
  EXPECT_EQ(open.entries[0].label, "w\xC3\xBCrzburg \xF0\x9F\x94\x91");
  EXPECT_EQ(open.entries[0].key->public_canonical, open.entries[1].certificate->public_key().canonical());
}

TEST_F(JavaTools, JceksWithASecretKeyListsWhatKeytoolLists) {
  const std::string store = "-keystore made.jceks -storetype JCEKS -storepass changeit ";
  const std::string fast = "-J-Djdk.jceks.iterationCount=10000 ";
  ASSERT_TRUE(keytool(import_of_pair(fast + "-destkeystore made.jceks -deststoretype JCEKS -deststorepass changeit -destkeypass changeit")))
      << output();
  ASSERT_TRUE(keytool(fast + "-genseckey -alias hmac -keyalg HmacSHA256 -keysize 256 -keypass changeit " + store)) << output();
  ASSERT_TRUE(keytool("-importcert -noprompt -alias root -file '" + kForeign + "openssl-root.pem' " + store)) << output();
  const Container container = read_made("made.jceks", {"changeit"});
  EXPECT_EQ(container.format, Format::jceks);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.count(EntryKind::secret), 1u);
  EXPECT_EQ(container.count(EntryKind::private_key), 1u);

  // keytool lists by alias.
  ASSERT_TRUE(keytool("-list -rfc " + store));
  Strings listed = sha256_of(read_text(output())), found = sha256_of(container);
  std::sort(listed.begin(), listed.end());
  std::sort(found.begin(), found.end());
  EXPECT_EQ(listed, found);
  EXPECT_EQ(found.size(), 3u);
}

TEST_F(JavaTools, KeystoresOfBouncyCastle) {
  if (!std::filesystem::exists(kProvider)) GTEST_SKIP() << "no libbcprov-java";
  const std::string provider = std::string("-providerpath ") + kProvider + " -provider org.bouncycastle.jce.provider.BouncyCastleProvider ";
  for (const std::string type : {"BKS", "UBER", "BCFKS"}) {
    ASSERT_TRUE(keytool(provider + import_of_pair("-destkeystore made." + type + " -deststoretype " + type +
                                                  " -deststorepass changeit -destkeypass changeit")))
        << output();
    const Container container = read_made(("made." + type).c_str(), {"changeit"});
    EXPECT_EQ(container.format, type == "BKS" ? Format::bks : type == "UBER" ? Format::uber : Format::bcfks);
    EXPECT_EQ(codes_of(container), Strings{}) << type;
    EXPECT_TRUE(container.facts.mac_verified) << type;
    ASSERT_EQ(container.entries.size(), 3u) << type;
    ASSERT_TRUE(container.entries[2].key.has_value()) << type;
    EXPECT_EQ(container.entries[2].key->public_canonical, container.entries[0].certificate->public_key().canonical()) << type;
  }
}

}  // namespace java_tools_test
}  // namespace chainlint::formats
