#include "nettle_curve.h"

#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>

#include <string_view>

#include "gmp_number.h"

namespace chainlint::crypto {
namespace {

const ecc_curve* find_curve(const NamedCurve& curve) {
  if (curve.name == "P-256") return nettle_get_secp_256r1();
  if (curve.name == "P-384") return nettle_get_secp_384r1();
  if (curve.name == "P-521") return nettle_get_secp_521r1();
  if (curve.name == "P-224") return nettle_get_secp_224r1();
  if (curve.name == "P-192") return nettle_get_secp_192r1();
  return nullptr;
}

class NettleEcdsa final : public PreparedEcdsa {
 public:
  explicit NettleEcdsa(const ecc_curve* curve) { ecc_point_init(&point_, curve); }
  ~NettleEcdsa() override { ecc_point_clear(&point_); }
  NettleEcdsa(const NettleEcdsa&) = delete;
  NettleEcdsa& operator=(const NettleEcdsa&) = delete;

  bool set(ByteView x, ByteView y) { return ecc_point_set(&point_, Number(x), Number(y)) == 1; }

  bool verify(ByteView hash_value, const EcdsaSignature& signature) const override {
    dsa_signature numbers;
    dsa_signature_init(&numbers);
    nettle_mpz_set_str_256_u(numbers.r, signature.r.size(), signature.r.data());
    nettle_mpz_set_str_256_u(numbers.s, signature.s.size(), signature.s.data());
    const bool good = ecdsa_verify(&point_, hash_value.size(), hash_value.data(), &numbers) == 1;
    dsa_signature_clear(&numbers);
    return good;
  }

 private:
  ecc_point point_;
};

}  // namespace

std::unique_ptr<const PreparedEcdsa> nettle_ecdsa(const NamedCurve& curve, ByteView point) {
  const ecc_curve* known = find_curve(curve);
  constexpr std::uint8_t kUncompressed = 4;
  if (known == nullptr || point.size() != 1 + 2 * curve.field || point[0] != kUncompressed) return nullptr;
  auto key = std::make_unique<NettleEcdsa>(known);
  if (!key->set(point.subspan(1, curve.field), point.subspan(1 + curve.field))) return nullptr;
  return key;
}

std::optional<Bytes> nettle_public_point(const NamedCurve& curve, ByteView scalar) {
  const ecc_curve* known = find_curve(curve);
  if (known == nullptr || scalar.size() > curve.order_octets()) return std::nullopt;
  ecc_scalar d;
  ecc_scalar_init(&d, known);
  std::optional<Bytes> encoded;
  if (ecc_scalar_set(&d, Number(scalar)) == 1) {
    ecc_point point;
    ecc_point_init(&point, known);
    ecc_point_mul_g(&point, &d);
    Number x, y;
    ecc_point_get(&point, x, y);
    ecc_point_clear(&point);
    encoded = Bytes(1 + 2 * curve.field, 4);
    nettle_mpz_get_str_256(curve.field, encoded->data() + 1, x);
    nettle_mpz_get_str_256(curve.field, encoded->data() + 1 + curve.field, y);
  }
  wipe(d.p, nettle_ecc_size(known) * sizeof(mp_limb_t));
  ecc_scalar_clear(&d);
  return encoded;
}

}  // namespace chainlint::crypto
