#include "pbes2_cipher.h"

#include <array>

#include "chainlint/asn1/oid.h"
#include "pbe_scheme.h"

namespace chainlint::crypto {
namespace {

// How the parameters contain the initialization vector.
enum class IvForm {
  octets,  // OCTET STRING
  rc2,     // SEQUENCE { version INTEGER, iv OCTET STRING } (RFC 8018 appendix B.2.3)
  cast,    // SEQUENCE { iv OCTET STRING DEFAULT 0, keyLength INTEGER } (RFC 2144 appendix B), or as `bytes`: OpenSSL
};

struct Row {
  ByteView oid;
  const char* name;
  const char* botan;
  std::size_t key_octets;
  std::size_t block;
  IvForm iv = IvForm::octets;
  bool any_key_length = false;
};

template <std::uint64_t N>
constexpr auto kNistAes = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 1, N>();
template <std::uint64_t N>
constexpr auto kCamellia = asn1::make_oid<1, 2, 392, 200011, 61, 1, 1, 1, N>();
template <std::uint64_t N>
constexpr auto kAria = asn1::make_oid<1, 2, 410, 200046, 1, 1, N>();
constexpr auto kDesEde3 = asn1::make_oid<1, 2, 840, 113549, 3, 7>();
constexpr auto kDes = asn1::make_oid<1, 3, 14, 3, 2, 7>();
constexpr auto kRc2 = asn1::make_oid<1, 2, 840, 113549, 3, 2>();
constexpr auto kSeed = asn1::make_oid<1, 2, 410, 200004, 1, 4>();
constexpr auto kBlowfish = asn1::make_oid<1, 3, 6, 1, 4, 1, 3029, 1, 2>();
constexpr auto kCast = asn1::make_oid<1, 2, 840, 113533, 7, 66, 10>();
constexpr auto kIdea = asn1::make_oid<1, 3, 6, 1, 4, 1, 188, 7, 1, 1, 2>();

constexpr std::array<Row, 16> kRows{{
    {kNistAes<42>, "AES-256-CBC", "AES-256", 32, 16},
    {kNistAes<2>, "AES-128-CBC", "AES-128", 16, 16},
    {kNistAes<22>, "AES-192-CBC", "AES-192", 24, 16},
    {kDesEde3, "3DES-CBC", "TripleDES", 24, 8},
    {kDes, "DES-CBC", "DES", 8, 8},
    {kRc2, "RC2", nullptr, 0, 8, IvForm::rc2, true},
    {kCamellia<2>, "Camellia-128-CBC", "Camellia-128", 16, 16},
    {kCamellia<3>, "Camellia-192-CBC", "Camellia-192", 24, 16},
    {kCamellia<4>, "Camellia-256-CBC", "Camellia-256", 32, 16},
    {kAria<2>, "ARIA-128-CBC", "ARIA-128", 16, 16},
    {kAria<7>, "ARIA-192-CBC", "ARIA-192", 24, 16},
    {kAria<12>, "ARIA-256-CBC", "ARIA-256", 32, 16},
    {kSeed, "SEED-CBC", "SEED", 16, 16},
    {kBlowfish, "Blowfish-CBC", "Blowfish", 16, 8, IvForm::octets, true},
    {kCast, "CAST5-CBC", "CAST-128", 16, 8, IvForm::cast, true},
    {kIdea, "IDEA-CBC", "IDEA", 16, 8},
}};

// The effective key bits of an RC2 parameter version (RFC 2268 section 6); 0 for versions that are not assigned.
unsigned rc2_effective_bits(std::int64_t version) {
  if (version == 160) return 40;
  if (version == 120) return 64;
  if (version == 58) return 128;
  return version >= 256 && version <= 1024 ? static_cast<unsigned>(version) : 0;
}

Result<std::int64_t> next_integer(asn1::Asn1Reader& reader, const char* what) {
  const auto element = reader.expect(asn1::tag::kInteger, what);
  if (!element) return bad_parameters(what);
  const auto value = asn1::read_small_integer(*element, asn1::Encoding::ber);
  if (!value) return bad_parameters(what);
  return *value;
}

std::optional<Error> next_iv(asn1::Asn1Reader& reader, Pbes2Cipher& out) {
  const auto element = reader.next();
  if (!element || (element->identifier & ~0x20u) != asn1::tag::kOctetString) return bad_parameters("the initialization vector is missing");
  Bytes own;
  const auto iv = asn1::read_octets(*element, asn1::Encoding::ber, own);
  if (!iv) return bad_parameters("the initialization vector cannot be decoded");
  if (iv->size() != out.cipher.block) {
    return bad_parameters("the initialization vector has " + std::to_string(iv->size()) + " bytes; " + out.cipher.name + " needs " +
                          std::to_string(out.cipher.block));
  }
  out.iv = to_bytes(*iv);
  return std::nullopt;
}

std::optional<Error> read_rc2(asn1::Asn1Reader reader, Pbes2Cipher& out) {
  // Without a version the key has 32 effective bits.
  std::int64_t version = 0;
  if (reader.next_is(asn1::tag::kInteger)) {
    const auto value = next_integer(reader, "the RC2 parameter version cannot be decoded");
    if (!value) return value.error();
    version = *value;
    out.cipher.rc2_bits = rc2_effective_bits(version);
  } else {
    out.cipher.rc2_bits = 32;
  }
  if (out.cipher.rc2_bits == 0) return bad_parameters("the RC2 parameter version " + std::to_string(version) + " is not assigned");
  out.cipher.name = "RC2-" + std::to_string(out.cipher.rc2_bits) + "-CBC";
  out.cipher.key_octets = (out.cipher.rc2_bits + 7) / 8;
  return next_iv(reader, out);
}

std::optional<Error> read_cast(asn1::Asn1Reader reader, Pbes2Cipher& out) {
  if (reader.next_is(asn1::tag::kInteger)) {
    out.iv.assign(out.cipher.block, 0);
  } else if (const auto error = next_iv(reader, out)) {
    return error;
  }
  const auto bits = next_integer(reader, "the key length of CAST5 cannot be decoded");
  if (!bits) return bits.error();
  if (*bits < 40 || *bits > 128 || *bits % 8 != 0) {
    return bad_parameters("CAST5 has a key of " + std::to_string(*bits) + " bits; 40 to 128 are allowed");
  }
  out.cipher.key_octets = static_cast<std::size_t>(*bits) / 8;
  return std::nullopt;
}

std::optional<Error> read_parameters(const Row& row, ByteView encoded, Pbes2Cipher& out) {
  asn1::Asn1Reader reader(encoded, asn1::Encoding::ber);
  if (row.iv == IvForm::octets || (row.iv == IvForm::cast && !reader.next_is(asn1::tag::kSequence))) return next_iv(reader, out);
  const auto sequence = reader.expect(asn1::tag::kSequence, "parameters");
  if (!sequence) return bad_parameters("the parameters of " + out.cipher.name + " are not a SEQUENCE");
  return row.iv == IvForm::rc2 ? read_rc2(reader.enter(*sequence), out) : read_cast(reader.enter(*sequence), out);
}

}  // namespace

Result<Pbes2Cipher> read_pbes2_cipher(const x509::AlgorithmIdentifier& algorithm) {
  Pbes2Cipher out;
  for (const Row& row : kRows) {
    if (!equal(row.oid, algorithm.oid)) continue;
    out.cipher = {row.name, row.botan, row.key_octets, row.block, 0};
    out.any_key_length = row.any_key_length;
    if (const auto error = read_parameters(row, algorithm.parameters, out)) return *error;
    out.supported = is_available(out.cipher);
    return out;
  }
  out.cipher.name = asn1::oid_name(algorithm.oid);
  return out;
}

}  // namespace chainlint::crypto
