// The change window, and how certificates stand in it.

#include <algorithm>
#include <array>

#include "chain/place.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::int64_t kHour = 3600;

template <class Read>
FactValue of_window(const FactContext& context, Read read) {
  return context.window == nullptr ? FactValue(Absent{}) : FactValue(read(*context.window));
}

// Whether the best path of a moment has the problem with this certificate.
bool holds_against(const Moment& moment, const x509::Certificate& certificate, chain::PathProblem problem) {
  if (!moment.path) {
    return false;
  }
  return std::any_of(moment.path->steps.begin(), moment.path->steps.end(), [&](const chain::PathStep& step) {
    return step.certificate->sha256() == certificate.sha256() &&
           std::any_of(step.problems.begin(), step.problems.end(),
                       [&](const chain::ProblemDetail& each) { return each.problem == problem; });
  });
}

FactValue ended(const FactContext& context, const Subject& subject) {
  if (context.window == nullptr || context.outlook == nullptr) {
    return Absent{};
  }
  const x509::Certificate& certificate = certificate_of(subject, context);
  return std::any_of(context.outlook->moments.begin(), context.outlook->moments.end(), [&](const Moment& moment) {
    return moment.kind != Moment::Kind::skewed && holds_against(moment, certificate, chain::PathProblem::expired);
  });
}

FactValue begins_late(const FactContext& context, const Subject& subject) {
  if (context.window == nullptr || context.outlook == nullptr) {
    return Absent{};
  }
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
  if (context.window == nullptr) {
    return Absent{};
  }
  return of_beginning(context, subject, [&](Instant first) -> FactValue {
    const std::int64_t lead = context.window->start.seconds() - first.seconds();
    return lead >= 0 ? lead / kHour : -((-lead + kHour - 1) / kHour);
  });
}

FactValue settled_at(const FactContext& context, const Subject& subject) {
  return of_beginning(context, subject, [](Instant first) -> FactValue { return first.plus_seconds(kClockSkewSeconds); });
}

// The certificate of the path that ends first; null where no end can be read.
const x509::Certificate* first_to_end(const chain::Path& path) {
  const x509::Certificate* first = nullptr;
  for (const chain::PathStep& step : path.steps) {
    const std::optional<Instant> end = step.certificate->not_after();
    if (end && (first == nullptr || *end < *first->not_after())) {
      first = step.certificate.get();
    }
  }
  return first;
}

FactValue ends_at(const FactContext& context, const Subject&) {
  const x509::Certificate* first = first_to_end(*context.analysis.path);
  return first == nullptr ? FactValue(Absent{}) : FactValue(*first->not_after());
}

FactValue ends_with(const FactContext& context, const Subject&) {
  const x509::Certificate* first = first_to_end(*context.analysis.path);
  return first == nullptr ? FactValue(Absent{}) : text(x509::display_name(*first));
}

FactDefinition of_run(std::string_view name, std::string_view sentence, FactFunction compute, FactType type = FactType::time,
                      std::string_view unit = "") {
  return {SubjectKind::bundle, name, type, unit, {}, sentence, compute};
}

FactDefinition of_certificate(std::string_view name, FactType type, std::string_view sentence, FactFunction compute,
                              std::string_view unit = "") {
  return {SubjectKind::certificate, name, type, unit, {}, sentence, compute};
}

const std::array kWindowFacts = {
    of_run("run.window.start", "The start of the change window, from --window; absent without one.",
           [](const FactContext& context, const Subject&) {
             return of_window(context, [](const ChangeWindow& window) { return window.start; });
           }),
    of_run("run.window.end", "The end of the change window.",
           [](const FactContext& context, const Subject&) {
             return of_window(context, [](const ChangeWindow& window) { return window.end; });
           }),
    of_run("run.window.until", "The end of the margin (--margin) after the change window, until which certificates must be valid.",
           [](const FactContext& context, const Subject&) {
             return of_window(context, [](const ChangeWindow& window) { return window.until(); });
           }),
    of_run(
        "run.window.margin_days", "How long after the change window certificates must be valid.",
        [](const FactContext& context, const Subject&) {
          return of_window(context, [](const ChangeWindow& window) { return static_cast<std::int64_t>(window.margin_days); });
        },
        FactType::integer, "days"),
    of_certificate("window.ended", FactType::boolean,
                   "The chain needs it at some moment of the window or its margin at which it has ended; absent without a window.", ended),
    of_certificate("window.begins_late", FactType::boolean,
                   "The chain needs it and it is not valid yet for clients whose clocks are a day slow; absent without a window.",
                   begins_late),
    of_certificate("window.lead_hours", FactType::integer,
                   "Whole hours from the beginning of its validity to the start of the window; negative where it begins later.", lead_hours,
                   "hours"),
    of_certificate("validity.settled_at", FactType::time, "When it is valid for clients whose clocks are a day slow, too.", settled_at),
    FactDefinition{SubjectKind::chain, "ends_at", FactType::time, "", {}, "When the first certificate of the chain ends.", ends_at},
    FactDefinition{SubjectKind::chain, "ends_with", FactType::text, "", {}, "The certificate of the chain that ends first.", ends_with},
};

}  // namespace

std::span<const FactDefinition> window_fact_table() { return kWindowFacts; }

}  // namespace chainlint::facts
