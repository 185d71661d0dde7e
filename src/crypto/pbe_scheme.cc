#include "pbe_scheme.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "chainlint/asn1/oid.h"
#include "chainlint/crypto/digest.h"
#include "key_derivation.h"
#include "pbes2_cipher.h"

namespace chainlint::crypto {
namespace {

// Schemes that fix hash and cipher: RFC 7292 appendix C and RFC 8018 appendix A.3.
struct FixedRow {
  ByteView oid;
  const char* name;
  KdfFamily family;
  std::string_view hash;
  const char* cipher;
  const char* botan;
  std::size_t key_octets;
  std::size_t block;
  unsigned rc2_bits;
};

template <std::uint64_t N>
constexpr auto kPkcs12 = asn1::make_oid<1, 2, 840, 113549, 1, 12, 1, N>();
template <std::uint64_t N>
constexpr auto kPkcs5 = asn1::make_oid<1, 2, 840, 113549, 1, 5, N>();
constexpr auto kScrypt = asn1::make_oid<1, 3, 6, 1, 4, 1, 11591, 4, 11>();

constexpr std::array<FixedRow, 12> kFixed{{
    {kPkcs12<1>, "pbeWithSHAAnd128BitRC4", KdfFamily::pkcs12, "sha1", "RC4-128", "RC4", 16, 0, 0},
    {kPkcs12<2>, "pbeWithSHAAnd40BitRC4", KdfFamily::pkcs12, "sha1", "RC4-40", "RC4", 5, 0, 0},
    {kPkcs12<3>, "pbeWithSHAAnd3-KeyTripleDES-CBC", KdfFamily::pkcs12, "sha1", "3DES-CBC", "TripleDES", 24, 8, 0},
    {kPkcs12<4>, "pbeWithSHAAnd2-KeyTripleDES-CBC", KdfFamily::pkcs12, "sha1", "2-key 3DES-CBC", "TripleDES", 16, 8, 0},
    {kPkcs12<5>, "pbeWithSHAAnd128BitRC2-CBC", KdfFamily::pkcs12, "sha1", "RC2-128-CBC", nullptr, 16, 8, 128},
    {kPkcs12<6>, "pbeWithSHAAnd40BitRC2-CBC", KdfFamily::pkcs12, "sha1", "RC2-40-CBC", nullptr, 5, 8, 40},
    {kPkcs5<1>, "pbeWithMD2AndDES-CBC", KdfFamily::pbkdf1, "md2", "DES-CBC", "DES", 8, 8, 0},
    {kPkcs5<4>, "pbeWithMD2AndRC2-CBC", KdfFamily::pbkdf1, "md2", "RC2-64-CBC", nullptr, 8, 8, 64},
    {kPkcs5<3>, "pbeWithMD5AndDES-CBC", KdfFamily::pbkdf1, "md5", "DES-CBC", "DES", 8, 8, 0},
    {kPkcs5<6>, "pbeWithMD5AndRC2-CBC", KdfFamily::pbkdf1, "md5", "RC2-64-CBC", nullptr, 8, 8, 64},
    {kPkcs5<10>, "pbeWithSHA1AndDES-CBC", KdfFamily::pbkdf1, "sha1", "DES-CBC", "DES", 8, 8, 0},
    {kPkcs5<11>, "pbeWithSHA1AndRC2-CBC", KdfFamily::pbkdf1, "sha1", "RC2-64-CBC", nullptr, 8, 8, 64},
}};

std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

const char* prefix_of(KdfFamily family) {
  return family == KdfFamily::pkcs12 ? "PKCS12KDF-" : family == KdfFamily::pbkdf1 ? "PBKDF1-" : "PBKDF2-";
}

Result<asn1::Asn1Reader> enter_parameters(ByteView encoded, const char* what) {
  asn1::Asn1Reader outer(encoded, asn1::Encoding::ber);
  const auto sequence = outer.expect(asn1::tag::kSequence, what);
  if (!sequence) return bad_parameters(std::string("the parameters of ") + what + " are not a SEQUENCE");
  return outer.enter(*sequence);
}

std::optional<Error> next_salt(asn1::Asn1Reader& reader, Bytes& salt) {
  const auto element = reader.next();
  if (!element || (element->identifier & ~0x20u) != asn1::tag::kOctetString) return bad_parameters("the salt is not an OCTET STRING");
  Bytes own;
  const auto octets = asn1::read_octets(*element, asn1::Encoding::ber, own);
  if (!octets) return bad_parameters("the salt cannot be decoded");
  salt = to_bytes(*octets);
  return std::nullopt;
}

Result<std::uint64_t> next_count(asn1::Asn1Reader& reader, const char* what) {
  const auto element = reader.expect(asn1::tag::kInteger, what);
  if (!element) return bad_parameters(std::string(what) + " is not an INTEGER");
  const auto value = asn1::read_small_integer(*element, asn1::Encoding::ber);
  if (!value || *value == 0) return bad_parameters(std::string(what) + " is not a positive number of at most 63 bits");
  return static_cast<std::uint64_t>(*value);
}

Result<std::uint64_t> next_iterations(asn1::Asn1Reader& reader) {
  const auto element = reader.expect(asn1::tag::kInteger, "iteration count");
  if (!element) return bad_parameters("the iteration count is not an INTEGER");
  return read_iterations(*element);
}

std::optional<Error> next_key_length(asn1::Asn1Reader& reader, KdfParameters& kdf) {
  if (!reader.next_is(asn1::tag::kInteger)) return std::nullopt;
  const auto length = next_count(reader, "the key length");
  if (!length) return length.error();
  kdf.key_length = *length;
  return std::nullopt;
}

Result<KdfParameters> read_pbkdf2(asn1::Asn1Reader reader) {
  KdfParameters kdf;
  kdf.family = KdfFamily::pbkdf2;
  if (const auto error = next_salt(reader, kdf.salt)) return *error;
  const auto iterations = next_iterations(reader);
  if (!iterations) return iterations.error();
  kdf.iterations = *iterations;
  if (const auto error = next_key_length(reader, kdf)) return *error;
  kdf.hash = hash_by_name("sha1");
  std::string prf = "SHA1";
  if (!reader.at_end()) {
    const auto algorithm = x509::AlgorithmIdentifier::read(reader, "prf");
    if (!algorithm) return bad_parameters("the pseudorandom function of PBKDF2 cannot be decoded");
    kdf.hash = hash_by_hmac_oid(algorithm->oid);
    prf = kdf.hash != nullptr ? std::string(kdf.hash->label) : asn1::oid_name(algorithm->oid);
  }
  kdf.name = "PBKDF2-" + prf;
  return kdf;
}

Result<KdfParameters> read_scrypt(asn1::Asn1Reader reader) {
  KdfParameters kdf;
  kdf.family = KdfFamily::scrypt;
  kdf.name = "scrypt";
  if (const auto error = next_salt(reader, kdf.salt)) return *error;
  for (std::uint64_t* field : {&kdf.iterations, &kdf.scrypt_r, &kdf.scrypt_p}) {
    const auto value = next_count(reader, "a cost parameter of scrypt");
    if (!value) return value.error();
    *field = *value;
  }
  if (const auto error = next_key_length(reader, kdf)) return *error;
  return kdf;
}

void describe_kdf(PbeScheme& scheme) {
  scheme.protection.kdf = scheme.kdf.name;
  scheme.protection.iterations = scheme.kdf.iterations;
  scheme.protection.salt_bytes = scheme.kdf.salt.size();
}

Result<PbeScheme> read_fixed(const FixedRow& row, const x509::AlgorithmIdentifier& algorithm) {
  PbeScheme scheme;
  scheme.kdf.family = row.family;
  scheme.kdf.hash = hash_by_name(row.hash);
  scheme.kdf.name = std::string(prefix_of(row.family)) + std::string(scheme.kdf.hash->label);
  scheme.cipher = {row.cipher, row.botan, row.key_octets, row.block, row.rc2_bits};
  scheme.protection.scheme = row.name;
  scheme.protection.cipher = row.cipher;
  auto reader = enter_parameters(algorithm.parameters, row.name);
  if (!reader) return reader.error();
  if (const auto error = next_salt(*reader, scheme.kdf.salt)) return *error;
  const auto iterations = next_iterations(*reader);
  if (!iterations) return iterations.error();
  scheme.kdf.iterations = *iterations;
  describe_kdf(scheme);
  scheme.protection.supported = scheme.kdf.supported() && is_available(scheme.cipher);
  return scheme;
}

// AES by the length of its key; null for another length.
const char* aes_name(std::uint64_t key_octets) {
  return key_octets == 16 ? "AES-128" : key_octets == 24 ? "AES-192" : key_octets == 32 ? "AES-256" : nullptr;
}

// The key length that the derivation says must be one that the cipher takes (RFC 8018 section 6.2.1). Where both say AES and not the same
// one, the length is right: NSS 3.21 named AES-128 and AES-192 and gave the cipher 32 bytes.
std::optional<Error> settle_key_length(PbeScheme& scheme, bool any_key_length) {
  const std::uint64_t length = scheme.kdf.key_length.value_or(scheme.cipher.key_octets);
  const char* aes = aes_name(length);
  if (aes != nullptr && length != scheme.cipher.key_octets && std::string_view(scheme.cipher.name).starts_with("AES-")) {
    scheme.cipher = {std::string(aes) + "-CBC", aes, static_cast<std::size_t>(length), scheme.cipher.block, 0};
    scheme.protection.cipher = scheme.cipher.name;
    return std::nullopt;
  }
  constexpr std::uint64_t kBlowfishBytes = 56;
  const std::uint64_t longest = scheme.cipher.rc2_bits > 0                            ? 128
                                : scheme.cipher.botan == std::string_view("Blowfish") ? kBlowfishBytes
                                                                                      : 16;
  if (any_key_length ? length > longest || length == 0 : length != scheme.cipher.key_octets) {
    return bad_parameters("the key length is " + std::to_string(length) + " bytes, which " + scheme.cipher.name + " does not support");
  }
  scheme.cipher.key_octets = static_cast<std::size_t>(length);
  return std::nullopt;
}

Result<PbeScheme> read_pbes2(const x509::AlgorithmIdentifier& algorithm) {
  PbeScheme scheme;
  scheme.protection.scheme = "PBES2";
  auto reader = enter_parameters(algorithm.parameters, "PBES2");
  if (!reader) return reader.error();
  const auto kdf_algorithm = x509::AlgorithmIdentifier::read(*reader, "keyDerivationFunc");
  if (!kdf_algorithm) return bad_parameters("the key derivation function of PBES2 cannot be decoded");
  const auto cipher_algorithm = x509::AlgorithmIdentifier::read(*reader, "encryptionScheme");
  if (!cipher_algorithm) return bad_parameters("the encryption scheme of PBES2 cannot be decoded");
  auto kdf = read_kdf(*kdf_algorithm);
  if (!kdf) return kdf.error();
  auto cipher = read_pbes2_cipher(*cipher_algorithm);
  if (!cipher) return cipher.error();
  scheme.kdf = std::move(*kdf);
  scheme.cipher = std::move(cipher->cipher);
  scheme.iv = std::move(cipher->iv);
  describe_kdf(scheme);
  scheme.protection.cipher = scheme.cipher.name;
  scheme.protection.supported = cipher->supported && scheme.kdf.supported();
  if (scheme.protection.supported) {
    if (const auto error = settle_key_length(scheme, cipher->any_key_length)) return *error;
  }
  return scheme;
}

// All that decides over a derived key, as one value.
Digest256 request_of(const std::string& cost, ByteView salt, ByteView password) {
  const std::string head = fmt::format("{} {} {} ", cost, salt.size(), password.size());
  SecretBytes whole(head.begin(), head.end());
  whole.insert(whole.end(), salt.begin(), salt.end());
  whole.insert(whole.end(), password.begin(), password.end());
  return sha256(whole);
}

}  // namespace

bool KdfParameters::supported() const {
  if (family == KdfFamily::scrypt) return true;
  if (hash == nullptr) return false;
  return family == KdfFamily::pbkdf2 ? pbkdf2_supports(*hash) : hash->supported();
}

Error bad_parameters(std::string message) { return {"encryption-parameters", std::move(message), {}}; }

Result<std::uint64_t> read_iterations(const asn1::Element& element) {
  if (!element.content.empty() && element.content[0] >= 0x80) {
    return bad_parameters("key derivation asks for a negative number of iterations; at least 1 is needed");
  }
  const auto value = asn1::read_small_integer(element, asn1::Encoding::ber);
  if (!value) return bad_parameters("key derivation asks for a number of iterations that has more than 63 bits");
  if (*value == 0) return bad_parameters("key derivation asks for 0 iterations; at least 1 is needed");
  return static_cast<std::uint64_t>(*value);
}

Result<KdfParameters> read_kdf(const x509::AlgorithmIdentifier& algorithm) {
  if (equal(algorithm.oid, kPkcs5<12>)) {
    const auto reader = enter_parameters(algorithm.parameters, "PBKDF2");
    return reader ? read_pbkdf2(*reader) : Result<KdfParameters>(reader.error());
  }
  if (equal(algorithm.oid, kScrypt)) {
    const auto reader = enter_parameters(algorithm.parameters, "scrypt");
    return reader ? read_scrypt(*reader) : Result<KdfParameters>(reader.error());
  }
  KdfParameters unknown;
  unknown.name = asn1::oid_name(algorithm.oid);
  return unknown;
}

Result<PbeScheme> read_pbe_scheme(const x509::AlgorithmIdentifier& algorithm) {
  if (equal(algorithm.oid, kPkcs5<13>)) return read_pbes2(algorithm);
  for (const FixedRow& row : kFixed) {
    if (equal(row.oid, algorithm.oid)) return read_fixed(row, algorithm);
  }
  PbeScheme unknown;
  unknown.protection.scheme = asn1::oid_name(algorithm.oid);
  unknown.protection.supported = false;
  return unknown;
}

Result<SecretBytes> derive_key(const KdfParameters& kdf, ByteView password, std::size_t count, KdfBudget& budget) {
  if (const auto error = budget.check_salt(kdf.salt.size())) return *error;
  const std::string cost = fmt::format("{} {} {} {} {}", kdf.name, kdf.iterations, kdf.scrypt_r, kdf.scrypt_p, count);
  const Digest256 request = request_of(cost, kdf.salt, password);
  if (const SecretBytes* known = budget.known(request)) return *known;
  if (kdf.family == KdfFamily::scrypt) {
    const auto memory = saturating_product(saturating_product(kdf.iterations, kdf.scrypt_r), 128);
    if (const auto error = budget.check_scrypt_memory(memory)) return *error;
    if (const auto error = budget.take(saturating_product(memory / 128, kdf.scrypt_p))) return *error;
  } else if (const auto error = budget.take(kdf.iterations, (count + kdf.hash->size - 1) / kdf.hash->size)) {
    return *error;
  }
  std::optional<SecretBytes> key;
  switch (kdf.family) {
    case KdfFamily::scrypt:
      key = scrypt(password, kdf.salt, kdf.iterations, kdf.scrypt_r, kdf.scrypt_p, count);
      if (!key) return bad_parameters("scrypt does not allow these cost parameters");
      break;
    case KdfFamily::pbkdf1:
      key = pbkdf1(*kdf.hash, password, kdf.salt, kdf.iterations, count);
      break;
    default:
      key = pbkdf2(*kdf.hash, password, kdf.salt, kdf.iterations, count);
      if (!key) return bad_parameters("the crypto library refuses these parameters of PBKDF2");
  }
  budget.keep(request, *key);
  return std::move(*key);
}

Result<SecretBytes> derive_pkcs12_key(const HashAlgorithm& hash, Pkcs12Purpose purpose, ByteView password, ByteView salt,
                                      std::uint64_t iterations, std::size_t count, KdfBudget& budget) {
  if (const auto error = budget.check_salt(salt.size())) return *error;
  const std::string cost = fmt::format("PKCS12KDF-{} {} {} {}", hash.label, static_cast<int>(purpose), iterations, count);
  const Digest256 request = request_of(cost, salt, password);
  if (const SecretBytes* known = budget.known(request)) return *known;
  if (const auto error = budget.take(iterations, (count + hash.size - 1) / hash.size)) return *error;
  SecretBytes key = pkcs12_derive(hash, purpose, password, salt, iterations, count);
  budget.keep(request, key);
  return key;
}

}  // namespace chainlint::crypto
