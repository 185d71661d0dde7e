#include <botan/bigint.h>
#include <botan/ec_group.h>
#include <botan/rng.h>

#include <exception>
#include <new>
#include <optional>
#include <vector>

#include "ec_public_point.h"
#include "nettle_curve.h"
#include "prepared_ecdsa.h"

namespace chainlint::crypto {
namespace {

Botan::BigInt number(ByteView magnitude) { return Botan::BigInt(magnitude.data(), magnitude.size()); }

// Botan makes tables for the generator of a group alone; so the key becomes the generator of a second group over the same curve. Nothing
// here is secret, hence no blinding.
class FixedBases final : public PreparedEcdsa {
 public:
  FixedBases(const Botan::EC_Group& generator, const Botan::PointGFp& key)
      : generator_(generator),
        key_(generator.get_p(), generator.get_a(), generator.get_b(), key.get_affine_x(), key.get_affine_y(), generator.get_order(),
             generator.get_cofactor()) {}

  bool verify(ByteView hash_value, const EcdsaSignature& signature) const override {
    try {
      const Botan::BigInt& n = generator_.get_order();
      const Botan::BigInt r = number(signature.r);
      const Botan::BigInt s = number(signature.s);
      if (r.is_zero() || s.is_zero() || r >= n || s >= n) return false;
      const Botan::BigInt e(hash_value.data(), hash_value.size(), generator_.get_order_bits());
      const Botan::BigInt w = generator_.inverse_mod_order(s);
      Botan::Null_RNG no_blinding;
      std::vector<Botan::BigInt> workspace(Botan::PointGFp::WORKSPACE_SIZE);
      Botan::PointGFp sum = generator_.blinded_base_point_multiply(generator_.multiply_mod_order(e, w), no_blinding, workspace);
      sum.add(key_.blinded_base_point_multiply(generator_.multiply_mod_order(r, w), no_blinding, workspace), workspace);
      return !sum.is_zero() && generator_.mod_order(sum.get_affine_x()) == r;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      return false;
    }
  }

 private:
  Botan::EC_Group generator_;
  Botan::EC_Group key_;
};

}  // namespace

std::unique_ptr<const PreparedEcdsa> PreparedEcdsa::make(const NamedCurve& curve, ByteView point) {
  try {
    const Botan::EC_Group group{std::string(curve.botan)};
    return std::make_unique<FixedBases>(group, group.OS2ECP(point.data(), point.size()));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::unique_ptr<const PreparedEcdsa> PreparedEcdsa::make_plain(const NamedCurve& curve, ByteView point) {
  return nettle_ecdsa(curve, point);
}

std::optional<Bytes> ec_public_point(const NamedCurve& curve, ByteView scalar) {
  if (auto point = nettle_public_point(curve, scalar)) return point;
  try {
    const Botan::EC_Group group{std::string(curve.botan)};
    const Botan::BigInt d = number(scalar);
    if (d.is_zero() || d >= group.get_order()) return std::nullopt;
    Botan::Null_RNG no_blinding;
    std::vector<Botan::BigInt> workspace;
    return group.blinded_base_point_multiply(d, no_blinding, workspace).encode(Botan::PointGFp::UNCOMPRESSED);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace chainlint::crypto
