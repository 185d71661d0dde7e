// Files in DER: what they are told to be, and what may follow the first object.
#include "der/der.h"

#include <gtest/gtest.h>

#include "reading_fixture.h"

namespace chainlint::formats {
namespace der_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

// A SEQUENCE of small INTEGERs.
Bytes integers(std::initializer_list<std::uint8_t> values) {
  Bytes content;
  for (std::uint8_t value : values) content.insert(content.end(), {0x02, 0x01, value});
  content.insert(content.begin(), {0x30, static_cast<std::uint8_t>(content.size())});
  return content;
}

Container read_der_text(std::string_view base64) { return read_octets_as_file(der_of(base64)); }

TEST(Der, TellsObjectsApartByStructure) {
  const std::pair<std::string_view, DerKind> objects[] = {{kRoot, DerKind::certificate},
                                                          {kRequest, DerKind::certificate_request},
                                                          {kCrl, DerKind::crl},
                                                          {kPkcs8, DerKind::pkcs8},
                                                          {kEncryptedPkcs8, DerKind::encrypted_pkcs8},
                                                          {kSec1, DerKind::sec1},
                                                          {kPublicKey, DerKind::public_key},
                                                          {kPkcs7, DerKind::content_info}};
  for (const auto& [base64, kind] : objects) EXPECT_EQ(to_string(sniff_der(der_of(base64))), to_string(kind));
}

// In the order of RFC 8017 A.1.2, of OpenSSL's DSA keys, of RFC 3279 section 2.3.2, of PKCS#3 and of RFC 8017 A.1.1.
TEST(Der, TellsKeysAndParametersOfIntegersApart) {
  EXPECT_EQ(sniff_der(integers({0, 33, 3, 7, 11, 3, 1, 1, 1})), DerKind::pkcs1);
  EXPECT_EQ(sniff_der(integers({0, 23, 11, 4, 8, 3})), DerKind::dsa_key);
  EXPECT_EQ(sniff_der(integers({23, 11, 4})), DerKind::parameters);
  EXPECT_EQ(sniff_der(integers({23, 5})), DerKind::parameters);
  EXPECT_EQ(sniff_der(integers({33, 3})), DerKind::rsa_public_key);
}

TEST(Der, ReadsOneCertificate) {
  const Container container = read_der_text(kLeaf);
  EXPECT_EQ(container.format, Format::der);
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.entries[0].location.entry, 1u);
}

TEST(Der, ReadsCertificatesBackToBack) {
  const Bytes leaf = der_of(kLeaf);
  const Container container = read_octets_as_file(joined({leaf, der_of(kRoot)}));
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[1].location.offset, leaf.size());
  // openssl x509 -inform DER reads the first and says nothing.
  EXPECT_EQ(codes_of(container), Strings{"trailing-data"});
  EXPECT_EQ(diagnostic_of(container, "trailing-data").location.offset, leaf.size());
}

TEST(Der, SaysOnceThatMoreObjectsFollow) {
  const Container container = read_octets_as_file(joined({der_of(kLeaf), der_of(kPkcs8), der_of(kRoot)}));
  EXPECT_EQ(codes_of(container), Strings{"trailing-data"});
  EXPECT_EQ(container.entries.size(), 3u);
}

TEST(Der, SkipsZerosAndLineEndsAfterTheObject) {
  const Container container = read_octets_as_file(joined({der_of(kLeaf), {0, 0, 0, '\r', '\n', ' ', 0}}));
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Der, WarnsOfAnythingElseAfterTheObject) {
  const Container container = read_octets_as_file(joined({der_of(kLeaf), {'j', 'u', 'n', 'k'}}));
  EXPECT_EQ(diagnostic_of(container, "trailing-data").severity, Severity::warning);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Der, ReadsTrustAttributesAfterACertificate) {
  const Container container = read_der_text(kTrusted);
  ASSERT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[0].label, "my alias");
}

TEST(Der, ReadsACertificationPath) {
  const Bytes path = joined({{0x30, 0x82, 0, 0}, der_of(kRoot), der_of(kLeaf)});
  Bytes whole = path;
  whole[2] = static_cast<std::uint8_t>((path.size() - 4) >> 8);
  whole[3] = static_cast<std::uint8_t>(path.size() - 4);
  const Container container = read_octets_as_file(whole);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kRootSha256), std::string(kLeafSha256)}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[1].location.inner, "certificate 2");
}

TEST(Der, CutObjectIsUnreadable) {
  Bytes leaf = der_of(kLeaf);
  leaf.pop_back();
  const Container container = read_octets_as_file(leaf);
  EXPECT_EQ(codes_of(container), Strings{"der-damaged"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Der, UnknownStructureIsUnreadable) {
  const Container container = read_octets_as_file(Bytes{0x30, 0x03, 0x01, 0x01, 0xFF});
  EXPECT_EQ(codes_of(container), Strings{"der-unknown"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Der, DamagedKeyIsAnUnreadableEntryAndAnError) {
  // PrivateKeyInfo (RFC 5958) of an RSA key whose bytes are a NULL.
  const Container container = read_octets_as_file(Bytes{0x30, 0x14, 0x02, 0x01, 0x00, 0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86,
                                                        0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x04, 0x02, 0x05, 0x00});
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unreadable);
  EXPECT_EQ(codes_of(container), Strings{"key-unreadable"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Der, KeyWithNumbersThatContradictEachOtherIsUnreadable) {
  // RSAPrivateKey whose modulus 33 is not 11 * 4.
  const Container container = read_octets_as_file(integers({0, 33, 3, 7, 11, 4, 7, 1, 1}));
  EXPECT_EQ(codes_of(container), Strings{"key-unreadable"});
}

TEST(Der, KeyWithAProblemIsAnEntryAndAWarning) {
  // RSAPrivateKey of version 1: it has more than two primes.
  const Container container = read_octets_as_file(integers({1, 33, 3, 7, 11, 3, 7, 1, 4}));
  ASSERT_EQ(container.count(EntryKind::private_key), 1u);
  EXPECT_EQ(diagnostic_of(container, "key-problem").severity, Severity::warning);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Der, OcspResponseIsNamed) {
  // OCSPResponse with status tryLater (RFC 6960 section 4.2.1).
  const Container container = read_octets_as_file(Bytes{0x30, 0x03, 0x0A, 0x01, 0x03});
  EXPECT_EQ(container.format, Format::recognized);
  EXPECT_EQ(diagnostic_of(container, "ocsp-response").message, "unsupported format: OCSP response (0 certificates of its responder)");
}

}  // namespace der_test
}  // namespace chainlint::formats
