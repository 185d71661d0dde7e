#include <exception>
#include <new>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/limits.h"
#include "chainlint/crypto/encryption.h"
#include "key_derivation.h"
#include "password_octets.h"
#include "pbe_scheme.h"

namespace chainlint::crypto {
namespace {

constexpr auto kPbmac1 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 14>();

// RFC 9579 section 6.
constexpr std::uint64_t kShortestMacKey = 20;

struct MacScheme {
  Protection protection;
  const HashAlgorithm* hash = nullptr;
  std::optional<KdfParameters> pbmac1;
};

std::string hmac_name(const HashAlgorithm* hash, ByteView oid) {
  return hash != nullptr ? "HMAC-" + std::string(hash->label) : asn1::oid_name(oid);
}

// PBMAC1-params (RFC 8018 appendix A.5).
Result<MacScheme> read_pbmac1(const x509::AlgorithmIdentifier& algorithm) {
  asn1::Asn1Reader outer(algorithm.parameters, asn1::Encoding::ber);
  const auto sequence = outer.expect(asn1::tag::kSequence, "PBMAC1");
  if (!sequence) return bad_parameters("the parameters of PBMAC1 are not a SEQUENCE");
  asn1::Asn1Reader reader = outer.enter(*sequence);
  const auto kdf_algorithm = x509::AlgorithmIdentifier::read(reader, "keyDerivationFunc");
  if (!kdf_algorithm) return bad_parameters("the key derivation function of PBMAC1 cannot be decoded");
  const auto mac_algorithm = x509::AlgorithmIdentifier::read(reader, "messageAuthScheme");
  if (!mac_algorithm) return bad_parameters("the message authentication scheme of PBMAC1 cannot be decoded");
  const auto kdf = read_kdf(*kdf_algorithm);
  if (!kdf) return kdf.error();
  MacScheme scheme;
  scheme.hash = hash_by_hmac_oid(mac_algorithm->oid);
  scheme.pbmac1 = *kdf;
  scheme.protection = {"PBMAC1", "", kdf->name, hmac_name(scheme.hash, mac_algorithm->oid), kdf->iterations, kdf->salt.size(), true};
  scheme.protection.supported = kdf->supported() && scheme.hash != nullptr && scheme.hash->supported();
  return scheme;
}

Result<MacScheme> read_mac(const MacParameters& mac) {
  if (equal(mac.digest_algorithm.oid, kPbmac1)) return read_pbmac1(mac.digest_algorithm);
  MacScheme scheme;
  scheme.hash = hash_by_oid(mac.digest_algorithm.oid);
  const std::string label = scheme.hash != nullptr ? std::string(scheme.hash->label) : asn1::oid_name(mac.digest_algorithm.oid);
  scheme.protection = {"HMAC", "", "PKCS12KDF-" + label, "HMAC-" + label, mac.iterations, mac.salt.size(), true};
  scheme.protection.supported = scheme.hash != nullptr && scheme.hash->supported();
  return scheme;
}

Result<SecretBytes> pbmac1_key(const KdfParameters& kdf, const Password& password, PasswordForm form, KdfBudget& budget) {
  if (!kdf.key_length) return bad_parameters("PBMAC1 lacks the key length that RFC 9579 requires");
  if (*kdf.key_length < kShortestMacKey || *kdf.key_length > CryptoLimits::kMacKeyBytes) {
    return bad_parameters("PBMAC1 has a key of " + std::to_string(*kdf.key_length) + " bytes; " + std::to_string(kShortestMacKey) + " to " +
                          std::to_string(CryptoLimits::kMacKeyBytes) + " are allowed");
  }
  return derive_key(kdf, pkcs5_password(password, form), static_cast<std::size_t>(*kdf.key_length), budget);
}

Result<SecretBytes> classic_key(const MacParameters& mac, const HashAlgorithm& hash, const Password& password, PasswordForm form,
                                KdfBudget& budget) {
  return derive_pkcs12_key(hash, Pkcs12Purpose::mac, pkcs12_password(password, form), mac.salt, mac.iterations, hash.size, budget);
}

Result<MacScheme> read_supported_mac(const MacParameters& mac) {
  auto scheme = read_mac(mac);
  if (!scheme || scheme->protection.supported) return scheme;
  return Error{"encryption-unsupported", "the MAC " + scheme->protection.mac + " with " + scheme->protection.kdf + " is not supported", {}};
}

Result<Bytes> mac_of(const MacScheme& scheme, const MacParameters& mac, ByteView content, const Password& password, PasswordForm form,
                     KdfBudget& budget) {
  try {
    const auto key =
        scheme.pbmac1 ? pbmac1_key(*scheme.pbmac1, password, form, budget) : classic_key(mac, *scheme.hash, password, form, budget);
    if (!key) return key.error();
    return hmac(*scheme.hash, *key, content);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return Error{"encryption-unsupported", "the crypto library cannot compute " + scheme.protection.mac, {}};
  }
}

}  // namespace

Result<Protection> describe_mac(const MacParameters& mac) {
  auto scheme = read_mac(mac);
  if (!scheme) return scheme.error();
  return std::move(scheme->protection);
}

Result<bool> verify_mac(const MacParameters& mac, ByteView content, const Password& password, PasswordForm form, KdfBudget& budget) {
  const auto scheme = read_supported_mac(mac);
  if (!scheme) return scheme.error();
  if (mac.digest.size() != scheme->hash->size) {
    return Error{"mac-length",
                 "the MAC has " + std::to_string(mac.digest.size()) + " bytes; " + scheme->protection.mac + " produces " +
                     std::to_string(scheme->hash->size),
                 {}};
  }
  const auto digest = mac_of(*scheme, mac, content, password, form, budget);
  if (!digest) return digest.error();
  return equal(*digest, mac.digest);
}

Result<Bytes> compute_mac(const MacParameters& mac, ByteView content, const Password& password, PasswordForm form, KdfBudget& budget) {
  const auto scheme = read_supported_mac(mac);
  if (!scheme) return scheme.error();
  return mac_of(*scheme, mac, content, password, form, budget);
}

}  // namespace chainlint::crypto
