// The chain of a Java key entry. What is expected of PKCS#12 files was seen in `keytool -list` of OpenJDK 17; keystore_keytool_test.cc asks
// the keytool of this machine.
#include <gtest/gtest.h>

#include "sending_case.h"

namespace chainlint::chain {
namespace keystore_sending_test {

const std::string kCertificates =
    "certificates:\n"
    "  root:    { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  inter:   { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  expired: { subject: \"CN=Example CA 1,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: 2026-05-01 }\n"
    "  rekeyed: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  leaf:    { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n"
    "  old:     { subject: \"CN=Old Root,O=Example\", ca: true }\n"
    "  cross:   { subject: \"CN=Example Root,O=Example\", key: same-as:root, issuer: old, ca: true }\n"
    "files:\n";

std::string linked(const std::string& items, const std::string& more = "") {
  SendingCase c(kCertificates + "  site.pfx: { pkcs12: [" + items + "], password: secret" + more + " }\n");
  c.anchors({"root"}).run(ServerFamily::keystore);
  return c.chain();
}

TEST(KeystoreSending, LinksTheChainWhateverTheOrder) { EXPECT_EQ(linked("root, inter, leaf, key(leaf)"), "leaf inter root"); }

TEST(KeystoreSending, LeavesStrangersOut) { EXPECT_EQ(linked("leaf, old, inter, key(leaf)"), "leaf inter"); }

TEST(KeystoreSending, TakesTheFirstOfTwoCopies) {
  EXPECT_EQ(linked("leaf, expired, inter, key(leaf)"), "leaf expired");
  EXPECT_EQ(linked("leaf, inter, expired, key(leaf)"), "leaf inter");
}

TEST(KeystoreSending, SaysThatAnExpiredCopyIsSent) {
  SendingCase c(kCertificates + "  site.pfx: { pkcs12: [leaf, expired, inter, key(leaf)], password: secret }\n");
  c.anchors({"root"}).run(ServerFamily::keystore);
  EXPECT_EQ(c.reasons(),
            "leaf: belongs to the key of the entry\n"
            "expired: the first certificate with the issuer's name and the key id in the AKI\n");
  EXPECT_EQ(c.remarks(), "Java ignores validity periods when it builds the chain: 'Example CA 1' has expired and is sent anyway\n");
}

TEST(KeystoreSending, TellsKeysOfOneNameByTheKeyId) { EXPECT_EQ(linked("leaf, rekeyed, inter, key(leaf)"), "leaf inter"); }

TEST(KeystoreSending, DoesNotLinkAnotherKeyOfTheName) { EXPECT_EQ(linked("leaf, rekeyed, key(leaf)"), "leaf"); }

TEST(KeystoreSending, TakesTheFirstOfRootAndCrossSign) {
  EXPECT_EQ(linked("leaf, inter, root, cross, old, key(leaf)"), "leaf inter root");
  EXPECT_EQ(linked("leaf, inter, cross, root, old, key(leaf)"), "leaf inter cross old");
}

TEST(KeystoreSending, TakesTheLastOfTheNameWhereNoneHasAKeyId) {
  SendingCase c(
      "certificates:\n"
      "  inter: { subject: \"CN=CA\", ca: true, subject_key_id: none }\n"
      "  again: { subject: \"CN=CA\", key: same-as:inter, ca: true, subject_key_id: none, serial: 7 }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, authority_key_id: 0102 }\n"
      "files:\n  site.pfx: { pkcs12: [leaf, inter, again, key(leaf)], password: secret }\n");
  c.run(ServerFamily::keystore);
  EXPECT_EQ(c.chain(), "leaf again");
}

TEST(KeystoreSending, SeesNoKeyThatIsNotEncrypted) {
  SendingCase c(kCertificates + "  site.pfx: { pkcs12: [leaf, inter, key(leaf)], password: secret, key_encryption: none }\n");
  c.anchors({"root"}).run(ServerFamily::keystore);
  EXPECT_TRUE(c.sending.certificates.empty());
  EXPECT_EQ(c.sending.unpredictable, "the PKCS#12 file contains no encrypted private key: Java finds no entry in it");
}

TEST(KeystoreSending, FindsTheCertificateByTheNameWithoutALocalKeyId) {
  EXPECT_EQ(linked("inter, { certificate: leaf, friendly_name: www, local_key_id: none }, "
                   "{ key: leaf, friendly_name: WWW, local_key_id: none }"),
            "leaf inter");
}

TEST(KeystoreSending, FindsNoChainWhereNothingTiesKeyAndCertificate) {
  SendingCase c(kCertificates + "  site.pfx: { pkcs12: [leaf, inter, key(leaf)], password: secret, local_key_ids: false }\n");
  c.run(ServerFamily::keystore);
  EXPECT_TRUE(c.sending.certificates.empty());
  EXPECT_FALSE(c.sending.unpredictable.empty());
}

TEST(KeystoreSending, GivesTheFirstCertificateAfterAnOnlyKeyItsId) {
  EXPECT_EQ(linked("key(leaf), leaf, inter", ", local_key_ids: false"), "leaf inter");
}

TEST(KeystoreSending, LinksOtherFilesAsThePfxThatWouldBeMadeOfThem) {
  SendingCase c(kCertificates + "  site.pem: { pem: [inter, leaf, root, key(leaf)] }\n");
  c.anchors({"root"}).run(ServerFamily::keystore);
  EXPECT_EQ(c.chain(), "leaf inter root");
  EXPECT_TRUE(c.sending.complete);
}

TEST(KeystoreSending, EndsWhereCertificatesIssueEachOther) {
  SendingCase c(
      "certificates:\n"
      "  a: { subject: \"CN=A\", issuer_name: \"CN=B\", signed_by: b, ca: true, authority_key_id: none }\n"
      "  b: { subject: \"CN=B\", issuer_name: \"CN=A\", signed_by: b, ca: true, authority_key_id: none }\n"
      "  leaf: { subject: \"CN=www.example.com\", issuer: a }\n"
      "files:\n  site.pfx: { pkcs12: [leaf, a, b, key(leaf)], password: secret }\n");
  c.run(ServerFamily::keystore);
  EXPECT_EQ(c.chain(), "leaf a b");
}

}  // namespace keystore_sending_test
}  // namespace chainlint::chain
