#include "chainlint/crypto/password_encryption.h"

#include <exception>
#include <new>
#include <utility>

#include "chainlint/asn1/oid.h"
#include "chainlint/crypto/encryption.h"
#include "password_octets.h"
#include "pbe_scheme.h"

namespace chainlint::crypto {
namespace {

struct KeyAndIv {
  SecretBytes key;
  SecretBytes iv;
};

Result<KeyAndIv> derive_from_pkcs12(const PbeScheme& scheme, const Password& password, PasswordForm form, KdfBudget& budget) {
  const SecretBytes octets = pkcs12_password(password, form);
  const KdfParameters& kdf = scheme.kdf;
  const auto derive = [&](Pkcs12Purpose purpose, std::size_t count) {
    return derive_pkcs12_key(*kdf.hash, purpose, octets, kdf.salt, kdf.iterations, count, budget);
  };
  auto key = derive(Pkcs12Purpose::key, scheme.cipher.key_octets);
  if (!key) return key.error();
  if (scheme.cipher.block == 0) return KeyAndIv{std::move(*key), {}};
  auto iv = derive(Pkcs12Purpose::iv, scheme.cipher.block);
  if (!iv) return iv.error();
  return KeyAndIv{std::move(*key), std::move(*iv)};
}

Result<KeyAndIv> derive_from_pkcs5(const PbeScheme& scheme, const Password& password, PasswordForm form, KdfBudget& budget) {
  const SecretBytes octets = pkcs5_password(password, form);
  const bool first_version = scheme.kdf.family == KdfFamily::pbkdf1;
  const std::size_t derived_iv = first_version ? scheme.cipher.block : 0;
  auto derived = derive_key(scheme.kdf, octets, scheme.cipher.key_octets + derived_iv, budget);
  if (!derived) return derived.error();
  if (!first_version) return KeyAndIv{std::move(*derived), SecretBytes(scheme.iv.begin(), scheme.iv.end())};
  const auto middle = derived->begin() + static_cast<std::ptrdiff_t>(scheme.cipher.key_octets);
  return KeyAndIv{SecretBytes(derived->begin(), middle), SecretBytes(middle, derived->end())};
}

Result<KeyAndIv> derive_secret(const PbeScheme& scheme, const Password& password, PasswordForm form, KdfBudget& budget) {
  return scheme.kdf.family == KdfFamily::pkcs12 ? derive_from_pkcs12(scheme, password, form, budget)
                                                : derive_from_pkcs5(scheme, password, form, budget);
}

Error unsupported(const PbeScheme& scheme, const x509::AlgorithmIdentifier& algorithm) {
  std::string what = scheme.protection.scheme;
  const std::string dotted = asn1::oid_to_dotted(algorithm.oid);
  if (what != dotted) what += " (" + dotted + ")";
  if (!scheme.protection.cipher.empty()) what += " using " + scheme.protection.cipher + " and " + scheme.protection.kdf;
  return {"encryption-unsupported", "it is encrypted with " + what + ", which is not supported", {}};
}

}  // namespace

Result<Protection> describe_encryption(const x509::AlgorithmIdentifier& algorithm) {
  auto scheme = read_pbe_scheme(algorithm);
  if (!scheme) return scheme.error();
  return std::move(scheme->protection);
}

Result<SecretBytes> decrypt(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext, const Password& password, PasswordForm form,
                            KdfBudget& budget) {
  const auto scheme = read_pbe_scheme(algorithm);
  if (!scheme) return scheme.error();
  if (!scheme->protection.supported) return unsupported(*scheme, algorithm);
  if (const auto error = budget.check_salt(scheme->kdf.salt.size())) return *error;
  try {
    const auto secret = derive_secret(*scheme, password, form, budget);
    if (!secret) return secret.error();
    auto plaintext = decrypt_bulk(scheme->cipher, secret->key, secret->iv, ciphertext);
    if (plaintext) return std::move(*plaintext);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return Error{"encryption-unsupported", "the crypto library cannot decrypt " + scheme->protection.scheme + " with these parameters", {}};
  }
  return Error{"decrypt-failed", "wrong password or damaged data (" + scheme->protection.scheme + ")", {}};
}

Result<Bytes> encrypt(const x509::AlgorithmIdentifier& algorithm, ByteView plaintext, const Password& password, PasswordForm form,
                      KdfBudget& budget) {
  const auto scheme = read_pbe_scheme(algorithm);
  if (!scheme) return scheme.error();
  if (!scheme->protection.supported) return unsupported(*scheme, algorithm);
  if (const auto error = budget.check_salt(scheme->kdf.salt.size())) return *error;
  try {
    const auto secret = derive_secret(*scheme, password, form, budget);
    if (!secret) return secret.error();
    auto ciphertext = encrypt_bulk(scheme->cipher, secret->key, secret->iv, plaintext);
    if (ciphertext) return std::move(*ciphertext);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
  }
  return Error{
      "encryption-unsupported", "the crypto library cannot encrypt with " + scheme->protection.scheme + " with these parameters", {}};
}

}  // namespace chainlint::crypto
