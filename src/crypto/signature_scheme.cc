#include "signature_scheme.h"

#include <botan/version.h>

#include <array>
#include <optional>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/limits.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::crypto {
namespace {

using enum SignatureFamily;

struct SchemeRow {
  ByteView oid;
  std::string_view name;
  std::string_view hash;
  SignatureFamily family;
};

template <std::uint64_t N>
constexpr auto kPkcs1 = asn1::make_oid<1, 2, 840, 113549, 1, 1, N>();
template <std::uint64_t N>
constexpr auto kNistSig = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 3, N>();
template <std::uint64_t N>
constexpr auto kEcdsaSha2 = asn1::make_oid<1, 2, 840, 10045, 4, 3, N>();
constexpr auto kOiwSha1Rsa = asn1::make_oid<1, 3, 14, 3, 2, 29>();
constexpr auto kEcdsaSha1 = asn1::make_oid<1, 2, 840, 10045, 4, 1>();
constexpr auto kDsaSha1 = asn1::make_oid<1, 2, 840, 10040, 4, 3>();
constexpr auto kGost2001 = asn1::make_oid<1, 2, 643, 2, 2, 3>();
constexpr auto kGost2012_256 = asn1::make_oid<1, 2, 643, 7, 1, 1, 3, 2>();
constexpr auto kGost2012_512 = asn1::make_oid<1, 2, 643, 7, 1, 1, 3, 3>();

constexpr std::array<SchemeRow, 38> kSchemeRows{{
    {kPkcs1<11>, "sha256WithRSAEncryption", "sha256", rsa_pkcs1},
    {kEcdsaSha2<2>, "ecdsa-with-SHA256", "sha256", ecdsa},
    {kEcdsaSha2<3>, "ecdsa-with-SHA384", "sha384", ecdsa},
    {kPkcs1<12>, "sha384WithRSAEncryption", "sha384", rsa_pkcs1},
    {kPkcs1<5>, "sha1WithRSAEncryption", "sha1", rsa_pkcs1},
    {kPkcs1<13>, "sha512WithRSAEncryption", "sha512", rsa_pkcs1},
    {kPkcs1<10>, "RSASSA-PSS", "", rsa_pss},
    {kEcdsaSha2<4>, "ecdsa-with-SHA512", "sha512", ecdsa},
    {x509::oid::kEd25519, "Ed25519", "", ed25519},
    {kEcdsaSha1, "ecdsa-with-SHA1", "sha1", ecdsa},
    {kEcdsaSha2<1>, "ecdsa-with-SHA224", "sha224", ecdsa},
    {kPkcs1<2>, "md2WithRSAEncryption", "md2", rsa_pkcs1},
    {kPkcs1<3>, "md4WithRSAEncryption", "md4", rsa_pkcs1},
    {kPkcs1<4>, "md5WithRSAEncryption", "md5", rsa_pkcs1},
    {kPkcs1<14>, "sha224WithRSAEncryption", "sha224", rsa_pkcs1},
    {kPkcs1<15>, "sha512-224WithRSAEncryption", "sha512-224", rsa_pkcs1},
    {kPkcs1<16>, "sha512-256WithRSAEncryption", "sha512-256", rsa_pkcs1},
    {kOiwSha1Rsa, "sha1WithRSASignature", "sha1", rsa_pkcs1},
    {kNistSig<9>, "ecdsa-with-SHA3-224", "sha3-224", ecdsa},
    {kNistSig<10>, "ecdsa-with-SHA3-256", "sha3-256", ecdsa},
    {kNistSig<11>, "ecdsa-with-SHA3-384", "sha3-384", ecdsa},
    {kNistSig<12>, "ecdsa-with-SHA3-512", "sha3-512", ecdsa},
    {kNistSig<13>, "rsassa-pkcs1-v1_5-with-SHA3-224", "sha3-224", rsa_pkcs1},
    {kNistSig<14>, "rsassa-pkcs1-v1_5-with-SHA3-256", "sha3-256", rsa_pkcs1},
    {kNistSig<15>, "rsassa-pkcs1-v1_5-with-SHA3-384", "sha3-384", rsa_pkcs1},
    {kNistSig<16>, "rsassa-pkcs1-v1_5-with-SHA3-512", "sha3-512", rsa_pkcs1},
    {kDsaSha1, "dsa-with-SHA1", "sha1", unknown},
    {kNistSig<1>, "dsa-with-SHA224", "sha224", unknown},
    {kNistSig<2>, "dsa-with-SHA256", "sha256", unknown},
    {kNistSig<3>, "dsa-with-SHA384", "sha384", unknown},
    {kNistSig<4>, "dsa-with-SHA512", "sha512", unknown},
    {x509::oid::kEd448, "Ed448", "", unknown},
    {kNistSig<17>, "ML-DSA-44", "", unknown},
    {kNistSig<18>, "ML-DSA-65", "", unknown},
    {kNistSig<19>, "ML-DSA-87", "", unknown},
    {kGost2001, "GOST R 34.10-2001", "", unknown},
    {kGost2012_256, "GOST R 34.10-2012 (256 bit)", "", unknown},
    {kGost2012_512, "GOST R 34.10-2012 (512 bit)", "", unknown},
}};

struct PssParameters {
  const HashAlgorithm* hash = hash_by_name("sha1");
  const HashAlgorithm* mgf_hash = hash_by_name("sha1");
  std::int64_t salt = 20;
  std::int64_t trailer = 1;
};

// The hash that the explicitly tagged AlgorithmIdentifier names.
const HashAlgorithm* read_hash(asn1::Asn1Reader reader) {
  const auto identifier = x509::AlgorithmIdentifier::read(reader, "hash algorithm");
  if (!identifier || reader.finish("hash algorithm") || !has_no_parameters(*identifier)) return nullptr;
  return hash_by_oid(identifier->oid);
}

const HashAlgorithm* read_mgf_hash(asn1::Asn1Reader reader) {
  constexpr auto kMgf1 = asn1::make_oid<1, 2, 840, 113549, 1, 1, 8>();
  const auto identifier = x509::AlgorithmIdentifier::read(reader, "mask generation function");
  if (!identifier || reader.finish("mask generation function") || !equal(identifier->oid, kMgf1)) return nullptr;
  return read_hash(asn1::Asn1Reader(identifier->parameters));
}

std::optional<std::int64_t> read_integer(asn1::Asn1Reader reader) {
  const auto element = reader.expect(asn1::tag::kInteger, "integer");
  if (!element || reader.finish("integer")) return std::nullopt;
  const auto value = asn1::read_small_integer(*element, asn1::Encoding::der);
  return value ? std::optional(*value) : std::nullopt;
}

// RSASSA-PSS-params (RFC 8017 appendix A.2.3). The hashes are nullptr where they are none that this program knows.
std::optional<PssParameters> read_pss_parameters(ByteView encoded) {
  const auto sequence = asn1::read_single(encoded);
  if (!sequence || !sequence->is(asn1::tag::kSequence)) return std::nullopt;
  PssParameters parameters;
  asn1::Asn1Reader reader(sequence->content);
  for (unsigned field = 0; field < 4; ++field) {
    const auto element = reader.optional(asn1::tag::context_constructed(field));
    if (!element) return std::nullopt;
    if (!element->has_value()) continue;
    const asn1::Asn1Reader inside = reader.enter(**element);
    if (field == 0) parameters.hash = read_hash(inside);
    if (field == 1) parameters.mgf_hash = read_mgf_hash(inside);
    if (field > 1) {
      const auto value = read_integer(inside);
      if (!value) return std::nullopt;
      (field == 2 ? parameters.salt : parameters.trailer) = *value;
    }
  }
  if (reader.finish("RSASSA-PSS parameters")) return std::nullopt;
  return parameters;
}

void resolve_pss(ResolvedScheme& scheme, ByteView encoded) {
  const auto parameters = read_pss_parameters(encoded);
  if (!parameters || parameters->hash == nullptr) return;
  scheme.algorithm = parameters->hash;
  scheme.hash = parameters->hash->name;
  if (parameters->salt > CryptoLimits::kPssSaltBytes) return;
  scheme.salt_bytes = static_cast<std::size_t>(parameters->salt);
  // The library takes one hash for message and mask.
  scheme.supported = scheme.algorithm->supported() && parameters->mgf_hash == parameters->hash && parameters->trailer == 1;
}

}  // namespace

