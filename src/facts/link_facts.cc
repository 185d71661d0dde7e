#include <array>

#include "tables.h"
#include "value.h"

namespace chainlint {

namespace {

constexpr std::array<std::string_view, 3> kNames = {"identical", "equivalent", "differs"};
constexpr std::array<std::string_view, 3> kKeyIds = {"match", "absent", "mismatch"};
constexpr std::array<std::string_view, 3> kSignatures = {"valid", "invalid", "mismatched"};

const Link& link_of(const FactContext& context, const Subject& subject) { return context.analysis.path->links[subject.index]; }

const Certificate* certificate_at(const FactContext& context, std::size_t step) {
  const std::vector<PathStep>& steps = context.analysis.path->steps;
  return step < steps.size() ? steps[step].certificate.get() : nullptr;
}

FactValue name(const FactContext& context, const Subject& subject) {
  const Link& link = link_of(context, subject);
  return text(link.name_identical ? "identical" : link.name_equivalent ? "equivalent" : "differs");
}

FactValue signature(const FactContext& context, const Subject& subject) {
  const Link& link = link_of(context, subject);
  if (link.signature == SignatureVerdict::unsupported) {
    const Certificate* child = certificate_at(context, subject.index);
    const std::string algorithm = child == nullptr ? "its algorithm" : describe_signature(child->signature_algorithm()).name;
    return Unavailable{"the signature cannot be judged: " + algorithm + " with this key is not supported"};
  }
  return text(to_string(link.signature));
}

FactValue issuer_ends_before_child(const FactContext& context, const Subject& subject) {
  const Certificate* child = certificate_at(context, subject.index);
  const Certificate* issuer = certificate_at(context, subject.index + 1);
  if (child == nullptr || issuer == nullptr || !child->not_after() || !issuer->not_after()) {
    return Absent{};
  }
  return *issuer->not_after() < *child->not_after();
}

const std::array kFacts = {
    FactDefinition{
        SubjectKind::link, "name", FactType::text, "", kNames,
        "How the child's issuer name fits the issuer's subject: the same octets, the same by RFC 5280 section 7.1 alone, or not at all.",
        name},
    FactDefinition{SubjectKind::link, "key_id", FactType::text, "", kKeyIds,
                   "How the child's authority key id fits the issuer's subject key id; 'absent' where one of them is missing.",
                   [](const FactContext& context, const Subject& subject) { return text(to_string(link_of(context, subject).key_id)); }},
    FactDefinition{
        SubjectKind::link, "issuer_serial", FactType::text, "", kKeyIds,
        "How issuer and serial number in the child's authority key id fit the issuer certificate.",
        [](const FactContext& context, const Subject& subject) { return text(to_string(link_of(context, subject).issuer_serial)); }},
    FactDefinition{SubjectKind::link, "signature", FactType::text, "", kSignatures,
                   "Whether the child's signature is by the issuer's key; unavailable where this program cannot judge it.", signature},
    FactDefinition{SubjectKind::link,
                   "issuer_ends_before_child",
                   FactType::boolean,
                   "",
                   {},
                   "The issuer's validity ends before the child's.",
                   issuer_ends_before_child},
};

}  // namespace

std::span<const FactDefinition> link_fact_table() { return kFacts; }

}  // namespace chainlint
