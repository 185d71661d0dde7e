// The problems that path validation finds in one certificate: a list of all, and one fact per problem with the details.

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "chain/place.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr auto kPathProblems = chain::kPathProblemNames.values();
constexpr std::size_t kCount = kPathProblems.size();

constexpr std::array<std::string_view, kCount> kFactNames = {"problem.malformed",
                                                             "problem.expired",
                                                             "problem.not_yet_valid",
                                                             "problem.signature_unsupported",
                                                             "problem.algorithm_mismatch",
                                                             "problem.not_a_ca",
                                                             "problem.key_usage",
                                                             "problem.path_length",
                                                             "problem.extended_key_usage",
                                                             "problem.name_constraint",
                                                             "problem.unknown_critical_extension",
                                                             "problem.policy",
                                                             "problem.host",
                                                             "problem.weak_key",
                                                             "problem.revoked",
                                                             "problem.weak_signature"};

constexpr std::array<std::string_view, kCount> kSentences = {
    "Path validation needs a field of the certificate that does not decode; says which.",
    "The certificate is on the path and has expired; says when.",
    "The certificate is on the path and its validity has not begun; says when it does.",
    "The certificate is on the path and its signature uses an algorithm that this program does not verify; says which.",
    "The certificate is on the path and names two different signature algorithms, inside and outside.",
    "The certificate is on the path as an issuer and is not marked as a CA; says why.",
    "The certificate is on the path as an issuer and its key usage lacks keyCertSign.",
    "The certificate is on the path and allows fewer intermediates below it than there are; says how many.",
    "The certificate is on the path and its extended key usage does not allow the purpose; says what it allows.",
    "A name constraint of the path is broken at this certificate; says which name and which constraint.",
    "The certificate is on the path and has a critical extension that this program does not process; says which.",
    "The path needs a certificate policy and no valid one is left at this certificate.",
    "The certificate does not cover a specified host; says which.",
    "The key of the certificate is so weak that every current client refuses it; says its size.",
    "The certificate is revoked by a list that its issuer signed; says when and why.",
    "The certificate is signed with an algorithm so weak that every current client refuses it below an anchor; says which."};

const chain::PathStep* step_with(const FactContext& context, const Subject& subject) {
  const std::optional<std::size_t> step = step_of(subject, context);
  return step && context.analysis.path && *step < context.analysis.path->steps.size() ? &context.analysis.path->steps[*step] : nullptr;
}

FactValue all_problems(const FactContext& context, const Subject& subject) {
  std::vector<std::string> names;
  if (const chain::PathStep* step = step_with(context, subject)) {
    for (const chain::ProblemDetail& problem : step->problems) push_unique(names, std::string(chain::to_string(problem.problem)));
  }
  return names;
}

// The details of these problems of one certificate; absent without any. An empty detail is replaced by the name of the problem, so
// that the fact exists exactly if the problem does.
FactValue joined_details(const FactContext& context, const Subject& subject, std::initializer_list<chain::PathProblem> wanted) {
  std::string joined;
  if (const chain::PathStep* step = step_with(context, subject)) {
    for (const chain::ProblemDetail& problem : step->problems) {
      if (std::find(wanted.begin(), wanted.end(), problem.problem) != wanted.end()) {
        joined += joined.empty() ? "" : "; ";
        joined += problem.detail.empty() ? std::string(chain::to_string(problem.problem)) : problem.detail;
      }
    }
  }
  return text_or_absent(joined);
}

// On the path alone: elsewhere a purpose means nothing.
FactValue purposes_refused(const FactContext& context, const Subject& subject) {
  std::vector<std::string> names;
  if (const chain::PathStep* step = step_with(context, subject)) {
    for (const chain::Purpose purpose : chain::refused_purposes(*step->certificate, context.request.purposes)) {
      names.emplace_back(chain::to_string(purpose));
    }
  }
  return names;
}

template <chain::PathProblem... Wanted>
FactValue details(const FactContext& context, const Subject& subject) {
  return joined_details(context, subject, {Wanted...});
}

// Unavailable where lists were requested and none can tell.
FactValue revocation(const FactContext& context, const Subject& subject) {
  const chain::PathStep* step = step_with(context, subject);
  if (step != nullptr && step->revocation_asked && !step->revocation_unknown.empty()) return Unavailable{step->revocation_unknown};
  return details<chain::PathProblem::revoked>(context, subject);
}

// Path validation repeats the defects that matter to it; what it says besides is about signature algorithms.
FactValue damage(const FactContext& context, const Subject& subject) {
  std::vector<std::string> texts;
  for (const x509::Defect& defect : certificate_of(subject, context).defects()) texts.push_back(describe(defect));
  const auto wanted = texts.empty() ? details<chain::PathProblem::malformed, chain::PathProblem::algorithm_mismatch>(context, subject)
                                    : details<chain::PathProblem::algorithm_mismatch>(context, subject);
  if (const std::string* found = std::get_if<std::string>(&wanted)) texts.push_back(*found);
  return texts;
}

template <std::size_t... Index>
void add_problems(FactTable& table, const FactsAbout<>& certificate, std::index_sequence<Index...>) {
  (table.push_back(certificate.text(kFactNames[Index], kSentences[Index],
                                    kPathProblems[Index] == chain::PathProblem::revoked ? revocation : details<kPathProblems[Index]>)),
   ...);
}

}  // namespace

FactTable problem_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  FactTable table = {
      certificate.list("problems", chain::kPathProblemNames,
                       "Why a conforming client refuses the certificate where it is on the path, each kind once.", all_problems),
      certificate.list("purposes_refused", chain::kPurposeNames,
                       "The purposes of the run that the extended key usage does not allow, where the certificate is on the path.",
                       purposes_refused),
      certificate.text("problem.issuing",
                       "The certificate is on the path as an issuer and may not issue: it is not a CA, or its key usage lacks keyCertSign.",
                       details<chain::PathProblem::not_a_ca, chain::PathProblem::key_usage>),
      certificate.list(
          "damage", "All encoding defects of the certificate: fields that cannot be decoded, two different signature algorithms.", damage),
      certificate.text("problem.damage",
                       "Path validation meets a field that does not decode, or two different signature algorithms; says which.",
                       details<chain::PathProblem::malformed, chain::PathProblem::algorithm_mismatch>),
  };
  add_problems(table, certificate, std::make_index_sequence<kCount>());
  return table;
}

}  // namespace chainlint::facts
