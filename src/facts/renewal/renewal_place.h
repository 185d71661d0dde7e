// Both sides of a renewal available.
#pragma once

#include "chainlint/facts/renewal.h"
#include "chainlint/facts/renewal_changes.h"
#include "value.h"

namespace chainlint::facts {

// Whether two certificates have the same key, whatever its encoding.
bool same_key(const x509::Certificate& a, const x509::Certificate& b);

// Whether the certificates that the file gives a server to send are others than before, or in another order.
bool other_chain(const RenewalSides& sides);

// Whether the certificate's issuer uses another name or has another key id than that of `before`.
bool issuer_differs(const x509::Certificate& before, const x509::Certificate& after);

}  // namespace chainlint::facts
