// What facts about the issuer that a chain lacks have in common.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The certificate whose issuer was looked for; null where the chain ends at an anchor, or at a root of which no anchor is a near miss.
const x509::Certificate* child_of(const FactContext& context);

// The missing issuer as other files of the run or the pool contain it, best first.
const std::vector<chain::KnownCertificate>& known_to_run(const FactContext& context);

// "b/mail.pem:25", "the pool".
std::string place_text(const chain::KnownCertificate& certificate);

// "at b/mail.pem:25", "in the pool".
std::string placed_text(const chain::KnownCertificate& certificate);

}  // namespace chainlint::facts
