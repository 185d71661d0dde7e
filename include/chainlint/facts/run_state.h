// The state of a run after all bundles were evaluated: what each waiver accepted, and what the branch changed in the policy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/location.h"

namespace chainlint::facts {

enum class WaiverState {
  active,        // accepts at least one finding of this run
  unused,        // accepts none, although the run looked at what it is about
  out_of_scope,  // accepts none, and the run did not look at all that it is about: nothing can be said
  expired,       // its day has passed: accepts nothing
  malformed,     // has mistakes: accepts nothing
};
inline constexpr EnumNames<WaiverState::malformed> kWaiverStateNames{"active", "unused", "out_of_scope", "expired", "malformed"};
constexpr std::string_view to_string(WaiverState state) { return kWaiverStateNames[state]; }

// A waiver and its state after the run. Of a malformed one, the parts that could be read.
struct WaiverOutcome {
  WaiverState state = WaiverState::unused;
  std::string rule;              // its present id; as written where no rule has it
  std::string certificate, key;  // SHA-256, 64 hexadecimal digits in lower case; empty where not given
  std::vector<std::string> paths;
  std::string reason, owner, ticket;
  std::optional<Instant> expires;  // the last second in which it is valid
  std::string problem;             // every mistake of a malformed one
  Location location;               // in the policy file
};

// A branch that is compared with a revision.
struct BranchState {
  std::string revision;  // as typed; empty: the run compares with none
  // Files of the policy, rules, targets, clients, pins and baseline that commits of the branch changed: paths from the top of the
  // repository. Empty where --policy-from reads them elsewhere.
  std::vector<std::string> policy_files;
};

struct RunState {
  std::vector<WaiverOutcome> waivers;
  BranchState branch;
  std::string path;  // where findings about the run point at: the policy file, else the first input
};

}  // namespace chainlint::facts
