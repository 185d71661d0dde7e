// What other programs read in the PFX files that were rewritten. A program that is absent is skipped.
#include "store_case.h"

namespace chainlint::write::store_test {
namespace pkcs12_tools_test {

class Pkcs12Tools : public ToolTest {
 protected:
  // The subjects that openssl finds, in its order, and that it finds the key.
  std::string subjects(const std::string& name, const std::string& options = "") const {
    const std::string all = output_of("openssl pkcs12 -in " + name + " -passin pass:fixture -nodes " + options);
    EXPECT_FALSE(all.starts_with("failed")) << all;
    EXPECT_NE(all.find("BEGIN PRIVATE KEY"), std::string::npos);
    return output_of("openssl pkcs12 -in " + name + " -passin pass:fixture -nokeys " + options + "| grep ^subject | sed 's/.*CN = //'");
  }
};

TEST_F(Pkcs12Tools, OpensslReadsOrderKeyAndName) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  for (const char* name : {"openssl-default.pfx", "openssl-3des.pfx", "certtool.p12", "keytool.p12"}) {
    const Store file(fixture(std::string("foreign/") + name), {"fixture"});
    std::vector<x509::CertificatePtr> wanted = reversed(file.certificates());
    wanted.push_back(Store(fixture("made/pfx-protection/anchors.pem"), {}).certificates().at(0));
    write("turned.pfx", *file.rewritten(holding(wanted)));
    const std::string found = subjects("turned.pfx");
    EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), static_cast<long>(wanted.size())) << name << found;
    std::size_t at = 0;
    for (const x509::CertificatePtr& certificate : wanted) {
      at = found.find(certificate->subject().common_name().value_or("?"), at);
      EXPECT_NE(at, std::string::npos) << name << ": " << found;
    }
    write("original.pfx", file.octets);
    const auto names = [&](const std::string& pfx) {
      return output_of("openssl pkcs12 -in " + pfx + " -passin pass:fixture -nodes | grep -E 'friendlyName|localKeyID' | sort");
    };
    EXPECT_EQ(names("turned.pfx"), names("original.pfx")) << name;
  }
}

TEST_F(Pkcs12Tools, OpensslReadsOldEncryptionAgain) {
  if (output_of("openssl list -provider legacy -cipher-algorithms").find("RC2") == std::string::npos) GTEST_SKIP() << "no legacy provider";
  const Store file(fixture("foreign/openssl-legacy.pfx"), {"fixture"});
  write("turned.pfx", *file.rewritten(holding(reversed(file.certificates()))));
  EXPECT_EQ(output_of("openssl pkcs12 -info -legacy -in turned.pfx -passin pass:fixture -nokeys -noout 2>&1 | grep -c 40BitRC2"), "1\n");
  subjects("turned.pfx", "-legacy ");
}

TEST_F(Pkcs12Tools, OpensslNamesTheEncryptions) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  const Store file(fixture("foreign/openssl-legacy.pfx"), {"fixture"});
  write("aes.pfx", *file.rewritten(holding(file.certificates(), "", "aes-256")));
  const std::string aes = output_of("openssl pkcs12 -info -in aes.pfx -passin pass:fixture -nokeys -noout");
  EXPECT_NE(aes.find("MAC: sha256, Iteration 10000"), std::string::npos) << aes;
  EXPECT_NE(aes.find("PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256"), std::string::npos) << aes;
  EXPECT_EQ(aes.find("RC2"), std::string::npos) << aes;
  subjects("aes.pfx");
  write("3des.pfx", *file.rewritten(holding(file.certificates(), "", "3des")));
  const std::string des = output_of("openssl pkcs12 -info -in 3des.pfx -passin pass:fixture -nokeys -noout");
  EXPECT_NE(des.find("MAC: sha1, Iteration 2048"), std::string::npos) << des;
  EXPECT_NE(des.find("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048"), std::string::npos) << des;
  subjects("3des.pfx");
}

TEST_F(Pkcs12Tools, JavaAndGnutlsReadBothEncryptions) {
  const Store file(fixture("foreign/keytool.p12"), {"fixture"});
  for (const char* encryption : {"aes-256", "3des"}) {
    write("made.p12", *file.rewritten(holding(file.certificates(), "", encryption)));
    if (installed("keytool")) {
      const std::string listed = output_of("keytool -list -v -keystore made.p12 -storepass fixture");
      EXPECT_NE(listed.find("Entry type: PrivateKeyEntry"), std::string::npos) << listed;
      EXPECT_NE(listed.find("Certificate chain length: 2"), std::string::npos) << listed;
    }
    if (installed("certtool")) {
      const std::string info = output_of("certtool --p12-info --inder --infile made.p12 --password fixture");
      EXPECT_FALSE(info.starts_with("failed")) << info;
      EXPECT_NE(info.find("BEGIN ENCRYPTED PRIVATE KEY"), std::string::npos) << info;
      EXPECT_NE(info.find("Type: Certificate"), std::string::npos) << info;
    }
  }
}

TEST_F(Pkcs12Tools, JavaTrustsWhatItTrusted) {
  if (!installed("keytool")) GTEST_SKIP() << "no keytool";
  const Store file(fixture("foreign/keytool-truststore.p12"), {"fixture"});
  write("made.p12", *file.rewritten(holding(file.certificates(), "", "3des")));
  const std::string listed = output_of("keytool -list -v -keystore made.p12 -storepass fixture");
  EXPECT_NE(listed.find("Entry type: trustedCertEntry"), std::string::npos) << listed;
  EXPECT_NE(listed.find("Alias name: root"), std::string::npos) << listed;
}

}  // namespace pkcs12_tools_test
}  // namespace chainlint::write::store_test
