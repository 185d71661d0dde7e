#include "chainlint/crypto/keystore_protection.h"

#include <botan/hash.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bulk_cipher.h"
#include "chainlint/asn1/oid.h"
#include "hash_algorithm.h"
#include "key_derivation.h"
#include "password_octets.h"
#include "pbe_scheme.h"

namespace chainlint::crypto {
namespace {

constexpr auto kJksProtector = asn1::make_oid<1, 3, 6, 1, 4, 1, 42, 2, 17, 1, 1>();
constexpr auto kJceksProtector = asn1::make_oid<1, 3, 6, 1, 4, 1, 42, 2, 19, 1>();

constexpr std::string_view kWhitener = "Mighty Aphrodite";
constexpr std::size_t kJksSalt = 20;
constexpr std::size_t kJceksSalt = 8;
constexpr std::size_t kHalf = kJceksSalt / 2;

const BulkCipher kTripleDes{"3DES-CBC", "TripleDES", 24, 8, 0};
const BulkCipher kTwofish{"Twofish-256-CBC", "Twofish", 32, 16, 0};

Error wrong_password(const std::string& scheme) { return {"decrypt-failed", "wrong password or damaged data (" + scheme + ")", {}}; }
Error no_algorithm(const std::string& scheme) {
  return {"encryption-unsupported", "the crypto library was built without the algorithms of " + scheme, {}};
}

const HashAlgorithm& sha1_row() { return *hash_by_name("sha1"); }

// The characters of Java: UTF-16 without the terminator that the PKCS#12 key derivation adds.
SecretBytes java_characters(const Password& password) {
  SecretBytes octets = pkcs12_password(password, PasswordForm::standard);
  octets.resize(octets.size() - 2);
  return octets;
}

Result<SecretBytes> open_jks_key(ByteView ciphertext, const Password& password) {
  if (ciphertext.size() < kJksSalt + kKeystoreDigestOctets) {
    return Error{"encryption-parameters",
                 "the encrypted key has " + std::to_string(ciphertext.size()) + " bytes; its salt and digest alone need 40",
                 {}};
  }
  const SecretBytes characters = java_characters(password);
  const auto hash = Botan::HashFunction::create_or_throw("SHA-1");
  const ByteView masked = ciphertext.subspan(kJksSalt, ciphertext.size() - kJksSalt - kKeystoreDigestOctets);
  SecretBytes mask(ciphertext.begin(), ciphertext.begin() + kJksSalt);
  SecretBytes key(masked.begin(), masked.end());
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (i % mask.size() == 0) {
      hash->update(characters.data(), characters.size());
      hash->update(mask.data(), mask.size());
      hash->final(mask.data());
    }
    key[i] ^= mask[i % mask.size()];
  }
  hash->update(characters.data(), characters.size());
  hash->update(key.data(), key.size());
  hash->final(mask.data());
  if (equal(mask, ciphertext.last(kKeystoreDigestOctets))) return key;
  return wrong_password("JKS key protector");
}

struct JceksParameters {
  Bytes salt;
  std::uint64_t iterations = 0;
};

Result<JceksParameters> read_jceks_parameters(const x509::AlgorithmIdentifier& algorithm) {
  asn1::Asn1Reader outer(algorithm.parameters, asn1::Encoding::ber);
  const auto sequence = outer.expect(asn1::tag::kSequence, "parameters");
  if (!sequence) return bad_parameters("the parameters of the JCEKS key protection are not a SEQUENCE");
  asn1::Asn1Reader fields = outer.enter(*sequence);
  const auto salt = fields.expect(asn1::tag::kOctetString, "salt");
  if (!salt) return bad_parameters("the salt is not an OCTET STRING");
  const auto count = fields.expect(asn1::tag::kInteger, "iterations");
  if (!count) return bad_parameters("the iteration count is not an INTEGER");
  const auto iterations = read_iterations(*count);
  if (!iterations) return iterations.error();
  return JceksParameters{to_bytes(salt->content), *iterations};
}

// One half of the salt, hashed with the password over and over.
SecretBytes hash_half(Botan::HashFunction& md5, ByteView half, ByteView password, std::uint64_t iterations) {
  md5.update(half.data(), half.size());
  md5.update(password.data(), password.size());
  SecretBytes value(md5.output_length());
  md5.final(value.data());
  for (std::uint64_t i = 1; i < iterations; ++i) {
    md5.update(value.data(), value.size());
    md5.update(password.data(), password.size());
    md5.final(value.data());
  }
  return value;
}

// A wrong password gives good padding once in some 256 times; what comes out then is not one SEQUENCE.
bool is_one_sequence(ByteView plaintext) {
  asn1::Asn1Reader reader(plaintext, asn1::Encoding::ber);
  return reader.expect(asn1::tag::kSequence, "PrivateKeyInfo").ok() && reader.at_end();
}

// Halves that are equal would give 2-key 3DES, so Java turns the first one round. Older versions did that wrongly, by a typing error.
std::vector<Bytes> first_halves(const Bytes& salt) {
  if (!std::equal(salt.begin(), salt.begin() + kHalf, salt.begin() + kHalf)) return {Bytes(salt.begin(), salt.begin() + kHalf)};
  return {{salt[3], salt[2], salt[1], salt[0]}, {salt[3], salt[0], salt[1], salt[3]}};
}

Result<SecretBytes> open_jceks_key(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext, const Password& password,
                                   KdfBudget& budget) {
  const auto parameters = read_jceks_parameters(algorithm);
  if (!parameters) return parameters.error();
  const Bytes& salt = parameters->salt;
  if (salt.size() != kJceksSalt) {
    return bad_parameters("the JCEKS key protection has a salt of " + std::to_string(salt.size()) + " bytes; 8 are required");
  }
  const SecretBytes octets = pkcs5_password(password, PasswordForm::standard);
  const auto md5 = Botan::HashFunction::create_or_throw("MD5");
  const auto firsts = first_halves(salt);
  if (const auto error = budget.take(parameters->iterations, firsts.size() + 1)) return *error;
  const SecretBytes second = hash_half(*md5, ByteView(salt).last(kHalf), octets, parameters->iterations);
  for (const Bytes& first : firsts) {
    SecretBytes derived = hash_half(*md5, first, octets, parameters->iterations);
    derived.insert(derived.end(), second.begin(), second.end());
    const ByteView key = ByteView(derived).first(kTripleDes.key_octets);
    auto plaintext = decrypt_bulk(kTripleDes, key, ByteView(derived).last(kTripleDes.block), ciphertext);
    if (plaintext && is_one_sequence(*plaintext)) return std::move(*plaintext);
  }
  return wrong_password("PBEWithMD5AndTripleDES");
}

const BulkCipher& cipher_of(BouncyCastleSecret what) { return what == BouncyCastleSecret::sealed_key ? kTripleDes : kTwofish; }

Result<SecretBytes> derive(Pkcs12Purpose purpose, const BouncyCastleKdf& kdf, ByteView password, std::size_t count, KdfBudget& budget) {
  return derive_pkcs12_key(sha1_row(), purpose, password, kdf.salt, kdf.iterations, count, budget);
}

// Whether the last block alone ends in padding, which spares decrypting a large store with a wrong password.
bool ends_in_padding(const BulkCipher& cipher, ByteView key, ByteView ciphertext) {
  if (ciphertext.size() < 2 * cipher.block) return true;
  const ByteView last_two = ciphertext.last(2 * cipher.block);
  return decrypt_bulk(cipher, key, last_two.first(cipher.block), last_two.last(cipher.block)).has_value();
}

}  // namespace

