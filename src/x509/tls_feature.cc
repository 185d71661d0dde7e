#include "chainlint/x509/tls_feature.h"

namespace chainlint {

Asn1Result<std::vector<std::int64_t>> read_tls_features(ByteView value, std::size_t offset) {
  Asn1Reader outer(value, Encoding::der, offset);
  auto sequence = outer.expect(tag::kSequence, "Features is not a SEQUENCE");
  if (!sequence) return sequence.error();
  if (auto error = outer.finish("octets follow the SEQUENCE")) return *error;
  std::vector<std::int64_t> features;
  Asn1Reader list = outer.enter(*sequence);
  while (!list.at_end()) {
    auto element = list.expect(tag::kInteger, "feature is not an INTEGER");
    if (!element) return element.error();
    auto number = read_small_integer(*element, list.encoding());
    if (!number) return number.error();
    features.push_back(*number);
  }
  return features;
}

}  // namespace chainlint
