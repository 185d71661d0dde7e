#include "certificate_checks.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint {

namespace {

constexpr std::size_t kWeakRsaBits = 1024;

using Problems = std::vector<ProblemDetail>;

ByteView usage_oid(Purpose purpose) {
  switch (purpose) {
    case Purpose::server:
      return oid::kServerAuth;
    case Purpose::client:
      return oid::kClientAuth;
    case Purpose::email:
      return oid::kEmailProtection;
    case Purpose::any:
      break;
  }
  return {};
}

void check_time(const Certificate& certificate, Instant at, Problems& problems) {
  if (!certificate.not_before() || !certificate.not_after()) return;
  if (at < *certificate.not_before()) {
    problems.push_back({PathProblem::not_yet_valid, fmt::format("valid from {}", certificate.not_before()->to_string())});
  }
  if (at > *certificate.not_after()) {
    problems.push_back({PathProblem::expired, fmt::format("expired {}", certificate.not_after()->to_string())});
  }
}

// The first extension kind that is there twice: "A certificate MUST NOT include more than one instance of a particular extension."
std::optional<std::string> repeated_extension(const Extensions& extensions) {
  std::vector<std::string_view> kinds;
  kinds.reserve(extensions.all.size());
  for (const Extension& extension : extensions.all) kinds.push_back(as_text(extension.oid));
  std::sort(kinds.begin(), kinds.end());
  const auto twice = std::adjacent_find(kinds.begin(), kinds.end());
  if (twice == kinds.end()) return std::nullopt;
  return oid_name(as_bytes(*twice));
}

void check_damage(const Certificate& certificate, Problems& problems) {
  const Extensions& extensions = certificate.extensions();
  for (const Defect& defect : certificate.defects()) {
    if (!defect.fatal && defect.field != "extensions" && defect.field != "tbsCertificate") continue;
    problems.push_back({PathProblem::malformed, fmt::format("{} at octet {}: {}", defect.field, defect.offset, defect.what)});
  }
  if (certificate.version() == 0) problems.push_back({PathProblem::malformed, "version is none of 1, 2 and 3"});
  for (const ByteView oid : extensions.undecodable) {
    const Extension* extension = extensions.find(oid);
    if (!is_processed_extension(oid) && (extension == nullptr || !extension->critical)) continue;
    problems.push_back({PathProblem::malformed, fmt::format("{} does not decode", oid_name(oid))});
  }
  if (const auto kind = repeated_extension(extensions)) {
    problems.push_back({PathProblem::malformed, fmt::format("{} is present more than once", *kind)});
  }
}

// Extensions without a name or a bit say nothing, and nobody can tell what the CA meant to forbid.
void check_emptiness(const Certificate& certificate, StepKind kind, Problems& problems) {
  const Extensions& extensions = certificate.extensions();
  const auto malformed = [&](std::string what) { problems.push_back({PathProblem::malformed, std::move(what)}); };
  if (extensions.name_constraints && extensions.name_constraints->permitted.empty() && extensions.name_constraints->excluded.empty()) {
    malformed("nameConstraints neither permits nor excludes anything");
  }
  if (extensions.key_usage == 0u) malformed("keyUsage sets no bit: the key may be used for nothing");
  if (!certificate.subject().empty() || certificate.has_fatal_defect()) return;
  if (kind == StepKind::issuer || kind == StepKind::anchor) return malformed("a CA without a subject");
  if (extensions.find(oid::kSubjectAltName) == nullptr) malformed("neither a subject nor a subjectAltName");
}

// "Conforming CAs MUST mark this extension as non-critical" (RFC 5280 sections 4.2.1.1, 4.2.1.2, 4.2.2.1).
bool never_critical(ByteView oid) {
  return equal(oid, oid::kAuthorityKeyId) || equal(oid, oid::kSubjectKeyId) || equal(oid, oid::kAuthorityInfoAccess);
}

void check_critical_extensions(const Certificate& certificate, Problems& problems) {
  for (const Extension& extension : certificate.extensions().all) {
    if (!extension.critical || (is_processed_extension(extension.oid) && !never_critical(extension.oid))) continue;
    const std::string_view why = never_critical(extension.oid) ? ", which must not be critical" : "";
    problems.push_back({PathProblem::unknown_critical_extension, fmt::format("critical extension {}{}", oid_name(extension.oid), why)});
  }
}

void check_algorithms(const Certificate& certificate, StepKind kind, Problems& problems) {
  const AlgorithmIdentifier& inner = certificate.tbs_signature_algorithm();
  const AlgorithmIdentifier& outer = certificate.signature_algorithm();
  if (!equal(inner.encoded, outer.encoded)) {
    problems.push_back({PathProblem::algorithm_mismatch, fmt::format("{} inside, {} outside", oid_name(inner.oid), oid_name(outer.oid))});
  }
  const SignatureScheme scheme = describe_signature(outer);
  const bool broken = scheme.hash == "md5" || scheme.hash == "md2" || scheme.hash == "md4";
  if ((kind == StepKind::leaf || kind == StepKind::issuer) && (broken || scheme.hash == "sha1")) {
    problems.push_back({broken ? PathProblem::signature_unsupported : PathProblem::weak_signature,
                        fmt::format("signed with {}, which no current client accepts", scheme.name)});
  }
  const PublicKeyInfo& key = certificate.public_key();
  const bool rsa = key.algorithm == KeyAlgorithm::rsa || key.algorithm == KeyAlgorithm::rsa_pss;
  if (rsa && key.bits > 0 && key.bits < kWeakRsaBits) {
    problems.push_back({PathProblem::weak_key, fmt::format("RSA key of {} bits, at least {} are accepted", key.bits, kWeakRsaBits)});
  }
}

void check_issuing(const Certificate& certificate, StepKind kind, Problems& problems) {
  const Extensions& extensions = certificate.extensions();
  if (!may_issue(certificate, kind == StepKind::anchor)) {
    std::string why;
    if (certificate.version() != 3) {
      why = fmt::format("version {} certificate, which cannot say that it is a CA", certificate.version());
    } else if (!extensions.basic_constraints) {
      why = "no basicConstraints";
    } else {
      why = "basicConstraints says CA:FALSE";
    }
    problems.push_back({PathProblem::not_a_ca, why});
  }
  if (extensions.key_usage && (*extensions.key_usage & key_usage::kKeyCertSign) == 0) {
    problems.push_back({PathProblem::key_usage, "keyUsage without keyCertSign"});
  }
}

void check_extended_key_usage(const Certificate& certificate, Purpose purpose, Problems& problems) {
  const auto& usages = certificate.extensions().extended_key_usage;
  const ByteView wanted = usage_oid(purpose);
  if (!usages || wanted.empty()) return;
  const bool allows = std::any_of(usages->begin(), usages->end(),
                                  [&](ByteView usage) { return equal(usage, wanted) || equal(usage, oid::kAnyExtendedKeyUsage); });
  if (allows) return;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < usages->size() && i < 8; ++i) names.push_back(oid_name((*usages)[i]));
  if (names.empty()) names.push_back("nothing");
  problems.push_back(
      {PathProblem::extended_key_usage, fmt::format("extendedKeyUsage allows {}, not {}", join_and(names), oid_name(wanted))});
}

