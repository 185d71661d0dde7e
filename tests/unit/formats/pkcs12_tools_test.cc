// PFX files that other programs make while the test runs, in every form of encryption that they offer. A program that is absent is skipped.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "pkcs12_builder.h"
#include "tool_runner.h"

namespace chainlint::formats {
namespace pkcs12_tools_test {

using namespace pkcs12_test;

class Pkcs12Tools : public ToolTest {
 protected:
  void SetUp() override {
    write_pem("c.pem", "CERTIFICATE", pkcs12_samples::kCertificate);
    write_pem("k.pem", "PRIVATE KEY", pkcs12_samples::kPrivateKey);
  }

  Container read_made(const std::vector<std::string>& passwords) const {
    return read(to_bytes(as_bytes(folder_.read("made.p12"))), passwords);
  }

  // Makes a file with `command` and expects one key and the one certificate that belongs to it.
  Container expect_pair(const std::string& command, const std::vector<std::string>& passwords) const {
    std::filesystem::remove(folder_.path("made.p12"));
    EXPECT_TRUE(run(command)) << command;
    const Container container = read_made(passwords);
    EXPECT_EQ(codes(container), "") << command;
    const Entry* certificate = first(container, EntryKind::certificate);
    const Entry* key = first(container, EntryKind::private_key);
    EXPECT_EQ(container.entries.size(), 2u) << command;
    if (certificate == nullptr || key == nullptr || !key->key) {
      ADD_FAILURE() << "certificate or key is missing: " << command;
    } else {
      EXPECT_EQ(key->key->public_canonical, certificate->certificate->public_key().canonical()) << command;
    }
    return container;
  }
};

const std::string kOpenssl = "openssl pkcs12 -export -inkey k.pem -in c.pem -name www -out made.p12 ";

TEST_F(Pkcs12Tools, OpensslCiphersAndMacs) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  for (const char* cipher : {"AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC", "CAMELLIA-256-CBC", "ARIA-128-CBC"}) {
    const auto container = expect_pair(kOpenssl + "-passout pass:secret -keypbe " + cipher + " -certpbe " + cipher, {"secret"});
    EXPECT_EQ(container.facts.password, PasswordUse::given);
  }
  for (const char* mac : {"sha1", "sha224", "sha256", "sha384", "sha512"}) {
    const auto container = expect_pair(kOpenssl + "-passout pass:secret -iter 100 -maciter -macalg " + mac, {"secret"});
    EXPECT_TRUE(container.facts.mac_verified) << mac;
  }
  EXPECT_FALSE(expect_pair(kOpenssl + "-passout pass:secret -nomac", {"secret"}).facts.mac.has_value());
}

TEST_F(Pkcs12Tools, OpensslLegacyProvider) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  if (!run("openssl pkcs12 -legacy -export -nokeys -in c.pem -passout pass:x -out made.p12")) GTEST_SKIP() << "no legacy provider";
  for (const char* scheme : {"PBE-SHA1-3DES", "PBE-SHA1-2DES", "PBE-SHA1-RC2-128", "PBE-SHA1-RC2-40", "PBE-SHA1-RC4-128", "PBE-SHA1-RC4-40",
                             "PBE-MD5-DES", "PBE-SHA1-DES", "PBE-SHA1-RC2-64", "PBE-MD5-RC2-64"}) {
    expect_pair(kOpenssl + "-legacy -passout pass:secret -keypbe " + scheme + " -certpbe " + scheme, {"wrong", "secret"});
  }
}

TEST_F(Pkcs12Tools, OpensslPasswordsPastAscii) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  for (const char* password : {"pässwörd€", "Łódź is in Poland", "\xF0\x9F\x94\x91 key", "a b"}) {
    expect_pair(kOpenssl + "-passout 'pass:" + password + "'", {password});
    expect_pair(kOpenssl + "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -passout 'pass:" + password + "'", {password});
  }
  EXPECT_EQ(expect_pair(kOpenssl + "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -passout pass:", {}).facts.password, PasswordUse::empty);
}

