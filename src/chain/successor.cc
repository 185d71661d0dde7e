#include "chainlint/chain/successor.h"

#include <set>

#include "chainlint/base/text.h"

namespace chainlint::chain {

std::optional<CertificateKind> kind_of(const x509::Certificate& certificate) {
  std::set<std::string> names;
  if (certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *certificate.extensions().subject_alt_name) names.insert(to_lower_ascii(name.to_string()));
  }
  if (names.empty()) return std::nullopt;
  return CertificateKind{{names.begin(), names.end()}, certificate.public_key().algorithm};
}

bool is_newer(const x509::Certificate& a, const x509::Certificate& b) {
  return a.not_before() && b.not_before() && a.not_after() && b.not_after() && *a.not_before() > *b.not_before() &&
         *a.not_after() > *b.not_after();
}

}  // namespace chainlint::chain