Bytes java_keystore_digest(ByteView content, const Password& password) {
  const SecretBytes characters = java_characters(password);
  const auto hash = Botan::HashFunction::create_or_throw("SHA-1");
  const ByteView whitener = as_bytes(kWhitener);
  hash->update(characters.data(), characters.size());
  hash->update(whitener.data(), whitener.size());
  hash->update(content.data(), content.size());
  Bytes digest(hash->output_length());
  hash->final(digest.data());
  return digest;
}

Protection describe_java_keystore_digest() { return {"JKS digest", "", "", "SHA-1", 0, 0, true}; }

bool is_java_key_protection(const x509::AlgorithmIdentifier& algorithm) {
  return equal(algorithm.oid, kJksProtector) || equal(algorithm.oid, kJceksProtector);
}

Result<Protection> describe_java_key_protection(const x509::AlgorithmIdentifier& algorithm) {
  if (equal(algorithm.oid, kJksProtector)) return Protection{"JKS key protector", "", "", "", 0, kJksSalt, true};
  const auto parameters = read_jceks_parameters(algorithm);
  if (!parameters) return parameters.error();
  return Protection{"PBEWithMD5AndTripleDES (JCEKS)", kTripleDes.name,         "JCEKS-MD5", "",
                    parameters->iterations,           parameters->salt.size(), true};
}

