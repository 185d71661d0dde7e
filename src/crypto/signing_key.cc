#include "chainlint/crypto/signing_key.h"

#include <botan/auto_rng.h>
#include <botan/bigint.h>
#include <botan/ecdsa.h>
#include <botan/ed25519.h>
#include <botan/numthry.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <optional>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "ec_public_point.h"
#include "seeded_prime.h"
#include "signature_scheme.h"

namespace chainlint::crypto {
namespace {

constexpr Botan::word kExponent = 65537;

struct Kind {
  std::string_view name;
  std::size_t rsa_bits;
  std::string_view curve;
};
constexpr std::array<Kind, 8> kKinds{{{"rsa1024", 1024, ""},
                                      {"rsa2048", 2048, ""},
                                      {"rsa3072", 3072, ""},
                                      {"rsa4096", 4096, ""},
                                      {"p256", 0, "P-256"},
                                      {"p384", 0, "P-384"},
                                      {"p521", 0, "P-521"},
                                      {"ed25519", 0, ""}}};

template <class Octets>
Octets octets_of(const Botan::BigInt& number, std::size_t size) {
  Octets out(size);
  const std::size_t used = number.bytes();
  for (std::size_t i = 0; i < used; ++i) out[size - 1 - i] = number.byte_at(i);
  return out;
}

SecretBytes secret_of(const Bytes& bytes) { return SecretBytes(bytes.begin(), bytes.end()); }

}  // namespace

struct SigningKey::Impl {
  SignatureFamily family = SignatureFamily::unknown;
  Bytes public_key_info;
  SecretBytes pkcs8;
  SecretBytes traditional;
  std::unique_ptr<Botan::Private_Key> key;

  // `algorithm` is the encoded AlgorithmIdentifier of the key.
  void encode(ByteView algorithm, ByteView public_octets, ByteView private_octets) {
    asn1::DerWriter info;
    info.sequence([&](asn1::DerWriter& fields) { fields.raw(algorithm).bit_string(public_octets); });
    public_key_info = info.take();
    asn1::DerWriter container;
    container.sequence([&](asn1::DerWriter& fields) { fields.integer(0).raw(algorithm).octet_string(private_octets); });
    pkcs8 = secret_of(container.bytes());
  }

  void make_rsa(std::size_t bits, SeededStream& stream) {
    family = SignatureFamily::rsa_pkcs1;
    Botan::BigInt p = seeded_prime(stream, bits / 2, kExponent);
    Botan::BigInt q = seeded_prime(stream, bits / 2, kExponent);
    if (p < q) std::swap(p, q);
    const Botan::BigInt e(kExponent);
    const Botan::BigInt d = Botan::inverse_mod(e, Botan::lcm(p - 1, q - 1));
    const Botan::BigInt n = p * q;
    const Botan::BigInt numbers[] = {n, e, d, p, q, d % (p - 1), d % (q - 1), Botan::inverse_mod(q, p)};
    asn1::DerWriter private_key;
    private_key.sequence([&](asn1::DerWriter& fields) {
      fields.integer(0);
      for (const Botan::BigInt& number : numbers) fields.unsigned_integer(octets_of<SecretBytes>(number, number.bytes()));
    });
    asn1::DerWriter public_key;
    public_key.sequence([&](asn1::DerWriter& fields) {
      fields.unsigned_integer(octets_of<Bytes>(n, n.bytes())).unsigned_integer(octets_of<Bytes>(e, e.bytes()));
    });
    asn1::DerWriter algorithm;
    algorithm.sequence([](asn1::DerWriter& fields) { fields.oid(x509::oid::kRsaEncryption).null(); });
    encode(algorithm.bytes(), public_key.bytes(), private_key.bytes());
    traditional = secret_of(private_key.bytes());
    key = std::make_unique<Botan::RSA_PrivateKey>(p, q, e, d, n);
  }

