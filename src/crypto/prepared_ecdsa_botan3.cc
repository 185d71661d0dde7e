#include <botan/bigint.h>
#include <botan/ecdsa.h>
#include <botan/rng.h>

#include <exception>
#include <optional>

#include "chainlint/asn1/writer.h"
#include "ec_public_point.h"
#include "prepared_ecdsa.h"

namespace chainlint {

// Botan 3 has curve arithmetic that is faster than tables over its older, generic one.
std::unique_ptr<const PreparedEcdsa> PreparedEcdsa::make(const NamedCurve&, ByteView) { return nullptr; }

// Through an ECPrivateKey without its public half, since that constructor is the same in every Botan 3.
std::optional<Bytes> ec_public_point(const NamedCurve& curve, ByteView scalar) {
  try {
    Bytes padded(curve.order_octets());
    if (scalar.empty() || scalar.size() > padded.size()) return std::nullopt;
    std::copy(scalar.begin(), scalar.end(), padded.end() - static_cast<std::ptrdiff_t>(scalar.size()));
    DerWriter parameters;
    parameters.oid(curve.oid);
    DerWriter key;
    key.sequence([&](DerWriter& fields) { fields.integer(1).octet_string(padded); });
    const Botan::secure_vector<std::uint8_t> bits(key.bytes().begin(), key.bytes().end());
    const Botan::AlgorithmIdentifier algorithm(Botan::OID({1, 2, 840, 10045, 2, 1}), parameters.bytes());
    return Botan::ECDSA_PrivateKey(algorithm, bits).public_key_bits();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace chainlint
