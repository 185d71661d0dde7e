#include "chainlint/x509/public_key.h"

#include <bit>

#include "chainlint/asn1/oid.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::x509 {

namespace {

template <std::uint64_t... Arcs>
constexpr auto kOid = asn1::make_oid<Arcs...>();

struct KnownKey {
  ByteView oid;
  KeyAlgorithm algorithm;
  std::size_t bits;    // nominal; 0 where it depends on the key
  std::size_t octets;  // of the BIT STRING; 0 where it depends on the key
};

const KnownKey kKnownKeys[] = {
    {oid::kRsaEncryption, KeyAlgorithm::rsa, 0, 0},
    {oid::kEcPublicKey, KeyAlgorithm::ec, 0, 0},
    {oid::kRsassaPss, KeyAlgorithm::rsa_pss, 0, 0},
    {oid::kEd25519, KeyAlgorithm::ed25519, 256, 32},
    {oid::kEd448, KeyAlgorithm::ed448, 456, 57},
    {kOid<1, 3, 101, 110>, KeyAlgorithm::x25519, 256, 32},
    {oid::kDsa, KeyAlgorithm::dsa, 0, 0},
    {kOid<1, 2, 840, 10046, 2, 1>, KeyAlgorithm::dh, 0, 0},
    {kOid<1, 2, 840, 113549, 1, 3, 1>, KeyAlgorithm::dh, 0, 0},
    {kOid<1, 2, 643, 2, 2, 20>, KeyAlgorithm::gost, 1024, 0},
    {kOid<1, 2, 643, 2, 2, 19>, KeyAlgorithm::gost, 256, 0},
    {kOid<1, 2, 643, 7, 1, 1, 1, 1>, KeyAlgorithm::gost, 256, 0},
    {kOid<1, 2, 643, 7, 1, 1, 1, 2>, KeyAlgorithm::gost, 512, 0},
    {kOid<2, 16, 840, 1, 101, 3, 4, 3, 17>, KeyAlgorithm::ml_dsa, 1312 * 8, 1312},
    {kOid<2, 16, 840, 1, 101, 3, 4, 3, 18>, KeyAlgorithm::ml_dsa, 1952 * 8, 1952},
    {kOid<2, 16, 840, 1, 101, 3, 4, 3, 19>, KeyAlgorithm::ml_dsa, 2592 * 8, 2592},
};

struct KnownCurve {
  ByteView oid;
  std::string_view name;
  std::size_t bits;
};

const KnownCurve kKnownCurves[] = {
    {kOid<1, 2, 840, 10045, 3, 1, 7>, "P-256", 256},
    {kOid<1, 3, 132, 0, 34>, "P-384", 384},
    {kOid<1, 3, 132, 0, 35>, "P-521", 521},
    {kOid<1, 3, 132, 0, 33>, "P-224", 224},
    {kOid<1, 2, 840, 10045, 3, 1, 1>, "P-192", 192},
    {kOid<1, 3, 132, 0, 10>, "secp256k1", 256},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 1>, "brainpoolP160r1", 160},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 2>, "brainpoolP160t1", 160},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 3>, "brainpoolP192r1", 192},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 4>, "brainpoolP192t1", 192},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 5>, "brainpoolP224r1", 224},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 6>, "brainpoolP224t1", 224},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 7>, "brainpoolP256r1", 256},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 8>, "brainpoolP256t1", 256},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 9>, "brainpoolP320r1", 320},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 10>, "brainpoolP320t1", 320},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 11>, "brainpoolP384r1", 384},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 12>, "brainpoolP384t1", 384},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 13>, "brainpoolP512r1", 512},
    {kOid<1, 3, 36, 3, 3, 2, 8, 1, 1, 14>, "brainpoolP512t1", 512},
    {kOid<1, 2, 156, 10197, 1, 301>, "sm2p256v1", 256},
};

std::size_t bit_length(ByteView magnitude) {
  return magnitude.empty() ? 0 : magnitude.size() * 8 - static_cast<std::size_t>(std::countl_zero(magnitude[0]));
}

// The magnitude of the next element, which must be a positive INTEGER; empty where it is not.
ByteView take_positive(asn1::Asn1Reader& reader) {
  auto element = reader.expect(asn1::tag::kInteger, "not an INTEGER");
  if (!element) return {};
  auto magnitude = asn1::read_unsigned_integer(*element, reader.encoding());
  return magnitude ? *magnitude : ByteView{};
}

