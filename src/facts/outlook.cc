#include "chainlint/facts/outlook.h"

#include <utility>

#include "chainlint/base/text.h"

namespace chainlint {

Outlook look_ahead(const Bundle& bundle, const ChainRequest& request, const ChangeWindow* window, SignatureVerifier& verifier) {
  using Kind = Moment::Kind;
  std::vector<std::pair<Kind, Instant>> moments{{Kind::now, request.at}};
  if (window != nullptr) {
    moments = {{Kind::skewed, window->start.plus_seconds(-kClockSkewSeconds)},
               {Kind::start, window->start},
               {Kind::end, window->end},
               {Kind::until, window->until()}};
  }
  Outlook outlook;
  ChainRequest then = request;
  then.explain = false;
  for (const auto& [kind, at] : moments) {
    then.at = at;
    outlook.moments.push_back({kind, at, analyze(bundle, then, verifier).path});
  }
  return outlook;
}

Result<ChangeWindow> parse_window(std::string_view text) {
  const auto wrong = [&](const std::string& what) { return Error{"window-invalid", in_quotes(text) + what, {}}; };
  const std::string allowed = "; allowed is START/END, two times such as 2026-12-01T22:00:00Z/2026-12-02T02:00:00Z or dates";
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return wrong(" without a '/'" + allowed);
  }
  const std::optional<Instant> start = Instant::parse(text.substr(0, slash));
  const std::optional<Instant> end = Instant::parse(text.substr(slash + 1));
  if (!start || !end) {
    return wrong(std::string(", whose ") + (start ? "end" : "start") + " is no time" + allowed);
  }
  if (*end <= *start) {
    return wrong(", which ends " + std::string(*end == *start ? "when" : "before") + " it starts");
  }
  return ChangeWindow{*start, *end};
}

}  // namespace chainlint
