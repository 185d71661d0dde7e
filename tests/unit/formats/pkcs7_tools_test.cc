// PKCS#7 and CMS files that other programs make while the test runs. A program that is absent is skipped.
#include <algorithm>

#include "tool_runner.h"

namespace chainlint::formats {
namespace pkcs7_tools_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

const Strings kLeafAndRoot = {std::string(kLeafSha256), std::string(kRootSha256)};

class Pkcs7Tools : public ToolTest {
 protected:
  void SetUp() override {
    ToolTest::SetUp();
    write_pem("leaf.pem", "CERTIFICATE", kLeaf);
    write_pem("root.pem", "CERTIFICATE", kRoot);
    write_pem("both.pem", "CERTIFICATE", kLeaf);
    write_pem("both.pem", "CERTIFICATE", kRoot);
    write_pem("crl.pem", "X509 CRL", kCrl);
    write_pem("key.pem", "PRIVATE KEY", kPkcs8);
    write("text", "some content\n");
  }

  void expect_both(const char* name, const std::string& command) const {
    ASSERT_TRUE(run(command)) << command;
    const Container container = read_made(name);
    Strings found = sha256_of(container);
    std::sort(found.begin(), found.end(), std::greater<>());
    Strings expected = kLeafAndRoot;
    std::sort(expected.begin(), expected.end(), std::greater<>());
    EXPECT_EQ(found, expected) << command;
    EXPECT_EQ(container.format, Format::pkcs7) << command;
    EXPECT_FALSE(container.has_error()) << command;
  }
};

TEST_F(Pkcs7Tools, OpensslCrl2pkcs7) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  for (const char* form : {"DER", "PEM"}) {
    expect_both("made.p7b", std::string("openssl crl2pkcs7 -in crl.pem -certfile both.pem -out made.p7b -outform ") + form);
    EXPECT_EQ(read_made("made.p7b").count(EntryKind::crl), 1u);
  }
  ASSERT_TRUE(run("openssl crl2pkcs7 -in crl.pem -out crl.p7b -outform DER"));
  EXPECT_EQ(read_made("crl.p7b").count(EntryKind::certificate), 0u);
  EXPECT_EQ(read_made("crl.p7b").count(EntryKind::crl), 1u);
}

TEST_F(Pkcs7Tools, OpensslCmsInDerAndStreamed) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  const std::string sign =
      "openssl cms -sign -binary -in text -signer leaf.pem -inkey key.pem -certfile root.pem -outform DER -out made.p7m ";
  if (!run(sign)) GTEST_SKIP() << "the key is not the signer's";
  expect_both("made.p7m", sign);
  expect_both("made.p7m", sign + "-nodetach -stream");
  expect_both("made.p7m", sign + "-nodetach -indef");
}

TEST_F(Pkcs7Tools, OpensslNetscapeSequence) {
  if (!installed("openssl") || !run("openssl nseq -toseq -in both.pem -out made.pem")) GTEST_SKIP() << "no openssl nseq";
  const Container container = read_made("made.pem");
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  EXPECT_FALSE(container.has_error());
}

// Not read as bundles, and named with the number of their certificates.
TEST_F(Pkcs7Tools, ResponsesOfOpenssl) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  write("ts.cnf",
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\nsigner_digest=sha256\ndefault_policy=1.2.3\ndigests=sha256\n");
  write("serial", "01\n");
  write("index.txt", "");
  ASSERT_TRUE(
      run("openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -subj /CN=tsa -days 90 "
          "-addext extendedKeyUsage=critical,timeStamping && "
          "openssl ts -query -data text -sha256 -cert -out made.tsq && "
          "openssl ts -reply -config ts.cnf -queryfile made.tsq -inkey tsa.key -signer tsa.pem -out made.tsr && "
          "openssl ocsp -issuer tsa.pem -cert tsa.pem -reqout made.req && "
          "openssl ocsp -index index.txt -rsigner tsa.pem -rkey tsa.key -CA tsa.pem -reqin made.req -respout made.ors"))
      << folder_.read("output.txt");
  EXPECT_EQ(diagnostic_of(read_made("made.tsr"), "format-unsupported").message,
            "unsupported format: time-stamp response (1 certificate of its authority)");
  EXPECT_EQ(diagnostic_of(read_made("made.ors"), "ocsp-response").message,
            "unsupported format: OCSP response (1 certificate of its responder)");
  // The command of the advice.
  ASSERT_TRUE(run("openssl ts -reply -in made.tsr -token_out -out token.p7b")) << folder_.read("output.txt");
  EXPECT_EQ(read_made("token.p7b").count(EntryKind::certificate), 1u);
}

TEST_F(Pkcs7Tools, Certtool) {
  if (!installed("certtool")) GTEST_SKIP() << "no certtool";
  expect_both("made.p7b", "certtool --p7-generate --load-certificate both.pem --outder --outfile made.p7b");
  expect_both("made.p7b", "certtool --p7-generate --load-certificate both.pem --outfile made.p7b");
}

}  // namespace pkcs7_tools_test
}  // namespace chainlint::formats
