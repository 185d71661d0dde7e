#include "chainlint/facts/run_state.h"

namespace chainlint::facts {

std::string_view to_string(WaiverState state) {
  switch (state) {
    case WaiverState::active:
      return "active";
    case WaiverState::unused:
      return "unused";
    case WaiverState::out_of_scope:
      return "out_of_scope";
    case WaiverState::expired:
      return "expired";
    case WaiverState::malformed:
      return "malformed";
  }
  return "malformed";
}

}  // namespace chainlint::facts
