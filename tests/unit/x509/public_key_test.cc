#include "chainlint/x509/public_key.h"

#include <gtest/gtest.h>

#include <string>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "unit/asn1/octets.h"

namespace chainlint::x509 {
namespace public_key_test {

// Keys that OpenSSL 3.0 made (`openssl pkey -pubout -outform der`); what the tests say of them is what `openssl pkey -text` prints.
constexpr char kRsa[] =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDcDxDyfe2EB3j1MRU22M8VGNZV/b2yiyb31GqksrJGWAOv7t/uOL6yZSi9e1JqwIspkSK5BItoLH376ewO"
    "E4pUfIc7YgD3Tqf1Al9vOySHKE2ZYBiYnAcrRUmBxp1+0Co1zh94o0NLVxyBHBgbC6TjbgQMe46F117AVKFqStWNRQIDAQAB";
constexpr char kRsaModulus[] =
    "dc0f10f27ded840778f5311536d8cf1518d655fdbdb28b26f7d46aa4b2b2465803afeedfee38beb26528bd7b526ac08b299122b9048b682c7dfbe9ec"
    "0e138a547c873b6200f74ea7f5025f6f3b2487284d996018989c072b454981c69d7ed02a35ce1f78a3434b571c811c181b0ba4e36e040c7b8e85d75ec054a16a4ad58d"
    "45";
constexpr char kP521[] =
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQA63DdZEEfkmAS65wpfy+4RqM0we5ANPBgZfO5ZJLCizyfAHOdcjc21KGECVA0Flgr3jJTdtFJgfmQjm9/9ZFp"
    "ziwAGq4WjbZ2cUPiJaVcPehycI2yRFpGIzU40089lABGnictm/JyhFavoZT1qF9kl0bP/23dn9FviffVWe2LPYD7HZ0=";
constexpr char kBrainpool[] =
    "MHowFAYHKoZIzj0CAQYJKyQDAwIIAQELA2IABBQwwaqsnl6EP58G+aJJ6mNLwsd8I3fw+U+Bam+eHzae4oLI4ZZoEZfswezz4O40CAJGiC0MJ85CYbyz3QWv"
    "1DZ2mGLvI//v+6fG/1wG3jyYLn146ByyojBnviUMulz4wA==";
constexpr char kExplicit[] =
    "MIIBzDCCAWQGByqGSM49AgEwggFXAgEBMDwGByqGSM49AQECMQD//////////////////////////////////////////v////8AAAAAAAAAAP////8wewQw"
    "//////////////////////////////////////////7/////AAAAAAAAAAD////8BDCzMS+n4j7n5JiOBWvj+C0ZGB2cbv6BQRIDFAiPUBOHWsZWOY2KLtGd"
    "KoXI7dPsKu8DFQCjNZJqoxmieh0AiWpnc6SCes2scwRhBKqHyiK+iwU3jrHHHvMgrXRuHTtii6ebmFn3QeCCVCo4VQLyXb9VKWw6VF44cnYKtzYX3kqWJixv"
    "XZ6Yv5KS3Cn49B29KJoUfOnaMRO18LjACmCxzh1+gZ16Qx18kOoOXwIxAP///////////////////////////////8djTYH0Ny3fWBoNskiwp3rs7BlqzMUp"
    "cwIBAQNiAASltlaoHUgmfwrW1uRq+4zknimmP0rWvTyXvraIZE7AsexyiNgVd+0hptj1dRdAZk0dvIv43jSuUu8YnYVT65T7SNKANszsYiTEMZNhtBY57BNl"
    "rnSpf5ZUwDNKWdekkUU=";
constexpr char kCompressed[] = "MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADLPu7ylDzQ/R7xi58YIhlHUe79LtU7M+q2pfDgBKNr28=";
constexpr char kSecp256k1[] =
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE1vN9nSSyknTfk1ST027B9oqfNYCEVwwVaqnVRnzkzdTn6iZqkhQMcdFtzhFKEP/queVMtjSjex0l27U6B6ANVw==";
constexpr char kDsa[] =
    "MIIBvzCCATQGByqGSM44BAEwggEnAoGBAPFEPvUYqBzUm5DCTP/NVICiabNCuwgNZTpSHXpbJH7ZoxmHrRa8dOafor0ZG+nY34KNc7QlD+1ct1MeuhL/iTJg"
    "obS8NYc0NqqDnkt727CPFld1o0vj5H5X9Cp6CW4zXAo1OtLOjXLn7cSkZ4XkDrkF7fyh4lcKA66F/97kSsutAh0Ah4ZzKqTxBpMlkzr+H+UVLmziL6ZU8qNb"
    "tm5DewKBgQDpzCU5nOs4f06bMPQvVJtSeedIJLdfRpffB2vNVXRbhzerEOJbvlL4vnzFVn/S/VO3Ygh5d4HNyykweKiMAF4LbCbMpImgupIjRtrMjr3j3bcl"
    "i08IYwd+JerMZSGLtZHiZmPxK/ZPD3OSqw/07sbsJPD53ECzSgPfdQQPxfvNEAOBhAACgYAqFDOcYSLrm1ZnXRvVlzFY8VtfgEl/Xv0Vozzka/wF1qHhIdOu"
    "SWbNjodWHffHpdPzeRjRbPKH7uM0i9B6pvsp9a9eGctHn0BoGoUnwBxvoaFzr+8/rpqVKYp0A/jv1GpTlPLl8VXC/VfHHcfy7hZuwgC/gn6LnHxq5s4673dL"
    "EQ==";
constexpr char kDh[] =
    "MIICJDCCARcGCSqGSIb3DQEDATCCAQgCggEBAP//////////rfhUWKK7Spqv3FYgJz088di5xYPOLTaVqeE2QRRkM/vMk53OJJs++X0v42NjDHXY9oGyAq7E"
    "YXrT3x7V1f1lYSQz9R9fBm7QhWNlVT3tGvO1VxNef1fJNZhPDHDg5ot34qaJ2vPv6HId8VihNq3nNTCsyk9IOnl6vAqxgrMk+2HRCKlLssjj+7lq2rdg1/Ro"
    "HU9Co945TfSuVu3nY3K7GQsHp8juCm1wngL84c334uzANATNKDQvYZFy/pzphYP/jk8SMu7ygYPD/jsbTG+tczu1/LwuwiAFxY7xg30Wg7LG80omwbLv+ohr"
    "QjhhKFyX//////////8CAQIDggEFAAKCAQA+OTBqjsh3y1MvhK24yws/l3pgQpFXn1gARLdtX7L9BxlwkPnRmbBw6cjVq72KN4L3mC0Jl+9lEHvSKmnZc7cr"
    "dQUUTq+igrYaNaugARhhrIOu+EL1vbHQX70Huk+NfFMbRO5coh3oVsYPVm4NsRxXCKqTeVIDC7Mn2fMEazw5RF3WHhL6yz/pOzdkOwZzweZ5d8XMvwqQ+x3p"
    "0wBnhGIqR6ddCHhGU4/8/Unm5c6yaTLkoLXMNyUOIrFrFahN7uWTLGRQO7MccyYxtrIUkA0ixrIBWnZMhsI9V8FPwTy1gDvszCjK5Tw0oxsscaglpsLSKQ3Z"
    "16LUH7A/nBCcuavM";
constexpr char kEd25519[] = "MCowBQYDK2VwAyEApLUvct9K84yH40VjVhQ+TdGFX4F1kicOOP3nOvA7utE=";
constexpr char kEd448[] = "MEMwBQYDK2VxAzoAoSCH34zJ+QgmxzQ+Vx4yAQoEvKwK2JLYVU2lDZBUXsEo3FPu/spWxkAZD8q/NkFA7yY7uP8fX+AA";
constexpr char kX25519[] = "MCowBQYDK2VuAyEA42Vhmxu4Y3CJ/Wurvfr1ZosrM2UUf7SKoM4/WuJLZD4=";
constexpr char kRsaPss[] =
    "MIGdMAsGCSqGSIb3DQEBCgOBjQAwgYkCgYFqCPjs/Uyx6tFQcXvnarZgbJAH+7jrR8Qp5bj3Pt+WJA2FjxJkTCZbAZRzvrw0CEksIZ0Rh4ZKgUqfxLrKkbG+"
    "b0HZrZZE4mirFubqvh7R/n6wi+LHN2iWMNW+8DetWWL/eXLgbSs7J75LGVExKXl8viDa3iziyPQPdD71psSfykMCAwEAAQ==";

// The bytes of a key and the key, which borrows them.
struct OwnedKey {
  Bytes der;
  PublicKeyInfo key;
  explicit OwnedKey(Bytes octets) : der(std::move(octets)) {
    const auto element = asn1::read_single(der);
    EXPECT_TRUE(element);
    auto read = PublicKeyInfo::read(*element);
    EXPECT_TRUE(read);
    key = *read;
  }
};

struct Seen {
  std::string algorithm, text;
  std::size_t bits = 0;
  bool decodable = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen see(Bytes der) {
  const OwnedKey owned(std::move(der));
  return {std::string(to_string(owned.key.algorithm)), owned.key.to_string(), owned.key.bits, owned.key.decodable};
}

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << seen.algorithm << ", " << seen.text << ", " << seen.bits << (seen.decodable ? "" : ", undecodable");
}

// A key of this algorithm with these bytes. `parameters` is an encoded element or empty.
Bytes key_of(std::string_view algorithm, ByteView parameters, ByteView key_octets) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& info) {
    info.sequence([&](asn1::DerWriter& identifier) { identifier.oid(asn1::oid_from_dotted(algorithm)).raw(parameters); })
        .bit_string(key_octets);
  });
  return writer.take();
}

