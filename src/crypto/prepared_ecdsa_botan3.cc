#include <botan/bigint.h>
#include <botan/ecdsa.h>

#include <algorithm>
#include <exception>
#include <new>
#include <optional>

#include "chainlint/asn1/writer.h"
#include "chainlint/base/secret.h"
#include "ec_public_point.h"
#include "prepared_ecdsa.h"

namespace chainlint::crypto {

// Botan 3 has curve arithmetic that is faster than tables over its older, generic one.
std::unique_ptr<const PreparedEcdsa> PreparedEcdsa::make(const NamedCurve&, ByteView) { return nullptr; }
std::unique_ptr<const PreparedEcdsa> PreparedEcdsa::make_plain(const NamedCurve&, ByteView) { return nullptr; }

// Through an ECPrivateKey (RFC 5915) without its public half, since that constructor is the same in every Botan 3.
std::optional<Bytes> ec_public_point(const NamedCurve& curve, ByteView scalar) {
  try {
    if (scalar.empty() || scalar.size() > curve.order_octets()) return std::nullopt;
    SecretBytes padded(curve.order_octets());
    std::copy(scalar.begin(), scalar.end(), padded.end() - static_cast<std::ptrdiff_t>(scalar.size()));
    asn1::DerWriter parameters;
    parameters.oid(curve.oid);
    asn1::DerWriter encoded;
    encoded.sequence([&](asn1::DerWriter& fields) { fields.integer(1).octet_string(padded); });
    const Botan::secure_vector<std::uint8_t> bits(encoded.bytes().begin(), encoded.bytes().end());
    const Botan::AlgorithmIdentifier algorithm(Botan::OID({1, 2, 840, 10045, 2, 1}), parameters.bytes());
    const Botan::ECDSA_PrivateKey key(algorithm, bits);
    const Botan::BigInt d(scalar.data(), scalar.size());
    if (d.is_zero() || d >= key.domain().get_order()) return std::nullopt;
    return key.public_key_bits();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace chainlint::crypto
