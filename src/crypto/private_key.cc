#include "chainlint/crypto/private_key.h"

#include <botan/bigint.h>
#include <botan/ed25519.h>

#include <bit>
#include <exception>
#include <new>

#include "chainlint/asn1/writer.h"
#include "chainlint/base/limits.h"
#include "chainlint/x509/identifiers.h"
#include "ec_public_point.h"
#include "private_key_reader.h"

namespace chainlint::crypto {
namespace {

Error not_a_key(const char* why) { return {"private-key-malformed", std::string("private key cannot be decoded: ") + why, {}}; }

// Its parts contradict each other: some bytes were changed.
Error damaged_key(std::string why) { return {"private-key-malformed", std::move(why), {}}; }

// Takes kind, size and canonical form from a SubjectPublicKeyInfo made of the public half.
void take_public(KeyDescription& description, const Bytes& public_key_info) {
  const auto element = asn1::read_single(public_key_info);
  const auto key = element ? x509::PublicKeyInfo::read(*element) : asn1::Asn1Result<x509::PublicKeyInfo>(element.error());
  if (!key || !key->decodable) {
    description.problem = "its public half cannot be encoded";
    return;
  }
  description.algorithm = key->algorithm;
  description.bits = key->bits;
  description.curve = key->curve;
  description.public_canonical = key->canonical();
}

Bytes public_key_info(ByteView algorithm, ByteView key_octets) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) { fields.raw(algorithm).bit_string(key_octets); });
  return writer.take();
}

Bytes algorithm_identifier(ByteView oid, ByteView parameters) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) { fields.oid(oid).raw(parameters); });
  return writer.take();
}

// Why the numbers cannot be those of one key; empty where they can. What is absent or 0, as some writers have it, is not compared: programs
// compute it.
std::string number_problem(const RsaPrivateFields& fields) {
  const char* const strangers = "its private exponents do not belong to its primes";
  for (const ByteView each : {fields.e, fields.d, fields.dp, fields.dq, fields.coefficient}) {
    if (each.size() > fields.n.size()) return strangers;  // each is below the modulus, whose size has a limit
  }
  const auto number = [](ByteView magnitude) { return Botan::BigInt(magnitude.data(), magnitude.size()); };
  try {
    const Botan::BigInt p = number(fields.p), q = number(fields.q), e = number(fields.e);
    if (p <= 1 || q <= 1 || p * q != number(fields.n)) return "its modulus is not the product of its two primes";
    const auto inverse = [](const Botan::BigInt& value, const Botan::BigInt& of, const Botan::BigInt& modulus) {
      return value == 0 || (value * of) % modulus == 1;
    };
    const Botan::BigInt d = number(fields.d);
    const bool belongs = inverse(d, e, p - 1) && inverse(d, e, q - 1) && inverse(number(fields.dp), e, p - 1) &&
                         inverse(number(fields.dq), e, q - 1) && inverse(number(fields.coefficient), q, p);
    return belongs ? "" : strangers;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return "its numbers cannot be verified";
  }
}

// A point of another key, or none at all; compressed points have the last bit of y in their first byte (SEC 1 section 2.3.3).
bool is_point(ByteView written, const Bytes& point) {
  if (written.empty() || equal(written, point)) return true;
  const std::size_t x = (point.size() - 1) / 2;
  const bool compressed = written.size() == x + 1 && (written[0] & 0xFE) == 2;
  return compressed && (written[0] & 1) == (point.back() & 1) && equal(written.subspan(1), ByteView(point).subspan(1, x));
}

std::optional<Error> describe_rsa(KeyDescription& description, ByteView der, x509::KeyAlgorithm algorithm, ByteView algorithm_encoded) {
  const auto fields = read_rsa_private(der);
  if (!fields) return not_a_key(fields.error().what);
  description.algorithm = algorithm;
  const ByteView n = fields->n;
  description.bits = n.empty() ? 0 : n.size() * 8 - static_cast<std::size_t>(std::countl_zero(n.front()));
  const std::size_t limit = Limits().rsa_modulus_bits;
  if (description.bits > limit || fields->p.size() * 8 > limit || fields->q.size() * 8 > limit) {
    description.problem = "its modulus has " + std::to_string(description.bits) + " bits; the limit is " + std::to_string(limit);
  } else if (fields->multi_prime) {
    description.problem = "RSA keys of more than two primes are not supported";
  } else if (std::string problem = number_problem(*fields); !problem.empty()) {
    return damaged_key(std::move(problem));
  } else {
    asn1::DerWriter key;
    key.sequence([&](asn1::DerWriter& numbers) { numbers.unsigned_integer(n).unsigned_integer(fields->e); });
    take_public(description, public_key_info(algorithm_encoded, key.bytes()));
  }
  return std::nullopt;
}

ByteView without_leading_zeros(ByteView magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  return magnitude;
}