TEST(PublicKeyInfo, KnowsAlgorithmsAndSizes) {
  EXPECT_EQ(see(asn1::base64(kRsa)), (Seen{"rsa", "RSA 1024", 1024, true}));
  EXPECT_EQ(see(asn1::base64(kRsaPss)), (Seen{"rsa_pss", "RSA-PSS 1031", 1031, true}));
  EXPECT_EQ(see(asn1::base64(kP521)), (Seen{"ec", "EC P-521", 521, true}));
  EXPECT_EQ(see(asn1::base64(kBrainpool)), (Seen{"ec", "EC brainpoolP384r1", 384, true}));
  EXPECT_EQ(see(asn1::base64(kSecp256k1)), (Seen{"ec", "EC secp256k1", 256, true}));
  EXPECT_EQ(see(asn1::base64(kCompressed)), (Seen{"ec", "EC P-256", 256, true}));
  EXPECT_EQ(see(asn1::base64(kExplicit)), (Seen{"ec", "EC explicit", 384, true}));
  EXPECT_EQ(see(asn1::base64(kDsa)), (Seen{"dsa", "DSA 1024", 1024, true}));
  EXPECT_EQ(see(asn1::base64(kDh)), (Seen{"dh", "DH 2048", 2048, true}));
  EXPECT_EQ(see(asn1::base64(kEd25519)), (Seen{"ed25519", "Ed25519", 256, true}));
  EXPECT_EQ(see(asn1::base64(kEd448)), (Seen{"ed448", "Ed448", 456, true}));
  EXPECT_EQ(see(asn1::base64(kX25519)), (Seen{"x25519", "X25519", 256, true}));
}

