#include "private_key_reader.h"

#include <algorithm>

namespace chainlint::crypto {
namespace {

// Keys are in BER containers too, and some writers pad integers.
constexpr asn1::Encoding kEncoding = asn1::Encoding::ber;

asn1::Asn1Result<asn1::Asn1Reader> enter_sequence(ByteView der, const char* what) {
  asn1::Asn1Reader outer(der, kEncoding);
  const auto sequence = outer.expect(asn1::tag::kSequence, what);
  if (!sequence) return sequence.error();
  return outer.enter(*sequence);
}

asn1::Asn1Result<ByteView> next_magnitude(asn1::Asn1Reader& reader, const char* what) {
  const auto element = reader.expect(asn1::tag::kInteger, what);
  if (!element) return element.error();
  return asn1::read_unsigned_integer(*element, kEncoding);
}

std::size_t count_integers(asn1::Asn1Reader reader) {
  std::size_t count = 0;
  while (count < 10 && reader.next_is(asn1::tag::kInteger) && reader.next()) ++count;
  return count;
}

}  // namespace

asn1::Asn1Result<RsaPrivateFields> read_rsa_private(ByteView der) {
  auto reader = enter_sequence(der, "RSAPrivateKey is not a SEQUENCE");
  if (!reader) return reader.error();
  const auto version = next_magnitude(*reader, "version is not an INTEGER");
  if (!version) return version.error();
  RsaPrivateFields fields;
  fields.multi_prime = !version->empty() && version->front() != 0;
  for (ByteView* field : {&fields.n, &fields.e, &fields.d, &fields.p, &fields.q}) {
    const auto number = next_magnitude(*reader, "a number of the RSA key is not an INTEGER");
    if (!number) return number.error();
    *field = *number;
  }
  for (ByteView* field : {&fields.dp, &fields.dq, &fields.coefficient}) {
    if (reader->at_end()) break;
    const auto number = next_magnitude(*reader, "a number of the RSA key is not an INTEGER");
    if (!number) return number.error();
    *field = *number;
  }
  return fields;
}

asn1::Asn1Result<EcPrivateFields> read_ec_private(ByteView der) {
  auto reader = enter_sequence(der, "ECPrivateKey is not a SEQUENCE");
  if (!reader) return reader.error();
  const auto version = next_magnitude(*reader, "version is not an INTEGER");
  if (!version) return version.error();
  const auto scalar = reader->expect(asn1::tag::kOctetString, "private key is not an OCTET STRING");
  if (!scalar) return scalar.error();
  EcPrivateFields fields;
  fields.scalar = scalar->content;
  const auto parameters = reader->optional(asn1::tag::context_constructed(0));
  if (!parameters) return parameters.error();
  if (parameters->has_value()) fields.parameters = (*parameters)->content;
  const auto point = reader->optional(asn1::tag::context_constructed(1));
  if (!point) return point.error();
  if (point->has_value()) {
    const auto bits = asn1::read_single((*point)->content);
    if (!bits || !bits->is(asn1::tag::kBitString) || bits->content.empty()) {
      return asn1::Asn1Error{"the public key is not a BIT STRING", reader->offset()};
    }
    fields.point = bits->content.subspan(1);
  }
  return fields;
}

asn1::Asn1Result<Pkcs8Fields> read_pkcs8(ByteView der) {
  auto reader = enter_sequence(der, "PrivateKeyInfo is not a SEQUENCE");
  if (!reader) return reader.error();
  const auto version = next_magnitude(*reader, "version is not an INTEGER");
  if (!version) return version.error();
  if (version->size() > 1 || (version->size() == 1 && version->front() > 1)) {
    return asn1::Asn1Error{"version of the PrivateKeyInfo is not 0 or 1", reader->offset()};
  }
  const auto algorithm = x509::AlgorithmIdentifier::read(*reader, "privateKeyAlgorithm");
  if (!algorithm) return algorithm.error();
  const auto key = reader->expect(asn1::tag::kOctetString, "privateKey is not an OCTET STRING");
  if (!key) return key.error();
  return Pkcs8Fields{*algorithm, key->content};
}

std::optional<KeyFormat> private_key_format(ByteView octets) {
  static constexpr std::string_view kOpenSsh("openssh-key-v1\0", 15);
  if (octets.size() >= kOpenSsh.size() && as_text(octets.first(kOpenSsh.size())) == kOpenSsh) return KeyFormat::openssh;
  auto reader = enter_sequence(octets, "private key is not a SEQUENCE");
  if (!reader) return std::nullopt;
  const std::size_t integers = count_integers(*reader);
  if (integers == 6) return KeyFormat::dsa;
  if (integers >= 9) return KeyFormat::pkcs1;
  if (integers != 1 || !reader->next()) return std::nullopt;
  if (reader->next_is(asn1::tag::kOctetString)) return KeyFormat::sec1;
  if (reader->next_is(asn1::tag::kSequence)) return KeyFormat::pkcs8;
  return std::nullopt;
}

}  // namespace chainlint::crypto
