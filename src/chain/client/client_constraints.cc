#include "client/client_constraints.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "client/client_leaf.h"
#include "path/path_checks.h"

namespace chainlint::chain {
namespace {

constexpr std::string_view kHostCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

bool is_of_directory(const x509::Subtree& subtree) { return subtree.base.kind == x509::GeneralNameKind::directory; }

// Which name constraints of an issuer are on directory names.
struct DirectoryConstraints {
  bool permitted = false, excluded = false;
  bool alone = false;  // no constraints on other names
};

DirectoryConstraints directory_constraints_of(const x509::Certificate& issuer) {
  const auto& constraints = issuer.extensions().name_constraints;
  if (!constraints) return {};
  const auto& permitted = constraints->permitted;
  const auto& excluded = constraints->excluded;
  return {
      std::any_of(permitted.begin(), permitted.end(), is_of_directory), std::any_of(excluded.begin(), excluded.end(), is_of_directory),
      std::all_of(permitted.begin(), permitted.end(), is_of_directory) && std::all_of(excluded.begin(), excluded.end(), is_of_directory)};
}

// Whether OpenSSL and GnuTLS reject the common name of a leaf with other names, but without a DNS name.
std::optional<std::string> common_name_violation(ClientQuestion& question, const x509::Certificate& issuer, const x509::Certificate& leaf) {
  const CommonNameConstraint constrained = question.model.common_name_constrained;
  const bool other_names_alone = leaf.extensions().subject_alt_name && !has_names_of(leaf, x509::GeneralNameKind::dns);
  if (constrained == CommonNameConstraint::never || !issuer.extensions().name_constraints || !other_names_alone) return std::nullopt;
  for (const std::string& name : leaf.subject().values(x509::oid::kCommonName)) {
    const bool reads_as_host = name.find('.') != std::string::npos && name.find_first_not_of(kHostCharacters) == std::string::npos;
    if (constrained == CommonNameConstraint::host_names && !reads_as_host) continue;
    if (auto reason = violated_constraint(issuer, name, question.comparisons)) return reason;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Objection> constraint_objection(ClientQuestion& question, const ClientPath& path, std::size_t index) {
  const x509::CertificatePtr& certificate = path.certificates[index];
  const auto upto = std::span(path.certificates).first(index + 1);
  const auto refuse = [&](const std::string& reason, RefusalCause cause, ObjectionKind kind = ObjectionKind::refused) {
    return Objection{kind, fmt::format("{}: {}", x509::quoted_name(*certificate), reason), certificate, cause};
  };
  if (auto reason = path_length_violation(upto, index)) return refuse(*reason, RefusalCause::path_length);
  const auto& basic = certificate->extensions().basic_constraints;
  if (question.model.self_issued_counts && basic && basic->path_length && static_cast<std::int64_t>(index) - 1 > *basic->path_length) {
    return refuse(fmt::format("pathLenConstraint is {}, but the path has {} below it, self-issued certificates included",
                              *basic->path_length, count_noun(index - 1, "intermediate")),
                  RefusalCause::path_length);
  }
  if (auto reason = common_name_violation(question, *certificate, *path.certificates[0])) {
    return refuse(*reason, RefusalCause::name_constraint);
  }
  const DirectoryConstraints directory = directory_constraints_of(*certificate);
  if ((directory.permitted || directory.excluded) && question.model.directory_constraints != Handling::enforced) {
    if (question.model.directory_constraints == Handling::refused ||
        (directory.excluded && question.model.excluded_directory_constraints == Handling::refused)) {
      return refuse("constraints on directory names are not supported", RefusalCause::name_constraint);
    }
    if (directory.alone) return std::nullopt;
    return refuse("constraints on directory names cannot be evaluated separately from those on other names", RefusalCause::name_constraint,
                  ObjectionKind::unverifiable);
  }
  std::vector<std::string> reasons = intermediate_constraint_violations(upto, index, question.comparisons);
  if (auto reason = violated_constraint(*certificate, *path.certificates[0], true, question.comparisons)) reasons.push_back(*reason);
  if (question.comparisons.spent()) {
    return refuse("too many name constraints to compare", RefusalCause::name_constraint, ObjectionKind::budget);
  }
  if (reasons.empty()) return std::nullopt;
  return refuse(reasons.front(), RefusalCause::name_constraint);
}

}  // namespace chainlint::chain