// RFC 9881 section 4: the sizes of the keys.
TEST(PublicKeyInfo, KnowsMlDsa) {
  EXPECT_EQ(see(key_of("2.16.840.1.101.3.4.3.17", {}, Bytes(1312))), (Seen{"ml_dsa", "ML-DSA-44", 10496, true}));
  EXPECT_EQ(see(key_of("2.16.840.1.101.3.4.3.19", {}, Bytes(2592))), (Seen{"ml_dsa", "ML-DSA-87", 20736, true}));
  EXPECT_EQ(see(key_of("2.16.840.1.101.3.4.3.18", {}, Bytes(1951))), (Seen{"ml_dsa", "ML-DSA-65", 0, false}));
}

TEST(PublicKeyInfo, KeepsKeysThatItDoesNotKnow) {
  EXPECT_EQ(see(key_of("1.2.3.4", {}, asn1::octets("AA"))), (Seen{"other", "1.2.3.4", 0, true}));
  EXPECT_EQ(see(key_of("1.2.643.7.1.1.1.1", {}, asn1::octets("AA"))), (Seen{"gost", "GOST 256", 256, true}));
  EXPECT_EQ(see(key_of("1.2.840.10045.2.1", asn1::octets("06 02 2A 03"), asn1::octets("AA"))), (Seen{"ec", "EC unknown", 0, true}));
}

