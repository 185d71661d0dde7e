// Whether a certificate looks self-signed, without a check of its signature.
#pragma once

#include "chainlint/x509/certificate.h"

namespace chainlint::x509 {

// Subject and issuer are the same name, and no key id says that another key signed it. For code that does not verify the signature: equal
// names are not sufficient, because a CA may issue a certificate for its own name (RFC 5280 section 3.2).
bool looks_self_signed(const Certificate& certificate);

}  // namespace chainlint::x509