std::optional<asn1::Asn1Reader> enter_sequence(ByteView encoded, asn1::Encoding encoding) {
  asn1::Asn1Reader outer(encoded, encoding);
  auto sequence = outer.expect(asn1::tag::kSequence, "not a SEQUENCE");
  if (!sequence || !outer.at_end()) return std::nullopt;
  return outer.enter(*sequence);
}

bool read_rsa(PublicKeyInfo& key, asn1::Encoding encoding) {
  auto fields = enter_sequence(key.key_octets, encoding);
  if (!fields) return false;
  key.rsa_modulus = take_positive(*fields);
  key.rsa_exponent = take_positive(*fields);
  if (key.rsa_modulus.empty() || key.rsa_exponent.empty() || !fields->at_end()) {
    key.rsa_modulus = key.rsa_exponent = {};
    return false;
  }
  key.bits = bit_length(key.rsa_modulus);
  return true;
}

// ECParameters of X9.62: version, fieldID, curve, base, order. The bits are those of the order.
bool read_explicit_curve(PublicKeyInfo& key, asn1::Encoding encoding) {
  key.curve = "explicit";
  auto fields = enter_sequence(key.algorithm_id.parameters, encoding);
  if (!fields) return false;
  for (int i = 0; i < 4; ++i) {
    if (!fields->next()) return false;
  }
  key.bits = bit_length(take_positive(*fields));
  return key.bits != 0;
}

// A point is 04 x y, or 02 or 03 and x (SEC 1 section 2.3.3).
bool is_point(ByteView point, std::size_t field_octets) {
  if (point.empty()) return false;
  if (point[0] == 0x04) return point.size() == 1 + 2 * field_octets;
  return (point[0] == 0x02 || point[0] == 0x03) && point.size() == 1 + field_octets;
}

bool read_ec(PublicKeyInfo& key, asn1::Encoding encoding) {
  key.curve = "unknown";
  asn1::Asn1Reader reader(key.algorithm_id.parameters, encoding);
  if (reader.next_is(asn1::tag::kSequence)) return read_explicit_curve(key, encoding);
  auto named = reader.expect(asn1::tag::kOid, "curve is not an OBJECT IDENTIFIER");
  if (!named) return false;
  for (const KnownCurve& known : kKnownCurves) {
    if (!equal(named->content, known.oid)) continue;
    key.curve = known.name;
    key.bits = known.bits;
    return is_point(key.key_octets, (known.bits + 7) / 8);
  }
  return !key.key_octets.empty();
}

// DSA: p, q, g. Diffie-Hellman: p and more. Parameters may be left to the issuer's key, and the size is then unknown.
bool read_finite_field(PublicKeyInfo& key, asn1::Encoding encoding) {
  asn1::Asn1Reader value(key.key_octets, encoding);
  if (take_positive(value).empty() || !value.at_end()) return false;
  if (auto fields = enter_sequence(key.algorithm_id.parameters, encoding)) key.bits = bit_length(take_positive(*fields));
  return true;
}

bool read_key(PublicKeyInfo& key, asn1::Encoding encoding) {
  switch (key.algorithm) {
    case KeyAlgorithm::rsa:
    case KeyAlgorithm::rsa_pss:
      return read_rsa(key, encoding);
    case KeyAlgorithm::ec:
      return read_ec(key, encoding);
    case KeyAlgorithm::dsa:
    case KeyAlgorithm::dh:
      return read_finite_field(key, encoding);
    default:
      return true;
  }
}

std::string_view title(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa:
      return "RSA";
    case KeyAlgorithm::rsa_pss:
      return "RSA-PSS";
    case KeyAlgorithm::ec:
      return "EC";
    case KeyAlgorithm::ed25519:
      return "Ed25519";
    case KeyAlgorithm::ed448:
      return "Ed448";
    case KeyAlgorithm::x25519:
      return "X25519";
    case KeyAlgorithm::dsa:
      return "DSA";
    case KeyAlgorithm::dh:
      return "DH";
    case KeyAlgorithm::gost:
      return "GOST";
    case KeyAlgorithm::ml_dsa:
      return "ML-DSA";
    case KeyAlgorithm::other:
      break;
  }
  return "other";
}

}  // namespace

