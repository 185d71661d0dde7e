#include "path/path_checks.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "path/certificate_checks.h"
#include "path/policy_tree.h"

namespace chainlint::chain {

namespace {

bool has_problem(const PathStep& step, PathProblem problem) {
  return std::any_of(step.problems.begin(), step.problems.end(), [&](const ProblemDetail& detail) { return detail.problem == problem; });
}

std::vector<x509::CertificatePtr> certificates_of(const Path& path) {
  std::vector<x509::CertificatePtr> certificates;
  certificates.reserve(path.steps.size());
  for (const PathStep& step : path.steps) certificates.push_back(step.certificate);
  return certificates;
}

void check_links(Path& path, const CheckContext& context) {
  for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
    PathStep& child = path.steps[i];
    const x509::Certificate& issuer = *path.steps[i + 1].certificate;
    if (path.links[i].signature == crypto::SignatureVerdict::unsupported && !has_problem(child, PathProblem::signature_unsupported)) {
      const crypto::SignatureScheme scheme = crypto::describe_signature(child.certificate->signature_algorithm());
      child.problems.push_back({PathProblem::signature_unsupported, fmt::format("{} signature by a key of type {} cannot be verified",
                                                                                scheme.name, issuer.public_key().to_string())});
    }
    if (std::optional<std::string> reason = context.revocations.revoked(*child.certificate, issuer)) {
      child.problems.push_back({PathProblem::revoked, *reason});
    } else {
      child.revocation_unknown = context.revocations.unknown(*child.certificate, issuer).value_or("");
      child.revocation_asked = context.request.crls_requested && (i == 0 || context.revocations.has_lists_of(issuer));
    }
  }
}

void check_name_constraints(Path& path, std::span<const x509::CertificatePtr> certificates, const CheckContext& context) {
  for (std::size_t i = 1; i < certificates.size(); ++i) {
    std::vector<std::string> reasons = intermediate_constraint_violations(certificates, i, context.comparisons);
    if (auto reason = violated_constraint(*certificates[i], *certificates[0], true, context.comparisons)) reasons.push_back(*reason);
    for (const std::string& reason : reasons) path.steps[i].problems.push_back({PathProblem::name_constraint, reason});
  }
}

}  // namespace

std::optional<std::string> path_length_violation(std::span<const x509::CertificatePtr> certificates, std::size_t index) {
  const auto& constraints = certificates[index]->extensions().basic_constraints;
  if (!constraints || !constraints->ca || !constraints->path_length) return std::nullopt;
  std::size_t below = 0;
  for (std::size_t i = 1; i < index; ++i) below += certificates[i]->self_issued() ? 0 : 1;
  if (below <= static_cast<std::uint64_t>(*constraints->path_length)) return std::nullopt;
  return fmt::format("pathLenConstraint is {}, but the path has {} below it", *constraints->path_length, count_noun(below, "intermediate"));
}

std::vector<std::string> intermediate_constraint_violations(std::span<const x509::CertificatePtr> certificates, std::size_t index,
                                                            ComparisonBudget& comparisons) {
  std::vector<std::string> reasons;
  if (!certificates[index]->extensions().name_constraints) return reasons;
  for (std::size_t i = 1; i < index; ++i) {
    if (certificates[i]->self_issued()) continue;
    if (auto reason = violated_constraint(*certificates[index], *certificates[i], false, comparisons)) reasons.push_back(*reason);
  }
  return reasons;
}

void check_path(Path& path, const CheckContext& context) {
  const std::vector<x509::CertificatePtr> certificates = certificates_of(path);
  const bool anchored = path.stop == StopReason::anchor;
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    // The signature of a self-signed certificate at the end proves nothing, trusted or not.
    const bool top = i + 1 == path.steps.size() && (anchored || path.stop == StopReason::untrusted_root);
    const StepKind kind = i == 0 ? (top ? StepKind::trusted_leaf : StepKind::leaf) : top ? StepKind::anchor : StepKind::issuer;
    path.steps[i].problems = check_certificate(*certificates[i], kind, context.request);
    if (i == 0) continue;
    if (auto reason = path_length_violation(certificates, i)) path.steps[i].problems.push_back({PathProblem::path_length, *reason});
  }
  check_links(path, context);
  check_name_constraints(path, certificates, context);
  const std::size_t below_anchor = certificates.size() - (anchored ? 1 : 0);
  if (auto reason = policy_violation(std::span(certificates).first(below_anchor))) {
    path.steps.front().problems.push_back({PathProblem::policy, *reason});
  }
}

void check_issuing_ca(Path& path) {
  std::vector<ProblemDetail>& problems = path.steps.front().problems;
  const std::vector<ProblemDetail> issuing = issuing_problems(*path.steps.front().certificate, path.steps.size() == 1);
  problems.insert(problems.end(), issuing.begin(), issuing.end());
  // What it issues has it as one more intermediate below the CAs above (RFC 5280 section 4.2.1.9).
  std::vector<x509::CertificatePtr> certificates = certificates_of(path);
  certificates.insert(certificates.begin(), certificates.front());
  for (std::size_t i = 2; i < certificates.size(); ++i) {
    std::vector<ProblemDetail>& above = path.steps[i - 1].problems;
    std::erase_if(above, [](const ProblemDetail& detail) { return detail.problem == PathProblem::path_length; });
    if (auto reason = path_length_violation(certificates, i)) above.push_back({PathProblem::path_length, *reason});
  }
}

}  // namespace chainlint::chain