TEST(PublicKeyInfo, SaysThatKeyBytesDoNotFitTheAlgorithm) {
  constexpr const char* kRsaEncryption = "1.2.840.113549.1.1.1";
  for (const char* hex :
       {"", "AA", "30 00", "30 03 02 01 05", "30 06 02 01 00 02 01 03", "30 06 02 01 85 02 01 03", "30 08 02 01 05 02 01 03 05 00"}) {
    EXPECT_EQ(see(key_of(kRsaEncryption, asn1::octets("05 00"), asn1::octets(hex))), (Seen{"rsa", "RSA", 0, false})) << hex;
  }
  EXPECT_FALSE(see(key_of("1.2.840.10045.2.1", asn1::octets("06 08 2A8648CE3D030107"), asn1::octets("04 AA BB"))).decodable);
  EXPECT_FALSE(see(key_of("1.2.840.10045.2.1", {}, asn1::octets("04 AA BB"))).decodable);
  EXPECT_FALSE(see(key_of("1.3.101.112", {}, Bytes(31))).decodable);
}

TEST(PublicKeyInfo, GivesModulusAndExponent) {
  const OwnedKey owned(asn1::base64(kRsa));
  EXPECT_EQ(to_hex(owned.key.rsa_modulus), kRsaModulus);
  EXPECT_EQ(to_hex(owned.key.rsa_exponent), "010001");
}

TEST(PublicKeyInfo, IsRefusedWhereItsFrameIsBroken) {
  for (const char* hex : {"31 00", "30 00", "30 02 30 00", "30 07 30 05 06 03 2B 65 70", "30 0A 30 05 06 03 2B 65 70 04 01 00",
                          "30 0B 30 05 06 03 2B 65 70 03 02 01 00", "30 0D 30 05 06 03 2B 65 70 03 02 00 00 05 00"}) {
    const Bytes der = asn1::octets(hex);
    EXPECT_FALSE(PublicKeyInfo::read(*asn1::read_single(der))) << hex;
  }
}

TEST(PublicKeyInfo, IsTheSameKeyWhateverTheRsaParameters) {
  const OwnedKey with_null(asn1::base64(kRsa));
  const OwnedKey without(key_of("1.2.840.113549.1.1.1", {}, with_null.key.key_octets));
  const OwnedKey pss(key_of("1.2.840.113549.1.1.10", {}, with_null.key.key_octets));
  EXPECT_EQ(without.key.canonical(), with_null.key.canonical());
  EXPECT_EQ(pss.key.canonical(), with_null.key.canonical());
}

TEST(PublicKeyInfo, IsAnotherKeyWithAnotherCurveOrPoint) {
  const Bytes point(65, 0x04);
  const OwnedKey p256(key_of("1.2.840.10045.2.1", asn1::octets("06 08 2A8648CE3D030107"), point));
  const OwnedKey k256(key_of("1.2.840.10045.2.1", asn1::octets("06 05 2B8104000A"), point));
  EXPECT_NE(p256.key.canonical(), k256.key.canonical());
  EXPECT_NE(OwnedKey(asn1::base64(kEd25519)).key.canonical(), OwnedKey(asn1::base64(kX25519)).key.canonical());
}

}  // namespace public_key_test
}  // namespace chainlint::x509
