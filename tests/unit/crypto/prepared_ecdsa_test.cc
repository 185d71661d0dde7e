#include "prepared_ecdsa.h"

#include <botan/bigint.h>
#include <botan/ecdsa.h>
#include <botan/numthry.h>
#include <botan/pubkey.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ec_public_point.h"
#include "octets.h"
#include "seeded_stream.h"

namespace chainlint::crypto {
namespace prepared_ecdsa_test {

using Botan::BigInt;

BigInt number(ByteView octets) { return BigInt(octets.data(), octets.size()); }

Bytes octets_of(const BigInt& value, std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < std::min(size, value.bytes()); ++i) out[size - 1 - i] = value.byte_at(i);
  return out;
}

// The orders: SEC 2 and RFC 5639.
BigInt order_of(const NamedCurve& curve) {
  const std::string_view name = curve.name;
  if (name == "P-256") return BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  if (name == "P-384") return BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");
  if (name == "P-521") {
    return BigInt(
        "0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb7"
        "1e91386409");
  }
  if (name == "secp256k1") return BigInt("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  return BigInt("0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7");
}

// All ways to verify with one key, and what is needed to sign with it.
class TwoVerifiers {
 public:
  TwoVerifiers(const NamedCurve& curve, const BigInt& d)
      : curve_(curve), n_(order_of(curve)), d_(d), point_(ec_public_point(curve, octets_of(d, d.bytes())).value()) {
    prepared_ = PreparedEcdsa::make(curve, point_);
    plain_ = PreparedEcdsa::make_plain(curve, point_);
    asn1::DerWriter parameters;
    parameters.oid(curve.oid);
    const Botan::AlgorithmIdentifier algorithm(Botan::OID({1, 2, 840, 10045, 2, 1}), parameters.bytes());
    key_ = std::make_unique<Botan::ECDSA_PublicKey>(algorithm, point_);
    verifier_ = std::make_unique<Botan::PK_Verifier>(*key_, "Raw");
  }

  bool has_tables() const { return prepared_ != nullptr; }
  const BigInt& n() const { return n_; }
  const BigInt& d() const { return d_; }

  // The signature of `hash` with the nonce k.
  std::pair<BigInt, BigInt> sign(const Bytes& hash, const BigInt& k) const {
    const Bytes point = ec_public_point(curve_, octets_of(k, k.bytes())).value();
    const BigInt r = number(ByteView(point).subspan(1, curve_.field)) % n_;
    BigInt e = number(hash);
    if (hash.size() * 8 > curve_.bits) e >>= hash.size() * 8 - curve_.bits;
    return {r, (Botan::inverse_mod(k, n_) * ((e + r * d_) % n_)) % n_};
  }

  // The answer of all, which must be the same.
  bool verify(const Bytes& hash, const BigInt& r, const BigInt& s) {
    const std::size_t size = curve_.order_octets();
    Bytes pair = octets_of(r, size);
    const Bytes second = octets_of(s, size);
    pair.insert(pair.end(), second.begin(), second.end());
    const bool expected = verifier_->verify_message(hash.data(), hash.size(), pair.data(), pair.size());
    const Bytes r_octets = octets_of(r, r.bytes());
    const Bytes s_octets = octets_of(s, s.bytes());
    EXPECT_EQ(expected, prepared_->verify(hash, {r_octets, s_octets})) << curve_.name;
    if (plain_) {
      EXPECT_EQ(expected, plain_->verify(hash, {r_octets, s_octets})) << curve_.name;
    }
    return expected;
  }

 private:
  const NamedCurve& curve_;
  BigInt n_, d_;
  Bytes point_;
  std::unique_ptr<const PreparedEcdsa> prepared_, plain_;
  std::unique_ptr<Botan::ECDSA_PublicKey> key_;
  std::unique_ptr<Botan::PK_Verifier> verifier_;
};

BigInt seeded_number(SeededStream& stream, const BigInt& below) { return number(stream.take(below.bytes() + 8)) % (below - 1) + 1; }
Bytes seeded_hash(SeededStream& stream, std::size_t size) {
  const SecretBytes octets = stream.take(size);
  return Bytes(octets.begin(), octets.end());
}

class PreparedEcdsaCase : public testing::TestWithParam<std::string_view> {
 protected:
  const NamedCurve& curve_ = *curve_by_name(GetParam());
  SeededStream stream_{"prepared"};
};

#define SKIP_WITHOUT_TABLES(verifiers) \
  if (!(verifiers).has_tables()) GTEST_SKIP() << "this library needs no tables"

TEST_P(PreparedEcdsaCase, AgreesOnRightAndMutatedSignatures) {
  TwoVerifiers verifiers(curve_, seeded_number(stream_, order_of(curve_)));
  SKIP_WITHOUT_TABLES(verifiers);
  const BigInt& n = verifiers.n();
  for (const std::size_t size : {20u, 32u, 48u, 64u}) {
    for (int round = 0; round < 4; ++round) {
      const Bytes hash = seeded_hash(stream_, size);
      const auto [r, s] = verifiers.sign(hash, seeded_number(stream_, n));
      EXPECT_TRUE(verifiers.verify(hash, r, s));
      EXPECT_TRUE(verifiers.verify(hash, r, n - s));
      EXPECT_FALSE(verifiers.verify(hash, s, r));
      EXPECT_FALSE(verifiers.verify(hash, r, (s + 1) % n));
      EXPECT_FALSE(verifiers.verify(hash, n - r, s));
      Bytes other = hash;
      other[0] ^= 0x80;
      EXPECT_FALSE(verifiers.verify(other, r, s));
    }
  }
}

TEST_P(PreparedEcdsaCase, AgreesAtTheEdgesOfTheRange) {
  TwoVerifiers verifiers(curve_, seeded_number(stream_, order_of(curve_)));
  SKIP_WITHOUT_TABLES(verifiers);
  const BigInt& n = verifiers.n();
  const Bytes hash = seeded_hash(stream_, 32);
  const auto [r, s] = verifiers.sign(hash, seeded_number(stream_, n));
  for (const BigInt& edge : {BigInt(0), BigInt(1), BigInt(2), n - 1, n, n + 1}) {
    EXPECT_FALSE(verifiers.verify(hash, edge, s));
    EXPECT_FALSE(verifiers.verify(hash, r, edge));
    EXPECT_FALSE(verifiers.verify(hash, edge, edge));
  }
}

TEST_P(PreparedEcdsaCase, AgreesOnAHashOfZeros) {
  TwoVerifiers verifiers(curve_, seeded_number(stream_, order_of(curve_)));
  SKIP_WITHOUT_TABLES(verifiers);
  const Bytes zeros(32);
  const auto [r, s] = verifiers.sign(zeros, seeded_number(stream_, verifiers.n()));
  EXPECT_TRUE(verifiers.verify(zeros, r, s));
}

// With e = -r*d the two multiples cancel out whatever s is.
TEST_P(PreparedEcdsaCase, RefusesThePointAtInfinity) {
  TwoVerifiers verifiers(curve_, seeded_number(stream_, order_of(curve_)));
  SKIP_WITHOUT_TABLES(verifiers);
  const BigInt& n = verifiers.n();
  const BigInt r = seeded_number(stream_, n);
  BigInt e = n - (r * verifiers.d()) % n;
  // A hash of whole bytes is cut to the bits of the order; so it has to be shifted up before.
  e <<= curve_.order_octets() * 8 - curve_.bits;
  EXPECT_FALSE(verifiers.verify(octets_of(e, curve_.order_octets()), r, seeded_number(stream_, n)));
}

// Keys for which both multiples are of the same point, or of opposite ones.
TEST_P(PreparedEcdsaCase, AgreesWhereTheKeyIsTheGeneratorOrItsOpposite) {
  const BigInt n = order_of(curve_);
  for (const BigInt& d : {BigInt(1), BigInt(2), n - 1}) {
    TwoVerifiers verifiers(curve_, d);
    SKIP_WITHOUT_TABLES(verifiers);
    const Bytes hash = seeded_hash(stream_, 32);
    for (const BigInt& k : {BigInt(1), BigInt(2), n - 1, seeded_number(stream_, n)}) {
      const auto [r, s] = verifiers.sign(hash, k);
      EXPECT_TRUE(verifiers.verify(hash, r, s));
      EXPECT_FALSE(verifiers.verify(hash, r, (s * 2) % n));
    }
  }
}

TEST_P(PreparedEcdsaCase, RefusesPointsThatAreNotOnTheCurve) {
  Bytes point = ec_public_point(curve_, hex("05")).value();
  point.back() ^= 1;
  EXPECT_EQ(nullptr, PreparedEcdsa::make(curve_, point));
  EXPECT_EQ(nullptr, PreparedEcdsa::make(curve_, hex("00")));
  EXPECT_EQ(nullptr, PreparedEcdsa::make(curve_, {}));
}

INSTANTIATE_TEST_SUITE_P(Curves, PreparedEcdsaCase, testing::Values("P-256", "P-384", "P-521", "secp256k1", "brainpoolP256r1"),
                         [](const auto& instance) {
                           std::string name(instance.param);
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace prepared_ecdsa_test
}  // namespace chainlint::crypto
