// What would be restored if the change fails, and whether it is good for that.

#include <algorithm>
#include <array>

#include "chainlint/facts/outlook.h"
#include "place.h"
#include "tables.h"
#include "value.h"

namespace chainlint {

namespace {

using Texts = std::vector<std::string>;

std::string quoted(const Certificate& certificate) { return "'" + certificate.subject().display() + "'"; }

std::string problem_text(const Certificate& certificate, const ProblemDetail& problem, Instant at) {
  if (problem.problem == PathProblem::expired && certificate.not_after()) {
    return quoted(certificate) + " ends on " + certificate.not_after()->to_string() + ", before " + at.to_string();
  }
  if (problem.problem == PathProblem::not_yet_valid && certificate.not_before()) {
    return quoted(certificate) + " is valid from " + certificate.not_before()->to_string() + " on";
  }
  return quoted(certificate) + ": " + (problem.detail.empty() ? std::string(to_string(problem.problem)) : problem.detail);
}

// Each problem once: at the first moment that has it.
void add_path_problems(const FactContext& rollback, Texts& texts) {
  std::vector<std::pair<const Certificate*, PathProblem>> told;
  for (const Moment& moment : rollback.outlook->moments) {
    if (moment.kind == Moment::Kind::skewed || !moment.path) {
      continue;
    }
    for (const PathStep& step : moment.path->steps) {
      for (const ProblemDetail& problem : step.problems) {
        const std::pair<const Certificate*, PathProblem> seen{step.certificate.get(), problem.problem};
        if (std::find(told.begin(), told.end(), seen) == told.end()) {
          told.push_back(seen);
          push_unique(texts, problem_text(*step.certificate, problem, moment.at));
        }
      }
    }
  }
}

// As for any chain: a root may stay away where anchors are those of the system, the issuer of the leaf may not.
void add_gap(const FactContext& rollback, Texts& texts) {
  const std::optional<Path>& path = rollback.analysis.path;
  if (!path || path->stop == StopReason::anchor) {
    return;
  }
  const bool anchors_told = rollback.request.anchors != nullptr && rollback.request.anchors->origin() == AnchorOrigin::files;
  if (rollback.analysis.missing && (rollback.analysis.missing->child_is_leaf || anchors_told)) {
    const Certificate& child = *path->steps[std::min(rollback.analysis.missing->child_step, path->steps.size() - 1)].certificate;
    texts.push_back("the issuer of " + quoted(child) + ", '" + child.issuer().display() +
                    "', is neither in it nor among the trust anchors");
  } else if (anchors_told) {
    texts.push_back("its chain ends at " + quoted(*path->steps.back().certificate) + ", which is no trust anchor");
  }
}

bool has_keys(const FactContext& context) { return !context.analysis.keys.empty(); }

bool may_have_leaf_key(const FactContext& rollback) {
  const std::vector<KeyMatch>& keys = rollback.analysis.keys;
  return std::any_of(keys.begin(), keys.end(), [&](const KeyMatch& key) {
    return !key.comparable || std::find(key.members.begin(), key.members.end(), *rollback.analysis.leaf) != key.members.end();
  });
}

// Where the new bundle has no key either, keys are kept elsewhere.
void add_key_problem(const FactContext& context, const FactContext& rollback, Texts& texts) {
  if (!rollback.analysis.leaf || (!has_keys(rollback) && !has_keys(context)) || may_have_leaf_key(rollback)) {
    return;
  }
  const Certificate& leaf = *rollback.analysis.members[*rollback.analysis.leaf].certificate;
  texts.push_back("the private key of " + quoted(leaf) + " is not in it");
}

FactValue problems(const FactContext& context, const Subject&) {
  const FactContext* rollback = context.rollback;
  if (rollback == nullptr || rollback->outlook == nullptr) {
    return Absent{};
  }
  Texts texts;
  add_path_problems(*rollback, texts);
  add_gap(*rollback, texts);
  add_key_problem(context, *rollback, texts);
  return texts;
}

FactValue name(const FactContext& context, const Subject&) {
  return context.rollback == nullptr ? FactValue(Absent{}) : text(context.rollback->bundle.name);
}

FactValue leaf(const FactContext& context, const Subject&) {
  const std::optional<Subject> found = context.rollback == nullptr ? std::nullopt : leaf_subject(*context.rollback);
  return found ? text(describe(certificate_of(*found, *context.rollback))) : FactValue(Absent{});
}

FactValue valid_until(const FactContext& context, const Subject&) {
  if (context.rollback == nullptr || !context.rollback->analysis.path) {
    return Absent{};
  }
  std::optional<Instant> first;
  for (const PathStep& step : context.rollback->analysis.path->steps) {
    const std::optional<Instant> end = step.certificate->not_after();
    if (end && (!first || *end < *first)) {
      first = end;
    }
  }
  return value_or_absent(first);
}

const std::array kFacts = {
    FactDefinition{SubjectKind::bundle,
                   "rollback.name",
                   FactType::text,
                   "",
                   {},
                   "The bundle that would be restored if the change fails, from --rollback; absent without one.",
                   name},
    FactDefinition{SubjectKind::bundle, "rollback.leaf", FactType::text, "", {}, "The leaf that would be restored, in one line.", leaf},
    FactDefinition{SubjectKind::bundle,
                   "rollback.valid_until",
                   FactType::time,
                   "",
                   {},
                   "When the first certificate of the chain that would be restored ends.",
                   valid_until},
    FactDefinition{
        SubjectKind::bundle,
        "rollback.problems",
        FactType::text_list,
        "",
        {},
        "Why what would be restored is not good from the start of the window to the end of its margin: ended, incomplete, without its key.",
        problems},
};

}  // namespace

std::span<const FactDefinition> rollback_fact_table() { return kFacts; }

}  // namespace chainlint
