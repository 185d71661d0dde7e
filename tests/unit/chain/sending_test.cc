// Servers that send what is in files, and providers that do not.
#include <gtest/gtest.h>

#include "sending_case.h"

namespace chainlint::chain {
namespace sending_test {

const std::string kCertificates =
    "certificates:\n"
    "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  other: { subject: \"CN=Other CA,O=Other\", ca: true }\n"
    "files:\n";

TEST(FileOrder, SendsTheCertificatesOfTheFile) {
  SendingCase c(kCertificates + "  site.pem: { pem: [key(leaf), leaf, other, inter, inter, root] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order);
  EXPECT_EQ(c.chain(), "leaf other inter inter root");
  EXPECT_EQ(c.sending.family, ServerFamily::file_order);
  EXPECT_TRUE(c.sending.complete);
  EXPECT_TRUE(c.sending.unpredictable.empty());
  EXPECT_TRUE(c.sending.remarks.empty());
}

TEST(FileOrder, IsTheOrderOfTheChainWhereTheServerSorts) {
  SendingCase c(kCertificates + "  site.pem: { pem: [key(leaf), leaf, other, root, inter, inter] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order, false, true);
  EXPECT_EQ(c.chain(), "leaf inter root");
  EXPECT_EQ(
      c.remarks(),
      "the server does not send 2 certificates of the file: duplicates, and certificates that do not continue the chain of the leaf\n");
  std::string many = "leaf";
  for (int i = 0; i < 64; ++i) many += ", inter";
  SendingCase full(kCertificates + "  site.pem: { pem: [" + many + "] }\n");
  EXPECT_EQ(full.run(ServerFamily::file_order, false, true).unpredictable,
            "the file contains more than 64 certificates, which are not sorted here");
}

TEST(FileOrder, StopsWhereTheServerStopsReading) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, other, other, inter, root] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order, false, true, 4);
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(
      c.remarks(),
      "the server reads only the first 4 of 5 certificates\n"
      "the server does not send 2 certificates of the file: duplicates, and certificates that do not continue the chain of the leaf\n");
}

TEST(FileOrder, LacksBlocksOfTheChainWithTheLabelOfOpenssl) {
  SendingCase c(
      kCertificates +
      "  site.pem: { pem: [{certificate: leaf, label: TRUSTED CERTIFICATE}, {certificate: inter, label: TRUSTED CERTIFICATE}, root] }\n");
  EXPECT_EQ((c.anchors({"root"}).run(ServerFamily::file_order), c.chain()), "leaf root");
  EXPECT_EQ(c.remarks(), "1 certificate with the label TRUSTED CERTIFICATE is not sent\n");
  EXPECT_FALSE(c.sending.complete);
  EXPECT_EQ((c.run(ServerFamily::split_file), c.chain()), "leaf root");
}

TEST(FileOrder, SendsChainFilesAfterTheMainFile) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf] }\n  chain.pem: { pem: [inter] }\n  key.pem: { pem: [key(leaf)] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order);
  EXPECT_EQ(c.reasons(), "leaf: the first certificate of the file\ninter: is next in the chain file\n");
}

TEST(FileOrder, EachCopyHasItsOwnPlace) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, inter, inter] }\n");
  c.run(ServerFamily::file_order);
  ASSERT_EQ(c.sending.certificates.size(), 3u);
  EXPECT_EQ(c.sending.certificates[1].member, c.sending.certificates[2].member);
  EXPECT_LT(c.sending.certificates[1].location.line, c.sending.certificates[2].location.line);
}

TEST(FileOrder, SaysThatAnotherCertificateIsFirst) {
  SendingCase c(kCertificates + "  site.pem: { pem: [inter, leaf] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order);
  EXPECT_EQ(c.chain(), "inter leaf");
  EXPECT_EQ(c.remarks(), "the first certificate is not the leaf: the private key does not match it, and most servers do not start\n");
}

TEST(FileOrder, BeginsWithTheLeafWhereTheContainerHasNoOrder) {
  SendingCase c(kCertificates + "  site.pfx: { pkcs12: [inter, leaf, root, key(leaf)], password: secret }\n");
  c.run(ServerFamily::file_order);
  EXPECT_EQ(c.chain(), "leaf inter root");
  EXPECT_TRUE(c.sending.remarks.empty());
}

TEST(FileOrder, IsNotCompleteWithoutTheIntermediate) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, root] }\n");
  EXPECT_FALSE(c.anchors({"root"}).run(ServerFamily::file_order).complete);
}

TEST(FileOrder, IsCompleteWhateverTheOrder) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, other, root, inter] }\n");
  EXPECT_TRUE(c.anchors({"root"}).run(ServerFamily::file_order).complete);
}

