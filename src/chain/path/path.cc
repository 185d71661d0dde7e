#include "chainlint/chain/path.h"

#include <algorithm>

#include "chainlint/chain/analysis.h"

namespace chainlint::chain {

std::string_view to_string(StopReason reason) {
  switch (reason) {
    case StopReason::anchor:
      return "anchor";
    case StopReason::untrusted_root:
      return "untrusted_root";
    case StopReason::issuer_missing:
      return "issuer_missing";
    case StopReason::issuer_rekeyed:
      return "issuer_rekeyed";
    case StopReason::issuer_renamed:
      return "issuer_renamed";
    case StopReason::signature_invalid:
      return "signature_invalid";
    case StopReason::unsupported:
      return "unsupported";
    case StopReason::limit:
      return "limit";
  }
  return "limit";
}

std::string_view to_string(PathProblem problem) {
  switch (problem) {
    case PathProblem::malformed:
      return "malformed";
    case PathProblem::expired:
      return "expired";
    case PathProblem::not_yet_valid:
      return "not_yet_valid";
    case PathProblem::signature_unsupported:
      return "signature_unsupported";
    case PathProblem::algorithm_mismatch:
      return "algorithm_mismatch";
    case PathProblem::not_a_ca:
      return "not_a_ca";
    case PathProblem::key_usage:
      return "key_usage";
    case PathProblem::path_length:
      return "path_length";
    case PathProblem::extended_key_usage:
      return "extended_key_usage";
    case PathProblem::name_constraint:
      return "name_constraint";
    case PathProblem::unknown_critical_extension:
      return "unknown_critical_extension";
    case PathProblem::policy:
      return "policy";
    case PathProblem::host:
      return "host";
    case PathProblem::weak_key:
      return "weak_key";
    case PathProblem::revoked:
      return "revoked";
    case PathProblem::weak_signature:
      return "weak_signature";
  }
  return "malformed";
}

std::string_view to_string(KeyIdMatch match) {
  switch (match) {
    case KeyIdMatch::match:
      return "match";
    case KeyIdMatch::absent:
      return "absent";
    case KeyIdMatch::mismatch:
      return "mismatch";
  }
  return "absent";
}

std::string_view to_string(Purpose purpose) {
  switch (purpose) {
    case Purpose::server:
      return "server";
    case Purpose::client:
      return "client";
    case Purpose::email:
      return "email";
    case Purpose::any:
      return "any";
  }
  return "any";
}

std::string_view to_string(BundleKind kind) {
  switch (kind) {
    case BundleKind::server:
      return "server";
    case BundleKind::issuing_ca:
      return "issuing-ca";
    case BundleKind::trust_store:
      return "trust-store";
    case BundleKind::request:
      return "request";
    case BundleKind::private_key:
      return "private-key";
    case BundleKind::crl:
      return "crl";
    case BundleKind::parameters:
      return "parameters";
    case BundleKind::public_key:
      return "public-key";
    case BundleKind::other:
      return "other";
  }
  return "other";
}

std::string_view to_string(Role role) {
  switch (role) {
    case Role::leaf:
      return "leaf";
    case Role::intermediate:
      return "intermediate";
    case Role::root:
      return "root";
  }
  return "leaf";
}

bool Path::valid() const { return stop == StopReason::anchor && problem_count() == 0; }

std::size_t Path::problem_count() const {
  std::size_t count = 0;
  for (const PathStep& step : steps) count += step.problems.size();
  return count;
}

}  // namespace chainlint::chain
