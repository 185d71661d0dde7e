// How a bundle fares later: its chain at the moments that a change window makes matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/base/result.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/facts/subject.h"

namespace chainlint {

// What --margin may say.
inline constexpr int kLongestMarginDays = 3650;

// How far clocks of clients lag behind. Some 7 % of those that report certificate errors are more than a day late, next to none early.
inline constexpr std::int64_t kClockSkewSeconds = 24 * 3600;

// One moment and the path that the analysis finds best then.
struct Moment {
  enum class Kind {
    skewed,  // the start as clients with slow clocks see it
    now,     // the evaluation time, where there is no window
    start,
    end,
    until,  // the end of the margin after the window
  };
  Kind kind = Kind::now;
  Instant at;
  std::optional<Path> path;  // nothing without a leaf
};

// In ascending order.
struct Outlook {
  std::vector<Moment> moments;
};

// Analyzes the bundle anew at each moment of the window, or at the evaluation time alone where `window` is null: there is no second logic
// for times to come. Where another path takes over in time, nothing is wrong.
Outlook look_ahead(const Bundle& bundle, const ChainRequest& request, const ChangeWindow* window, SignatureVerifier& verifier);

// "START/END", two times (RFC 3339) or dates, with a margin of 30 days. An error ("window-invalid") says what is wrong with the text and
// what is allowed.
Result<ChangeWindow> parse_window(std::string_view text);

}  // namespace chainlint
