// What a revocation list says of itself: what it covers (RFC 5280 sections 5.2.4 and 5.2.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"

namespace chainlint::chain {

// From the extensions issuingDistributionPoint and deltaCRLIndicator, and the critical ones of the list and its entries.
struct CrlScope {
  bool delta = false;
  bool indirect = false;
  bool only_user_certificates = false;
  bool only_ca_certificates = false;
  bool only_attribute_certificates = false;
  bool only_some_reasons = false;
  bool names_a_point = false;       // there is a distribution point name
  std::vector<std::string> points;  // the URIs of it
  std::string not_understood;  // a critical extension that is unknown, or one of the two that does not decode; empty where there is none

  bool may_revoke() const { return !indirect && not_understood.empty(); }
};
CrlScope read_scope(const x509::Crl& crl);

// Why a list of this scope does not cover the certificate; empty if it does.
std::optional<std::string> outside_of(const CrlScope& scope, const x509::Certificate& certificate);

}  // namespace chainlint::chain
