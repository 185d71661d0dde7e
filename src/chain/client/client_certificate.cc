#include "client/client_certificate.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "client/client_leaf.h"
#include "path/path_checks.h"

namespace chainlint::chain {
namespace {

bool outdated(PathProblem problem) {
  return problem == PathProblem::expired || problem == PathProblem::not_yet_valid || problem == PathProblem::weak_key ||
         problem == PathProblem::signature_unsupported;
}

RefusalCause cause_of(PathProblem problem) {
  switch (problem) {
    case PathProblem::expired:
      return RefusalCause::expired;
    case PathProblem::not_yet_valid:
      return RefusalCause::not_yet_valid;
    case PathProblem::malformed:
    case PathProblem::algorithm_mismatch:
      return RefusalCause::malformed;
    case PathProblem::not_a_ca:
    case PathProblem::key_usage:
      return RefusalCause::not_a_ca;
    case PathProblem::path_length:
      return RefusalCause::path_length;
    case PathProblem::extended_key_usage:
      return RefusalCause::extended_key_usage;
    case PathProblem::name_constraint:
      return RefusalCause::name_constraint;
    case PathProblem::unknown_critical_extension:
      return RefusalCause::critical_extension;
    case PathProblem::policy:
      return RefusalCause::policy;
    case PathProblem::host:
      return RefusalCause::host;
    case PathProblem::weak_key:
      return RefusalCause::weak_key;
    case PathProblem::weak_signature:
      return RefusalCause::weak_signature;
    case PathProblem::signature_unsupported:
    case PathProblem::revoked:
      break;
  }
  return RefusalCause::other;
}

bool of_leaf(StepKind kind) { return kind == StepKind::leaf || kind == StepKind::trusted_leaf; }

// An anchor of the days before basicConstraints.
bool says_nothing_of_ca(const x509::Certificate& certificate) {
  const x509::Extensions& extensions = certificate.extensions();
  if (extensions.basic_constraints) return false;
  return !extensions.key_usage || (*extensions.key_usage & x509::key_usage::kKeyCertSign) != 0;
}

bool tolerated_anchor(const ClientModel& model, const x509::Certificate& certificate, PathProblem problem) {
  switch (problem) {
    case PathProblem::expired:
    case PathProblem::not_yet_valid:
      return !model.anchor_expiry;
    case PathProblem::key_usage:
      return !model.anchor_key_usage;
    case PathProblem::extended_key_usage:
      return !model.anchor_extended_key_usage;
    case PathProblem::unknown_critical_extension:
      return !model.anchor_critical_extensions;
    case PathProblem::not_a_ca:
      return model.anchor_without_basic_constraints && says_nothing_of_ca(certificate) &&
             (!model.anchor_needs_key_usage || certificate.extensions().key_usage);
    default:
      return false;
  }
}

// X509CertSelector keeps asking for the time once ForwardBuilder has asked for an issuer that was sent, which it does after it has looked
// for the anchors that issued the leaf.
bool asks_for_time(const ClientQuestion& question, std::size_t index) { return question.searching && index > 1; }

// Those that are critical and should not be, and no others.
bool only_key_ids_critical(const x509::Certificate& certificate) {
  const auto& all = certificate.extensions().all;
  return std::none_of(all.begin(), all.end(),
                      [](const x509::Extension& extension) { return extension.critical && !x509::is_processed_extension(extension.oid); });
}

bool has_usage(const x509::Certificate& certificate, ByteView wanted) {
  const auto& usages = certificate.extensions().extended_key_usage;
  return usages && std::any_of(usages->begin(), usages->end(), [&](ByteView usage) { return equal(usage, wanted); });
}

// Netscape's and Microsoft's Server Gated Crypto, from before serverAuth.
bool has_server_gated_crypto(const x509::Certificate& certificate) {
  return has_usage(certificate, x509::oid::kNetscapeServerGatedCrypto) || has_usage(certificate, x509::oid::kMicrosoftServerGatedCrypto);
}

// A usage beside serverAuth and anyExtendedKeyUsage that this client takes for one of a server, or of a CA of servers.
bool other_usage_serves(const ClientModel& model, const x509::Certificate& certificate, StepKind kind) {
  if (of_leaf(kind)) return model.leaf_server_gated_crypto && has_server_gated_crypto(certificate);
  return (model.issuer_server_gated_crypto && has_server_gated_crypto(certificate)) ||
         (model.issuer_client_auth && has_usage(certificate, x509::oid::kClientAuth));
}

bool tolerates(const ClientModel& model, const x509::Certificate& certificate, StepKind kind, PathProblem problem) {
  if (problem == PathProblem::host || problem == PathProblem::weak_signature) return true;
  if (problem == PathProblem::extended_key_usage && other_usage_serves(model, certificate, kind)) return true;
  if (problem == PathProblem::unknown_critical_extension && model.critical_key_ids && only_key_ids_critical(certificate)) return true;
  if (of_leaf(kind)) return false;
  if (problem == PathProblem::extended_key_usage && !model.issuer_extended_key_usage) return true;
  return kind == StepKind::anchor && tolerated_anchor(model, certificate, problem);
}

std::string describe(const x509::Certificate& certificate, const ProblemDetail& problem) {
  const std::string name = x509::quoted_name(certificate);
  switch (problem.problem) {
    case PathProblem::expired:
      return fmt::format("{} {}", name, problem.detail);
    case PathProblem::not_yet_valid:
      return fmt::format("{} is {}", name, problem.detail);
    case PathProblem::not_a_ca:
    case PathProblem::key_usage:
      return fmt::format("{} must not issue certificates: {}", name, problem.detail);
    default:
      return fmt::format("{}: {}", name, problem.detail);
  }
}

std::optional<std::string> any_usage_refusal(const ClientQuestion& question, const x509::Certificate& certificate, StepKind kind) {
  const ClientModel& model = question.model;
  const bool allowed = of_leaf(kind) ? model.any_extended_key_usage : model.issuer_any_extended_key_usage;
  if (allowed || !question.chain.request().purposes.has(Purpose::server)) return std::nullopt;
  if (other_usage_serves(model, certificate, kind)) return std::nullopt;
  if (kind == StepKind::anchor && !model.anchor_extended_key_usage) return std::nullopt;
  if (!has_usage(certificate, x509::oid::kAnyExtendedKeyUsage) || has_usage(certificate, x509::oid::kServerAuth)) return std::nullopt;
  return fmt::format("extendedKeyUsage of {} has anyExtendedKeyUsage but not serverAuth", x509::quoted_name(certificate));
}

// Critical extensions that this program processes and the client does not.
std::optional<std::string> unknown_extension(const ClientModel& model, const x509::Certificate& certificate, StepKind kind) {
  if (model.unknown_extensions.empty() || (kind == StepKind::anchor && !model.anchor_critical_extensions)) return std::nullopt;
  for (const x509::Extension& extension : certificate.extensions().all) {
    if (!extension.critical) continue;
    const std::string name = asn1::oid_name(extension.oid);
    if (std::find(model.unknown_extensions.begin(), model.unknown_extensions.end(), name) == model.unknown_extensions.end()) continue;
    return fmt::format("{} has the unsupported critical extension {}", x509::quoted_name(certificate), name);
  }
  return std::nullopt;
}

std::optional<std::string> constraint_form_refusal(const ClientModel& model, const x509::Certificate& certificate) {
  const auto& constraints = certificate.extensions().name_constraints;
  const auto& refused = model.constraints_refused;
  if (refused.empty() || !constraints) return std::nullopt;
  for (const x509::ConstraintForm form : x509::unusual_forms(*constraints)) {
    if (std::find(refused.begin(), refused.end(), x509::to_string(form)) == refused.end()) continue;
    return fmt::format("the name constraints of {} are malformed", x509::quoted_name(certificate));
  }
  return std::nullopt;
}

std::optional<std::string> key_refusal(const ClientModel& model, const x509::Certificate& certificate) {
  const x509::PublicKeyInfo& key = certificate.public_key();
  const bool rsa = key.algorithm == x509::KeyAlgorithm::rsa || key.algorithm == x509::KeyAlgorithm::rsa_pss;
  if (rsa && key.bits > 0 && key.bits < model.rsa_min_bits) {
    return fmt::format("the key of {} is {}; at least {} bits are required", x509::quoted_name(certificate), key.to_string(),
                       model.rsa_min_bits);
  }
  return std::nullopt;
}

bool is_post_quantum(const x509::PublicKeyInfo& key) {
  return key.algorithm == x509::KeyAlgorithm::ml_dsa ||
         (key.algorithm == x509::KeyAlgorithm::other && key.to_string().starts_with("SLH-DSA"));
}

// What a client cannot read of a certificate that is sent.
std::optional<Objection> form_objection(const ClientModel& model, const x509::CertificatePtr& certificate) {
  const auto malformed = [&](std::string words) {
    return Objection{ObjectionKind::refused, std::move(words), certificate, RefusalCause::malformed};
  };
  if (auto words = constraint_form_refusal(model, *certificate)) return malformed(*words);
  const ByteView serial = certificate->serial();
  if (!model.negative_serial && !serial.empty() && serial[0] >= 0x80) {
    return malformed(fmt::format("the serial number of {} is negative", x509::quoted_name(*certificate)));
  }
  if (!model.unusual_keys && !certificate->public_key().unusual_encodings().empty()) {
    const x509::KeyEncoding encoding = certificate->public_key().unusual_encodings().front();
    return malformed(
        fmt::format("the key of {} cannot be read: it is encoded as {}", x509::quoted_name(*certificate), x509::describe(encoding)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> key_type_refusal(const ClientModel& model, const x509::Certificate& certificate, StepKind kind) {
  const x509::PublicKeyInfo& key = certificate.public_key();
  const auto& curves = model.issuer_curves;
  const bool curve = !of_leaf(kind) && key.algorithm == x509::KeyAlgorithm::ec && !curves.empty() &&
                     std::find(curves.begin(), curves.end(), key.curve) == curves.end();
  const auto& refused = model.issuer_keys_refused;
  const bool algorithm = !of_leaf(kind) && std::find(refused.begin(), refused.end(), x509::to_string(key.algorithm)) != refused.end();
  const bool edwards = key.algorithm == x509::KeyAlgorithm::ed25519 && !model.ed25519;
  if (!curve && !algorithm && !edwards && (model.post_quantum || !is_post_quantum(key))) return std::nullopt;
  return fmt::format("the key of {} is {}, which is not supported", x509::quoted_name(certificate), key.to_string());
}

std::optional<Objection> reading_objection(const ClientModel& model, const std::vector<x509::CertificatePtr>& sent) {
  if (!model.reads_all_sent) return std::nullopt;
  for (const x509::CertificatePtr& certificate : sent) {
    if (auto objection = form_objection(model, certificate)) return objection;
    if (model.critical_key_ids) continue;
    for (const x509::Extension& extension : certificate->extensions().all) {
      if (!extension.critical || !never_critical(extension.oid)) continue;
      return Objection{ObjectionKind::refused,
                       fmt::format("{} of {} is critical", asn1::oid_name(extension.oid), x509::quoted_name(*certificate)), certificate,
                       RefusalCause::critical_extension};
    }
  }
  return std::nullopt;
}

std::optional<Objection> own_objection(ClientQuestion& question, const x509::CertificatePtr& certificate, StepKind kind,
                                       std::size_t index) {
  const ClientModel& model = question.model;
  for (const ProblemDetail& problem : question.chain.problems(*certificate, kind)) {
    if (problem.detail == kNoSubtrees) continue;  // constraint_form_refusal
    if (model.empty_key_usage && problem.problem == PathProblem::malformed && problem.detail == kEmptyKeyUsage) continue;
    if (model.empty_key_usage && problem.problem == PathProblem::key_usage && certificate->extensions().key_usage == 0u) continue;
    const bool late = outdated(problem.problem) && asks_for_time(question, index);
    if (!late && tolerates(model, *certificate, kind, problem.problem)) continue;
    return Objection{outdated(problem.problem) ? ObjectionKind::outdated : ObjectionKind::refused, describe(*certificate, problem),
                     certificate, cause_of(problem.problem)};
  }
  if (auto words = key_refusal(model, *certificate)) return Objection{ObjectionKind::outdated, *words, certificate, RefusalCause::weak_key};
  if (auto words = key_type_refusal(model, *certificate, kind)) {
    return Objection{ObjectionKind::outdated, *words, certificate, RefusalCause::key_type};
  }
  if (auto words = any_usage_refusal(question, *certificate, kind)) {
    return Objection{ObjectionKind::refused, *words, certificate, RefusalCause::extended_key_usage};
  }
  if (auto words = unknown_extension(model, *certificate, kind)) {
    return Objection{ObjectionKind::refused, *words, certificate, RefusalCause::critical_extension};
  }
  if (kind != StepKind::anchor) {
    if (auto objection = form_objection(model, certificate)) return objection;
  }
  if (!of_leaf(kind)) return std::nullopt;
  const x509::Extension* names = certificate->extensions().find(x509::oid::kSubjectAltName);
  if (!model.noncritical_names_alone && certificate->subject().empty() && names != nullptr && !names->critical) {
    return Objection{ObjectionKind::refused, "the subject is empty and the subjectAltName is not critical", certificate,
                     RefusalCause::malformed};
  }
  if (const auto refusal = leaf_refusal(model, *certificate, question.chain.request())) {
    return Objection{ObjectionKind::refused, refusal->words, certificate, refusal->cause};
  }
  return std::nullopt;
}

}  // namespace chainlint::chain
