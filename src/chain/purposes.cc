#include "chainlint/chain/purposes.h"

#include <algorithm>

#include "chainlint/x509/identifiers.h"

namespace chainlint::chain {

std::vector<Purpose> Purposes::all() const {
  std::vector<Purpose> found;
  for (const Purpose purpose : kPurposeNames.values()) {
    if (has(purpose)) found.push_back(purpose);
  }
  return found;
}

std::optional<Purposes> purposes_of(const std::vector<Purpose>& listed) {
  if (listed.empty()) return std::nullopt;
  Purposes purposes = listed.front();
  for (const Purpose purpose : listed) purposes.add(purpose);
  return purposes;
}

ByteView usage_oid(Purpose purpose) {
  switch (purpose) {
    case Purpose::server:
      return x509::oid::kServerAuth;
    case Purpose::client:
      return x509::oid::kClientAuth;
    case Purpose::email:
      return x509::oid::kEmailProtection;
    case Purpose::any:
    case Purpose::ca:
      break;
  }
  return {};
}

bool allows_usage(const x509::Certificate& certificate, ByteView usage) {
  const auto& usages = certificate.extensions().extended_key_usage;
  return !usages || std::any_of(usages->begin(), usages->end(),
                                [&](ByteView oid) { return equal(oid, usage) || equal(oid, x509::oid::kAnyExtendedKeyUsage); });
}

std::vector<Purpose> refused_purposes(const x509::Certificate& certificate, Purposes purposes) {
  std::vector<Purpose> refused;
  for (const Purpose purpose : purposes.all()) {
    const ByteView usage = usage_oid(purpose);
    if (!usage.empty() && !allows_usage(certificate, usage)) refused.push_back(purpose);
  }
  return refused;
}

}  // namespace chainlint::chain
