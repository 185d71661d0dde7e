#include "encryption_algorithm.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"

namespace chainlint {

Bytes pbes2_aes_256(ByteView salt, ByteView iv, std::uint64_t iterations) {
  constexpr auto kPbes2 = make_oid<1, 2, 840, 113549, 1, 5, 13>();
  constexpr auto kPbkdf2 = make_oid<1, 2, 840, 113549, 1, 5, 12>();
  constexpr auto kHmacSha256 = make_oid<1, 2, 840, 113549, 2, 9>();
  constexpr auto kAes256Cbc = make_oid<2, 16, 840, 1, 101, 3, 4, 1, 42>();
  DerWriter kdf;
  kdf.sequence([&](DerWriter& fields) {
    fields.oid(kPbkdf2).sequence([&](DerWriter& parameters) {
      parameters.octet_string(salt).integer(static_cast<std::int64_t>(iterations));
      parameters.sequence([&](DerWriter& prf) { prf.oid(kHmacSha256).null(); });
    });
  });
  DerWriter cipher;
  cipher.sequence([&](DerWriter& fields) { fields.oid(kAes256Cbc).octet_string(iv); });
  DerWriter algorithm;
  algorithm.sequence([&](DerWriter& fields) {
    fields.oid(kPbes2).sequence([&](DerWriter& parameters) { parameters.raw(kdf.bytes()).raw(cipher.bytes()); });
  });
  return algorithm.take();
}

Bytes pkcs12_scheme(ByteView oid, ByteView salt, std::uint64_t iterations) {
  DerWriter algorithm;
  algorithm.sequence([&](DerWriter& fields) {
    fields.oid(oid).sequence([&](DerWriter& parameters) { parameters.octet_string(salt).integer(static_cast<std::int64_t>(iterations)); });
  });
  return algorithm.take();
}

}  // namespace chainlint
