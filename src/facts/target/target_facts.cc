// What the target is and what it will send.

#include <algorithm>

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
  if (!sent.member) return x509::looks_self_signed(*sent.certificate);
  return context.analysis.members[*sent.member].role == chain::Role::root;
}

FactValue sent_roots(const FactContext& context, const profiles::Profile&) {
  std::vector<std::string> names;
  for (const chain::SentCertificate& sent : context.deployment->sending.certificates) {
    if (is_root(context, sent)) push_unique(names, x509::display_name(*sent.certificate));
  }
  return names;
}

FactValue sends_root(const FactContext& context, const profiles::Profile&) {
  const auto& certificates = context.deployment->sending.certificates;
  return std::any_of(certificates.begin(), certificates.end(), [&](const chain::SentCertificate& sent) { return is_root(context, sent); });
}

// The certificates that the client CA file would add.
FactValue masked_by_client_ca(const FactContext& context, const profiles::Profile& profile) {
  const chain::Sending& sending = context.deployment->sending;
  if (!profile.auto_chain || sending.certificates.size() != 1 || sending.alternatives.empty()) return Absent{};
  std::vector<std::string> names;
  const auto& certificates = sending.alternatives.front().certificates;
  for (std::size_t i = 1; i < certificates.size(); ++i) names.push_back(x509::display_name(*certificates[i].certificate));
  return text_or_absent(join_and(names));
}

FactValue sending_complete(const FactContext& context) {
  return context.deployment == nullptr ? FactValue(Absent{}) : FactValue(context.deployment->sending.complete);
}

FactValue sending_family(const FactContext& context) {
  return context.deployment == nullptr ? FactValue(Absent{}) : text(chain::to_string(context.deployment->sending.family));
}

FactValue sending_order(const FactContext& context) {
  if (context.deployment == nullptr) return Absent{};
  std::vector<std::string> names;
  for (const chain::SentCertificate& sent : context.deployment->sending.certificates) {
    names.push_back(x509::display_name(*sent.certificate));
  }
  return names;
}

FactValue unpredictable(const FactContext& context) {
  return context.deployment == nullptr ? FactValue(Absent{}) : text_or_absent(context.deployment->sending.unpredictable);
}

template <profiles::Stance profiles::Profile::*Member>
FactValue stance(const FactContext&, const profiles::Profile& profile) {
  return text(profiles::to_string(profile.*Member));
}

}  // namespace

FactTable target_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.text("target.name", "The deployment profile: 'iis', 'nginx', ...",
                  of_target<[](const FactContext&, const profiles::Profile& profile) { return text(profile.name); }>),
      bundle.text("target.title", "The name of the deployment target for people.",
                  of_target<[](const FactContext&, const profiles::Profile& profile) { return text(profile.title); }>),
      bundle.text("target.version", "The specified version; absent where none was specified.",
                  of_target<[](const FactContext& context, const profiles::Profile&) {
                    return text_or_absent(context.deployment->target.version);
                  }>),
      bundle.text("target.family", chain::kServerFamilyNames, "How the target obtains the chain that it sends.",
                  of_target<[](const FactContext&, const profiles::Profile& profile) { return text(chain::to_string(profile.family)); }>),
      bundle.text("target.evidence", chain::kEvidenceNames, "How the deployment profile was verified.",
                  of_target<[](const FactContext&, const profiles::Profile& profile) { return text(chain::to_string(profile.evidence)); }>),
      bundle.text("target.import", chain::kPfxImportNames, "How a PFX comes into the stores of the target; absent where there are none.",
                  of_target<import>),
      bundle.boolean("target.order_matters", "The target sends the certificates in the order of the files.", of_target<order_matters>),
      bundle.text("target.root_in_file", profiles::kStanceNames, "Whether the target accepts a root in the file.",
                  of_target<stance<&profiles::Profile::root_in_file>>),
      bundle.text("target.duplicates", profiles::kStanceNames, "Whether the target accepts certificates that are in the file twice.",
                  of_target<stance<&profiles::Profile::duplicates>>),
      bundle.text("target.chain_in_file", profiles::kStanceNames, "Whether the target accepts intermediates in the file.",
                  of_target<stance<&profiles::Profile::chain_in_file>>),
      bundle.text("target.leaf_first", profiles::kStanceNames, "Whether the target accepts a file that begins with the leaf.",
                  of_target<stance<&profiles::Profile::leaf_first>>),
      bundle.text("target.one_password", profiles::kStanceNames,
                  "Whether the target accepts one password for the keystore and the key in it.",
                  of_target<stance<&profiles::Profile::one_password>>),
      bundle.text("target.leaf_in_chain_stance", profiles::kStanceNames, "Whether the target accepts a leaf in the chain file.",
                  of_target<stance<&profiles::Profile::leaf_in_chain_file>>),
      bundle.boolean("target.sends_root", "The target will send a root.", of_target<sends_root>),
      bundle.list("target.sent_roots", "The names of the roots that the target will send.", of_target<sent_roots>),
      bundle.text(
          "target.masked_by_client_ca",
          "The certificates of the pool with which the target would complete a leaf without a chain if they were in its client CA file.",
          of_target<masked_by_client_ca>),
      bundle.boolean("sending.complete",
                     "What will be sent leads up to a trust anchor of this run; absent where neither target nor client was specified.",
                     sending_complete),
      bundle.text("sending.family", chain::kServerFamilyNames,
                  "How the server obtains the chain that it sends; absent where neither target nor client was specified.", sending_family),
      bundle.list("sending.order",
                  "The names of the certificates that will be sent, in that order; absent where neither target nor client was specified.",
                  sending_order),
      bundle.text("sending.unpredictable", "Why the sent chain cannot be predicted; absent where it can.", unpredictable),
  };
}

}  // namespace chainlint::facts