Result<SecretBytes> open_java_key(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext, const Password& password,
                                  KdfBudget& budget) {
  try {
    if (equal(algorithm.oid, kJksProtector)) return open_jks_key(ciphertext, password);
    return open_jceks_key(algorithm, ciphertext, password, budget);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return no_algorithm("Java keystores");
  }
}

Protection describe_bks_mac(const BouncyCastleKdf& kdf) {
  return {"BKS MAC", "", "PKCS12KDF-SHA1", "HMAC-SHA1", kdf.iterations, kdf.salt.size(), true};
}

Result<bool> verify_bks_mac(unsigned version, const BouncyCastleKdf& kdf, ByteView content, ByteView mac, const Password& password,
                            PasswordForm form, KdfBudget& budget) {
  // Version 1 takes the bytes of the MAC for the bits of its key.
  const std::size_t key_octets = version == 1 ? kKeystoreDigestOctets / 8 : kKeystoreDigestOctets;
  try {
    const auto key = derive(Pkcs12Purpose::mac, kdf, pkcs12_password(password, form), key_octets, budget);
    if (!key) return key.error();
    return equal(hmac(sha1_row(), *key, content), mac);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return no_algorithm("BKS");
  }
}

Protection describe_bouncy_castle(BouncyCastleSecret what, const BouncyCastleKdf& kdf) {
  const char* scheme = what == BouncyCastleSecret::sealed_key ? "pbeWithSHAAnd3-KeyTripleDES-CBC" : "PBEWithSHAAndTwofish-CBC";
  const BulkCipher& cipher = cipher_of(what);
  return {scheme, cipher.name, "PKCS12KDF-SHA1", "", kdf.iterations, kdf.salt.size(), is_available(cipher)};
}

Result<SecretBytes> open_bouncy_castle(BouncyCastleSecret what, const BouncyCastleKdf& kdf, ByteView ciphertext, const Password& password,
                                       PasswordForm form, KdfBudget& budget) {
  const BulkCipher& cipher = cipher_of(what);
  const std::string scheme = describe_bouncy_castle(what, kdf).scheme;
  if (!is_available(cipher)) return no_algorithm(scheme);
  try {
    const SecretBytes octets = pkcs12_password(password, form);
    const auto key = derive(Pkcs12Purpose::key, kdf, octets, cipher.key_octets, budget);
    if (!key) return key.error();
    if (!ends_in_padding(cipher, *key, ciphertext)) return wrong_password(scheme);
    const auto iv = derive(Pkcs12Purpose::iv, kdf, octets, cipher.block, budget);
    if (!iv) return iv.error();
    auto plaintext = decrypt_bulk(cipher, *key, *iv, ciphertext);
    if (plaintext) return std::move(*plaintext);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return no_algorithm(scheme);
  }
  return wrong_password(scheme);
}

}  // namespace chainlint::crypto
