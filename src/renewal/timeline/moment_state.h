// What a bundle is found to be at one moment, as a timeline compares it.
#pragma once

#include <string>
#include <vector>

#include "chainlint/renewal/timeline.h"

namespace chainlint::renewal {

// One finding that counts, or a rule that could not be evaluated.
struct HeldFinding {
  std::string identity;  // stays while rule and subject are the same
  std::string sha256;    // of the subject
  TimelineFinding finding;

  bool same_as(const HeldFinding& other) const { return identity == other.identity && finding.severity == other.finding.severity; }
};

struct MomentState {
  Standing standing = Standing::good;
  std::vector<HeldFinding> held;  // by identity

  bool same_as(const MomentState& other) const;
};

MomentState state_of(const rules::Evaluation& evaluation);

// What `after` contains and `before` does not. A finding that is only more severe or milder counts as a new one.
std::vector<HeldFinding> newly_held(const MomentState& before, const MomentState& after);
// What `before` contains and `after` does not, in no severity.
std::vector<HeldFinding> no_longer_held(const MomentState& before, const MomentState& after);

}  // namespace chainlint::renewal
