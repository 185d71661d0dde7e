// The encryption and the MAC of Bouncy Castle's FIPS keystore.
#include <botan/aead.h>
#include <botan/block_cipher.h>
#include <botan/nist_keywrap.h>

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/crypto/keystore_protection.h"
#include "password_octets.h"
#include "pbe_scheme.h"

namespace chainlint::crypto {
namespace {

constexpr auto kBcfksPbes2 = asn1::make_oid<1, 2, 840, 113549, 1, 5, 13>();
constexpr auto kAes256Ccm = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 1, 47>();
constexpr auto kAes256Kwp = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 1, 48>();

constexpr std::size_t kAesKey = 32;
constexpr std::uint64_t kDefaultTag = 12;  // RFC 5084 section 3.1

// DECRYPTION in Botan 2, Decryption in Botan 3.
constexpr auto kDecrypt = static_cast<Botan::Cipher_Dir>(1);

struct BcfksScheme {
  KdfParameters kdf;
  std::string cipher;
  bool ccm = false, kwp = false;
  ByteView nonce;
  std::uint64_t tag = kDefaultTag;

  bool supported() const { return kdf.supported() && (ccm || kwp); }
};

// CCMParameters (RFC 5084 section 3.1).
std::optional<Error> read_ccm(ByteView parameters, BcfksScheme& scheme) {
  asn1::Asn1Reader outer(parameters, asn1::Encoding::ber);
  const auto sequence = outer.expect(asn1::tag::kSequence, "CCMParameters");
  if (!sequence) return bad_parameters("the parameters of AES-CCM are not a SEQUENCE");
  asn1::Asn1Reader fields = outer.enter(*sequence);
  const auto nonce = fields.expect(asn1::tag::kOctetString, "nonce");
  if (!nonce || nonce->content.size() < 7 || nonce->content.size() > 13) {
    return bad_parameters("the nonce of AES-CCM is not an OCTET STRING of 7 to 13 bytes");
  }
  scheme.nonce = nonce->content;
  if (fields.at_end()) return std::nullopt;
  const auto length = fields.expect(asn1::tag::kInteger, "icvlen");
  const auto tag = length ? asn1::read_small_integer(*length, asn1::Encoding::ber) : asn1::Asn1Result<std::int64_t>(length.error());
  if (!tag || *tag < 4 || *tag > 16 || *tag % 2 != 0) return bad_parameters("the tag length of AES-CCM is not an even number from 4 to 16");
  scheme.tag = static_cast<std::uint64_t>(*tag);
  return std::nullopt;
}

// PBES2-params (RFC 8018 appendix A.4).
Result<BcfksScheme> read_bcfks_scheme(const x509::AlgorithmIdentifier& algorithm) {
  BcfksScheme scheme;
  if (!equal(algorithm.oid, kBcfksPbes2)) {
    scheme.cipher = asn1::oid_name(algorithm.oid);
    return scheme;
  }
  asn1::Asn1Reader outer(algorithm.parameters, asn1::Encoding::ber);
  const auto sequence = outer.expect(asn1::tag::kSequence, "PBES2");
  if (!sequence) return bad_parameters("the parameters of PBES2 are not a SEQUENCE");
  asn1::Asn1Reader fields = outer.enter(*sequence);
  const auto kdf_algorithm = x509::AlgorithmIdentifier::read(fields, "keyDerivationFunc");
  if (!kdf_algorithm) return bad_parameters("the key derivation function of PBES2 cannot be decoded");
  const auto cipher = x509::AlgorithmIdentifier::read(fields, "encryptionScheme");
  if (!cipher) return bad_parameters("the cipher of PBES2 cannot be decoded");
  auto kdf = read_kdf(*kdf_algorithm);
  if (!kdf) return kdf.error();
  scheme.kdf = std::move(*kdf);
  scheme.ccm = equal(cipher->oid, kAes256Ccm);
  scheme.kwp = equal(cipher->oid, kAes256Kwp);
  scheme.cipher = scheme.ccm ? "AES-256-CCM" : scheme.kwp ? "AES-256-KWP" : asn1::oid_name(cipher->oid);
  if (scheme.ccm) {
    if (auto error = read_ccm(cipher->parameters, scheme)) return std::move(*error);
  }
  return scheme;
}

std::string_view purpose_name(BcfksPurpose purpose) {
  switch (purpose) {
    case BcfksPurpose::store:
      return "STORE_ENCRYPTION";
    case BcfksPurpose::integrity:
      return "INTEGRITY_CHECK";
    case BcfksPurpose::private_key:
      return "PRIVATE_KEY_ENCRYPTION";
  }
  return "";
}

// Password and purpose, each with the terminator of a BMPString; the empty password has no bytes.
SecretBytes password_for(BcfksPurpose purpose, const Password& password) {
  SecretBytes bytes;
  if (!password.empty()) bytes = pkcs12_password(password, PasswordForm::standard);
  const SecretBytes name = pkcs12_password(Password(purpose_name(purpose)), PasswordForm::standard);
  bytes.insert(bytes.end(), name.begin(), name.end());
  return bytes;
}

// The length that the file states decides, as in Bouncy Castle.
Result<SecretBytes> derive_bcfks_key(BcfksPurpose purpose, const KdfParameters& kdf, std::size_t count, const Password& password,
                                     KdfBudget& budget) {
  const std::uint64_t length = kdf.key_length.value_or(count);
  if (length == 0 || length > CryptoLimits::kMacKeyBytes) {
    return bad_parameters("the derived key has " + std::to_string(length) + " bytes; 1 to " + std::to_string(CryptoLimits::kMacKeyBytes) +
                          " are allowed");
  }
  return derive_key(kdf, password_for(purpose, password), static_cast<std::size_t>(length), budget);
}

// Bouncy Castle 1.72 takes the block size of scrypt for its parallelization, too. What the file states comes second.
std::vector<KdfParameters> kdf_variants(const KdfParameters& kdf) {
  std::vector<KdfParameters> variants{kdf};
  if (kdf.family == KdfFamily::scrypt && kdf.scrypt_p != kdf.scrypt_r) {
    variants.front().scrypt_p = kdf.scrypt_r;
    variants.push_back(kdf);
  }
  return variants;
}

SecretBytes decrypt_ccm(const BcfksScheme& scheme, ByteView key, ByteView ciphertext) {
  const std::size_t length_field = 15 - scheme.nonce.size();
  const auto mode =
      Botan::AEAD_Mode::create_or_throw("AES-256/CCM(" + std::to_string(scheme.tag) + "," + std::to_string(length_field) + ")", kDecrypt);
  mode->set_key(key.data(), key.size());
  mode->start(scheme.nonce.data(), scheme.nonce.size());
  Botan::secure_vector<std::uint8_t> buffer(ciphertext.begin(), ciphertext.end());
  mode->finish(buffer);
  return SecretBytes(buffer.begin(), buffer.end());
}

SecretBytes decrypt_kwp(ByteView key, ByteView ciphertext) {
  const auto cipher = Botan::BlockCipher::create_or_throw("AES-256");
  cipher->set_key(key.data(), key.size());
  const auto plaintext = Botan::nist_key_unwrap_padded(ciphertext.data(), ciphertext.size(), *cipher);
  return SecretBytes(plaintext.begin(), plaintext.end());
}

struct BcfksMacScheme {
  KdfParameters kdf;
  const HashAlgorithm* hash = nullptr;
  Protection protection;
};

Result<BcfksMacScheme> read_bcfks_mac(const BcfksMac& mac) {
  auto kdf = read_kdf(mac.kdf);
  if (!kdf) return kdf.error();
  BcfksMacScheme scheme;
  scheme.hash = hash_by_hmac_oid(mac.algorithm.oid);
  const std::string name = scheme.hash != nullptr ? "HMAC-" + std::string(scheme.hash->label) : asn1::oid_name(mac.algorithm.oid);
  scheme.protection = {"HMAC", "", kdf->name, name, kdf->iterations, kdf->salt.size(), true};
  scheme.protection.supported = kdf->supported() && scheme.hash != nullptr && scheme.hash->supported();
  scheme.kdf = std::move(*kdf);
  return scheme;
}

}  // namespace

Result<Protection> describe_bcfks_encryption(const x509::AlgorithmIdentifier& algorithm) {
  const auto scheme = read_bcfks_scheme(algorithm);
  if (!scheme) return scheme.error();
  return Protection{"PBES2", scheme->cipher, scheme->kdf.name, "", scheme->kdf.iterations, scheme->kdf.salt.size(), scheme->supported()};
}

Result<SecretBytes> open_bcfks(BcfksPurpose purpose, const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext,
                               const Password& password, KdfBudget& budget) {
  const auto scheme = read_bcfks_scheme(algorithm);
  if (!scheme) return scheme.error();
  if (!scheme->supported()) {
    return Error{"encryption-unsupported", "the encryption with " + scheme->cipher + " and " + scheme->kdf.name + " is not supported", {}};
  }
  for (const KdfParameters& kdf : kdf_variants(scheme->kdf)) {
    const auto key = derive_bcfks_key(purpose, kdf, kAesKey, password, budget);
    if (!key) return key.error();
    if (key->size() != kAesKey) return bad_parameters("the derived key has " + std::to_string(key->size()) + " bytes; AES-256 needs 32");
    try {
      return scheme->ccm ? decrypt_ccm(*scheme, *key, ciphertext) : decrypt_kwp(*key, ciphertext);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      continue;
    }
  }
  return Error{"decrypt-failed", "wrong password or damaged data (" + scheme->cipher + ")", {}};
}

Result<Protection> describe_bcfks_mac(const BcfksMac& mac) {
  auto scheme = read_bcfks_mac(mac);
  if (!scheme) return scheme.error();
  return std::move(scheme->protection);
}

Result<bool> verify_bcfks_mac(const BcfksMac& mac, ByteView content, const Password& password, KdfBudget& budget) {
  const auto scheme = read_bcfks_mac(mac);
  if (!scheme) return scheme.error();
  if (!scheme->protection.supported) {
    return Error{"encryption-unsupported", "the MAC " + scheme->protection.mac + " with " + scheme->kdf.name + " is not supported", {}};
  }
  for (const KdfParameters& kdf : kdf_variants(scheme->kdf)) {
    const auto key = derive_bcfks_key(BcfksPurpose::integrity, kdf, scheme->hash->size, password, budget);
    if (!key) return key.error();
    try {
      if (equal(hmac(*scheme->hash, *key, content), mac.value)) return true;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      return Error{"encryption-unsupported", "the crypto library cannot compute " + scheme->protection.mac, {}};
    }
  }
  return false;
}

}  // namespace chainlint::crypto
