#include "named_curve.h"

#include <botan/ec_group.h>

#include <array>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"

namespace chainlint::crypto {
namespace {

constexpr auto kP192 = asn1::make_oid<1, 2, 840, 10045, 3, 1, 1>();
constexpr auto kP224 = asn1::make_oid<1, 3, 132, 0, 33>();
constexpr auto kP256 = asn1::make_oid<1, 2, 840, 10045, 3, 1, 7>();
constexpr auto kP384 = asn1::make_oid<1, 3, 132, 0, 34>();
constexpr auto kP521 = asn1::make_oid<1, 3, 132, 0, 35>();
constexpr auto kSecp256k1 = asn1::make_oid<1, 3, 132, 0, 10>();
constexpr auto kBrainpool256 = asn1::make_oid<1, 3, 36, 3, 3, 2, 8, 1, 1, 7>();
constexpr auto kBrainpool320 = asn1::make_oid<1, 3, 36, 3, 3, 2, 8, 1, 1, 9>();
constexpr auto kBrainpool384 = asn1::make_oid<1, 3, 36, 3, 3, 2, 8, 1, 1, 11>();
constexpr auto kBrainpool512 = asn1::make_oid<1, 3, 36, 3, 3, 2, 8, 1, 1, 13>();

constexpr std::array<NamedCurve, 10> kCurves{{
    {"P-256", "secp256r1", 256, 32, kP256},
    {"P-384", "secp384r1", 384, 48, kP384},
    {"P-521", "secp521r1", 521, 66, kP521},
    {"P-224", "secp224r1", 224, 28, kP224},
    {"P-192", "secp192r1", 192, 24, kP192},
    {"secp256k1", "secp256k1", 256, 32, kSecp256k1},
    {"brainpoolP256r1", "brainpool256r1", 256, 32, kBrainpool256},
    {"brainpoolP320r1", "brainpool320r1", 320, 40, kBrainpool320},
    {"brainpoolP384r1", "brainpool384r1", 384, 48, kBrainpool384},
    {"brainpoolP512r1", "brainpool512r1", 512, 64, kBrainpool512},
}};

// Botan is asked once, under a guard that the thread sanitizer sees.
bool built_in(const NamedCurve& curve) {
  static const auto kBuiltIn = [] {
    std::array<bool, kCurves.size()> known{};
    const auto& groups = Botan::EC_Group::known_named_groups();
    for (std::size_t i = 0; i < kCurves.size(); ++i) known[i] = groups.count(kCurves[i].botan) > 0;
    return known;
  }();
  return kBuiltIn[static_cast<std::size_t>(&curve - kCurves.data())];
}

}  // namespace

const NamedCurve* curve_of_parameters(ByteView parameters) {
  const auto element = asn1::read_single(parameters);
  if (!element || !element->is(asn1::tag::kOid)) return nullptr;
  for (const NamedCurve& curve : kCurves) {
    if (equal(curve.oid, element->content)) return built_in(curve) ? &curve : nullptr;
  }
  return nullptr;
}

const NamedCurve* curve_by_name(std::string_view name) {
  for (const NamedCurve& curve : kCurves) {
    if (curve.name == name) return built_in(curve) ? &curve : nullptr;
  }
  return nullptr;
}

}  // namespace chainlint::crypto