  void make_ec(const NamedCurve& curve, SeededStream& stream) {
    family = SignatureFamily::ecdsa;
    std::optional<Bytes> point;
    SecretBytes scalar;
    const std::size_t spare_bits = curve.order_octets() * 8 - curve.bits;
    while (!point) {
      scalar = stream.take(curve.order_octets());
      scalar[0] = static_cast<std::uint8_t>(scalar[0] & (0xFF >> spare_bits));
      point = ec_public_point(curve, scalar);
    }
    const auto private_key = [&](bool with_curve) {
      asn1::DerWriter writer;
      writer.sequence([&](asn1::DerWriter& fields) {
        fields.integer(1).octet_string(scalar);
        if (with_curve) fields.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& inside) { inside.oid(curve.oid); });
        fields.nested(asn1::tag::context_constructed(1), [&](asn1::DerWriter& inside) { inside.bit_string(*point); });
      });
      return writer.take();
    };
    asn1::DerWriter parameters;
    parameters.oid(curve.oid);
    asn1::DerWriter algorithm;
    algorithm.sequence([&](asn1::DerWriter& fields) { fields.oid(x509::oid::kEcPublicKey).raw(parameters.bytes()); });
    const Bytes inner = private_key(false);
    encode(algorithm.bytes(), *point, inner);
    traditional = secret_of(private_key(true));
    const Botan::AlgorithmIdentifier identifier(Botan::OID({1, 2, 840, 10045, 2, 1}), parameters.bytes());
    key = std::make_unique<Botan::ECDSA_PrivateKey>(identifier, Botan::secure_vector<std::uint8_t>(inner.begin(), inner.end()));
  }

  void make_ed25519(SeededStream& stream) {
    family = SignatureFamily::ed25519;
    const SecretBytes seed = stream.take(32);
    auto made = std::make_unique<Botan::Ed25519_PrivateKey>(Botan::secure_vector<std::uint8_t>(seed.begin(), seed.end()));
    asn1::DerWriter algorithm;
    algorithm.sequence([](asn1::DerWriter& fields) { fields.oid(x509::oid::kEd25519); });
    asn1::DerWriter private_key;
    private_key.octet_string(seed);
    encode(algorithm.bytes(), made->public_key_bits(), private_key.bytes());
    traditional = pkcs8;
    key = std::move(made);
  }
};

Result<SigningKey> SigningKey::from_seed(std::string_view kind, std::string_view seed) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& known) { return known.name == kind; });
  if (found == kKinds.end()) {
    std::vector<std::string> names;
    for (const Kind& known : kKinds) names.emplace_back(known.name);
    return Error{"signing-key-kind", "unknown kind of key " + in_quotes(kind) + "; allowed are " + join_and(names), {}};
  }
  // Finding the primes of an RSA key takes seconds, and the same few seeds come again in every test. Never destroyed: keys may be requested
  // while static objects of the library are gone.
  static std::mutex mutex;
  static auto& made = *new std::map<std::string, std::shared_ptr<const Impl>>;
  const std::string name = std::string(kind) + '\0' + std::string(seed);
  const std::lock_guard lock(mutex);
  SigningKey key;
  if (const auto known = made.find(name); known != made.end()) {
    key.impl_ = known->second;
    return key;
  }
  try {
    auto impl = std::make_shared<Impl>();
    SeededStream stream("chainlint signing key\n" + std::string(kind) + "\n" + std::string(seed));
    if (found->rsa_bits > 0) {
      impl->make_rsa(found->rsa_bits, stream);
    } else if (const NamedCurve* curve = curve_by_name(found->curve)) {
      impl->make_ec(*curve, stream);
    } else {
      impl->make_ed25519(stream);
    }
    key.impl_ = std::move(impl);
  } catch (const std::exception& exception) {
    return Error{"signing-key-failed", std::string("the key cannot be made: ") + exception.what(), {}};
  }
  made.emplace(name, key.impl_);
  return key;
}

ByteView SigningKey::public_key_info() const { return impl_->public_key_info; }
SecretBytes SigningKey::pkcs8() const { return impl_->pkcs8; }
SecretBytes SigningKey::traditional() const { return impl_->traditional; }

Result<Bytes> SigningKey::signature_algorithm(std::string_view hash) const {
  const auto oid = signature_oid(impl_->family, hash);
  if (!oid) return Error{"signing-hash", "this key does not sign with the hash " + in_quotes(hash), {}};
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& fields) {
    fields.oid(*oid);
    if (impl_->family == SignatureFamily::rsa_pkcs1) fields.null();
  });
  return writer.take();
}

Result<Bytes> SigningKey::sign(ByteView message, std::string_view hash) const {
  const auto algorithm = signature_algorithm(hash);
  if (!algorithm) return algorithm.error();
  asn1::Asn1Reader reader(*algorithm);
  const auto identifier = x509::AlgorithmIdentifier::read(reader, "algorithm");
  const ResolvedScheme scheme = identifier ? resolve_signature(*identifier) : ResolvedScheme();
  if (!scheme.supported) return Error{"signing-hash", "unsupported hash " + in_quotes(hash), {}};
  try {
    Botan::AutoSeeded_RNG blinding;
    const std::string padding = scheme.padding();
    if (impl_->family != SignatureFamily::ecdsa) {
      return Botan::PK_Signer(*impl_->key, blinding, padding).sign_message(message.data(), message.size(), blinding);
    }
    const Bytes pair = Botan::PK_Signer(*impl_->key, blinding, padding).sign_message(message.data(), message.size(), blinding);
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& fields) {
      const ByteView both(pair);
      fields.unsigned_integer(both.first(pair.size() / 2)).unsigned_integer(both.subspan(pair.size() / 2));
    });
    return writer.take();
  } catch (const std::exception& exception) {
    return Error{"signing-failed", std::string("signing failed: ") + exception.what(), {}};
  }
}

}  // namespace chainlint::crypto
