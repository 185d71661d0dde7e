#include "client/client_path.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "client/client_certificate.h"
#include "client/client_constraints.h"
#include "client/client_leaf.h"
#include "client/client_relation.h"
#include "path/path_checks.h"
#include "path/policy_tree.h"

namespace chainlint::chain {
namespace {

// What speaks against `child` having been issued by `issuer`.
std::optional<Objection> link_objection(ClientQuestion& question, const x509::CertificatePtr& child, const x509::CertificatePtr& issuer) {
  const crypto::SignatureScheme scheme = crypto::describe_signature(child->signature_algorithm());
  if (scheme.hash == "sha1" && !question.model.sha1_signatures) {
    return Objection{ObjectionKind::outdated, fmt::format("{} is signed with {}", x509::quoted_name(*child), scheme.name), child,
                     RefusalCause::weak_signature};
  }
  if (auto words = key_type_refusal(question.model, *issuer, StepKind::issuer)) {
    return Objection{ObjectionKind::refused, *words, issuer, RefusalCause::key_type};
  }
  const auto& refused = question.model.signatures_refused;
  if (std::find(refused.begin(), refused.end(), scheme.hash) != refused.end()) {
    return Objection{ObjectionKind::refused,
                     fmt::format("{} is signed with {}, which is not supported", x509::quoted_name(*child), scheme.name), child,
                     RefusalCause::weak_signature};
  }
  switch (question.chain.signature(*child, *issuer)) {
    case crypto::SignatureVerdict::valid:
      return std::nullopt;
    case crypto::SignatureVerdict::invalid:
      return Objection{ObjectionKind::refused,
                       fmt::format("{} was not signed with the key of the certificate for {} (serial {})", x509::quoted_name(*child),
                                   x509::quoted_name(*issuer), issuer->serial_text()),
                       child, RefusalCause::issuer_mismatch};
    case crypto::SignatureVerdict::mismatched:
      return Objection{ObjectionKind::refused, fmt::format("{} has two different signature algorithms", x509::quoted_name(*child)), child,
                       RefusalCause::malformed};
    case crypto::SignatureVerdict::unsupported:
      break;
  }
  return Objection{ObjectionKind::unverifiable,
                   fmt::format("the signature of {} ({}) cannot be verified here", x509::quoted_name(*child), scheme.name), child};
}

std::optional<Objection> whole_objection(ClientQuestion& question, const ClientPath& path) {
  const ClientModel& model = question.model;
  const auto& certificates = path.certificates;
  if (model.strict_rfc5280 && certificates.size() > 1) {
    for (std::size_t i = 0; i < certificates.size(); ++i) {
      if (auto words = form_refusal(*certificates[i], i == 0, i + 1 == certificates.size())) {
        return Objection{ObjectionKind::refused, *words, certificates[i], RefusalCause::form};
      }
    }
  }
  if (!model.policies) return std::nullopt;
  const std::size_t below_anchor = certificates.size() > 1 ? certificates.size() - 1 : 1;
  if (auto reason = policy_violation(std::span(certificates).first(below_anchor))) {
    return Objection{ObjectionKind::refused, *reason, certificates.front(), RefusalCause::policy};
  }
  return std::nullopt;
}

// Why a certificate of the issuer's name, sent or trusted, was not taken for the issuer.
std::optional<std::string> passed_over(ClientQuestion& question, const x509::Certificate& tip) {
  const ClientModel& model = question.model;
  const std::string& wanted = tip.issuer().canonical();
  std::vector<x509::CertificatePtr> near(question.chain.anchors_named(wanted).begin(), question.chain.anchors_named(wanted).end());
  for (const std::size_t position : question.chain.sent_named(wanted)) near.push_back(question.chain.sent()[position]);
  for (const x509::CertificatePtr& candidate : near) {
    if (same_certificate(*candidate, tip)) continue;
    if (!names_fit(model, tip, *candidate)) {
      return fmt::format("the issuer name in {} and the subject of {} are encoded differently, and {}", x509::quoted_name(tip),
                         x509::quoted_name(*candidate),
                         model.names_as_octets ? "their bytes are compared" : "letters are compared case-sensitively");
    }
    if (auto words = identifier_difference(tip, *candidate, model.key_id_decides, model.issuer_serial_decides)) return words;
    if (!model.partial_chain && question.chain.same_anchor(*candidate) != nullptr && !may_have_issued(model, *candidate, *candidate)) {
      return fmt::format("{} is trusted but not self-signed, so the chain cannot end there", x509::quoted_name(*candidate));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Objection> step_objection(ClientQuestion& question, const ClientPath& path, std::size_t index, bool anchor) {
  const x509::CertificatePtr& certificate = path.certificates[index];
  const StepKind leaf = path.sent == 0 ? StepKind::trusted_leaf : StepKind::leaf;
  const StepKind kind = index == 0 ? leaf : anchor ? StepKind::anchor : StepKind::issuer;
  if (index > 0) {
    if (auto objection = link_objection(question, path.certificates[index - 1], certificate)) return objection;
  }
  if (auto objection = own_objection(question, certificate, kind, index)) return objection;
  if (index == 0 || (anchor && !question.model.anchor_constraints)) return std::nullopt;
  return constraint_objection(question, path, index);
}

std::optional<Objection> path_objection(ClientQuestion& question, const ClientPath& path) {
  for (std::size_t i = 0; i < path.certificates.size(); ++i) {
    const bool anchor = i > 0 && i + 1 == path.certificates.size() && path.sent <= i;
    if (auto objection = step_objection(question, path, i, anchor)) return objection;
  }
  return whole_objection(question, path);
}

Objection dead_end(ClientQuestion& question, const ClientPath& path) {
  const x509::CertificatePtr& tip = path.certificates.back();
  if (may_have_issued(question.model, *tip, *tip)) {
    return {ObjectionKind::root_unknown, fmt::format("does not trust {}", x509::quoted_name(*tip)), tip, RefusalCause::root_unknown};
  }
  if (auto words = passed_over(question, *tip)) return {ObjectionKind::refused, *words, tip, RefusalCause::issuer_mismatch};
  return {ObjectionKind::issuer_missing,
          fmt::format("issuer {} of {} was neither sent nor trusted", in_quotes(tip->issuer().display()), x509::quoted_name(*tip)), tip,
          RefusalCause::issuer_missing};
}

Objection given_up(const ClientQuestion& question) {
  const Limits& limits = question.chain.request().limits;
  return {ObjectionKind::budget,
          question.spent() ? fmt::format("path building stopped after {} candidates", limits.node_expansions)
                           : fmt::format("path building stopped at {} certificates on a path", limits.path_length),
          question.chain.leaf()};
}

ClientOutcome conclude(ClientQuestion& question, ClientPath path) {
  if (!path.trusted && question.spent()) return {std::move(path), given_up(question)};
  std::optional<Objection> objection = path_objection(question, path);
  if (!path.trusted && !objection) objection = dead_end(question, path);
  return {std::move(path), std::move(objection)};
}

std::optional<ClientOutcome> trusted_leaf(ClientQuestion& question) {
  const x509::CertificatePtr& leaf = question.chain.leaf();
  if (!question.model.leaf_as_anchor || question.chain.same_anchor(*leaf) == nullptr) return std::nullopt;
  const ClientPath path{{leaf}, 0, true};
  if (!question.model.trusted_leaf_as_is) return ClientOutcome{path, path_objection(question, path)};
  const auto refusal = name_refusal(question.model, *leaf, question.chain.request());
  if (!refusal) return ClientOutcome{path, std::nullopt};
  return ClientOutcome{path, Objection{ObjectionKind::refused, refusal->words, leaf, refusal->cause}};
}

}  // namespace chainlint::chain