TEST(FileOrder, IsNotCompleteBecauseNamesFit) {
  SendingCase c(
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root\", ca: true }\n"
      "  inter: { subject: \"CN=Example CA 1\", issuer: root, ca: true }\n"
      "  again: { subject: \"CN=Example CA 1\", issuer: root, ca: true }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter }\n"
      "files:\n  site.pem: { pem: [leaf, again] }\n");
  EXPECT_FALSE(c.anchors({"root"}).run(ServerFamily::file_order).complete);
}

TEST(FileOrder, ALeafThatIsAnAnchorIsComplete) {
  SendingCase c("certificates:\n  leaf: { subject: \"CN=www.example.com\" }\nfiles:\n  site.pem: { pem: [leaf] }\n");
  EXPECT_TRUE(c.anchors({"leaf"}).run(ServerFamily::file_order).complete);
}

TEST(FileOrder, AFileOfKeysSendsNothing) {
  SendingCase c(kCertificates + "  key.pem: { pem: [key(leaf)] }\n");
  c.anchors({"root"}).run(ServerFamily::file_order, true);
  EXPECT_TRUE(c.sending.certificates.empty());
  EXPECT_FALSE(c.sending.complete);
}

TEST(AutoChain, CompletesALoneLeafFromThePool) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf, key(leaf)] }\n");
  c.anchors({"root"}).pool({"other", "inter", "root"}).run(ServerFamily::file_order, true);
  EXPECT_EQ(c.chain(), "leaf");
  EXPECT_FALSE(c.sending.complete);
  EXPECT_EQ(c.alternatives(),
            "leaf inter root: if the server has these CA certificates in its client CA file, it completes the chain from it and sends the "
            "root too\n");
  EXPECT_EQ(c.remarks(), "the file contains no chain; if a client CA file is configured, OpenSSL completes the chain from it\n");
}

TEST(AutoChain, SaysItWithoutAPoolToo) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf, key(leaf)] }\n");
  c.run(ServerFamily::file_order, true);
  EXPECT_TRUE(c.sending.alternatives.empty());
  EXPECT_EQ(c.sending.remarks.size(), 1u);
}

TEST(AutoChain, LeavesAFileWithAChainAlone) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, inter] }\n");
  c.pool({"inter", "root"}).run(ServerFamily::file_order, true);
  EXPECT_TRUE(c.sending.alternatives.empty());
  EXPECT_TRUE(c.sending.remarks.empty());
}

TEST(AutoChain, LeavesServersThatTurnItOffAlone) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf] }\n");
  c.pool({"inter", "root"}).run(ServerFamily::file_order, false);
  EXPECT_TRUE(c.sending.alternatives.empty());
}

TEST(SplitFile, SendsTheCertificateAndTheChainFile) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf] }\n  chain.pem: { pem: [inter, root] }\n");
  c.anchors({"root"}).run(ServerFamily::split_file);
  EXPECT_EQ(c.chain(), "leaf inter root");
  EXPECT_TRUE(c.sending.complete);
  EXPECT_TRUE(c.sending.remarks.empty());
}

TEST(SplitFile, SendsALeafOfTheChainFileTwice) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf] }\n  chain.pem: { pem: [leaf, inter] }\n");
  c.run(ServerFamily::split_file);
  EXPECT_EQ(c.chain(), "leaf leaf inter");
  EXPECT_EQ(c.remarks(), "the leaf is in the chain file too, and is sent twice\n");
}

TEST(SplitFile, DoesNotSendWhatFollowsTheLeafInItsFile) {
  SendingCase c(kCertificates + "  leaf.pem: { pem: [leaf, other] }\n  chain.pem: { pem: [inter] }\n");
  c.run(ServerFamily::split_file);
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.remarks(), "certificates after the leaf in its file are not sent (1 certificate)\n");
}

TEST(SplitFile, TakesTheRestOfAnOnlyFileForTheChain) {
  SendingCase c(kCertificates + "  site.pem: { pem: [leaf, inter] }\n");
  c.run(ServerFamily::split_file);
  EXPECT_EQ(c.reasons(), "leaf: the certificate\ninter: belongs to the chain\n");
}

TEST(Managed, KnowsTheLeafAlone) {
  SendingCase c(kCertificates + "  site.pem: { pem: [inter, leaf, root] }\n");
  c.anchors({"root"}).run(ServerFamily::managed);
  EXPECT_EQ(c.chain(), "leaf");
  EXPECT_FALSE(c.sending.unpredictable.empty());
  EXPECT_FALSE(c.sending.complete);
}

}  // namespace sending_test
}  // namespace chainlint::chain
