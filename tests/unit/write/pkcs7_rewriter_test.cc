#include "chainlint/base/base64.h"
#include "store_case.h"

namespace chainlint::write::store_test {
namespace pkcs7_rewriter_test {

Store p7b(const char* name) { return Store(fixture(std::string("foreign/") + name), {}); }

TEST(Pkcs7Rewriter, KeepsTheOrderOfTheEdit) {
  const Store file = p7b("openssl.p7b");
  const auto wanted = reversed(file.certificates());
  ASSERT_GT(wanted.size(), 1u);
  EXPECT_EQ(digests(file.after(holding(wanted)).certificates()), digests(wanted));
}

TEST(Pkcs7Rewriter, ReproducesTheSameBytes) {
  const Store file = p7b("openssl.p7b");
  const Store turned = file.after(holding(reversed(file.certificates())));
  EXPECT_EQ(turned.after(holding(file.certificates())).octets, file.octets);
}

TEST(Pkcs7Rewriter, LeavesAFileThatIsAlreadySo) {
  const Store file = p7b("certtool.p7b");
  EXPECT_EQ(*file.rewritten(holding(file.certificates())), file.octets);
}

TEST(Pkcs7Rewriter, AddsAndDrops) {
  const Store file = p7b("openssl.p7b");
  const std::vector<x509::CertificatePtr> wanted{file.certificates().at(0),
                                                 Store(fixture("made/pfx-protection/anchors.pem"), {}).certificates().at(0)};
  EXPECT_EQ(digests(file.after(holding(wanted)).certificates()), digests(wanted));
  const Store empty = file.after(holding({}));
  EXPECT_EQ(empty.certificates().size(), 0u);
  EXPECT_EQ(digests(empty.after(holding(wanted)).certificates()), digests(wanted));
}

TEST(Pkcs7Rewriter, KeepsTheArmourAndTheTextAroundIt) {
  const SecretBytes base64 = base64_text(fixture("foreign/openssl.p7b"), 76, "\r\n");
  const std::string before = "some words\r\n";
  const std::string text = before + "-----BEGIN PKCS7-----\r\n" + std::string(as_text(base64)) + "-----END PKCS7-----\r\nafter\r\n";
  const Store file(to_bytes(as_bytes(text)), {});
  const Store turned = file.after(holding(reversed(file.certificates())));
  EXPECT_EQ(digests(turned.certificates()), digests(reversed(file.certificates())));
  EXPECT_EQ(as_text(turned.octets).substr(0, before.size()), before);
  EXPECT_EQ(turned.octets.size(), file.octets.size());
  EXPECT_EQ(turned.after(holding(file.certificates())).octets, file.octets);
}

TEST(Pkcs7Rewriter, HasNoUnitsAndNoEncryption) {
  const Store file = p7b("openssl.p7b");
  EXPECT_EQ(file.refusal(holding({}, "www")), "rewrite-unit");
  EXPECT_EQ(file.refusal(holding({}, "", "3des")), "rewrite-unsupported");
}

class Pkcs7Tools : public ToolTest {
 protected:
  void SetUp() override {
    ToolTest::SetUp();
    if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  }
};

// A signed message with its signer, an issuer and the certificate of nobody in it, in BER where `stream` says so.
constexpr const char* kMakeMessage =
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=signer -days 3650 && "
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout o.pem -out d.pem -subj /CN=other -days 3650 && "
    "echo text > m.txt && openssl cms -sign -in m.txt -signer c.pem -inkey k.pem -certfile d.pem -nodetach -binary -outform DER ";

TEST_F(Pkcs7Tools, SignaturesStayValid) {
  for (const char* form : {"", "-stream "}) {
    const std::string made = output_of(kMakeMessage + std::string(form) + "-out m.p7");
    ASSERT_FALSE(made.starts_with("failed")) << made;
    const Store file(read_octets("m.p7"), {});
    ASSERT_EQ(file.certificates().size(), 2u);
    std::vector<x509::CertificatePtr> wanted = reversed(file.certificates());
    wanted.push_back(stranger());
    write("turned.p7", *file.rewritten(holding(wanted)));
    const std::string verified = output_of("openssl cms -verify -inform DER -in turned.p7 -CAfile c.pem -purpose any");
    EXPECT_NE(verified.find("text"), std::string::npos) << verified;
    EXPECT_FALSE(verified.starts_with("failed")) << verified;
  }
}

TEST_F(Pkcs7Tools, ASignerStays) {
  ASSERT_FALSE(output_of(kMakeMessage + std::string("-out m.p7")).starts_with("failed"));
  const Store file(read_octets("m.p7"), {});
  ASSERT_EQ(file.certificates().size(), 2u);
  std::size_t refused = 0;
  for (const x509::CertificatePtr& certificate : file.certificates()) {
    const bool signer = certificate->subject().to_string() == "CN=other";
    EXPECT_EQ(file.refusal(holding({certificate})), signer ? "rewrite-unsupported" : "");
    refused += signer ? 1 : 0;
  }
  EXPECT_EQ(refused, 1u);
}

TEST_F(Pkcs7Tools, OpensslReadsTheOrder) {
  const Store file = p7b("openssl.p7b");
  write("turned.p7b", *file.rewritten(holding(reversed(file.certificates()))));
  // OpenSSL 3.0 prints "CN = x", OpenSSL 3.5 "CN=x".
  const std::string text = output_of("openssl pkcs7 -in turned.p7b -inform " + std::string(file.octets[0] == '-' ? "PEM" : "DER") +
                                     " -print_certs -noout | sed 's/ = /=/g'");
  EXPECT_FALSE(text.starts_with("failed")) << text;
  EXPECT_LT(text.find("subject=O=Foreign"), text.find("subject=CN=foreign.example.com")) << text;
}

}  // namespace pkcs7_rewriter_test
}  // namespace chainlint::write::store_test
