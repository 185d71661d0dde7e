#include "chainlint/x509/tls_feature.h"

#include <algorithm>

#include "chainlint/x509/identifiers.h"

namespace chainlint::x509 {

asn1::Asn1Result<std::vector<std::int64_t>> read_tls_features(ByteView value, std::size_t offset) {
  asn1::Asn1Reader outer(value, asn1::Encoding::der, offset);
  auto sequence = outer.expect(asn1::tag::kSequence, "Features is not a SEQUENCE");
  if (!sequence) return sequence.error();
  if (auto error = outer.finish("bytes follow the SEQUENCE")) return *error;
  std::vector<std::int64_t> features;
  asn1::Asn1Reader list = outer.enter(*sequence);
  while (!list.at_end()) {
    auto element = list.expect(asn1::tag::kInteger, "feature is not an INTEGER");
    if (!element) return element.error();
    auto number = asn1::read_small_integer(*element, list.encoding());
    if (!number) return number.error();
    features.push_back(*number);
  }
  return features;
}

asn1::Asn1Result<bool> has_must_staple(const Certificate& certificate) {
  constexpr std::int64_t kStatusRequest = 5;
  const Extension* extension = certificate.extensions().find(oid::kTlsFeature);
  if (extension == nullptr) return false;
  const auto features = read_tls_features(extension->value, extension->offset);
  if (!features) return features.error();
  return std::find(features->begin(), features->end(), kStatusRequest) != features->end();
}

}  // namespace chainlint::x509
