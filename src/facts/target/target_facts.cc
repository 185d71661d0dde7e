// What the target is and what it will send.

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue order_matters(const FactContext&, const profiles::Profile& profile) {
  return profile.family == chain::ServerFamily::file_order || profile.family == chain::ServerFamily::split_file;
}

// Profiles of other families say nothing about an import.
FactValue import(const FactContext&, const profiles::Profile& profile) {
  return profile.family == chain::ServerFamily::store_engine ? text(chain::to_string(profile.import)) : FactValue(Absent{});
}

bool is_root(const FactContext& context, const chain::SentCertificate& sent) {
  if (!sent.member) {
    return x509::looks_self_signed(*sent.certificate);
  }
  return context.analysis.members[*sent.member].role == chain::Role::root;
}

FactValue sent_roots(const FactContext& context, const profiles::Profile&) {
  std::vector<std::string> names;
  for (const chain::SentCertificate& sent : context.deployment->sending.certificates) {
    if (is_root(context, sent)) {
      push_unique(names, x509::display_name(*sent.certificate));
    }
  }
  return names;
}

FactValue sends_root(const FactContext& context, const profiles::Profile&) {
  const auto& certificates = context.deployment->sending.certificates;
  return std::any_of(certificates.begin(), certificates.end(), [&](const chain::SentCertificate& sent) { return is_root(context, sent); });
}

// The certificates that the client-CA file would add.
FactValue masked_by_client_ca(const FactContext& context, const profiles::Profile& profile) {
  const chain::Sending& sending = context.deployment->sending;
  if (!profile.auto_chain || sending.certificates.size() != 1 || sending.alternatives.empty()) {
    return Absent{};
  }
  std::vector<std::string> names;
  const auto& certificates = sending.alternatives.front().certificates;
  for (std::size_t i = 1; i < certificates.size(); ++i) {
    names.push_back(x509::display_name(*certificates[i].certificate));
  }
  return text_or_absent(join_and(names));
}

FactValue sending_complete(const FactContext& context, const Subject&) {
  return context.deployment == nullptr ? FactValue(Absent{}) : FactValue(context.deployment->sending.complete);
}

FactValue sending_family(const FactContext& context, const Subject&) {
  return context.deployment == nullptr ? FactValue(Absent{}) : text(chain::to_string(context.deployment->sending.family));
}

FactValue sending_order(const FactContext& context, const Subject&) {
  if (context.deployment == nullptr) {
    return Absent{};
  }
  std::vector<std::string> names;
  for (const chain::SentCertificate& sent : context.deployment->sending.certificates) {
    names.push_back(x509::display_name(*sent.certificate));
  }
  return names;
}

FactValue unpredictable(const FactContext& context, const Subject&) {
  return context.deployment == nullptr ? FactValue(Absent{}) : text_or_absent(context.deployment->sending.unpredictable);
}

template <profiles::Stance profiles::Profile::*Member>
FactValue stance(const FactContext&, const profiles::Profile& profile) {
  return text(profiles::to_string(profile.*Member));
}

const std::array kTargetFacts = {
    FactDefinition{SubjectKind::bundle,
                   "target.name",
                   FactType::text,
                   "",
                   {},
                   "The deployment profile: 'iis', 'nginx', ...",
                   of_target<[](const FactContext&, const profiles::Profile& profile) { return text(profile.name); }>},
    FactDefinition{SubjectKind::bundle,
                   "target.title",
                   FactType::text,
                   "",
                   {},
                   "What the deployment profile is about, for people.",
                   of_target<[](const FactContext&, const profiles::Profile& profile) { return text(profile.title); }>},
    FactDefinition{
        SubjectKind::bundle,
        "target.version",
        FactType::text,
        "",
        {},
        "The version that was asked for; absent where none was.",
        of_target<[](const FactContext& context, const profiles::Profile&) { return text_or_absent(context.deployment->target.version); }>},
    FactDefinition{SubjectKind::bundle, "target.family", FactType::text, "", chain::kServerFamilyNames,
                   "How the target comes by the chain that it sends.",
                   of_target<[](const FactContext&, const profiles::Profile& profile) { return text(chain::to_string(profile.family)); }>},
    FactDefinition{
        SubjectKind::bundle, "target.evidence", FactType::text, "", chain::kEvidenceNames,
        "How far the deployment profile is to be believed.",
        of_target<[](const FactContext&, const profiles::Profile& profile) { return text(chain::to_string(profile.evidence)); }>},
    FactDefinition{SubjectKind::bundle, "target.import", FactType::text, "", chain::kPfxImportNames,
                   "How a PFX comes into the stores of the target; absent where there are none.", of_target<import>},
    FactDefinition{SubjectKind::bundle,
                   "target.order_matters",
                   FactType::boolean,
                   "",
                   {},
                   "The target sends the certificates in the order of the files.",
                   of_target<order_matters>},
    FactDefinition{SubjectKind::bundle, "target.root_in_file", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of a root in the file.", of_target<stance<&profiles::Profile::root_in_file>>},
    FactDefinition{SubjectKind::bundle, "target.duplicates", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of certificates that stand in the file twice.",
                   of_target<stance<&profiles::Profile::duplicates>>},
    FactDefinition{SubjectKind::bundle, "target.chain_in_file", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of intermediates in the file.", of_target<stance<&profiles::Profile::chain_in_file>>},
    FactDefinition{SubjectKind::bundle, "target.leaf_first", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of a file that begins with the leaf.", of_target<stance<&profiles::Profile::leaf_first>>},
    FactDefinition{SubjectKind::bundle, "target.one_password", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of a keystore and a key in it that have one password.",
                   of_target<stance<&profiles::Profile::one_password>>},
    FactDefinition{SubjectKind::bundle, "target.leaf_in_chain_stance", FactType::text, "", profiles::kStanceNames,
                   "What the target makes of a leaf in the chain file.", of_target<stance<&profiles::Profile::leaf_in_chain_file>>},
    FactDefinition{
        SubjectKind::bundle, "target.sends_root", FactType::boolean, "", {}, "The target will send a root.", of_target<sends_root>},
    FactDefinition{SubjectKind::bundle,
                   "target.sent_roots",
                   FactType::text_list,
                   "",
                   {},
                   "The names of the roots that the target will send.",
                   of_target<sent_roots>},
    FactDefinition{
        SubjectKind::bundle,
        "target.masked_by_client_ca",
        FactType::text,
        "",
        {},
        "The certificates of the pool with which the target would complete a leaf without a chain, were they in its client-CA file.",
        of_target<masked_by_client_ca>},
    FactDefinition{SubjectKind::bundle,
                   "sending.complete",
                   FactType::boolean,
                   "",
                   {},
                   "What will be sent leads up to a trust anchor of this run; absent where neither target nor client was asked for.",
                   sending_complete},
    FactDefinition{SubjectKind::bundle, "sending.family", FactType::text, "", chain::kServerFamilyNames,
                   "How the chain that is sent comes about; absent where neither target nor client was asked for.", sending_family},
    FactDefinition{SubjectKind::bundle,
                   "sending.order",
                   FactType::text_list,
                   "",
                   {},
                   "The names of the certificates that will be sent, in that order; absent where neither target nor client was asked for.",
                   sending_order},
    FactDefinition{SubjectKind::bundle,
                   "sending.unpredictable",
                   FactType::text,
                   "",
                   {},
                   "Why it cannot be said what will be sent; absent where it can.",
                   unpredictable},
};

}  // namespace

std::span<const FactDefinition> target_fact_table() { return kTargetFacts; }

}  // namespace chainlint::facts
