// What Windows puts on keys in PKCS#12 files, and what NSS put wrong.
#include <gtest/gtest.h>

#include "pkcs12_builder.h"
#include "tool_runner.h"

namespace chainlint::formats {
namespace pkcs12_windows_test {

using namespace pkcs12_test;

// A PrivateKeyInfo with the attribute keyUsage, whose value is one byte.
Bytes key_with_usage(std::uint8_t usage) {
  const Bytes plain = private_key_der();
  asn1::Asn1Reader reader(plain);
  const auto outer = reader.next();
  const Bytes bits = asn1::DerWriter().bit_string(Bytes{usage}).take();
  const Bytes attributes = tagged0(attribute("2.5.29.15", {bits}));
  return sequence({to_bytes(outer->content), attributes});
}

WindowsKey windows_key_of(const Bytes& key, const std::vector<Bytes>& attributes) {
  const Container container = read(pfx({plain_safe({bag(1, key, attributes)})}));
  EXPECT_EQ(codes(container), "");
  if (container.entries.size() != 1 || !container.entries[0].windows_key) return {};
  return *container.entries[0].windows_key;
}

Bytes provider(std::string_view name) {
  return attribute("1.3.6.1.4.1.311.17.1", {asn1::DerWriter().text(asn1::tag::kBmpString, name).take()});
}

TEST(Pkcs12Windows, KeySpecificationIsTheKeyUsageInsideTheKey) {
  const auto csp = provider("Microsoft Enhanced RSA and AES Cryptographic Provider");
  EXPECT_EQ(windows_key_of(key_with_usage(0x10), {csp}).key_spec, "AT_KEYEXCHANGE");
  EXPECT_EQ(windows_key_of(key_with_usage(0x80), {csp}).key_spec, "AT_SIGNATURE");
  EXPECT_EQ(windows_key_of(key_with_usage(0x10), {}).key_spec, "AT_KEYEXCHANGE");
  EXPECT_EQ(windows_key_of(private_key_der(), {csp}).key_spec, "");
}

TEST(Pkcs12Windows, KeysOfKeyStorageProvidersAreCng) {
  const WindowsKey key = windows_key_of(key_with_usage(0x90), {provider("Microsoft Software Key Storage Provider")});
  EXPECT_EQ(key.key_spec, "CNG");
  EXPECT_FALSE(key.machine_keyset);
}

TEST(Pkcs12Windows, KeyWithoutAttributesOfWindowsHasNoProvider) {
  const Container container = read(pfx({plain_safe({bag(1, private_key_der())})}));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_FALSE(container.entries[0].windows_key.has_value());
}

// PBKDF2 says 32 bytes and the cipher is named AES-128: so did NSS 3.21. Made with Python's hashlib and cryptography from the key in
// openssl_samples.h, encrypted with AES-256 under the password "secret".
constexpr std::string_view kAes256NamedAes128 =
    "MIHoMFMGCSqGSIb3DQEFDTBGMCUGCSqGSIb3DQEFDDAYBBAAAQIDBAUGBwgJCgsMDQ4PAgFkAgEgMB0GCWCGSAFlAwQBAgQQEBESExQVFhcYGRobHB0eHwSB"
    "kOHFo2WOQKTLr0OpSHHHmH65x8xEn1jHs3hNLEZSNgrnObIUNztN3Mjxmt3TSOWmO0OAt8Wcy5uEdehbnmV6LfrZBCQINQeDKgd5vYA2KJEzdoctP9aCrsHm"
    "T6kZaCjtUm23vbIGURGkklWqw+MZi/E2VIK1NVB3k0xyr8fhHsAKqHMTCJl41y1ufTGpsv0OrQ==";

TEST(Pkcs12Windows, KeyLengthDecidesWhereItContradictsTheNameOfTheCipher) {
  const Container container = read_octets_as_file(der_of(kAes256NamedAes128), {"secret"});
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-256-CBC");
  ASSERT_TRUE(container.entries[0].key.has_value());
  const Container plain = read_octets_as_file(der_of(openssl_samples::kPkcs8));
  EXPECT_EQ(container.entries[0].key->public_canonical, plain.entries[0].key->public_canonical);
}

using Pkcs12WindowsTools = ToolTest;

TEST_F(Pkcs12WindowsTools, Openssl) {
  if (!installed("openssl")) GTEST_SKIP() << "no openssl";
  write_pem("c.pem", "CERTIFICATE", pkcs12_samples::kCertificate);
  write_pem("k.pem", "PRIVATE KEY", pkcs12_samples::kPrivateKey);
  const std::string make = "openssl pkcs12 -export -inkey k.pem -in c.pem -passout pass:secret -out made.p12 -CSP 'Some CSP' ";
  for (const auto& [flag, spec] : {std::pair{"-keyex", "AT_KEYEXCHANGE"}, std::pair{"-keysig", "AT_SIGNATURE"}}) {
    ASSERT_TRUE(run(make + "-LMK " + flag));
    const Container container = read_made("made.p12", {"secret"});
    const Entry* key = first(container, EntryKind::private_key);
    ASSERT_NE(key, nullptr);
    ASSERT_TRUE(key->windows_key.has_value());
    EXPECT_EQ(key->windows_key->provider, "Some CSP");
    EXPECT_EQ(key->windows_key->key_spec, spec);
    EXPECT_TRUE(key->windows_key->machine_keyset);
    EXPECT_EQ(key->description, "shrouded key bag");
  }
}

}  // namespace pkcs12_windows_test
}  // namespace chainlint::formats
