#include "encryption_algorithm.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"

namespace chainlint::crypto {

Bytes pbes2_aes_256(ByteView salt, ByteView iv, std::uint64_t iterations) {
  constexpr auto kPbes2 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 13>();
  constexpr auto kPbkdf2 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 12>();
  constexpr auto kHmacSha256 = asn1::make_oid<1, 2, 840, 113549, 2, 9>();
  constexpr auto kAes256Cbc = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 1, 42>();
  asn1::DerWriter kdf;
  kdf.sequence([&](asn1::DerWriter& fields) {
    fields.oid(kPbkdf2).sequence([&](asn1::DerWriter& parameters) {
      parameters.octet_string(salt).integer(static_cast<std::int64_t>(iterations));
      parameters.sequence([&](asn1::DerWriter& prf) { prf.oid(kHmacSha256).null(); });
    });
  });
  asn1::DerWriter cipher;
  cipher.sequence([&](asn1::DerWriter& fields) { fields.oid(kAes256Cbc).octet_string(iv); });
  asn1::DerWriter algorithm;
  algorithm.sequence([&](asn1::DerWriter& fields) {
    fields.oid(kPbes2).sequence([&](asn1::DerWriter& parameters) { parameters.raw(kdf.bytes()).raw(cipher.bytes()); });
  });
  return algorithm.take();
}

Bytes pkcs12_scheme(ByteView oid, ByteView salt, std::uint64_t iterations) {
  asn1::DerWriter algorithm;
  algorithm.sequence([&](asn1::DerWriter& fields) {
    fields.oid(oid).sequence(
        [&](asn1::DerWriter& parameters) { parameters.octet_string(salt).integer(static_cast<std::int64_t>(iterations)); });
  });
  return algorithm.take();
}

}  // namespace chainlint::crypto
