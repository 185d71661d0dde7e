// What RFC 5280 forbids in a certificate and clients accept nevertheless.
#pragma once

#include <string>
#include <vector>

#include "chainlint/x509/certificate.h"

namespace chainlint::facts {

// In words, each fault once: "policyConstraints is not critical". Extensions whose criticality never matters are no fault, nor what path
// validation refuses.
std::vector<std::string> profile_faults(const x509::Certificate& certificate);

}  // namespace chainlint::facts
