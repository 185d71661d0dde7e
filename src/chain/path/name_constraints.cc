#include "path/name_constraints.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "path/subtree.h"

namespace chainlint::chain {

namespace {

std::string_view form_name(x509::GeneralNameKind kind) {
  switch (kind) {
    case x509::GeneralNameKind::other:
      return "other name";
    case x509::GeneralNameKind::email:
      return "email address";
    case x509::GeneralNameKind::dns:
      return "DNS name";
    case x509::GeneralNameKind::x400:
      return "X.400 address";
    case x509::GeneralNameKind::directory:
      return "directory name";
    case x509::GeneralNameKind::edi_party:
      return "EDI party name";
    case x509::GeneralNameKind::uri:
      return "URI";
    case x509::GeneralNameKind::ip:
      return "IP address";
    case x509::GeneralNameKind::registered_id:
      return "registered ID";
  }
  return "name";
}

bool is_implemented(x509::GeneralNameKind kind) {
  return kind == x509::GeneralNameKind::email || kind == x509::GeneralNameKind::dns || kind == x509::GeneralNameKind::directory ||
         kind == x509::GeneralNameKind::uri || kind == x509::GeneralNameKind::ip;
}

std::string describe(const x509::GeneralName& name) { return fmt::format("{} {}", form_name(name.kind), printable(name.to_string())); }

bool reads_as_dns_name(std::string_view text) {
  if (text.find('.') == std::string_view::npos || text.size() > 253) return false;
  const bool has_letter = std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return has_letter && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
                  c == '*';
         });
}

// Every name that constraints apply to. `storage` owns the text of names that were taken from the subject.
std::vector<x509::GeneralName> constrained_names(const x509::Certificate& subject, bool leaf, std::vector<std::string>& storage) {
  std::vector<x509::GeneralName> names;
  const auto& alternatives = subject.extensions().subject_alt_name;
  if (alternatives) names = *alternatives;
  const bool has_email =
      std::any_of(names.begin(), names.end(), [](const x509::GeneralName& name) { return name.kind == x509::GeneralNameKind::email; });
  std::vector<x509::GeneralNameKind> kinds;
  if (!has_email) {
    for (std::string& address : subject.subject().values(x509::oid::kEmailAddress)) {
      storage.push_back(std::move(address));
      kinds.push_back(x509::GeneralNameKind::email);
    }
  }
  if (leaf && !alternatives) {
    for (std::string& name : subject.subject().values(x509::oid::kCommonName)) {
      if (!reads_as_dns_name(name)) continue;
      storage.push_back(std::move(name));
      kinds.push_back(x509::GeneralNameKind::dns);
    }
  }
  for (std::size_t i = 0; i < storage.size(); ++i) names.push_back({kinds[i], as_bytes(storage[i]), {}});
  if (!subject.subject().empty()) names.push_back({x509::GeneralNameKind::directory, subject.subject().der(), subject.subject()});
  return names;
}

class ConstraintCheck {
 public:
  ConstraintCheck(const x509::NameConstraints& constraints, bool critical, ComparisonBudget& budget)
      : constraints_(constraints), critical_(critical), budget_(budget) {}

  std::optional<std::string> violation(const x509::GeneralName& name) {
    for (const x509::Subtree& subtree : constraints_.excluded) {
      if (subtree.base.kind != name.kind) continue;
      if (std::optional<std::string> reason = against_excluded(name, subtree)) return reason;
    }
    bool limited = false;
    std::vector<std::string> permitted;
    for (const x509::Subtree& subtree : constraints_.permitted) {
      if (subtree.base.kind != name.kind) continue;
      if (!budget_.take()) return std::nullopt;
      if (!is_comparable(subtree)) {
        if (critical_ || is_implemented(name.kind)) return not_comparable(name, subtree);
        continue;
      }
      limited = true;
      const SubtreeMatch match = match_subtree(name, subtree.base);
      if (match == SubtreeMatch::inside) return std::nullopt;
      if (match == SubtreeMatch::undecidable) return not_comparable(name, subtree);
      if (permitted.size() < 4) permitted.push_back(printable(subtree.base.to_string()));
    }
    if (!limited) return std::nullopt;
    return fmt::format("{} is not permitted (permitted: {})", describe(name), join_and(permitted));
  }

 private:
  static bool is_comparable(const x509::Subtree& subtree) { return subtree.supported && is_implemented(subtree.base.kind); }

  std::optional<std::string> against_excluded(const x509::GeneralName& name, const x509::Subtree& subtree) {
    if (!budget_.take()) return std::nullopt;
    if (!is_comparable(subtree)) {
      if (critical_ || is_implemented(name.kind)) return not_comparable(name, subtree);
      return std::nullopt;
    }
    switch (match_subtree(name, subtree.base)) {
      case SubtreeMatch::outside:
        return std::nullopt;
      case SubtreeMatch::undecidable:
        return not_comparable(name, subtree);
      case SubtreeMatch::partly:
        return fmt::format("{} can match a name that is excluded (excluded: {})", describe(name), printable(subtree.base.to_string()));
      case SubtreeMatch::inside:
        break;
    }
    return fmt::format("{} is excluded (excluded: {})", describe(name), printable(subtree.base.to_string()));
  }

  static std::string not_comparable(const x509::GeneralName& name, const x509::Subtree& subtree) {
    return fmt::format("{} cannot be compared with the constraint {}", describe(name), describe(subtree.base));
  }

  const x509::NameConstraints& constraints_;
  bool critical_;
  ComparisonBudget& budget_;
};

}  // namespace

std::optional<std::string> violated_constraint(const x509::Certificate& issuer, const x509::Certificate& subject, bool leaf,
                                               ComparisonBudget& budget) {
  const x509::Extensions& extensions = issuer.extensions();
  if (!extensions.name_constraints) return std::nullopt;
  if (const auto* known = budget.known({&issuer, &subject})) return *known;
  const x509::Extension* extension = extensions.find(x509::oid::kNameConstraints);
  ConstraintCheck check(*extensions.name_constraints, extension != nullptr && extension->critical, budget);
  std::vector<std::string> storage;
  for (const x509::GeneralName& name : constrained_names(subject, leaf, storage)) {
    if (std::optional<std::string> reason = check.violation(name)) return budget.remember({&issuer, &subject}, std::move(reason));
    if (budget.spent()) return std::nullopt;
  }
  return budget.remember({&issuer, &subject}, std::nullopt);
}

std::optional<std::string> violated_constraint(const x509::Certificate& issuer, std::string_view dns_name, ComparisonBudget& budget) {
  const x509::Extensions& extensions = issuer.extensions();
  if (!extensions.name_constraints) return std::nullopt;
  return ConstraintCheck(*extensions.name_constraints, true, budget).violation({x509::GeneralNameKind::dns, as_bytes(dns_name), {}});
}

}  // namespace chainlint::chain
