// The rollback bundle, and whether it can restore the service.

#include <algorithm>

#include "certificate/name_coverage.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

using Texts = std::vector<std::string>;

std::string problem_text(const x509::Certificate& certificate, const chain::ProblemDetail& problem) {
  if (problem.problem == chain::PathProblem::expired && certificate.not_after()) {
    return x509::quoted_name(certificate) + " expires on " + certificate.not_after()->date();
  }
  if (problem.problem == chain::PathProblem::not_yet_valid && certificate.not_before()) {
    return x509::quoted_name(certificate) + " is valid from " + certificate.not_before()->date();
  }
  return x509::quoted_name(certificate) + ": " + (problem.detail.empty() ? std::string(chain::to_string(problem.problem)) : problem.detail);
}

// Each problem once. Hosts are checked in the new bundle, not in the rollback bundle.
class ProblemTexts {
 public:
  explicit ProblemTexts(Texts& texts) : texts_(texts) {}

  void add(const chain::Path& path) {
    for (const chain::PathStep& step : path.steps) {
      for (const chain::ProblemDetail& problem : step.problems) {
        const std::pair<const x509::Certificate*, chain::PathProblem> seen{step.certificate.get(), problem.problem};
        if (problem.problem != chain::PathProblem::host && std::find(seen_.begin(), seen_.end(), seen) == seen_.end()) {
          seen_.push_back(seen);
          push_unique(texts_, problem_text(*step.certificate, problem));
        }
      }
    }
  }

 private:
  Texts& texts_;
  std::vector<std::pair<const x509::Certificate*, chain::PathProblem>> seen_;
};

// The path of the bundle, and those from what the target would send of it.
void add_path_problems(const FactContext& rollback, Texts& texts) {
  ProblemTexts problems(texts);
  for (const Moment& moment : rollback.outlook->moments) {
    if (moment.kind == Moment::Kind::skewed) continue;
    if (moment.path) problems.add(*moment.path);
    const SentMoment* sent = sent_at(moment, rollback.deployment);
    if (sent != nullptr && sent->path) problems.add(*sent->path);
  }
}

bool anchors_specified(const FactContext& context) {
  return context.request.anchors != nullptr && context.request.anchors->origin() == chain::AnchorOrigin::files;
}

bool lacks_issuer(const FactContext& rollback) {
  const std::optional<chain::Path>& path = rollback.analysis.path;
  return path && path->stop != chain::StopReason::anchor && rollback.analysis.missing &&
         (rollback.analysis.missing->child_is_leaf || anchors_specified(rollback));
}

// As for any chain: with the anchors of the system the root may be unknown, but the issuer of the leaf may not be missing.
void add_gap(const FactContext& rollback, Texts& texts) {
  const std::optional<chain::Path>& path = rollback.analysis.path;
  if (!path || path->stop == chain::StopReason::anchor) return;
  if (lacks_issuer(rollback)) {
    const x509::Certificate& child = *path->steps[std::min(rollback.analysis.missing->child_step, path->steps.size() - 1)].certificate;
    texts.push_back("issuer " + in_quotes(child.issuer().display()) + " of " + x509::quoted_name(child) + " is missing");
  } else if (anchors_specified(rollback)) {
    texts.push_back("root " + x509::quoted_name(*path->steps.back().certificate) + " is not a trust anchor");
  }
}

// What the target would send, where it can be predicted: it may add certificates of its stores and omit those of the bundle.
const SentMoment* first_sent(const FactContext& rollback) {
  for (const Moment& moment : rollback.outlook->moments) {
    const SentMoment* sent = moment.kind == Moment::Kind::skewed ? nullptr : sent_at(moment, rollback.deployment);
    if (sent != nullptr && sent->path && sent->deployment.target.profile != nullptr && sent->deployment.sending.unpredictable.empty()) {
      return sent;
    }
  }
  return nullptr;
}

void add_gap_of_target(const FactContext& rollback, const SentMoment& sent, Texts& texts) {
  const x509::Certificate& last = *sent.path->steps.back().certificate;
  const std::string target = sent.deployment.target.profile->name;
  if (sent.path->stop == chain::StopReason::anchor || (sent.path->steps.size() > 1 && !anchors_specified(rollback))) return;
  if (sent.path->stop == chain::StopReason::untrusted_root) {
    texts.push_back("root " + x509::quoted_name(last) + " of the chain from '" + target + "' is not a trust anchor");
  } else {
    texts.push_back("'" + target + "' does not send issuer " + in_quotes(last.issuer().display()) + " of " + x509::quoted_name(last));
  }
}

bool has_keys(const FactContext& context) { return !context.analysis.keys.empty(); }