TEST_F(Pkcs12Tools, Keytool) {
  if (!installed("keytool")) GTEST_SKIP() << "no keytool";
  const std::string keytool =
      "keytool -genkeypair -alias www -keyalg EC -groupname secp256r1 -dname CN=www.example.com -keystore made.p12 "
      "-storetype PKCS12 -storepass changeit ";
  const auto modern = expect_pair(keytool, {"changeit"});
  ASSERT_FALSE(modern.entries.empty());
  EXPECT_EQ(modern.entries[0].label, "www");
  expect_pair(keytool + "-J-Dkeystore.pkcs12.legacy", {"changeit"});
  const auto plain =
      expect_pair(keytool + "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE", {"changeit"});
  EXPECT_FALSE(plain.facts.mac.has_value());
}

TEST_F(Pkcs12Tools, KeytoolWithSeveralKeysAndASecret) {
  if (!installed("keytool")) GTEST_SKIP() << "no keytool";
  const std::string store = " -keystore made.p12 -storetype PKCS12 -storepass changeit ";
  for (const char* alias : {"one", "two"}) {
    ASSERT_TRUE(run("keytool -genkeypair -keyalg EC -groupname secp256r1 -alias " + std::string(alias) + " -dname CN=" + alias + store));
  }
  ASSERT_TRUE(run("keytool -genseckey -keyalg AES -keysize 128 -alias three" + store));
  const Container container = read_made({"changeit"});
  EXPECT_EQ(codes(container), "");
  EXPECT_EQ(container.count(EntryKind::private_key), 2u);
  EXPECT_EQ(container.count(EntryKind::certificate), 2u);
  ASSERT_EQ(container.count(EntryKind::secret), 1u);
  EXPECT_EQ(first(container, EntryKind::secret)->label, "three");
}

TEST_F(Pkcs12Tools, OpensslPbmac1) {
  if (!installed("openssl") || !run(kOpenssl + "-passout pass:secret -pbmac1_pbkdf2")) GTEST_SKIP() << "no openssl that writes PBMAC1";
  const Container container = expect_pair(kOpenssl + "-passout pass:secret -pbmac1_pbkdf2", {"secret"});
  EXPECT_TRUE(container.facts.mac_verified);
}

TEST_F(Pkcs12Tools, Certtool) {
  if (!installed("certtool")) GTEST_SKIP() << "no certtool";
  const std::string certtool =
      "certtool --to-p12 --load-privkey k.pem --load-certificate c.pem --p12-name www --outder --outfile made.p12 ";
  expect_pair(certtool + "--password secret", {"secret"});
  expect_pair(certtool + "--password secret --pkcs-cipher 3des-pkcs12", {"secret"});
  // certtool 3.8.9 crashes on this one.
  const std::string null_password = certtool + "--null-password --pkcs-cipher 3des-pkcs12";
  if (run(null_password)) {
    EXPECT_EQ(expect_pair(null_password, {}).facts.password, PasswordUse::absent);
  }
  EXPECT_EQ(expect_pair(certtool + "--empty-password", {}).facts.password, PasswordUse::empty);
}

TEST_F(Pkcs12Tools, PythonCryptography) {
  if (!installed("/usr/bin/python3") || !run("/usr/bin/python3 -c 'from cryptography.hazmat.primitives.serialization import pkcs12'")) {
    GTEST_SKIP() << "no python3-cryptography";
  }
  write("make.py", R"(
import sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.serialization import pkcs12
key = s.load_pem_private_key(open('k.pem', 'rb').read(), None)
certificate = x509.load_pem_x509_certificate(open('c.pem', 'rb').read())
builder = s.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(50).hmac_hash(hashes.SHA256())
encryption = builder.key_cert_algorithm(getattr(pkcs12.PBES, sys.argv[1])).build(b'secret') if len(sys.argv) > 1 else s.NoEncryption()
open('made.p12', 'wb').write(pkcs12.serialize_key_and_certificates(b'www', key, certificate, None, encryption))
)");
  expect_pair("/usr/bin/python3 make.py PBESv2SHA256AndAES256CBC", {"secret"});
  expect_pair("/usr/bin/python3 make.py PBESv1SHA1And3KeyTripleDESCBC", {"secret"});
  expect_pair("/usr/bin/python3 make.py", {});
}

}  // namespace pkcs12_tools_test
}  // namespace chainlint::formats