asn1::Asn1Result<AlgorithmIdentifier> AlgorithmIdentifier::read(asn1::Asn1Reader& reader, const char* what) {
  auto sequence = reader.expect(asn1::tag::kSequence, what);
  if (!sequence) return sequence.error();
  asn1::Asn1Reader fields = reader.enter(*sequence);
  auto oid = fields.expect(asn1::tag::kOid, "algorithm is not an OBJECT IDENTIFIER");
  if (!oid) return oid.error();
  AlgorithmIdentifier algorithm{oid->content, {}, sequence->encoded};
  if (fields.at_end()) return algorithm;
  auto parameters = fields.next();
  if (!parameters) return parameters.error();
  algorithm.parameters = parameters->encoded;
  if (auto error = fields.finish("algorithm has more than an identifier and parameters")) return *error;
  return algorithm;
}

asn1::Asn1Result<PublicKeyInfo> PublicKeyInfo::read(const asn1::Element& element, asn1::Encoding encoding) {
  if (!element.is(asn1::tag::kSequence)) return asn1::Asn1Error{"subjectPublicKeyInfo is not a SEQUENCE", element.offset};
  PublicKeyInfo key;
  key.der = element.encoded;
  asn1::Asn1Reader fields(element.content, encoding, element.content_offset, 1);
  auto algorithm = AlgorithmIdentifier::read(fields, "algorithm of the public key is not a SEQUENCE");
  if (!algorithm) return algorithm.error();
  key.algorithm_id = *algorithm;
  auto bits = fields.expect(asn1::tag::kBitString, "public key is not a BIT STRING");
  if (!bits) return bits.error();
  auto octets = asn1::read_bit_octets(*bits);
  if (!octets) return octets.error();
  key.key_octets = *octets;
  if (auto error = fields.finish("subjectPublicKeyInfo has more than an algorithm and a key")) return *error;
  for (const KnownKey& known : kKnownKeys) {
    if (!equal(key.algorithm_id.oid, known.oid)) continue;
    key.algorithm = known.algorithm;
    key.bits = known.bits;
    key.decodable = (known.octets == 0 || key.key_octets.size() == known.octets) && read_key(key, encoding);
    if (!key.decodable) key.bits = 0;
    break;
  }
  return key;
}

std::string key_title(KeyAlgorithm algorithm, std::size_t bits, std::string_view curve) {
  std::string text(title(algorithm));
  switch (algorithm) {
    case KeyAlgorithm::ec:
      return curve.empty() ? text : text + " " + std::string(curve);
    case KeyAlgorithm::ed25519:
    case KeyAlgorithm::ed448:
    case KeyAlgorithm::x25519:
      return text;
    default:
      return bits == 0 ? text : text + " " + std::to_string(bits);
  }
}

std::string PublicKeyInfo::to_string() const {
  if (der.empty()) return "unreadable";
  if (algorithm == KeyAlgorithm::ml_dsa || algorithm == KeyAlgorithm::other) return asn1::oid_name(algorithm_id.oid);
  return key_title(algorithm, bits, curve);
}

std::string_view describe(KeyEncoding encoding) {
  switch (encoding) {
    case KeyEncoding::no_null:
      return "RSA without NULL parameters";
    case KeyEncoding::long_exponent:
      return "a public exponent of more than 31 bits";
    case KeyEncoding::compressed:
      return "a compressed point";
  }
  return "";
}

std::vector<KeyEncoding> PublicKeyInfo::unusual_encodings() const {
  std::vector<KeyEncoding> found;
  if (!decodable) return found;
  if (algorithm == KeyAlgorithm::rsa && algorithm_id.parameters.empty()) found.push_back(KeyEncoding::no_null);
  if (bit_length(rsa_exponent) > 31) found.push_back(KeyEncoding::long_exponent);
  if (algorithm == KeyAlgorithm::ec && !key_octets.empty() && key_octets[0] != 0x04) found.push_back(KeyEncoding::compressed);
  return found;
}

Bytes PublicKeyInfo::canonical() const {
  Bytes octets;
  const auto append = [&octets](ByteView part) {
    for (int shift = 24; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(part.size() >> shift));
    octets.insert(octets.end(), part.begin(), part.end());
  };
  if (!rsa_modulus.empty()) {
    octets.push_back('r');
    append(rsa_modulus);
    append(rsa_exponent);
  } else if (algorithm == KeyAlgorithm::ec && curve != "explicit") {
    octets.push_back('e');
    append(algorithm_id.parameters);
    append(key_octets);
  } else {
    octets.push_back('o');
    append(der);
  }
  return octets;
}

}  // namespace chainlint::x509
