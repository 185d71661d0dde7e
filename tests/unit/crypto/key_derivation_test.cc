#include "key_derivation.h"

#include <gtest/gtest.h>

#include "bulk_cipher.h"
#include "octets.h"

namespace chainlint::crypto {
namespace key_derivation_test {

std::string pbkdf2_text(std::string_view hash, std::string_view password, std::string_view salt, std::uint64_t iterations,
                        std::size_t count) {
  return to_hex(pbkdf2(*hash_by_name(hash), as_bytes(password), as_bytes(salt), iterations, count).value());
}

// RFC 6070.
TEST(Pbkdf2, HasTheValuesOfTheStandard) {
  using namespace std::string_view_literals;
  EXPECT_EQ("0c60c80f961f0e71f3a9b524af6012062fe037a6", pbkdf2_text("sha1", "password", "salt", 1, 20));
  EXPECT_EQ("4b007901b765489abead49d926f721d065a429c1", pbkdf2_text("sha1", "password", "salt", 4096, 20));
  EXPECT_EQ("3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
            pbkdf2_text("sha1", "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 25));
  EXPECT_EQ("56fa6aa75548099dcc37d7f03425e0c3", pbkdf2_text("sha1", "pass\0word"sv, "sa\0lt"sv, 4096, 16));
}

// Python's hashlib.pbkdf2_hmac.
TEST(Pbkdf2, TakesEveryHashOfSha2) {
  EXPECT_EQ("947cf079cfc7f2016dcd7ec418840443edaabb90c496f98cabeec4bfb1a5a4aaff68cca92cf05a6d",
            pbkdf2_text("sha224", "password", "salt", 3, 40));
  EXPECT_EQ("1bfb451b6087e5d24eeffb57d7284448da95b581d35a1887d9a6e756af559b1fb4798a4529502f87cdf71f435d66d25e344483fb1f24ab37be82ed35",
            pbkdf2_text("sha384", "password", "salt", 3, 60));
  EXPECT_EQ("635aed8aaa4449ea97f7119b559de27ab73a3f614d617a62e700ea72e3f18c9b4f4021c964445624",
            pbkdf2_text("sha512-224", "password", "salt", 3, 40));
  EXPECT_EQ("9fa42ea03f8f8ac08be344def79d9c031e8f773f20a1061f5f38b37f01d32943ddc662e95a95dd1e",
            pbkdf2_text("sha512-256", "password", "salt", 3, 40));
}

// Python's hashlib.pbkdf2_hmac.
TEST(Pbkdf2, TakesEmptySaltsAndLongPasswords) {
  EXPECT_EQ("6b3979c290954909f89ff7ac02bd835fc977d63b8c1147f37fc274aab8cbe14b", pbkdf2_text("sha256", "", "", 7, 32));
  EXPECT_EQ(
      "30c7f33aeaa6e6779df4522686bb08cefbb895588ec401305fd85a593701affb10181d3db70ceb01"
      "73bc067d617d91f1254c40e312065a863c24a01c81529d6aa632f6c9e441",
      pbkdf2_text("sha512", std::string(5000, 'x'), "s", 2, 70));
}

// RFC 7914 section 12.
TEST(Scrypt, HasTheValuesOfTheStandard) {
  EXPECT_EQ(
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
      "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
      to_hex(scrypt({}, {}, 16, 1, 1, 64).value()));
  EXPECT_EQ(
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
      "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
      to_hex(scrypt(as_bytes("password"), as_bytes("NaCl"), 1024, 8, 16, 64).value()));
}

TEST(Scrypt, RefusesCostsThatAreNoPowerOfTwo) {
  EXPECT_FALSE(scrypt({}, {}, 15, 1, 1, 32).has_value());
  EXPECT_FALSE(scrypt({}, {}, 1, 1, 1, 32).has_value());
  EXPECT_FALSE(scrypt({}, {}, 16, 0, 1, 32).has_value());
}

struct Pkcs12Case {
  std::string_view hash;
  Pkcs12Purpose purpose;
  std::string_view expected;
};

// openssl kdf -keylen 70 -kdfopt digest:HASH -kdfopt hexpass:007000770000 -kdfopt hexsalt:0102030405060708 -kdfopt iter:100
//   -kdfopt id:PURPOSE PKCS12KDF (OpenSSL 3.0.22)
const Pkcs12Case kPkcs12Cases[] = {
    {"sha1", Pkcs12Purpose::key,
     "e893326333f215e10013a7ba6abb92bcf1def44605482f1d419220eebc7e65bb0118cee755d6a59e1f8d113dac543de2dedb9e0863d96f83130b0d40"
     "9856c29d2e1ef35967a9"},
    {"sha1", Pkcs12Purpose::mac,
     "5a65a4535ebce9e1634ade1d17d6a707258aaed7090363e8671c349e85a24cfcf85f7edcbb5eaafd7a5820e90e9b22e7603ac9531ea2b5f006740e1d"
     "e1e631f3d4af746ba163"},
    {"sha256", Pkcs12Purpose::iv,
     "13fc22df354e5eca9bcee3f51d69afe32b75f9e1d60e624e2af2d47bacc697c9e5bca919476c84fb28e504099d1031c366699ff028886d3e6fe818cd"
     "712bac53d4c48604ae9d"},
    {"sha512", Pkcs12Purpose::mac,
     "8ceace0fa9c938b430f094a95500abba283c161b8cea143a43948e856b0dda7357bb25ad4e5cdafb83e782c636f7bb368021ed55e216ba4cfd215d64"
     "2b050e5fee55e798bc0c"},
    {"sha3-256", Pkcs12Purpose::key,
     "946bf181a1a0617bb22e43103e4fa9c23f1ae16c86137a75a34aac28add2bbc55c613db1212e50a8ac6f6259493e68a86e57a9553cdf88392b3ff72e"
     "e8492b3f1d41008385e5"},
    {"md5", Pkcs12Purpose::iv,
     "b258ba0df66171d44f4b0645cb0e50241bd7baa5670b8a63cd75308b8a5a3c5a2327fbb48f68dc7534e568a36bb104f544b356f6f042d944ae211838"
     "76050813f978efbd6411"},
};

TEST(Pkcs12Derivation, HasTheValuesOfOpenSsl) {
  for (const Pkcs12Case& test : kPkcs12Cases) {
    EXPECT_EQ(test.expected,
              to_hex(pkcs12_derive(*hash_by_name(test.hash), test.purpose, hex("007000770000"), hex("0102030405060708"), 100, 70)))
        << test.hash;
  }
}

// openssl kdf as above with -keylen 24, SHA-1, no password and one iteration.
TEST(Pkcs12Derivation, TakesNoPasswordAtAll) {
  EXPECT_EQ("39d3776b5e1e17a1db1cb6db5ebea05d6ea2fc0edf0c48cf",
            to_hex(pkcs12_derive(*hash_by_name("sha1"), Pkcs12Purpose::key, {}, hex("0102030405060708"), 1, 24)));
}

struct Rc2Case {
  unsigned bits;
  std::string_view key, plaintext, ciphertext;
};

// RFC 2268 section 5.
const Rc2Case kRc2Cases[] = {
    {63, "0000000000000000", "0000000000000000", "ebb773f993278eff"},
    {64, "ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"},
    {64, "3000000000000000", "1000000000000001", "30649edf9be7d2c2"},
    {64, "88", "0000000000000000", "61a8a244adacccf0"},
    {64, "88bca90e90875a", "0000000000000000", "6ccf4308974c267f"},
    {64, "88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "1a807d272bbe5db1"},
    {128, "88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6"},
    {129, "88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e", "0000000000000000", "5b78d3a43dfff1f1"},
};

TEST(Rc2, HasTheValuesOfTheStandard) {
  for (const Rc2Case& test : kRc2Cases) {
    const Bytes key = hex(test.key);
    const BulkCipher cipher{"RC2", nullptr, key.size(), 8, test.bits};
    const Bytes out = encrypt_bulk(cipher, key, Bytes(8), hex(test.plaintext)).value();
    // With a vector of zeros the first block of CBC is the block cipher's; the second one is padding.
    EXPECT_EQ(test.ciphertext, to_hex(ByteView(out).first(8)));
    EXPECT_EQ(test.plaintext, to_hex(decrypt_bulk(cipher, key, Bytes(8), out).value()));
  }
}

// Makes a block that decrypts to `padded`: CBC without the padding that encrypt_bulk adds.
Bytes encrypt_unpadded(const BulkCipher& cipher, ByteView key, const Bytes& padded) {
  Bytes out = encrypt_bulk(cipher, key, Bytes(16), padded).value();
  out.resize(padded.size());
  return out;
}

TEST(Padding, IsCheckedToTheLastByte) {
  const BulkCipher cipher{"AES-128-CBC", "AES-128", 16, 16, 0};
  const Bytes key(16, 7);
  const auto opens = [&](const Bytes& padded) {
    return decrypt_bulk(cipher, key, Bytes(16), encrypt_unpadded(cipher, key, padded)).has_value();
  };
  EXPECT_TRUE(opens(Bytes(16, 16)));
  EXPECT_TRUE(opens(hex("00000000000000000000000000030303")));
  EXPECT_FALSE(opens(hex("00000000000000000000000000020303")));
  EXPECT_FALSE(opens(hex("00000000000000000000000000030203")));
  EXPECT_FALSE(opens(Bytes(16, 0)));
  EXPECT_FALSE(opens(Bytes(16, 17)));
}

}  // namespace key_derivation_test
}  // namespace chainlint::crypto
