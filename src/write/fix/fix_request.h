// What must be requested from the CA, because rewriting does not help.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/subject.h"
#include "fix/fix_completion.h"

namespace chainlint::write {

// A paragraph for each certificate that only the CA can issue: a new leaf with its names, key and reasons, or the certificate of an issuer
// that is not available. URLs are repeated from the certificates and never fetched.
std::vector<std::string> requests_to_the_ca(const facts::FactContext& context, const Completion& completed);

}  // namespace chainlint::write
