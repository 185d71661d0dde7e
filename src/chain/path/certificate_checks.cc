#include "path/certificate_checks.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::chain {

bool never_critical(ByteView oid) {
  return equal(oid, x509::oid::kAuthorityKeyId) || equal(oid, x509::oid::kSubjectKeyId) || equal(oid, x509::oid::kAuthorityInfoAccess);
}

namespace {

constexpr std::size_t kWeakRsaBits = 1024;

using Problems = std::vector<ProblemDetail>;

void check_time(const x509::Certificate& certificate, Instant at, Problems& problems) {
  if (!certificate.not_before() || !certificate.not_after()) return;
  if (at < *certificate.not_before()) {
    problems.push_back({PathProblem::not_yet_valid, fmt::format("valid from {}", certificate.not_before()->date())});
  }
  if (at > *certificate.not_after()) {
    problems.push_back({PathProblem::expired, fmt::format("expired on {}", certificate.not_after()->date())});
  }
}

// The first extension kind that is there twice: "A certificate MUST NOT include more than one instance of a particular extension."
std::optional<std::string> repeated_extension(const x509::Extensions& extensions) {
  std::vector<std::string_view> kinds;
  kinds.reserve(extensions.all.size());
  for (const x509::Extension& extension : extensions.all) kinds.push_back(as_text(extension.oid));
  std::sort(kinds.begin(), kinds.end());
  const auto twice = std::adjacent_find(kinds.begin(), kinds.end());
  if (twice == kinds.end()) return std::nullopt;
  return asn1::oid_name(as_bytes(*twice));
}

void check_damage(const x509::Certificate& certificate, Problems& problems) {
  const x509::Extensions& extensions = certificate.extensions();
  for (const x509::Defect& defect : certificate.defects()) {
    if (!defect.fatal && !defect.unloadable && defect.field != "extensions" && defect.field != "tbsCertificate") continue;
    problems.push_back({PathProblem::malformed, fmt::format("{} at byte {}: {}", defect.field, defect.offset, defect.what)});
  }
  if (certificate.version() == 0) problems.push_back({PathProblem::malformed, "version is not 1, 2 or 3"});
  for (const ByteView oid : extensions.undecodable) {
    const x509::Extension* extension = extensions.find(oid);
    if (!x509::is_processed_extension(oid) && (extension == nullptr || !extension->critical)) continue;
    problems.push_back({PathProblem::malformed, fmt::format("{} does not decode", asn1::oid_name(oid))});
  }
  if (const auto kind = repeated_extension(extensions)) {
    problems.push_back({PathProblem::malformed, fmt::format("{} is present more than once", *kind)});
  }
}

// What the CA intended with an extension without a name or a bit cannot be determined.
void check_emptiness(const x509::Certificate& certificate, StepKind kind, Problems& problems) {
  const x509::Extensions& extensions = certificate.extensions();
  const auto malformed = [&](std::string what) { problems.push_back({PathProblem::malformed, std::move(what)}); };
  if (extensions.name_constraints && extensions.name_constraints->permitted.empty() && extensions.name_constraints->excluded.empty()) {
    malformed(std::string(kNoSubtrees));
  }
  if (extensions.key_usage == 0u) malformed(std::string(kEmptyKeyUsage));
  if (!certificate.subject().empty() || certificate.has_fatal_defect()) return;
  if (kind == StepKind::issuer || kind == StepKind::anchor) return malformed("the subject of a CA is empty");
  if (extensions.find(x509::oid::kSubjectAltName) == nullptr) malformed("subject and subjectAltName are missing");
}

void check_critical_extensions(const x509::Certificate& certificate, Problems& problems) {
  for (const x509::Extension& extension : certificate.extensions().all) {
    if (!extension.critical || (x509::is_processed_extension(extension.oid) && !never_critical(extension.oid))) continue;
    const std::string_view why = never_critical(extension.oid) ? ", which must not be critical" : "";
    problems.push_back(
        {PathProblem::unknown_critical_extension, fmt::format("critical extension {}{}", asn1::oid_name(extension.oid), why)});
  }
}

void check_algorithms(const x509::Certificate& certificate, StepKind kind, Problems& problems) {
  const x509::AlgorithmIdentifier& inner = certificate.tbs_signature_algorithm();
  const x509::AlgorithmIdentifier& outer = certificate.signature_algorithm();
  if (!equal(inner.encoded, outer.encoded)) {
    problems.push_back({PathProblem::algorithm_mismatch, fmt::format("tbsCertificate has {}, but signatureAlgorithm is {}",
                                                                     asn1::oid_name(inner.oid), asn1::oid_name(outer.oid))});
  }
  const crypto::SignatureScheme scheme = crypto::describe_signature(outer);
  const bool broken = scheme.hash == "md5" || scheme.hash == "md2" || scheme.hash == "md4";
  if ((kind == StepKind::leaf || kind == StepKind::issuer) && (broken || scheme.hash == "sha1")) {
    problems.push_back({broken ? PathProblem::signature_unsupported : PathProblem::weak_signature,
                        fmt::format("signed with {}, which no current client accepts", scheme.name)});
  }
  const x509::PublicKeyInfo& key = certificate.public_key();
  const bool rsa = key.algorithm == x509::KeyAlgorithm::rsa || key.algorithm == x509::KeyAlgorithm::rsa_pss;
  if (rsa && key.bits > 0 && key.bits < kWeakRsaBits) {
    problems.push_back({PathProblem::weak_key, fmt::format("RSA key of {} bits; at least {} are required", key.bits, kWeakRsaBits)});
  }
}

void check_issuing(const x509::Certificate& certificate, StepKind kind, Problems& problems) {
  const x509::Extensions& extensions = certificate.extensions();
  if (!may_issue(certificate, kind == StepKind::anchor)) {
    std::string why;
    if (certificate.version() != 3) {
      why = fmt::format("version {} certificate cannot be marked as a CA", certificate.version());
    } else if (!extensions.basic_constraints) {
      why = "no basicConstraints";
    } else {
      why = "basicConstraints has CA:FALSE";
    }
    problems.push_back({PathProblem::not_a_ca, why});
  }
  if (extensions.key_usage && (*extensions.key_usage & x509::key_usage::kKeyCertSign) == 0) {
    problems.push_back({PathProblem::key_usage, "keyUsage lacks keyCertSign"});
  }
}

void check_extended_key_usage(const x509::Certificate& certificate, Purposes purposes, Problems& problems) {
  const auto& usages = certificate.extensions().extended_key_usage;
  const std::vector<Purpose> refused = refused_purposes(certificate, purposes);
  if (refused.empty()) return;
  std::vector<std::string> names, lacking;
  for (const Purpose purpose : refused) lacking.push_back(asn1::oid_name(usage_oid(purpose)));
  for (std::size_t i = 0; i < usages->size() && i < 8; ++i) names.push_back(asn1::oid_name((*usages)[i]));
  if (names.empty()) names.push_back("nothing");
  problems.push_back(
      {PathProblem::extended_key_usage, fmt::format("extendedKeyUsage allows {} but not {}", join_and(names), join_and(lacking))});
}

void check_hosts(const x509::Certificate& certificate, const std::vector<x509::HostName>& hosts, Problems& problems) {
  for (const x509::HostName& host : hosts) {
    if (!x509::covers(certificate, host)) {
      problems.push_back({PathProblem::host, fmt::format("does not cover {}", in_quotes(host.to_string()))});
    }
  }
}

}  // namespace

bool may_issue(const x509::Certificate& certificate, bool anchor) {
  if (certificate.version() == 3) {
    const auto& constraints = certificate.extensions().basic_constraints;
    return constraints && constraints->ca;
  }
  return anchor && certificate.version() == 1 && certificate.self_issued();
}

std::vector<ProblemDetail> issuing_problems(const x509::Certificate& certificate, bool anchor) {
  Problems problems;
  check_issuing(certificate, anchor ? StepKind::anchor : StepKind::issuer, problems);
  return problems;
}

std::vector<ProblemDetail> check_certificate(const x509::Certificate& certificate, StepKind kind, const ChainRequest& request) {
  Problems problems;
  const bool leaf = kind == StepKind::leaf || kind == StepKind::trusted_leaf;
  check_damage(certificate, problems);
  check_emptiness(certificate, kind, problems);
  check_time(certificate, request.at, problems);
  check_algorithms(certificate, kind, problems);
  check_critical_extensions(certificate, problems);
  if (!leaf) check_issuing(certificate, kind, problems);
  check_extended_key_usage(certificate, request.purposes, problems);
  if (leaf) check_hosts(certificate, request.hosts, problems);
  return problems;
}

}  // namespace chainlint::chain
