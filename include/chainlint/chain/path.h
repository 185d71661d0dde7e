// Paths from a leaf to an anchor: what was tried, what is wrong with each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/chain/known_certificate.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Why a path stops.
enum class StopReason {
  anchor,             // at a trust anchor
  untrusted_root,     // at a self-signed certificate that is no anchor
  issuer_missing,     // nothing known has the issuer's name, nor its key
  issuer_rekeyed,     // a CA of the issuer's name is there, with another key
  issuer_renamed,     // a CA with the issuer's key is there, under another name
  signature_invalid,  // name and key id fit and the signature does not verify
  unsupported,        // a CA of the issuer's name is there; the signature cannot be verified, no key id identifies it
  limit,              // a search budget ran out
};
inline constexpr EnumNames<StopReason::limit> kStopReasonNames{"anchor",         "untrusted_root",    "issuer_missing", "issuer_rekeyed",
                                                               "issuer_renamed", "signature_invalid", "unsupported",    "limit"};
constexpr std::string_view to_string(StopReason reason) { return kStopReasonNames[reason]; }

// Why a conforming client rejects a certificate of a path (RFC 5280 section 6.1, RFC 9525).
enum class PathProblem {
  malformed,  // a field that validation needs does not decode
  expired,
  not_yet_valid,
  signature_unsupported,  // an unsupported algorithm, or MD5: the path continues as if the signature were valid
  algorithm_mismatch,     // inner and outer signature algorithm differ
  not_a_ca,               // issues although basicConstraints does not say CA:TRUE, or is version 1
  key_usage,              // issues without keyCertSign
  path_length,            // more intermediates below than pathLenConstraint allows
  extended_key_usage,     // does not allow the purpose, or an issuer does not
  name_constraint,        // a name outside the subtrees of an issuer
  unknown_critical_extension,
  policy,    // RFC 5280 section 6.1.5 (g)
  host,      // the leaf does not cover a requested host
  weak_key,  // refused by every current client: RSA below 1024 bits
  revoked,
  weak_signature,  // refused by every current client: SHA-1 below the anchor
};
inline constexpr EnumNames<PathProblem::weak_signature> kPathProblemNames{"malformed",
                                                                          "expired",
                                                                          "not_yet_valid",
                                                                          "signature_unsupported",
                                                                          "algorithm_mismatch",
                                                                          "not_a_ca",
                                                                          "key_usage",
                                                                          "path_length",
                                                                          "extended_key_usage",
                                                                          "name_constraint",
                                                                          "unknown_critical_extension",
                                                                          "policy",
                                                                          "host",
                                                                          "weak_key",
                                                                          "revoked",
                                                                          "weak_signature"};
constexpr std::string_view to_string(PathProblem problem) { return kPathProblemNames[problem]; }

// One problem with the words that a finding needs.
struct ProblemDetail {
  PathProblem problem;
  std::string detail;  // "permits only dns:example.com", "pathLenConstraint 0, 1 intermediate below"
};

// How well two key ids fit.
enum class KeyIdMatch { match, absent, mismatch };
inline constexpr EnumNames<KeyIdMatch::mismatch> kKeyIdMatchNames{"match", "absent", "mismatch"};
constexpr std::string_view to_string(KeyIdMatch match) { return kKeyIdMatchNames[match]; }

// A child and the certificate that is taken for its issuer, each aspect on its own.
struct Link {
  bool name_identical = false;   // issuer and subject are the same bytes
  bool name_equivalent = false;  // the same by RFC 5280 section 7.1
  KeyIdMatch key_id = KeyIdMatch::absent;
  KeyIdMatch issuer_serial = KeyIdMatch::absent;  // authorityCertIssuer and authorityCertSerialNumber
  crypto::SignatureVerdict signature = crypto::SignatureVerdict::unsupported;
};

// Where a certificate of a path came from. An anchor's certificate that is in the bundle too is one of the bundle.
enum class StepSource {
  bundle,
  anchor,
  known,  // a private root beside the bundle or elsewhere in the run: the last step, and no anchor
};

struct PathStep {
  x509::CertificatePtr certificate;
  StepSource source = StepSource::bundle;
  std::vector<ProblemDetail> problems;
  std::optional<KnownCertificate> known;  // where a step of StepSource::known was found
  std::string revocation_unknown;         // why the lists of its issuer do not cover it; empty where they do, and without a list
  bool revocation_asked = false;          // lists were requested, and one of its issuer is there or it is the leaf: the answer matters
};

// Leaf first. links[i] joins steps[i] (child) and steps[i + 1] (issuer).
struct Path {
  std::vector<PathStep> steps;
  std::vector<Link> links;
  StopReason stop = StopReason::issuer_missing;

  bool valid() const;  // ends at an anchor and no step has a problem
  std::size_t problem_count() const;
};

}  // namespace chainlint::chain
