#include <gtest/gtest.h>

#include "pkcs12_builder.h"

namespace chainlint::formats {
namespace pkcs12_structure_test {

using namespace pkcs12_test;

constexpr std::string_view kDataType = "1.2.840.113549.1.7.1";

Bytes pfx_of(const Bytes& auth_safe_content) { return sequence({integer(3), content_info(kDataType, auth_safe_content)}); }

void expect_only_damage(const Container& container) {
  EXPECT_EQ(codes(container), "error:pkcs12-damaged");
  EXPECT_TRUE(container.entries.empty());
}

TEST(Pkcs12Structure, ReadsAnyNumberOfSafes) {
  EXPECT_EQ(codes(read(pfx({}))), "");
  EXPECT_EQ(read(pfx({plain_safe({certificate_bag()})})).entries.size(), 1u);
  const std::vector<Bytes> six(6, plain_safe({certificate_bag()}));
  const Container container = read(pfx(six));
  EXPECT_EQ(container.entries.size(), 6u);
  EXPECT_EQ(container.entries[5].location.inner, "safe 6 bag 1");
}

TEST(Pkcs12Structure, RefusesOtherVersions) {
  const Container container = read(sequence({integer(2), content_info(kDataType, octet_string(sequence({})))}));
  EXPECT_EQ(codes(container), "error:pkcs12-version");
  EXPECT_EQ(container.diagnostics[0].message, "PFX version 2; only version 3 is supported");
}

TEST(Pkcs12Structure, SaysWhereItIsDamaged) {
  const Bytes file = pfx({plain_safe({certificate_bag()})});
  expect_only_damage(read({}));
  expect_only_damage(read(Bytes(file.begin(), file.begin() + 100)));
  expect_only_damage(read(sequence({integer(3)})));
  expect_only_damage(read(sequence({integer(3), sequence({oid(kDataType)})})));
  expect_only_damage(read(pfx_of(integer(1))));
  expect_only_damage(read(pfx_of(octet_string(integer(1)))));
  const Container container = read(pfx_of(octet_string(integer(1))));
  ASSERT_EQ(container.diagnostics.size(), 1u);
  EXPECT_EQ(container.diagnostics[0].message, "AuthenticatedSafe is not a SEQUENCE at byte 22");
  EXPECT_EQ(container.diagnostics[0].location.offset, 22u);
}

TEST(Pkcs12Structure, ReadsOnAfterASafeThatItCannotRead) {
  const Bytes enveloped = content_info("1.2.840.113549.1.7.3", sequence({integer(0)}));
  const Bytes digested = content_info("1.2.840.113549.1.7.5", sequence({integer(0)}));
  const Bytes empty = sequence({oid(kDataType)});
  const Container container = read(pfx({enveloped, digested, empty, plain_safe({certificate_bag()})}));
  EXPECT_EQ(codes(container), "error:encryption-unsupported error:pkcs12-content error:pkcs12-damaged");
  EXPECT_NE(container.diagnostics[0].message.find("envelopedData"), std::string::npos);
  EXPECT_EQ(container.diagnostics[0].location.inner, "safe 1");
  EXPECT_NE(container.diagnostics[1].message.find("1.2.840.113549.1.7.5"), std::string::npos);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(Pkcs12Structure, ReadsWhatASignatureProtectsAndSaysThatItWasNotVerified) {
  const Bytes content = content_info(kDataType, octet_string(sequence({plain_safe({certificate_bag()})})));
  const Bytes signed_data = sequence({integer(1), sequence({}, asn1::tag::kSet), content, sequence({}, asn1::tag::kSet)});
  const Container container = read(sequence({integer(3), content_info("1.2.840.113549.1.7.2", signed_data)}));
  EXPECT_EQ(codes(container), "note:pkcs12-signed");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(Pkcs12Structure, ReadsIndefiniteLengthsAndSegmentedStringsOfAnySize) {
  const Bytes safe_contents = indefinite(0x30, {certificate_bag({friendly_name("www")})});
  for (std::size_t size : {1u, 7u, 1000u}) {
    const Bytes safe = indefinite(0x30, {oid(kDataType), indefinite(0xA0, {segmented(safe_contents, size)})});
    const Bytes authenticated = indefinite(0x30, {safe, plain_safe({certificate_bag()})});
    const Bytes file =
        indefinite(0x30, {integer(3), indefinite(0x30, {oid(kDataType), indefinite(0xA0, {segmented(authenticated, size)})})});
    const Container container = read(file);
    EXPECT_EQ(codes(container), "") << size;
    ASSERT_EQ(container.count(EntryKind::certificate), 2u) << size;
    EXPECT_EQ(to_hex(container.entries[0].certificate->sha256()), pkcs12_samples::kCertificateSha256);
  }
}

TEST(Pkcs12Structure, VerifiesTheMacOverTheJoinedSegments) {
  const Bytes content = sequence({plain_safe({certificate_bag()})});
  auto mac = crypto::mac_data_seeded("sha1", content, Password("secret"), 10, "segments");
  ASSERT_TRUE(mac.ok());
  const Bytes file = sequence({integer(3), content_info(kDataType, segmented(content, 100)), *mac});
  const Container container = read(file, {"secret"});
  EXPECT_EQ(codes(container), "");
  EXPECT_TRUE(container.facts.mac_verified);
}

TEST(Pkcs12Structure, ReadsEncryptedContentInSegments) {
  auto made = crypto::encrypt_seeded("pbes2-aes256-sha256", sequence({certificate_bag()}), Password("secret"), 10, "segments");
  ASSERT_TRUE(made.ok());
  const Bytes data =
      indefinite(0x30, {integer(0), indefinite(0x30, {oid(kDataType), made->algorithm, segmented(made->ciphertext, 100, 0xA0)})});
  const Container container = read(pfx({content_info("1.2.840.113549.1.7.6", data)}), {"secret"});
  EXPECT_EQ(codes(container), "");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(Pkcs12Structure, EndsOnNestingWithoutBottom) {
  Bytes deep;
  for (int i = 0; i < 100000; ++i) deep.insert(deep.end(), {0x24, 0x80});
  EXPECT_TRUE(read(pfx_of(deep)).has_error());
  Bytes sequences;
  for (int i = 0; i < 100000; ++i) sequences.insert(sequences.end(), {0x30, 0x80});
  EXPECT_TRUE(read(sequences).has_error());
}

// MacData with the OID of SHA-256 and the given digest and iterations.
Bytes mac_data(const Bytes& digest, std::int64_t iterations) {
  return sequence({sequence({sequence({oid("2.16.840.1.101.3.4.2.1"), Bytes{5, 0}}), octet_string(digest)}),
                   octet_string({1, 2, 3, 4, 5, 6, 7, 8}), integer(iterations)});
}

Bytes pfx_with_mac_data(const Bytes& mac) {
  return sequence({integer(3), content_info(kDataType, octet_string(sequence({plain_safe({certificate_bag()})}))), mac});
}

TEST(Pkcs12Structure, RefusesAMacOfAnotherLengthThanItsHash) {
  for (std::size_t size : {0u, 1u, 31u, 33u}) {
    const Container container = read(pfx_with_mac_data(mac_data(Bytes(size, 0x55), 10)), {"secret"});
    EXPECT_TRUE(container.has_error()) << size;
    EXPECT_FALSE(container.facts.mac_verified) << size;
    EXPECT_EQ(container.count(EntryKind::certificate), 1u) << size;
  }
}

TEST(Pkcs12Structure, RefusesIterationBombsAndNonsense) {
  const Container bomb = read(pfx_with_mac_data(mac_data(Bytes(32, 0x55), 2147483647)), {"secret"});
  EXPECT_EQ(codes(bomb), "error:kdf-limit");
  EXPECT_NE(bomb.diagnostics[0].message.find("2147483647"), std::string::npos);
  EXPECT_NE(bomb.diagnostics[0].message.find("10000000"), std::string::npos);
  EXPECT_EQ(bomb.count(EntryKind::certificate), 1u);
  for (std::int64_t iterations : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-2147483648}, INT64_MAX}) {
    EXPECT_TRUE(read(pfx_with_mac_data(mac_data(Bytes(32, 0x55), iterations)), {"secret"}).has_error()) << iterations;
  }
}

TEST(Pkcs12Structure, SpendsTheKdfBudgetOverAllCandidates) {
  Limits limits;
  limits.kdf_iterations_per_file = 25;
  const Container container = read(pfx_with_mac_data(mac_data(Bytes(32, 0x55), 10)), {"a", "b", "c"}, limits);
  EXPECT_EQ(codes(container), "error:kdf-limit");
}

TEST(Pkcs12Structure, DecryptsNothingWhenTheMacIsDamaged) {
  const Bytes file = sequence(
      {integer(3),
       content_info(kDataType, octet_string(sequence({encrypted_safe({certificate_bag()}, "secret"), plain_safe({certificate_bag()})}))),
       integer(9)});
  const Container container = read(file, {"secret"});
  EXPECT_EQ(codes(container), "error:pkcs12-damaged");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_TRUE(read(pfx_with_mac_data(sequence({integer(1)})), {"secret"}).has_error());
}

TEST(Pkcs12Structure, ReadsOnUnderAMacThatItDoesNotKnow) {
  const Bytes mac = sequence({sequence({sequence({oid("1.2.643.2.2.9")}), octet_string(Bytes(32, 1))}), octet_string({1, 2, 3, 4})});
  const Container container = read(pfx_with_mac_data(mac), {"secret"});
  EXPECT_EQ(codes(container), "warning:mac-unsupported");
  EXPECT_NE(container.diagnostics[0].message.find("1.2.643.2.2.9"), std::string::npos);
  EXPECT_FALSE(container.facts.mac_verified);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(Pkcs12Structure, NamesTheEncryptionThatItDoesNotKnow) {
  const Bytes algorithm = sequence({oid("1.2.643.2.2.21"), sequence({octet_string({1, 2, 3, 4, 5, 6, 7, 8}), integer(10)})});
  const Bytes data =
      sequence({integer(0), sequence({oid(kDataType), algorithm, asn1::DerWriter().element(asn1::tag::context(0), Bytes(16, 7)).take()})});
  const Container container = read(pfx({content_info("1.2.840.113549.1.7.6", data), plain_safe({certificate_bag()})}), {"secret"});
  EXPECT_EQ(codes(container), "error:encryption-unsupported");
  EXPECT_NE(container.diagnostics[0].message.find("1.2.643.2.2.21"), std::string::npos);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

}  // namespace pkcs12_structure_test
}  // namespace chainlint::formats
