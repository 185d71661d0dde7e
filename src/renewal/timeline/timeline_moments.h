// The moments at which something near a chain is known to begin or end: where a timeline looks first, and what it calls the cause of a
// change.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/renewal/timeline.h"

namespace chainlint::renewal {

// What begins or ends at a moment.
struct KnownCause {
  EventCause cause = EventCause::certificate_ends;
  std::string sha256, display;
  chain::Role role = chain::Role::leaf;
  std::string message;  // "intermediate 'Example CA 1' ends"
};

// The moments in (from, until].
struct KnownMoments {
  std::map<Instant, std::vector<KnownCause>> causes;  // at each moment those that most likely matter first
  std::set<Instant> looked_at;                        // what happens may come and go: the second before each is looked at, and itself
  std::set<Instant> likely;                           // where a change is looked for that is known to be there
};

// A certificate near the chain.
struct NearCertificate {
  x509::CertificatePtr certificate;
  chain::Role role = chain::Role::leaf;
  bool close = false;  // on the path, related to it, or sent
  std::string words;   // "intermediate 'Example CA 1'", "cross-sign of 'Root X1' by 'Root X3'"
};

// The certificates of the bundle, of the path, of what the target sends, and those of the anchors and stores that are above one of them by
// name. Each once; at most TimelineLimits::kCertificatesAbove come from anchors and stores.
std::vector<NearCertificate> near_certificates(const facts::FactContext& context);

KnownMoments known_moments(const facts::FactContext& context, const std::vector<NearCertificate>& near, const rules::RuleSet* rules,
                           Instant from, Instant until);

}  // namespace chainlint::renewal
