// Self-signed as far as a certificate says itself.
#pragma once

#include "chainlint/x509/certificate.h"

namespace chainlint::x509 {

// Subject and issuer are the same name, and no key id says that another key signed it. For where the signature is not verified: names
// alone say nothing, since a CA may issue a certificate for its own name (RFC 5280 section 3.2).
bool looks_self_signed(const Certificate& certificate);

}  // namespace chainlint::x509
