// The chain of a bundle at the times that a change window requires.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/base/result.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The largest value of --margin.
inline constexpr int kLongestMarginDays = 3650;

// How late the clocks of clients may be. Of the clients that report certificate errors, about 7 % are more than a day late and almost none
// early.
inline constexpr std::int64_t kClockSkewSeconds = 24 * 3600;

// What a target sends at a moment, and the paths of clients.
struct SentMoment {
  profiles::Deployment deployment;
  std::optional<chain::Path> path;                       // of a client from what is sent; see path_of_sent()
  std::vector<std::optional<chain::Path>> alternatives;  // likewise, of each alternative
};

// One moment and the path that the analysis finds best then.
struct Moment {
  enum class Kind {
    skewed,  // the start as clients with slow clocks see it
    now,     // the evaluation time, where there is no window
    start,
    between,  // the second after something on the path, or of what is sent, has expired
    end,
    until,  // the end of the margin after the window
  };
  Kind kind = Kind::now;
  Instant at;
  std::optional<chain::Path> path;  // nothing without a leaf
  std::vector<SentMoment> sent;     // one per target, in the requested order
};

// In ascending order.
struct Outlook {
  std::vector<Moment> moments;
};

// The part of the moment for this deployment; null without a deployment.
const SentMoment* sent_at(const Moment& moment, const profiles::Deployment* deployment);

// Analyzes the bundle again at each moment of the window, or at the evaluation time alone where `window` is null: future times use the same
// code. If another valid path remains, nothing is wrong. If a certificate or CRL in use expires before the end of the margin, the second
// after it is a moment, too. `wanted`: the targets and clients that are evaluated at each moment; null: none.
Outlook look_ahead(const formats::Bundle& bundle, const chain::ChainRequest& request, const ChangeWindow* window,
                   crypto::SignatureVerifier& verifier, const profiles::DeploymentRequest* wanted = nullptr);

// "START/END", two times (RFC 3339) or dates, with a margin of 30 days. An error ("window-invalid") says what is wrong with the text and
// what is allowed.
Result<ChangeWindow> parse_window(std::string_view text);

}  // namespace chainlint::facts