std::optional<Error> describe_ec(KeyDescription& description, ByteView der, ByteView outer_parameters) {
  const auto fields = read_ec_private(der);
  if (!fields) return not_a_key(fields.error().what);
  description.algorithm = x509::KeyAlgorithm::ec;
  const ByteView parameters = outer_parameters.empty() ? fields->parameters : outer_parameters;
  if (parameters.empty()) {
    description.problem = "its curve is not specified";
    return std::nullopt;
  }
  const NamedCurve* curve = curve_of_parameters(parameters);
  if (curve == nullptr) {
    const auto element = asn1::read_single(parameters);
    const bool named = element.ok() && element->is(asn1::tag::kOid);
    description.curve = named ? asn1::oid_name(element->content) : "explicit";
    description.problem = named ? "the curve " + description.curve + " is not supported" : "explicit curve parameters are not supported";
    return std::nullopt;
  }
  description.curve = curve->name;
  description.bits = curve->bits;
  const auto point = ec_public_point(*curve, without_leading_zeros(fields->scalar));
  if (!point) return damaged_key("its private value is not in the range of the curve");
  if (!is_point(fields->point, *point)) return damaged_key("its public half does not belong to its private value");
  take_public(description, public_key_info(algorithm_identifier(x509::oid::kEcPublicKey, parameters), *point));
  return std::nullopt;
}

std::optional<Error> describe_ed25519(KeyDescription& description, const Pkcs8Fields& fields) {
  const auto seed =
      asn1::Asn1Reader(fields.key, asn1::Encoding::ber).expect(asn1::tag::kOctetString, "CurvePrivateKey is not an OCTET STRING");
  if (!seed) return not_a_key(seed.error().what);
  description.algorithm = x509::KeyAlgorithm::ed25519;
  description.bits = 256;
  if (seed->content.size() != 32) {
    description.problem = "its seed has " + std::to_string(seed->content.size()) + " bytes; 32 are needed";
    return std::nullopt;
  }
  try {
    const Botan::Ed25519_PrivateKey key(Botan::secure_vector<std::uint8_t>(seed->content.begin(), seed->content.end()));
    take_public(description, public_key_info(fields.algorithm.encoded, key.public_key_bits()));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    description.problem = "its public half cannot be computed";
  }
  return std::nullopt;
}

// What `PublicKeyInfo` makes of the identifier alone.
void name_other(KeyDescription& description, const x509::AlgorithmIdentifier& algorithm) {
  const Bytes empty = public_key_info(algorithm.encoded, {});
  const auto element = asn1::read_single(empty);
  if (const auto key = element ? x509::PublicKeyInfo::read(*element) : asn1::Asn1Result<x509::PublicKeyInfo>(element.error())) {
    description.algorithm = key->algorithm;
  }
  description.problem = asn1::oid_name(algorithm.oid) + " private keys are not supported";
}

std::optional<Error> describe_pkcs8(KeyDescription& description, ByteView der) {
  const auto fields = read_pkcs8(der);
  if (!fields) return not_a_key(fields.error().what);
  const ByteView oid = fields->algorithm.oid;
  if (equal(oid, x509::oid::kRsaEncryption)) {
    return describe_rsa(description, fields->key, x509::KeyAlgorithm::rsa, fields->algorithm.encoded);
  }
  if (equal(oid, x509::oid::kRsassaPss)) {
    return describe_rsa(description, fields->key, x509::KeyAlgorithm::rsa_pss, fields->algorithm.encoded);
  }
  if (equal(oid, x509::oid::kEcPublicKey)) return describe_ec(description, fields->key, fields->algorithm.parameters);
  if (equal(oid, x509::oid::kEd25519)) return describe_ed25519(description, *fields);
  name_other(description, fields->algorithm);
  return std::nullopt;
}

}  // namespace

Result<KeyDescription> describe_private_key(ByteView der, ByteView ec_parameters) {
  const auto format = private_key_format(der);
  if (!format) return not_a_key("its format is not PKCS#8, PKCS#1, SEC 1, DSA or OpenSSH");
  KeyDescription description;
  description.format = *format;
  std::optional<Error> error;
  switch (*format) {
    case KeyFormat::pkcs8:
      error = describe_pkcs8(description, der);
      break;
    case KeyFormat::pkcs1: {
      static constexpr std::uint8_t kNull[] = {0x05, 0x00};
      error = describe_rsa(description, der, x509::KeyAlgorithm::rsa, algorithm_identifier(x509::oid::kRsaEncryption, kNull));
      break;
    }
    case KeyFormat::sec1: {
      const auto own = read_ec_private(der);
      error = describe_ec(description, der, own && !own->parameters.empty() ? ByteView() : ec_parameters);
      break;
    }
    case KeyFormat::dsa:
      description.algorithm = x509::KeyAlgorithm::dsa;
      description.problem = "DSA private keys are not supported";
      break;
    default:
      description.problem = "private keys in OpenSSH format are not supported: convert the key with 'ssh-keygen -p -m PKCS8'";
      break;
  }
  if (error) return *error;
  return description;
}

}  // namespace chainlint::crypto
