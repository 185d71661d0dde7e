#include <gtest/gtest.h>

#include "pkcs12/pkcs12_attributes.h"
#include "pkcs12_builder.h"

namespace chainlint::formats {
namespace pkcs12_bags_test {

using namespace pkcs12_test;

TEST(Pkcs12Bags, PlacesEachEntryBySafeBagAndName) {
  const Container container = read(pfx({plain_safe({}), plain_safe({certificate_bag(), certificate_bag({friendly_name("www")})})}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].location.inner, "safe 2 bag 1");
  EXPECT_EQ(container.entries[1].location.inner, "safe 2 bag 2 \"www\"");
  EXPECT_EQ(container.entries[1].location.entry, 2u);
  EXPECT_EQ(container.entries[1].label, "www");
  EXPECT_EQ(codes(container), "");
}

TEST(Pkcs12Bags, ReadsTheAttributesOfWindowsAndJava) {
  const Bytes key = bag(
      1, private_key_der(),
      {attribute("1.2.840.113549.1.9.21", {octet_string({1, 0, 0, 0})}),
       attribute("1.3.6.1.4.1.311.17.1", {asn1::DerWriter().text(asn1::tag::kBmpString, "Microsoft Software Key Storage Provider").take()}),
       attribute("1.3.6.1.4.1.311.17.2", {})});
  const Bytes certificate = certificate_bag({attribute("2.16.840.1.113894.746875.1.1", {oid("2.5.29.37.0")})});
  const Container container = read(pfx({plain_safe({key, certificate})}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].local_key_id, (Bytes{1, 0, 0, 0}));
  EXPECT_EQ(container.entries[0].windows_key->provider, "Microsoft Software Key Storage Provider");
  EXPECT_TRUE(container.entries[0].windows_key->machine_keyset);
  EXPECT_EQ(container.entries[0].windows_key->key_spec, "CNG");
  EXPECT_EQ(container.entries[0].description, "key bag");
  EXPECT_FALSE(container.entries[0].trusted_certificate);
  EXPECT_TRUE(container.entries[1].trusted_certificate);
  EXPECT_EQ(codes(container), "");
}

TEST(Pkcs12Bags, ReadsTheTrustedCertificateOfKeytool) {
  const Container container = read(der_of(pkcs12_samples::kKeytoolTrusted), {"changeit"});
  EXPECT_EQ(container.facts.password, PasswordUse::changeit);
  EXPECT_EQ(codes(container), "");
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[0].label, "Root");
}

TEST(Pkcs12Bags, DropsATerminatorAndEscapesControlCharactersInNames) {
  const Bytes name =
      attribute("1.2.840.113549.1.9.20", {asn1::DerWriter().element(asn1::tag::kBmpString, Bytes{0, 'a', 0x20, 0x2E, 0, 0}).take()});
  const Container container = read(pfx({plain_safe({certificate_bag({name})})}));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].label, "a\\u{202E}");
}

TEST(Pkcs12Bags, KeepsTheCertificateWhoseAttributeIsDamaged) {
  const Bytes cut = attribute("1.2.840.113549.1.9.20", {Bytes{0x1E, 0x7F, 0x00}});
  const Container container = read(pfx({plain_safe({certificate_bag({friendly_name("www"), cut})})}));
  EXPECT_EQ(codes(container), "error:pkcs12-damaged");
  ASSERT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.entries[0].label, "www");
}

TEST(Pkcs12Bags, ReadsCertificatesOfNestedSafeContents) {
  const Bytes nested = bag(6, sequence({certificate_bag({friendly_name("deep")})}));
  const Container container = read(pfx({plain_safe({certificate_bag(), nested})}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[1].location.inner, "safe 1 bag 2 bag 1 \"deep\"");
}

TEST(Pkcs12Bags, LimitsTheNestingOfSafeContents) {
  Bytes contents = sequence({certificate_bag()});
  for (int i = 0; i < 12; ++i) contents = sequence({bag(6, contents)});
  const Container container = read(pfx({content_info("1.2.840.113549.1.7.1", octet_string(contents))}));
  EXPECT_EQ(codes(container), "error:pkcs12-nesting");
  EXPECT_NE(container.diagnostics[0].message.find("more than 10 deep"), std::string::npos);
}

TEST(Pkcs12Bags, LimitsTheNumberOfBags) {
  Limits limits;
  limits.pkcs12_bags = 3;
  const std::vector<Bytes> bags(5, certificate_bag());
  const Container container = read(pfx({plain_safe(bags), plain_safe(bags)}), {}, limits);
  EXPECT_EQ(codes(container), "error:pkcs12-bags");
  EXPECT_EQ(container.count(EntryKind::certificate), 3u);
}

TEST(Pkcs12Bags, CountsSecretsAndReportsUnknownBags) {
  const Bytes secret = bag(5, sequence({oid("1.2.3.4"), tagged0(octet_string({1, 2}))}));
  const Bytes unknown = bag(9, integer(1));
  const Bytes sdsi = certificate_bag({}, "1.2.840.113549.1.9.22.2");
  const Container container = read(pfx({plain_safe({secret, unknown, sdsi, certificate_bag()})}));
  EXPECT_EQ(container.count(EntryKind::secret), 1u);
  EXPECT_EQ(container.count(EntryKind::other), 2u);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(codes(container), "warning:pkcs12-unknown-bag warning:pkcs12-sdsi-certificate");
  EXPECT_NE(container.diagnostics[0].message.find("1.2.840.113549.1.12.10.1.9"), std::string::npos);
}

TEST(Pkcs12Bags, SaysHowASecretKeyOfJavaIsProtected) {
  const Bytes key = encrypted("pbes2-aes256-sha256", private_key_der(), "secret", true);
  const Bytes secret = bag(5, sequence({oid("1.2.840.113549.1.12.10.1.2"), tagged0(octet_string(key))}));
  const Container container = read(pfx({plain_safe({secret})}));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::secret);
  ASSERT_TRUE(container.entries[0].protection.has_value());
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-256-CBC");
}

TEST(Pkcs12Bags, ReadsOnAfterADamagedBag) {
  const Bytes broken_value = bag(3, integer(1));
  const Bytes broken_type = sequence({integer(1), tagged0(integer(1))});
  const Container container = read(pfx({plain_safe({broken_value, broken_type, integer(7), certificate_bag()})}));
  EXPECT_EQ(codes(container), "error:pkcs12-damaged error:pkcs12-damaged error:pkcs12-damaged");
  EXPECT_EQ(container.diagnostics[0].location.inner, "safe 1 bag 1");
  EXPECT_EQ(container.diagnostics[2].location.inner, "safe 1 bag 3");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(Pkcs12Bags, KeepsADamagedCertificateAsAnEntry) {
  const Bytes broken = bag(3, sequence({oid("1.2.840.113549.1.9.22.1"), tagged0(octet_string({0x30, 0x03, 0x02, 0x01, 0x01}))}));
  const Container container = read(pfx({plain_safe({broken, certificate_bag()})}));
  EXPECT_EQ(codes(container), "error:certificate-unreadable");
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::other);
}

TEST(Pkcs12Bags, CallsAPlainKeyInAnEncryptedSafeUnlocked) {
  const Container container = read(pfx_with_mac({encrypted_safe({bag(1, private_key_der())}, "secret")}, "secret"), {"secret"});
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  ASSERT_TRUE(container.entries[0].protection.has_value());
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-256-CBC");
  EXPECT_EQ(codes(container), "");
}

}  // namespace pkcs12_bags_test
}  // namespace chainlint::formats