void check_hosts(const Certificate& certificate, const std::vector<HostName>& hosts, Problems& problems) {
  for (const HostName& host : hosts) {
    if (!covers(certificate, host)) problems.push_back({PathProblem::host, fmt::format("does not cover {}", in_quotes(host.to_string()))});
  }
}

}  // namespace

bool may_issue(const Certificate& certificate, bool anchor) {
  if (certificate.version() == 3) {
    const auto& constraints = certificate.extensions().basic_constraints;
    return constraints && constraints->ca;
  }
  return anchor && certificate.version() == 1 && certificate.self_issued();
}

std::vector<ProblemDetail> issuing_problems(const Certificate& certificate, bool anchor) {
  Problems problems;
  check_issuing(certificate, anchor ? StepKind::anchor : StepKind::issuer, problems);
  return problems;
}

std::vector<ProblemDetail> check_certificate(const Certificate& certificate, StepKind kind, const ChainRequest& request) {
  Problems problems;
  const bool leaf = kind == StepKind::leaf || kind == StepKind::trusted_leaf;
  check_damage(certificate, problems);
  check_emptiness(certificate, kind, problems);
  check_time(certificate, request.at, problems);
  check_algorithms(certificate, kind, problems);
  check_critical_extensions(certificate, problems);
  if (!leaf) check_issuing(certificate, kind, problems);
  check_extended_key_usage(certificate, request.purpose, problems);
  if (leaf) check_hosts(certificate, request.hosts, problems);
  return problems;
}

}  // namespace chainlint
