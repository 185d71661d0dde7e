// What a target sends during the window, what clients make of it, and the revocation lists.

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

using Texts = std::vector<std::string>;

// Every path on which a client may get from what the target sends to an anchor.
template <class Visit>
void each_path(const SentMoment& sent, Visit visit) {
  if (sent.path) visit(*sent.path, sent.deployment.sending.certificates);
  for (std::size_t i = 0; i < sent.alternatives.size(); ++i) {
    if (sent.alternatives[i]) visit(*sent.alternatives[i], sent.deployment.sending.alternatives[i].certificates);
  }
}

bool has(const chain::PathStep& step, chain::PathProblem problem) {
  return std::any_of(step.problems.begin(), step.problems.end(), [&](const chain::ProblemDetail& each) { return each.problem == problem; });
}

// Whether the chain of the bundle has the problem with the certificate at some moment: rules about that chain say so already.
bool reported_for_chain(const Outlook& outlook, const x509::Certificate& certificate, chain::PathProblem problem) {
  return std::any_of(outlook.moments.begin(), outlook.moments.end(), [&](const Moment& moment) {
    return moment.path && std::any_of(moment.path->steps.begin(), moment.path->steps.end(), [&](const chain::PathStep& step) {
             return step.certificate->sha256() == certificate.sha256() && has(step, problem);
           });
  });
}

std::string where(const x509::Certificate& certificate, const std::vector<chain::SentCertificate>& sent) {
  for (const chain::SentCertificate& each : sent) {
    if (each.certificate->sha256() != certificate.sha256()) continue;
    if (!each.store.empty()) return ", store " + each.store;
    return each.location.path.empty() ? "" : ", " + to_string(each.location);
  }
  return ", trust anchor";
}

// The certificates with the problem on what the target sends, as `text_of` puts it; each once.
template <class Text>
FactValue of_sent(const FactContext& context, chain::PathProblem problem, Text text_of) {
  if (context.window == nullptr || context.outlook == nullptr || context.deployment == nullptr) return Absent{};
  Texts texts;
  for (const Moment& moment : context.outlook->moments) {
    const SentMoment* sent = sent_at(moment, context.deployment);
    if (sent == nullptr || (problem == chain::PathProblem::expired && moment.kind == Moment::Kind::skewed)) continue;
    each_path(*sent, [&](const chain::Path& path, const std::vector<chain::SentCertificate>& certificates) {
      for (const chain::PathStep& step : path.steps) {
        if (has(step, problem) && !reported_for_chain(*context.outlook, *step.certificate, problem)) {
          push_unique(texts, in_quotes(x509::display_name(*step.certificate)) + " (" + text_of(*step.certificate) +
                                 where(*step.certificate, certificates) + ")");
        }
      }
    });
  }
  return texts;
}

std::string date_of(const std::optional<Instant>& time) { return time ? time->date() : "an unknown date"; }

FactValue sent_ended(const FactContext& context) {
  return of_sent(context, chain::PathProblem::expired,
                 [](const x509::Certificate& certificate) { return "expires " + date_of(certificate.not_after()); });
}

FactValue sent_young(const FactContext& context) {
  return of_sent(context, chain::PathProblem::not_yet_valid,
                 [](const x509::Certificate& certificate) { return "valid from " + date_of(certificate.not_before()); });
}

// Not only for slow clocks: at a moment of the window itself.
FactValue sent_begins_late(const FactContext& context) {
  if (context.window == nullptr || context.outlook == nullptr || context.deployment == nullptr) return Absent{};
  return std::any_of(context.outlook->moments.begin(), context.outlook->moments.end(), [&](const Moment& moment) {
    const SentMoment* sent = moment.kind == Moment::Kind::skewed ? nullptr : sent_at(moment, context.deployment);
    bool late = false;
    if (sent != nullptr) {
      each_path(*sent, [&](const chain::Path& path, const std::vector<chain::SentCertificate>&) {
        late |= std::any_of(path.steps.begin(), path.steps.end(), [&](const chain::PathStep& step) {
          return has(step, chain::PathProblem::not_yet_valid) &&
                 !reported_for_chain(*context.outlook, *step.certificate, chain::PathProblem::not_yet_valid);
        });
      });
    }
    return late;
  });
}

