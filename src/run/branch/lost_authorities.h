// CAs that a file trusts no longer.
#pragma once

#include "chainlint/base/instant.h"
#include "chainlint/formats/bundle.h"

namespace chainlint::run {

// Whether the bundle verifies others: certificates of CAs without a leaf and without a private key.
bool verifies_others(const formats::Bundle& bundle);

// Adds a diagnostic to `now` where it lacks roots of `before` that are valid at `at`, under their name with their key. Both verify others.
void report_lost_authorities(const formats::Bundle& before, Instant at, formats::Bundle& now);

}  // namespace chainlint::run
