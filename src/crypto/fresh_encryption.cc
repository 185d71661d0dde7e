#include <botan/system_rng.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "chainlint/asn1/definite.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/limits.h"
#include "chainlint/crypto/encryption.h"
#include "encryption_algorithm.h"

namespace chainlint::crypto {
namespace {

constexpr std::size_t kSaltOctets = 16;
constexpr std::size_t kShortestSalt = 8;

Error undecodable() { return {"encryption-parameters", "the parameters of the encryption cannot be decoded", {}}; }

// Copies the elements in `reader`, each OCTET STRING with fresh bytes: in the parameters of password-based schemes those are the salt and
// the initialization vector and nothing else. Bounded by CryptoLimits::kParameterDepth.
std::optional<Error> renew(asn1::Asn1Reader reader, const Limits& limits, SecretBytes& out) {
  if (reader.depth() > CryptoLimits::kParameterDepth) return undecodable();
  while (!reader.at_end()) {
    const auto element = reader.next();
    if (!element) return undecodable();
    SecretBytes copy;
    if ((element->identifier & ~0x20u) == asn1::tag::kOctetString) {
      Bytes own;
      const auto octets = asn1::read_octets(*element, asn1::Encoding::ber, own, limits);
      if (!octets || octets->size() > limits.salt_bytes) return undecodable();
      const auto fresh = random_octets(std::max(octets->size(), kShortestSalt));
      if (!fresh) return fresh.error();
      copy = asn1::der_element(asn1::tag::kOctetString, {*fresh});
    } else if (element->is(asn1::tag::kSequence)) {
      SecretBytes content;
      if (auto error = renew(reader.enter(*element), limits, content)) return error;
      copy = asn1::der_element(asn1::tag::kSequence, {content});
    } else {
      auto definite = asn1::definite_form(*element, limits);
      if (!definite) return undecodable();
      copy = std::move(*definite);
    }
    out.insert(out.end(), copy.begin(), copy.end());
  }
  return {};
}

}  // namespace

Result<Bytes> random_octets(std::size_t count) {
  Bytes octets(count);
  try {
    Botan::system_rng().randomize(octets.data(), octets.size());
  } catch (const std::exception&) {
    return Error{"random-unavailable", "the system's random number generator is not available", {}};
  }
  return octets;
}

Result<Bytes> aes_256_encryption(std::uint64_t iterations) {
  const auto salt = random_octets(kSaltOctets);
  if (!salt) return salt.error();
  const auto iv = random_octets(16);
  if (!iv) return iv.error();
  return pbes2_aes_256(*salt, *iv, iterations);
}

Result<Bytes> triple_des_encryption(std::uint64_t iterations) {
  constexpr auto kTripleDes = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1, 3>();
  // Eight bytes is what all of its readers have seen.
  const auto salt = random_octets(kShortestSalt);
  if (!salt) return salt.error();
  return pkcs12_scheme(kTripleDes, *salt, iterations);
}

Result<Bytes> renewed_algorithm(const x509::AlgorithmIdentifier& algorithm) {
  SecretBytes renewed;
  if (const auto error = renew(asn1::Asn1Reader(algorithm.encoded, asn1::Encoding::ber), Limits(), renewed)) return *error;
  return Bytes(renewed.begin(), renewed.end());
}

}  // namespace chainlint::crypto