std::string ResolvedScheme::padding() const {
#if BOTAN_VERSION_MAJOR >= 3
  constexpr const char *kPkcs1v15 = "PKCS1v15(", *kPss = "PSS(", *kEcdsaOpen = "", *kEcdsaClose = "";
#else
  constexpr const char *kPkcs1v15 = "EMSA3(", *kPss = "EMSA4(", *kEcdsaOpen = "EMSA1(", *kEcdsaClose = ")";
#endif
  switch (family) {
    case rsa_pkcs1:
      return std::string(kPkcs1v15) + algorithm->botan + ")";
    case rsa_pss:
      return std::string(kPss) + algorithm->botan + ",MGF1," + std::to_string(salt_bytes) + ")";
    case ecdsa:
      return std::string(kEcdsaOpen) + algorithm->botan + kEcdsaClose;
    case ed25519:
      return "Pure";
    case unknown:
      break;
  }
  return "";
}

ResolvedScheme resolve_signature(const x509::AlgorithmIdentifier& algorithm) {
  ResolvedScheme scheme;
  for (const SchemeRow& row : kSchemeRows) {
    if (!equal(row.oid, algorithm.oid)) continue;
    scheme.family = row.family;
    scheme.name = row.name;
    scheme.hash = row.hash;
    scheme.algorithm = hash_by_name(row.hash);
    switch (row.family) {
      case rsa_pss:
        resolve_pss(scheme, algorithm.parameters);
        break;
      case rsa_pkcs1:
        scheme.supported = scheme.algorithm->supported() && has_no_parameters(algorithm);
        break;
      case ecdsa:
        scheme.supported = scheme.algorithm->supported() && algorithm.parameters.empty();
        break;
      case ed25519:
        scheme.supported = algorithm.parameters.empty();
        break;
      case unknown:
        break;
    }
    return scheme;
  }
  scheme.name = asn1::oid_name(algorithm.oid);
  return scheme;
}

std::optional<ByteView> signature_oid(SignatureFamily family, std::string_view hash) {
  for (const SchemeRow& row : kSchemeRows) {
    if (row.family == family && (family == ed25519 || row.hash == hash)) return row.oid;
  }
  return std::nullopt;
}

bool fits(const ResolvedScheme& scheme, const x509::PublicKeyInfo& key) {
  switch (scheme.family) {
    case rsa_pkcs1:
      return key.algorithm == x509::KeyAlgorithm::rsa;
    case ecdsa:
      return key.algorithm == x509::KeyAlgorithm::ec;
    case ed25519:
      return key.algorithm == x509::KeyAlgorithm::ed25519;
    case rsa_pss:
      break;
    case unknown:
      return false;
  }
  if (key.algorithm == x509::KeyAlgorithm::rsa) return true;
  if (key.algorithm != x509::KeyAlgorithm::rsa_pss) return false;
  if (key.algorithm_id.parameters.empty()) return true;
  const auto bound = read_pss_parameters(key.algorithm_id.parameters);
  return bound && bound->hash == scheme.algorithm && bound->mgf_hash == scheme.algorithm &&
         bound->salt <= static_cast<std::int64_t>(scheme.salt_bytes);
}

}  // namespace chainlint::crypto
