#include <gtest/gtest.h>

#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/crypto/signing_key.h"
#include "octets.h"

namespace chainlint::crypto {
namespace certificate_signature_test {

using enum SignatureVerdict;

constexpr std::string_view kSha256WithRsa = "300d06092a864886f70d01010b0500";
constexpr std::string_view kSha256WithRsaWithoutNull = "300b06092a864886f70d01010b";

// SEQUENCE { tbs, signatureAlgorithm, signature by `issuer` over tbs }.
Bytes signed_by(const SigningKey& issuer, const Bytes& tbs, std::string_view outer_algorithm) {
  asn1::DerWriter writer;
  writer.sequence(
      [&](asn1::DerWriter& fields) { fields.raw(tbs).raw(hex(outer_algorithm)).bit_string(issuer.sign(tbs, "sha256").value()); });
  return writer.take();
}

Bytes name(std::string_view common_name) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& rdns) {
    rdns.nested(asn1::tag::kSet, [&](asn1::DerWriter& rdn) {
      rdn.sequence([&](asn1::DerWriter& pair) { pair.oid(asn1::oid_from_dotted("2.5.4.3")).text(asn1::tag::kUtf8String, common_name); });
    });
  });
  return writer.take();
}

x509::CertificatePtr certificate(const SigningKey& issuer, bool ca, std::string_view outer_algorithm = kSha256WithRsa) {
  asn1::DerWriter tbs;
  tbs.sequence([&](asn1::DerWriter& fields) {
    fields.nested(asn1::tag::context_constructed(0), [](asn1::DerWriter& version) { version.integer(2); });
    fields.integer(1).raw(hex(kSha256WithRsa)).raw(name("Issuer"));
    fields.sequence([](asn1::DerWriter& validity) { validity.time(Instant(1700000000)).time(Instant(1800000000)); });
    fields.raw(name("Subject")).raw(SigningKey::from_seed("p256", "subject")->public_key_info());
    fields.nested(asn1::tag::context_constructed(3), [&](asn1::DerWriter& outer) {
      outer.sequence([&](asn1::DerWriter& extensions) {
        extensions.sequence([&](asn1::DerWriter& extension) {
          extension.oid(asn1::oid_from_dotted("2.5.29.19")).boolean(true).octet_string(hex(ca ? "30030101ff" : "3000"));
        });
      });
    });
  });
  const Bytes der = signed_by(issuer, tbs.bytes(), outer_algorithm);
  return x509::Certificate::parse(der, sha256(der)).value();
}

x509::CrlPtr crl(const SigningKey& issuer, std::string_view outer_algorithm = kSha256WithRsa) {
  asn1::DerWriter tbs;
  tbs.sequence([&](asn1::DerWriter& fields) {
    fields.integer(1).raw(hex(kSha256WithRsa)).raw(name("Issuer")).time(Instant(1700000000)).time(Instant(1800000000));
  });
  return x509::Crl::parse(signed_by(issuer, tbs.bytes(), outer_algorithm)).value();
}

class SignedObject : public testing::Test {
 protected:
  SigningKey issuer_ = SigningKey::from_seed("rsa1024", "issuer").value();
  SigningKey other_ = SigningKey::from_seed("rsa1024", "other").value();
  OwnedKey issuer_key_{to_bytes(issuer_.public_key_info())};
  OwnedKey other_key_{to_bytes(other_.public_key_info())};
  SignatureVerifier verifier_;
};

TEST_F(SignedObject, CertificatesVerifyWithTheKeyOfTheirIssuerAlone) {
  for (const bool ca : {false, true}) {
    const auto child = certificate(issuer_, ca);
    ASSERT_EQ(ca, child->is_ca());
    EXPECT_EQ(valid, verifier_.verify(*child, issuer_key_.view()));
    EXPECT_EQ(invalid, verifier_.verify(*child, other_key_.view()));
  }
}

TEST_F(SignedObject, VerdictsAreTheSameAgain) {
  for (const bool ca : {false, true}) {
    const auto child = certificate(issuer_, ca);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(valid, verifier_.verify(*child, issuer_key_.view()));
      EXPECT_EQ(invalid, verifier_.verify(*child, other_key_.view()));
    }
  }
}

// More certificates than verdicts are kept of, so that one falls on the place of another.
TEST_F(SignedObject, VerdictsAreKeptByTheCertificateAndNotByItsContent) {
  for (const bool ca : {false, true}) {
    const auto good = certificate(issuer_, ca);
    for (unsigned i = 1; i <= 2500; ++i) {
      Bytes der = to_bytes(good->der());
      der.back() ^= static_cast<std::uint8_t>(i);
      der[der.size() - 2] ^= static_cast<std::uint8_t>(i >> 8);
      const auto bad = x509::Certificate::parse(der, sha256(der)).value();
      ASSERT_EQ(invalid, verifier_.verify(*bad, issuer_key_.view()));
      if (i % 100 == 0) {
        ASSERT_EQ(valid, verifier_.verify(*good, issuer_key_.view()));
      }
    }
  }
}

TEST_F(SignedObject, AlgorithmsThatDifferAreNotVerified) {
  EXPECT_EQ(mismatched, verifier_.verify(*certificate(issuer_, false, kSha256WithRsaWithoutNull), issuer_key_.view()));
  EXPECT_EQ(mismatched, verifier_.verify(*crl(issuer_, kSha256WithRsaWithoutNull), issuer_key_.view()));
}

TEST_F(SignedObject, RevocationListsVerifyWithTheKeyOfTheirIssuerAlone) {
  EXPECT_EQ(valid, verifier_.verify(*crl(issuer_), issuer_key_.view()));
  EXPECT_EQ(invalid, verifier_.verify(*crl(issuer_), other_key_.view()));
}

}  // namespace certificate_signature_test
}  // namespace chainlint::crypto
