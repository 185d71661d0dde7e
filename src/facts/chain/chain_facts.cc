#include <algorithm>
#include <array>

#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 2> kSignatures = {"valid", "invalid"};

const chain::Path& path_of(const FactContext& context) { return *context.analysis.path; }

FactValue problems(const FactContext& context) {
  std::vector<std::string> names;
  for (const chain::PathStep& step : path_of(context).steps) {
    for (const chain::ProblemDetail& problem : step.problems) push_unique(names, std::string(chain::to_string(problem.problem)));
  }
  return names;
}

// The certificate whose signature could not be verified; null where all could.
const x509::Certificate* unverified_certificate(const chain::Path& path) {
  for (const chain::PathStep& step : path.steps) {
    for (const chain::ProblemDetail& problem : step.problems) {
      if (problem.problem == chain::PathProblem::signature_unsupported) return step.certificate.get();
    }
  }
  return path.stop == chain::StopReason::unsupported && !path.steps.empty() ? path.steps.back().certificate.get() : nullptr;
}

FactValue signatures(const FactContext& context) {
  const chain::Path& path = path_of(context);
  if (path.stop == chain::StopReason::signature_invalid) return text("invalid");
  if (const x509::Certificate* certificate = unverified_certificate(path)) {
    return Unavailable{"the signature of " + x509::quoted_name(*certificate) + " cannot be verified: " +
                       crypto::describe_signature(certificate->signature_algorithm()).name + " with this issuer key is not supported"};
  }
  return text("valid");
}

FactValue unverified_subject(const FactContext& context) {
  const x509::Certificate* certificate = unverified_certificate(path_of(context));
  return certificate == nullptr ? FactValue(Absent{}) : text(x509::display_name(*certificate));
}

FactValue unverified_algorithm(const FactContext& context) {
  const x509::Certificate* certificate = unverified_certificate(path_of(context));
  return certificate == nullptr ? FactValue(Absent{}) : text_or_absent(crypto::describe_signature(certificate->signature_algorithm()).name);
}

FactValue names(const FactContext& context) {
  std::vector<std::string> displays;
  for (const chain::PathStep& step : path_of(context).steps) displays.push_back(x509::display_name(*step.certificate));
  return displays;
}

// The maximum length of a path is a limit too, which the analysis does not name.
FactValue limit(const FactContext& context) {
  if (context.analysis.limit.empty() && path_of(context).stop == chain::StopReason::limit) {
    return "a length of " + std::to_string(context.request.limits.path_length) + " certificates";
  }
  return text_or_absent(context.analysis.limit);
}

// By names alone: what matters is whether clients were given a root at all.
FactValue anchors_reach_root(const FactContext& context) {
  const chain::Path& path = path_of(context);
  if (path.stop != chain::StopReason::anchor || path.steps.empty() || context.request.anchors == nullptr) return Absent{};
  const x509::Certificate* at = path.steps.back().certificate.get();
  for (std::uint32_t depth = 0; !x509::looks_self_signed(*at); ++depth) {
    const auto above = context.request.anchors->named(at->issuer().canonical());
    if (std::any_of(above.begin(), above.end(), [](const x509::CertificatePtr& each) { return x509::looks_self_signed(*each); })) {
      return true;
    }
    if (above.empty() || depth >= context.request.limits.path_length) return false;
    at = above.front().get();
  }
  return true;
}

}  // namespace

FactTable chain_fact_table() {
  const FactsAbout chain(SubjectKind::chain);
  return {
      chain.text("stop", chain::kStopReasonNames, "Why the chain has no further certificate.",
                 [](const FactContext& context) { return chain::to_string(path_of(context).stop); }),
      chain.boolean("valid", "The chain ends at a trust anchor and a conforming client accepts it.",
                    [](const FactContext& context) { return path_of(context).valid(); }),
      chain.integer("length", "certificates", "How many certificates the chain has, leaf and anchor included.",
                    [](const FactContext& context) { return path_of(context).steps.size(); }),
      chain.list("names", "The names of the certificates of the chain, leaf first.", names),
      chain.boolean("anchors_reach_root",
                    "The trust anchor is self-signed, or the anchors contain the root above it; absent where the chain ends at no anchor.",
                    anchors_reach_root),
      chain.integer("candidates", "paths", "How many paths were evaluated, this one included.",
                    [](const FactContext& context) { return context.analysis.candidates; }),
      chain.boolean(
          "limit_reached", "Path building stopped before all paths were tried.",
          [](const FactContext& context) { return context.analysis.limit_reached || path_of(context).stop == chain::StopReason::limit; }),
      chain.text("limit", "The limit that path building exceeded: '2000 signature checks'.", limit),
      chain.list("problems", chain::kPathProblemNames, "Why a conforming client refuses certificates of the chain, each kind once.",
                 problems),
      chain.text("signature", kSignatures, "Whether the signatures of the chain verify; unavailable where one cannot be verified.",
                 signatures),
      chain.text("unverified",
                 "The common name of the certificate whose signature chainlint cannot verify; absent where it can verify all.",
                 unverified_subject),
      chain.text("unverified_algorithm", "The signature algorithm of the certificate whose signature chainlint cannot verify.",
                 unverified_algorithm),
  };
}

}  // namespace chainlint::facts
