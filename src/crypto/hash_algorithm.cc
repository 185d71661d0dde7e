#include "hash_algorithm.h"

#include <botan/hash.h>

#include <array>

#include "chainlint/asn1/oid.h"

namespace chainlint::crypto {
namespace {

constexpr auto kMd2 = asn1::make_oid<1, 2, 840, 113549, 2, 2>();
constexpr auto kMd4 = asn1::make_oid<1, 2, 840, 113549, 2, 4>();
constexpr auto kMd5 = asn1::make_oid<1, 2, 840, 113549, 2, 5>();
constexpr auto kSha1 = asn1::make_oid<1, 3, 14, 3, 2, 26>();
constexpr auto kSha224 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 4>();
constexpr auto kSha256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 1>();
constexpr auto kSha384 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 2>();
constexpr auto kSha512 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 3>();
constexpr auto kSha512_224 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 5>();
constexpr auto kSha512_256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 6>();
constexpr auto kSha3_224 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 7>();
constexpr auto kSha3_256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 8>();
constexpr auto kSha3_384 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 9>();
constexpr auto kSha3_512 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 10>();

constexpr auto kHmacMd5 = asn1::make_oid<1, 2, 840, 113549, 2, 6>();
constexpr auto kHmacSha1 = asn1::make_oid<1, 2, 840, 113549, 2, 7>();
constexpr auto kHmacSha224 = asn1::make_oid<1, 2, 840, 113549, 2, 8>();
constexpr auto kHmacSha256 = asn1::make_oid<1, 2, 840, 113549, 2, 9>();
constexpr auto kHmacSha384 = asn1::make_oid<1, 2, 840, 113549, 2, 10>();
constexpr auto kHmacSha512 = asn1::make_oid<1, 2, 840, 113549, 2, 11>();
constexpr auto kHmacSha512_224 = asn1::make_oid<1, 2, 840, 113549, 2, 12>();
constexpr auto kHmacSha512_256 = asn1::make_oid<1, 2, 840, 113549, 2, 13>();
constexpr auto kHmacSha3_224 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 13>();
constexpr auto kHmacSha3_256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 14>();
constexpr auto kHmacSha3_384 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 15>();
constexpr auto kHmacSha3_512 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 16>();

constexpr std::array<HashAlgorithm, 14> kHashes{{
    {"md2", "MD2", nullptr, 16, 16, kMd2, {}},
    {"md4", "MD4", nullptr, 16, 64, kMd4, {}},
    {"md5", "MD5", "MD5", 16, 64, kMd5, kHmacMd5},
    {"sha1", "SHA1", "SHA-1", 20, 64, kSha1, kHmacSha1},
    {"sha224", "SHA224", "SHA-224", 28, 64, kSha224, kHmacSha224},
    {"sha256", "SHA256", "SHA-256", 32, 64, kSha256, kHmacSha256},
    {"sha384", "SHA384", "SHA-384", 48, 128, kSha384, kHmacSha384},
    {"sha512", "SHA512", "SHA-512", 64, 128, kSha512, kHmacSha512},
    // Botan can hash with SHA-512/256 alone; the other truncation is left to be named.
    {"sha512-224", "SHA512-224", nullptr, 28, 128, kSha512_224, kHmacSha512_224},
    {"sha512-256", "SHA512-256", "SHA-512-256", 32, 128, kSha512_256, kHmacSha512_256},
    {"sha3-224", "SHA3-224", "SHA-3(224)", 28, 144, kSha3_224, kHmacSha3_224},
    {"sha3-256", "SHA3-256", "SHA-3(256)", 32, 136, kSha3_256, kHmacSha3_256},
    {"sha3-384", "SHA3-384", "SHA-3(384)", 48, 104, kSha3_384, kHmacSha3_384},
    {"sha3-512", "SHA3-512", "SHA-3(512)", 64, 72, kSha3_512, kHmacSha3_512},
}};

}  // namespace

const HashAlgorithm* hash_by_oid(ByteView oid) {
  for (const HashAlgorithm& hash : kHashes) {
    if (equal(hash.oid, oid)) return &hash;
  }
  return nullptr;
}

const HashAlgorithm* hash_by_hmac_oid(ByteView oid) {
  for (const HashAlgorithm& hash : kHashes) {
    if (!hash.hmac_oid.empty() && equal(hash.hmac_oid, oid)) return &hash;
  }
  return nullptr;
}

const HashAlgorithm* hash_by_name(std::string_view name) {
  for (const HashAlgorithm& hash : kHashes) {
    if (hash.name == name) return &hash;
  }
  return nullptr;
}

Bytes hash_of(const HashAlgorithm& hash, ByteView data) {
  const auto function = Botan::HashFunction::create_or_throw(hash.botan);
  function->update(data.data(), data.size());
  Bytes out(hash.size);
  function->final(out.data());
  return out;
}

bool has_no_parameters(const x509::AlgorithmIdentifier& algorithm) {
  static constexpr std::array<std::uint8_t, 2> kNull{0x05, 0x00};
  return algorithm.parameters.empty() || equal(algorithm.parameters, kNull);
}

}  // namespace chainlint::crypto