enum class LeafKey { there, missing, locked };

// Where the new bundle has no key either, keys are kept elsewhere.
LeafKey leaf_key(const FactContext& context, const FactContext& rollback) {
  const std::vector<chain::KeyMatch>& keys = rollback.analysis.keys;
  if (!rollback.analysis.leaf || (keys.empty() && !has_keys(context))) return LeafKey::there;
  const bool fits = std::any_of(keys.begin(), keys.end(), [&](const chain::KeyMatch& key) {
    return std::find(key.members.begin(), key.members.end(), *rollback.analysis.leaf) != key.members.end();
  });
  const bool unknown = std::any_of(keys.begin(), keys.end(), [](const chain::KeyMatch& key) { return !key.comparable; });
  return fits ? LeafKey::there : unknown ? LeafKey::locked : LeafKey::missing;
}

// A rollback must restore the names that the deployed bundle covers.
void add_lost_names(const FactContext& context, const FactContext& rollback, Texts& texts) {
  if (context.renewal == nullptr || !context.renewal->previous.analysis.leaf || !rollback.analysis.leaf) return;
  const FactContext& previous = context.renewal->previous;
  const LeafNames deployed(*previous.analysis.members[*previous.analysis.leaf].certificate);
  const LeafNames restored(*rollback.analysis.members[*rollback.analysis.leaf].certificate);
  Texts lost;
  for (const Texts& names : {uncovered_hosts(deployed, restored), without(deployed.addresses, restored.addresses)}) {
    for (const std::string& name : names) lost.push_back(in_quotes(name));
  }
  if (!lost.empty()) texts.push_back("names missing: " + join_and(lost));
}

// The file with the private key that no password opens.
std::string locked_key_file(const FactContext& rollback) {
  for (const formats::Container& container : rollback.bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind == formats::EntryKind::private_key && (!entry.key || entry.key->public_canonical.empty())) return container.path;
    }
  }
  return rollback.bundle.name;
}

FactValue problems(const FactContext& context) {
  const FactContext* rollback = context.rollback;
  if (rollback == nullptr || rollback->outlook == nullptr) return Absent{};
  Texts texts;
  add_path_problems(*rollback, texts);
  const SentMoment* sent = first_sent(*rollback);
  sent == nullptr ? add_gap(*rollback, texts) : add_gap_of_target(*rollback, *sent, texts);
  const LeafKey key = leaf_key(context, *rollback);
  const std::string leaf =
      rollback->analysis.leaf ? x509::quoted_name(*rollback->analysis.members[*rollback->analysis.leaf].certificate) : "";
  if (key == LeafKey::missing) texts.push_back("private key of " + leaf + " is missing");
  add_lost_names(context, *rollback, texts);
  if (texts.empty() && key == LeafKey::locked) {
    return Unavailable{"no password opens the private key in '" + locked_key_file(*rollback) + "', so it cannot be compared with " + leaf};
  }
  return texts;
}

FactValue incomplete(const FactContext& context) {
  const FactContext* rollback = context.rollback;
  if (rollback == nullptr) return Absent{};
  return FactValue(leaf_key(context, *rollback) == LeafKey::missing || lacks_issuer(*rollback));
}

FactValue name(const FactContext& context) {
  return context.rollback == nullptr ? FactValue(Absent{}) : text(context.rollback->bundle.name);
}

FactValue leaf(const FactContext& context) {
  const std::optional<Subject> found = context.rollback == nullptr ? std::nullopt : leaf_subject(*context.rollback);
  return found ? text(describe(certificate_of(*found, *context.rollback))) : FactValue(Absent{});
}

FactValue valid_until(const FactContext& context) {
  if (context.rollback == nullptr || !context.rollback->analysis.path) return Absent{};
  std::optional<Instant> first;
  for (const chain::PathStep& step : context.rollback->analysis.path->steps) {
    const std::optional<Instant> end = step.certificate->not_after();
    if (end && (!first || *end < *first)) first = end;
  }
  return value_or_absent(first);
}

}  // namespace

FactTable rollback_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.text("rollback.name", "The bundle that would be restored if the change fails, from --rollback; absent without one.", name),
      bundle.text("rollback.leaf", "The leaf that would be restored, in one line.", leaf),
      bundle.time("rollback.valid_until", "When the first certificate of the chain that would be restored expires.", valid_until),
      bundle.list("rollback.problems",
                  "Why the rollback bundle cannot be used from the start of the window to the end of its margin: expired, incomplete, "
                  "without its key.",
                  problems),
      bundle.boolean("rollback.incomplete", "The private key or an issuer is not in the files of the rollback bundle.", incomplete),
  };
}

}  // namespace chainlint::facts
