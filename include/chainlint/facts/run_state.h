// What a run knows of itself once all bundles are judged: what became of its waivers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/base/location.h"

namespace chainlint {

enum class WaiverState {
  active,     // accepts at least one finding of this run
  unused,     // accepts none
  expired,    // would accept a finding, or not: its day has passed
  malformed,  // cannot be understood and accepts nothing
};
std::string_view to_string(WaiverState state);

// One waiver and what became of it.
struct WaiverOutcome {
  WaiverState state = WaiverState::unused;
  std::string rule, certificate, key;  // as written; SHA-256 in hexadecimal
  std::vector<std::string> paths;
  std::string reason, owner, ticket;
  std::optional<Instant> expires;
  std::string problem;  // of a malformed one
  Location location;    // in the policy file
};

struct RunState {
  std::vector<WaiverOutcome> waivers;
  std::string path;  // where findings about the run point at: the policy file, else the first input
};

}  // namespace chainlint
