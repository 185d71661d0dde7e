// The change window, and how certificates are in it.

#include <algorithm>

#include "chain/place.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::int64_t kHour = 3600;

// Whether the best path of a moment has the problem with this certificate.
bool holds_against(const Moment& moment, const x509::Certificate& certificate, chain::PathProblem problem) {
  if (!moment.path) return false;
  return std::any_of(moment.path->steps.begin(), moment.path->steps.end(), [&](const chain::PathStep& step) {
    return step.certificate->sha256() == certificate.sha256() &&
           std::any_of(step.problems.begin(), step.problems.end(),
                       [&](const chain::ProblemDetail& each) { return each.problem == problem; });
  });
}

FactValue ended(const FactContext& context, const Subject& subject) {
  if (context.window == nullptr || context.outlook == nullptr) return Absent{};
  const x509::Certificate& certificate = certificate_of(subject, context);
  return std::any_of(context.outlook->moments.begin(), context.outlook->moments.end(), [&](const Moment& moment) {
    return moment.kind != Moment::Kind::skewed && holds_against(moment, certificate, chain::PathProblem::expired);
  });
}

FactValue begins_late(const FactContext& context, const Subject& subject) {
  if (context.window == nullptr || context.outlook == nullptr) return Absent{};
  const x509::Certificate& certificate = certificate_of(subject, context);
  return std::any_of(context.outlook->moments.begin(), context.outlook->moments.end(),
                     [&](const Moment& moment) { return holds_against(moment, certificate, chain::PathProblem::not_yet_valid); });
}

template <class Read>
FactValue of_beginning(const FactContext& context, const Subject& subject, Read read) {
  const std::optional<Instant> first = certificate_of(subject, context).not_before();
  return first ? read(*first) : FactValue(Unavailable{"notBefore does not decode"});
}

FactValue lead_hours(const FactContext& context, const Subject& subject) {
  if (context.window == nullptr) return Absent{};
  return of_beginning(context, subject, [&](Instant first) -> FactValue {
    const std::int64_t lead = context.window->start.seconds() - first.seconds();
    return lead >= 0 ? lead / kHour : -((-lead + kHour - 1) / kHour);
  });
}

FactValue settled_at(const FactContext& context, const Subject& subject) {
  return of_beginning(context, subject, [](Instant first) -> FactValue { return first.plus_seconds(kClockSkewSeconds); });
}

// The certificate of the path that expires first; null where no notAfter can be read.
const x509::Certificate* first_to_end(const chain::Path& path) {
  const x509::Certificate* first = nullptr;
  for (const chain::PathStep& step : path.steps) {
    const std::optional<Instant> end = step.certificate->not_after();
    if (end && (first == nullptr || *end < *first->not_after())) first = step.certificate.get();
  }
  return first;
}

FactValue ends_at(const FactContext& context) {
  const x509::Certificate* first = first_to_end(*context.analysis.path);
  return first == nullptr ? FactValue(Absent{}) : FactValue(*first->not_after());
}

FactValue ends_with(const FactContext& context) {
  const x509::Certificate* first = first_to_end(*context.analysis.path);
  return first == nullptr ? FactValue(Absent{}) : text(x509::display_name(*first));
}

}  // namespace

FactTable window_fact_table() {
  const FactsAbout window(SubjectKind::bundle, [](const FactContext& context) { return context.window; });
  const FactsAbout certificate(SubjectKind::certificate);
  const FactsAbout chain(SubjectKind::chain);
  return {
      window.time("run.window.start", "The start of the change window, from --window; absent without one.", &ChangeWindow::start),
      window.time("run.window.end", "The end of the change window.", &ChangeWindow::end),
      window.time("run.window.until", "The end of the margin (--margin) after the change window, until which certificates must be valid.",
                  &ChangeWindow::until),
      window.integer("run.window.margin_days", "days", "How long after the change window certificates must be valid.",
                     &ChangeWindow::margin_days),
      certificate.boolean("window.ended",
                          "It has expired at a moment of the window or its margin at which the chain needs it; absent without a window.",
                          ended),
      certificate.boolean("window.begins_late",
                          "The chain needs it and it is not valid yet for clients whose clocks are a day slow; absent without a window.",
                          begins_late),
      certificate.integer("window.lead_hours", "hours",
                          "Whole hours from the beginning of its validity to the start of the window; negative where it begins later.",
                          lead_hours),
      certificate.time("validity.settled_at", "When it is valid for clients whose clocks are a day slow, too.", settled_at),
      chain.time("ends_at", "When the first certificate of the chain expires.", ends_at),
      chain.text("ends_with", "The certificate of the chain that expires first.", ends_with),
  };
}

}  // namespace chainlint::facts
