#include "client/client_path.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "client/client_leaf.h"
#include "client/client_relation.h"
#include "path/path_checks.h"
#include "path/policy_tree.h"

namespace chainlint::chain {
namespace {

constexpr std::string_view kHostCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

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
  const auto& usages = certificate.extensions().extended_key_usage;
  const bool allowed = of_leaf(kind) ? model.any_extended_key_usage : model.issuer_any_extended_key_usage;
  if (allowed || !usages || !question.chain.request().purposes.has(Purpose::server)) return std::nullopt;
  if (other_usage_serves(model, certificate, kind)) return std::nullopt;
  if (kind == StepKind::anchor && !model.anchor_extended_key_usage) return std::nullopt;
  const auto has = [&](ByteView wanted) {
    return std::any_of(usages->begin(), usages->end(), [&](ByteView usage) { return equal(usage, wanted); });
  };
  if (!has(x509::oid::kAnyExtendedKeyUsage) || has(x509::oid::kServerAuth)) return std::nullopt;
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

// An algorithm or curve that the client does not have at all.
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

// What speaks against `child` having been issued by `issuer`.
std::optional<Objection> link_objection(ClientQuestion& question, const x509::CertificatePtr& child, const x509::Certificate& issuer) {
  const crypto::SignatureScheme scheme = crypto::describe_signature(child->signature_algorithm());
  if (scheme.hash == "sha1" && !question.model.sha1_signatures) {
    return Objection{ObjectionKind::outdated, fmt::format("{} is signed with {}", x509::quoted_name(*child), scheme.name), child,
                     RefusalCause::weak_signature};
  }
  if (auto words = key_type_refusal(question.model, issuer, StepKind::issuer)) {
    return Objection{ObjectionKind::refused, *words, child, RefusalCause::key_type};
  }
  const auto& refused = question.model.signatures_refused;
  if (std::find(refused.begin(), refused.end(), scheme.hash) != refused.end()) {
    return Objection{ObjectionKind::refused,
                     fmt::format("{} is signed with {}, which is not supported", x509::quoted_name(*child), scheme.name), child,
                     RefusalCause::weak_signature};
  }
  switch (question.chain.signature(*child, issuer)) {
    case crypto::SignatureVerdict::valid:
      return std::nullopt;
    case crypto::SignatureVerdict::invalid:
      return Objection{ObjectionKind::refused,
                       fmt::format("{} was not signed with the key of the certificate for {} (serial {})", x509::quoted_name(*child),
                                   x509::quoted_name(issuer), issuer.serial_text()),
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

bool constrains_directory_names(const x509::Certificate& certificate, bool alone) {
  const auto& constraints = certificate.extensions().name_constraints;
  if (!constraints) return false;
  std::size_t count = 0;
  for (const auto* subtrees : {&constraints->permitted, &constraints->excluded}) {
    count += static_cast<std::size_t>(std::count_if(subtrees->begin(), subtrees->end(), [](const x509::Subtree& subtree) {
      return subtree.base.kind == x509::GeneralNameKind::directory;
    }));
  }
  return alone ? count == constraints->permitted.size() + constraints->excluded.size() : count > 0;
}

// What OpenSSL and GnuTLS hold against the common name of a leaf with other names, but without a DNS name.
std::optional<std::string> common_name_violation(ClientQuestion& question, const x509::Certificate& issuer, const x509::Certificate& leaf) {
  const CommonNameConstraint constrained = question.model.common_name_constrained;
  const auto& names = leaf.extensions().subject_alt_name;
  if (constrained == CommonNameConstraint::never || !issuer.extensions().name_constraints || !names) return std::nullopt;
  const bool has_dns =
      std::any_of(names->begin(), names->end(), [](const x509::GeneralName& name) { return name.kind == x509::GeneralNameKind::dns; });
  if (has_dns) return std::nullopt;
  for (const std::string& name : leaf.subject().values(x509::oid::kCommonName)) {
    const bool reads_as_host = name.find('.') != std::string::npos && name.find_first_not_of(kHostCharacters) == std::string::npos;
    if (constrained == CommonNameConstraint::host_names && !reads_as_host) continue;
    if (auto reason = violated_constraint(issuer, name, question.comparisons)) return reason;
  }
  return std::nullopt;
}

std::optional<Objection> constraint_objection(ClientQuestion& question, const ClientPath& path, std::size_t index) {
  const x509::CertificatePtr& certificate = path.certificates[index];
  const auto upto = std::span(path.certificates).first(index + 1);
  const auto refuse = [&](const std::string& reason, RefusalCause cause, ObjectionKind kind = ObjectionKind::refused) {
    return Objection{kind, fmt::format("{}: {}", x509::quoted_name(*certificate), reason), certificate, cause};
  };
  if (auto reason = path_length_violation(upto, index)) return refuse(*reason, RefusalCause::path_length);
  const auto& basic = certificate->extensions().basic_constraints;
  if (question.model.self_issued_counts && basic && basic->path_length && static_cast<std::int64_t>(index) - 1 > *basic->path_length) {
    return refuse(fmt::format("pathLenConstraint {}, but {} below, self-issued certificates included", *basic->path_length,
                              count_noun(index - 1, "intermediate")),
                  RefusalCause::path_length);
  }
  if (auto reason = common_name_violation(question, *certificate, *path.certificates[0])) {
    return refuse(*reason, RefusalCause::name_constraint);
  }
  if (constrains_directory_names(*certificate, false) && question.model.directory_constraints != Handling::enforced) {
    const auto& excluded = certificate->extensions().name_constraints->excluded;
    const bool excludes = std::any_of(excluded.begin(), excluded.end(),
                                      [](const x509::Subtree& subtree) { return subtree.base.kind == x509::GeneralNameKind::directory; });
    if (question.model.directory_constraints == Handling::refused ||
        (excludes && question.model.excluded_directory_constraints == Handling::refused)) {
      return refuse("constraints on directory names are not supported", RefusalCause::name_constraint);
    }
    if (constrains_directory_names(*certificate, true)) return std::nullopt;
    return refuse("constraints on directory names and on other names cannot be distinguished here", RefusalCause::name_constraint,
                  ObjectionKind::unverifiable);
  }
  std::vector<std::string> reasons = intermediate_constraint_violations(upto, index, question.comparisons);
  if (auto reason = violated_constraint(*certificate, *path.certificates[0], true, question.comparisons)) reasons.push_back(*reason);
  if (reasons.empty()) return std::nullopt;
  return refuse(reasons.front(), RefusalCause::name_constraint);
}

// By itself alone.
std::optional<Objection> own_objection(ClientQuestion& question, const x509::CertificatePtr& certificate, StepKind kind,
                                       std::size_t index) {
  const ClientModel& model = question.model;
  for (const ProblemDetail& problem : question.chain.problems(*certificate, kind)) {
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
  const ByteView serial = certificate->serial();
  if (!model.negative_serial && kind != StepKind::anchor && !serial.empty() && serial[0] >= 0x80) {
    return Objection{ObjectionKind::refused, fmt::format("the serial number of {} is negative", x509::quoted_name(*certificate)),
                     certificate, RefusalCause::malformed};
  }
  if (!model.unusual_keys && kind != StepKind::anchor && !certificate->public_key().unusual_encodings().empty()) {
    const x509::KeyEncoding encoding = certificate->public_key().unusual_encodings().front();
    return Objection{
        ObjectionKind::refused,
        fmt::format("the key of {} cannot be read: it is encoded as {}", x509::quoted_name(*certificate), x509::describe(encoding)),
        certificate, RefusalCause::malformed};
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
    if (auto objection = link_objection(question, path.certificates[index - 1], *certificate)) return objection;
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
  if (question.chain.same_anchor(*leaf) == nullptr) return std::nullopt;
  const ClientPath path{{leaf}, 0, true};
  if (!question.model.trusted_leaf_as_is) return ClientOutcome{path, path_objection(question, path)};
  const auto refusal = name_refusal(question.model, *leaf, question.chain.request());
  if (!refusal) return ClientOutcome{path, std::nullopt};
  return ClientOutcome{path, Objection{ObjectionKind::refused, refusal->words, leaf, refusal->cause}};
}

}  // namespace chainlint::chain
