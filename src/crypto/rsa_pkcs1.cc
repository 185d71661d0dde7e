#include "rsa_pkcs1.h"

#include <algorithm>

#include "chainlint/asn1/writer.h"

namespace chainlint::crypto {
namespace {

// EMSA-PKCS1-v1_5 (RFC 8017 section 9.2); empty where there is no room for it.
Bytes encoded_message(const HashAlgorithm& hash, ByteView message, std::size_t size) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& digest_info) {
    digest_info.sequence([&](asn1::DerWriter& algorithm) { algorithm.oid(hash.oid).null(); });
    digest_info.octet_string(hash_of(hash, message));
  });
  const Bytes info = writer.take();
  constexpr std::size_t kFramed = 11;  // 00 01, eight bytes FF at least, 00
  if (size < info.size() + kFramed) return {};
  Bytes encoded(size, 0xFF);
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[size - info.size() - 1] = 0;
  std::copy(info.begin(), info.end(), encoded.end() - static_cast<std::ptrdiff_t>(info.size()));
  return encoded;
}

}  // namespace

std::unique_ptr<const RsaPkcs1> RsaPkcs1::make(ByteView modulus, ByteView exponent) {
  if (modulus.empty() || exponent.empty() || (modulus.back() & 1u) == 0 || (exponent.back() & 1u) == 0) return nullptr;
  return std::unique_ptr<const RsaPkcs1>(new RsaPkcs1(modulus, exponent));
}

bool RsaPkcs1::verify(const HashAlgorithm& hash, ByteView message, ByteView signature) const {
  if (signature.size() != bytes()) return false;
  const Number number(signature);
  if (mpz_cmp(number, modulus_) >= 0) return false;
  const Bytes expected = encoded_message(hash, message, bytes());
  if (expected.empty()) return false;
  Number power;
  mpz_powm(power, number, exponent_, modulus_);
  return mpz_cmp(power, Number(expected)) == 0;
}

}  // namespace chainlint::crypto
