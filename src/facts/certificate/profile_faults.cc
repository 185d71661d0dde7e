#include "certificate/profile_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::facts {
namespace {

using x509::GeneralNameKind;

struct CriticalExtension {
  ByteView oid;
  std::string_view name;
};

// "Conforming CAs MUST mark this extension as critical": sections 4.2.1.10, 4.2.1.11 and 4.2.1.14. For basicConstraints there is a rule.
const CriticalExtension kAlwaysCritical[] = {
    {x509::oid::kNameConstraints, "nameConstraints"},
    {x509::oid::kPolicyConstraints, "policyConstraints"},
    {x509::oid::kInhibitAnyPolicy, "inhibitAnyPolicy"},
};

Bytes encoded(const x509::NameAttribute& attribute) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& pair) { pair.oid(attribute.type).element(attribute.value_tag, attribute.value); });
  return writer.take();
}

// A set in DER is in the order of its encodings (X.690 section 11.6).
bool is_sorted_set(const x509::Rdn& rdn) {
  return std::is_sorted(rdn.begin(), rdn.end(), [](const auto& a, const auto& b) { return encoded(a) < encoded(b); });
}

void check_name(std::string_view field, const x509::Name& name, std::vector<std::string>& faults) {
  const auto& rdns = name.rdns();
  if (std::any_of(rdns.begin(), rdns.end(), [](const x509::Rdn& rdn) { return rdn.empty(); })) {
    faults.push_back(fmt::format("{} has a name part without an attribute (4.1.2.4)", field));
  }
  if (!std::all_of(rdns.begin(), rdns.end(), is_sorted_set)) {
    faults.push_back(fmt::format("{} has attributes in another order than DER requires (4.1)", field));
  }
}

void check_subtrees(const x509::NameConstraints& constraints, std::vector<std::string>& faults) {
  for (const auto* list : {&constraints.permitted, &constraints.excluded}) {
    for (const x509::Subtree& subtree : *list) {
      if (subtree.base.kind != GeneralNameKind::dns) continue;
      const std::string_view name = as_text(subtree.base.octets);
      const std::string shown = in_quotes(subtree.base.to_string());
      if (name.empty() && list == &constraints.permitted) {
        faults.push_back("nameConstraints permits every DNS name with an empty dNSName (4.2.1.10)");
      }
      if (name.starts_with('.')) faults.push_back(fmt::format("nameConstraints has the dNSName {} with a leading dot (4.2.1.10)", shown));
      if (name.find('_') != std::string_view::npos) {
        faults.push_back(fmt::format("nameConstraints has the dNSName {} with an underscore (4.2.1.10)", shown));
      }
    }
  }
}

void check_policies(const x509::Extensions& extensions, std::vector<std::string>& faults) {
  const auto any = [](const x509::PolicyMapping& mapping) {
    return equal(mapping.issuer_policy, x509::oid::kAnyPolicy) || equal(mapping.subject_policy, x509::oid::kAnyPolicy);
  };
  const auto& mappings = extensions.policy_mappings;
  if (mappings && std::any_of(mappings->begin(), mappings->end(), any)) {
    faults.push_back("policyMappings maps to or from anyPolicy (4.2.1.5)");
  }
  const auto& constraints = extensions.policy_constraints;
  if (constraints && !constraints->require_explicit_policy && !constraints->inhibit_policy_mapping) {
    faults.push_back("policyConstraints is empty (4.2.1.11)");
  }
}

}  // namespace

std::vector<std::string> profile_faults(const x509::Certificate& certificate) {
  std::vector<std::string> faults;
  const x509::Extensions& extensions = certificate.extensions();
  for (const CriticalExtension& expected : kAlwaysCritical) {
    const x509::Extension* extension = extensions.find(expected.oid);
    if (extension == nullptr || extension->critical) continue;
    faults.push_back(fmt::format("{} is not critical (4.2.1)", expected.name));
  }
  check_policies(extensions, faults);
  if (extensions.name_constraints) check_subtrees(*extensions.name_constraints, faults);
  check_name("issuer", certificate.issuer(), faults);
  check_name("subject", certificate.subject(), faults);
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  return faults;
}

}  // namespace chainlint::facts
