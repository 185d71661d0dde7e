// PKCS#7 and CMS as bags of certificates, in DER and BER.
#include <gtest/gtest.h>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace pkcs7_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

const Strings kLeafAndRoot = {std::string(kLeafSha256), std::string(kRootSha256)};
constexpr auto kSignedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
constexpr auto kData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 1>();

// SignedData with these certificates, and `signers` as the SET of SignerInfos.
Bytes signed_data(ByteView content_type, const Bytes& content, const Bytes& certificates, const Bytes& signers) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.integer(1).element(asn1::tag::kSet, {}).sequence([&](asn1::DerWriter& info) {
      info.oid(content_type);
      if (!content.empty()) info.element(asn1::tag::context_constructed(0), content);
    });
    fields.element(asn1::tag::context_constructed(0), certificates).element(asn1::tag::kSet, signers);
  });
  return writer.take();
}

Bytes content_info(ByteView type, const Bytes& content) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) { fields.oid(type).element(asn1::tag::context_constructed(0), content); });
  return writer.take();
}

TEST(Pkcs7, ReadsCertificatesAndRevocationListsInFileOrder) {
  const Container container = read_octets_as_file(der_of(kPkcs7));
  EXPECT_EQ(container.format, Format::pkcs7);
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[1].location.inner, "certificate 2");
  EXPECT_EQ(container.entries[2].kind, EntryKind::crl);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pkcs7, ReadsSignedDataWithoutContentInfo) {
  const Container container = read_octets_as_file(signed_data(kData, {}, joined({der_of(kLeaf), der_of(kRoot)}), {}));
  EXPECT_EQ(container.format, Format::pkcs7);
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
}

TEST(Pkcs7, ReadsIndefiniteLengths) {
  const Bytes head = {0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
                      0xA0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x80, 0x06, 0x09,
                      0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01, 0x00, 0x00, 0xA0, 0x80};
  const Bytes tail = {0x00, 0x00, 0x31, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
  const Container container = read_octets_as_file(joined({head, der_of(kLeaf), der_of(kRoot), tail}));
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Pkcs7, EmptySetOfCertificatesIsNoError) {
  const Container container = read_octets_as_file(content_info(kSignedData, signed_data(kData, {}, {}, {})));
  EXPECT_EQ(container.entries.size(), 0u);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pkcs7, SkipsOtherKindsOfCertificates) {
  const Bytes attribute_certificate = {0xA2, 0x02, 0x30, 0x00};
  const Bytes certificates = joined({attribute_certificate, der_of(kLeaf)});
  const Container container = read_octets_as_file(content_info(kSignedData, signed_data(kData, {}, certificates, {})));
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(diagnostic_of(container, "pkcs7-skipped-certificates").severity, Severity::note);
}

TEST(Pkcs7, KeepsCertificatesBeforeDamagedSignatures) {
  const Bytes signers = {0x30, 0x05, 0x02, 0x01};
  const Container container = read_octets_as_file(content_info(kSignedData, signed_data(kData, {}, der_of(kLeaf), signers)));
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(diagnostic_of(container, "pkcs7-damaged").severity, Severity::error);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(Pkcs7, RefusesOtherContentByName) {
  constexpr auto compressed = asn1::make_oid<1, 2, 840, 113549, 1, 9, 16, 1, 9>();
  const Container container = read_octets_as_file(content_info(compressed, {0x30, 0x00}));
  EXPECT_EQ(diagnostic_of(container, "pkcs7-unsupported").message,
            "PKCS#7 CompressedData (1.2.840.113549.1.9.16.1.9); only SignedData contains certificates that can be read");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Pkcs7, SaysHowEncryptedContentIsDecrypted) {
  constexpr auto enveloped = asn1::make_oid<1, 2, 840, 113549, 1, 7, 3>();
  const Container container = read_octets_as_file(content_info(enveloped, {0x30, 0x00}));
  EXPECT_EQ(diagnostic_of(container, "file-encrypted").message, "CMS EnvelopedData: the content is encrypted");
  EXPECT_EQ(diagnostic_of(container, "file-encrypted").advice,
            "Decrypt it first: openssl cms -decrypt -inform DER -in test.file -inkey KEYFILE -out decrypted");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Pkcs7, ReadsANetscapeCertificateSequence) {
  constexpr auto netscape = asn1::make_oid<2, 16, 840, 1, 113730, 2, 5>();
  asn1::DerWriter sequence;
  sequence.element(asn1::tag::kSequence, joined({der_of(kLeaf), der_of(kRoot)}));
  const Container container = read_octets_as_file(content_info(netscape, sequence.bytes()));
  EXPECT_EQ(container.format, Format::pkcs7);
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  EXPECT_EQ(codes_of(container), Strings{"pkcs7-netscape-sequence"});
}

}  // namespace pkcs7_test
}  // namespace chainlint::formats
