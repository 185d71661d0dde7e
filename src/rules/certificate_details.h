// What identifies the certificate of a finding, beside its common name.
#pragma once

#include <vector>

#include "chainlint/rules/evaluate.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::rules {

// Subject, issuer, serial number, validity period, SKI, AKI and both thumbprints, in full. Appends those whose names
// the details do not have yet.
void add_certificate_details(const x509::Certificate& certificate, std::vector<Detail>& details);

}  // namespace chainlint::rules