const chain::ClientVerdict* verdict_of(const Moment& moment, const profiles::Deployment* deployment, std::string_view client) {
  const SentMoment* sent = sent_at(moment, deployment);
  if (sent == nullptr) return nullptr;
  const auto& verdicts = sent->deployment.clients;
  const auto found =
      std::find_if(verdicts.begin(), verdicts.end(), [&](const chain::ClientVerdict& each) { return each.client == client; });
  return found == verdicts.end() ? nullptr : &*found;
}

bool refuses(const chain::ClientVerdict* verdict) { return verdict != nullptr && verdict->known && !verdict->accepted; }

// Clients that accept the bundle at the evaluation time, and at some moment of the window do not.
FactValue lost_clients(const FactContext& context) {
  if (context.window == nullptr || context.outlook == nullptr || context.deployment == nullptr || context.deployment->clients.empty()) {
    return Absent{};
  }
  Texts texts;
  for (const chain::ClientVerdict& now : context.deployment->clients) {
    const auto lost = std::find_if(context.outlook->moments.begin(), context.outlook->moments.end(), [&](const Moment& moment) {
      return moment.kind != Moment::Kind::skewed && refuses(verdict_of(moment, context.deployment, now.client));
    });
    if (now.accepted && now.known && lost != context.outlook->moments.end()) {
      texts.push_back("'" + now.client + "' from " + lost->at.date() + " (" + verdict_of(*lost, context.deployment, now.client)->reason +
                      ")");
    }
  }
  return texts;
}

// CRLs that can be used now and not at some moment of the window.
FactValue stale_lists(const FactContext& context) {
  if (context.window == nullptr || context.outlook == nullptr || context.request.crls.empty()) return Absent{};
  const auto unknown_now = [&](const chain::PathStep& then) {
    const std::optional<chain::Path>& path = context.analysis.path;
    return path && std::any_of(path->steps.begin(), path->steps.end(), [&](const chain::PathStep& step) {
             return step.certificate->sha256() == then.certificate->sha256() && !step.revocation_unknown.empty();
           });
  };
  Texts texts;
  for (const Moment& moment : context.outlook->moments) {
    for (const chain::PathStep& step : moment.path ? moment.path->steps : std::vector<chain::PathStep>()) {
      if (!step.revocation_unknown.empty() && !unknown_now(step)) push_unique(texts, step.revocation_unknown);
    }
  }
  return texts;
}

}  // namespace

FactTable window_target_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.list(
          "window.sent_ended",
          "Certificates that the target may send, and anchors above them, that expire before the end of the window and its margin and that "
          "the chain of the bundle does not have; absent without a window or a target.",
          sent_ended),
      bundle.list("window.sent_young",
                  "Certificates that the target may send, that are not valid yet for clients whose clocks are a day slow when the window "
                  "starts, and that "
                  "the chain of the bundle does not have; absent without a window or a target.",
                  sent_young),
      bundle.boolean("window.sent_begins_late",
                     "A certificate that the target may send, and that the chain of the bundle does not have, is not valid yet at a moment "
                     "of the window itself; absent without a window or a target.",
                     sent_begins_late),
      bundle.list("window.lost_clients",
                  "The specified clients that accept the bundle at the evaluation time and refuse it at a moment of the window or its "
                  "margin, with the moment and the reason; absent without a window or without clients.",
                  lost_clients),
      bundle.list("window.stale_lists",
                  "Why CRLs that are valid at the evaluation time cannot be used at some moment of the window: expired, or not valid "
                  "yet; absent without a window or without CRLs.",
                  stale_lists),
  };
}

}  // namespace chainlint::facts
