// What the target requires and the files lack, or what it refuses in them. Each fact is absent where nothing is wrong.

#include <algorithm>
#include <array>
#include <set>

#include "certificate/forum_policies.h"
#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/purposes.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/general_name.h"
#include "chainlint/x509/host_name.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// A file without entries, or one that was not read, is not refused: its reader reports it.
bool is_refused(const formats::Container& container, const profiles::Profile& profile) {
  const std::string_view name = formats::to_string(container.format);
  const auto takes = [&](const std::vector<std::string>& formats) {
    return std::find(formats.begin(), formats.end(), name) != formats.end();
  };
  return !profile.formats.empty() && !container.entries.empty() && !takes(profile.formats) &&
         !(holds_keys_alone(container) && takes(profile.keys.files));
}

// One command converts the certificates that go into one file: all for a PFX, or where the target has no setting for a chain file, else
// those beside the file of the leaf.
bool are_converted_together(const formats::Container& one, const formats::Container& other, const FactContext& context,
                            const profiles::Profile& profile) {
  if (std::find(profile.formats.begin(), profile.formats.end(), "pem") == profile.formats.end()) return true;
  if (holds_keys_alone(one) || holds_keys_alone(other)) return false;
  const auto has_leaf = [&](const formats::Container& each) {
    return std::any_of(each.entries.begin(), each.entries.end(), [&](const formats::Entry& entry) {
      return entry.certificate != nullptr && entry.certificate.get() == leaf_of(context);
    });
  };
  return profile.single_file || (!has_leaf(one) && !has_leaf(other));
}

// What is on the machine already is not imported.
FactValue refused_format(const FactContext& context, const Subject& subject) {
  const profiles::Profile* profile = profile_of(context);
  if (profile == nullptr || context.bundle.export_of != nullptr) return Absent{};
  const std::vector<formats::Container>& containers = context.bundle.containers;
  const auto refused = [&](const formats::Container& each) { return is_refused(each, *profile); };
  const auto own = containers.begin() + static_cast<std::ptrdiff_t>(subject.index);
  const bool first = std::none_of(containers.begin(), own, [&](const formats::Container& each) {
    return refused(each) && are_converted_together(each, *own, context, *profile);
  });
  return refused(*own) && first ? text(formats::to_string(own->format)) : FactValue(Absent{});
}

FactValue leaf_first_violated(const FactContext& context, const profiles::Profile& profile) {
  const auto& sent = context.deployment->sending.certificates;
  return true_or_absent(profile.leaf_first == profiles::Stance::required && context.analysis.leaf && !sent.empty() &&
                        sent.front().member != context.analysis.leaf);
}

std::string expected_order(const FactContext& context) {
  std::string order;
  for (const std::size_t member : context.analysis.sent.expected) {
    order += (order.empty() ? "" : ", ") + x509::display_name(*context.analysis.members[member].certificate);
  }
  return order;
}

FactValue order_violated(const FactContext& context, const profiles::Profile& profile) {
  const auto& sent = context.deployment->sending.certificates;
  if (profile.strict_order != profiles::Stance::required || !context.analysis.leaf) return Absent{};
  const auto broken =
      std::adjacent_find(sent.begin(), sent.end(), [](const chain::SentCertificate& child, const chain::SentCertificate& issuer) {
        return child.certificate->issuer().canonical() != issuer.certificate->subject().canonical();
      });
  return broken == sent.end() ? FactValue(Absent{}) : text_or_absent(expected_order(context));
}

FactValue root_refused(const FactContext& context, const profiles::Profile& profile) {
  std::vector<std::string> roots;
  for (const chain::Member& member : context.analysis.members) {
    if (profile.root_in_file == profiles::Stance::refused && member.role == chain::Role::root) {
      roots.push_back(x509::display_name(*member.certificate));
    }
  }
  return text_or_absent(join_and(roots));
}

// The file with the chain, which may be that of the leaf.
const formats::Container* chain_container(const FactContext& context, const profiles::Profile& profile) {
  const auto& containers = context.bundle.containers;
  const auto found = std::find_if(containers.begin(), containers.end(), [&](const formats::Container& each) {
    return &each != &containers.front() && each.count(formats::EntryKind::certificate) > 0;
  });
  const bool apart = profile.family == chain::ServerFamily::split_file && found != containers.end();
  return apart ? &*found : containers.empty() ? nullptr : &containers.front();
}

FactValue root_file(const FactContext& context, const profiles::Profile& profile) {
  const formats::Container* container = chain_container(context, profile);
  const bool packed = container != nullptr && container->path.find('!') != std::string::npos;
  return text(shell_word(container == nullptr || packed ? std::string() : container->path, "FILE"));
}

// A root in the file of the leaf is not read where the chain is in a file of its own.
bool is_in_chain(const x509::Certificate& root, const FactContext& context, const profiles::Profile& profile) {
  const chain::Member* member = member_with(root, context);
  const formats::Container* container = chain_container(context, profile);
  return member != nullptr && container != nullptr &&
         (container == &context.bundle.containers.front() ||
          std::any_of(member->entries.begin(), member->entries.end(), [&](std::size_t entry) {
            return context.analysis.entries[entry]->location.path != context.bundle.containers.front().path;
          }));
}

FactValue root_missing(const FactContext& context, const profiles::Profile& profile) {
  if (profile.root_in_file != profiles::Stance::required || !context.analysis.path) return Absent{};
  const chain::PathStep& top = context.analysis.path->steps.back();
  if (x509::looks_self_signed(*top.certificate)) {
    return is_in_chain(*top.certificate, context, profile) ? FactValue(Absent{}) : text(x509::display_name(*top.certificate));
  }
  return text(top.certificate->issuer().display());
}

std::size_t count_certificates(const FactContext& context) {
  return static_cast<std::size_t>(
      std::count_if(context.analysis.entries.begin(), context.analysis.entries.end(),
                    [](const formats::Entry* entry) { return entry->kind == formats::EntryKind::certificate; }));
}

std::size_t most_certificates(const profiles::Profile& profile) {
  const std::size_t by_intermediates = profile.max_intermediates == 0 ? 0 : profile.max_intermediates + 1;
  if (profile.max_certificates == 0 || by_intermediates == 0) return std::max(profile.max_certificates, by_intermediates);
  return std::min(profile.max_certificates, by_intermediates);
}

FactValue max_certificates(const FactContext&, const profiles::Profile& profile) {
  const std::size_t most = most_certificates(profile);
  return most == 0 ? FactValue(Absent{}) : integer(most);
}

FactValue excess_certificates(const FactContext& context, const profiles::Profile& profile) {
  const std::size_t most = most_certificates(profile), count = count_certificates(context);
  return most == 0 || count <= most ? FactValue(Absent{}) : integer(count - most);
}

// Intermediates of the path that are not in the bundle: those among the anchors, and the one at which the path stops.
std::size_t not_in_file(const FactContext& context) {
  if (!context.analysis.path) return 0;
  const chain::Path& path = *context.analysis.path;
  std::size_t missing = 0;
  for (const chain::PathStep& step : path.steps) {
    missing += step.source == chain::StepSource::anchor && !x509::looks_self_signed(*step.certificate) ? 1 : 0;
  }
  const bool stopped_at_leaf =
      path.steps.size() == 1 && !x509::looks_self_signed(*path.steps.front().certificate) && path.stop != chain::StopReason::anchor;
  return missing + (stopped_at_leaf ? 1 : 0);
}

FactValue missing_intermediates(const FactContext& context, const profiles::Profile& profile) {
  std::size_t missing = profile.chain_in_file == profiles::Stance::required ? not_in_file(context) : 0;
  const auto& members = context.analysis.members;
  const std::size_t there = static_cast<std::size_t>(
      std::count_if(members.begin(), members.end(), [](const chain::Member& member) { return member.role == chain::Role::intermediate; }));
  if (context.analysis.leaf && profile.min_intermediates > there) missing = std::max(missing, profile.min_intermediates - there);
  return missing == 0 ? FactValue(Absent{}) : integer(missing);
}

FactValue chain_not_in_file(const FactContext& context, const profiles::Profile& profile) {
  if (profile.chain_in_file != profiles::Stance::required || not_in_file(context) == 0) return Absent{};
  const std::vector<chain::PathStep>& steps = context.analysis.path->steps;
  const auto first =
      std::find_if(steps.begin(), steps.end(), [](const chain::PathStep& step) { return step.source == chain::StepSource::anchor; });
  return text(first == steps.end() ? steps.back().certificate->issuer().display() : x509::display_name(*first->certificate));
}

// Files with certificates that the target would send after the leaf, had they been in the leaf's file.
FactValue chain_files(const FactContext& context, const profiles::Profile& profile) {
  if (!profile.single_file) return Absent{};
  const std::vector<chain::SentCertificate>& sent = context.deployment->sending.certificates;
  std::vector<std::string> files;
  for (const chain::SentCertificate& each : sent) {
    const std::string& path = each.location.path;
    if (path != sent.front().location.path && is_file_of_bundle(path, context)) push_unique(files, shell_word(path, "FILE"));
  }
  return files;
}

FactValue chain_files_words(const FactContext& context, const profiles::Profile& profile) {
  const FactValue files = chain_files(context, profile);
  const auto* list = std::get_if<std::vector<std::string>>(&files);
  std::string words;
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) words += (i == 0 ? "" : " ") + (*list)[i];
  return text_or_absent(std::move(words));
}

FactValue certificate_field_count(const FactContext& context, const profiles::Profile& profile) {
  if (!profile.one_certificate_in_field || context.bundle.containers.empty()) return Absent{};
  return integer(context.bundle.containers.front().count(formats::EntryKind::certificate));
}

FactValue leaf_in_chain_file(const FactContext& context, const profiles::Profile& profile) {
  if (profile.family != chain::ServerFamily::split_file || context.bundle.containers.empty()) return Absent{};
  const std::size_t own = context.bundle.containers.front().entries.size();
  for (const chain::Member& member : context.analysis.members) {
    for (const std::size_t entry : member.entries) {
      if (member.role == chain::Role::leaf && entry >= own) return text(to_string(context.analysis.entries[entry]->location));
    }
  }
  return Absent{};
}

FactValue not_valid_now(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (profile.valid_now != profiles::Stance::required || leaf == nullptr || leaf->valid_at(context.request.at)) return Absent{};
  if (leaf->not_before() && context.request.at < *leaf->not_before()) return text("valid from " + leaf->not_before()->date());
  return leaf->not_after() ? text("expired on " + leaf->not_after()->date()) : text("validity period cannot be read");
}

FactValue not_public(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (profile.public_ca != profiles::Stance::required || leaf == nullptr) return Absent{};
  const chain::AnchorSet* anchors = context.request.anchors;
  const bool system = anchors != nullptr && anchors->origin() == chain::AnchorOrigin::system;
  if (system && context.analysis.path && context.analysis.path->stop == chain::StopReason::anchor) return Absent{};
  if (x509::looks_self_signed(*leaf)) return text("self-signed");
  return !forum_policies_of(*leaf).empty() ? FactValue(Absent{}) : text("no CA/Browser Forum policy identifier");
}

bool has_extension(const x509::Certificate& certificate, std::string_view name) {
  const auto& all = certificate.extensions().all;
  return std::any_of(all.begin(), all.end(), [&](const x509::Extension& each) { return asn1::oid_name(each.oid) == name; });
}

FactValue extensions_missing(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr) return Absent{};
  std::vector<std::string> missing;
  for (const std::string& name : profile.extensions) {
    if (!has_extension(*leaf, name)) missing.push_back(name);
  }
  return text_or_absent(join_and(missing));
}

std::optional<chain::Purposes> purposes_of(const FactContext& context, const profiles::Profile& profile) {
  std::vector<chain::Purpose> listed;
  for (const std::string& name : profile.purposes) {
    const auto purpose = chain::kPurposeNames.find(name);
    if (purpose && !(context.bundle.never_client && *purpose == chain::Purpose::client)) listed.push_back(*purpose);
  }
  return chain::purposes_of(listed);
}

// "serverAuth and clientAuth".
std::string usages_of(const std::vector<chain::Purpose>& purposes) {
  std::vector<std::string> names;
  for (const chain::Purpose purpose : purposes) names.push_back(asn1::oid_name(chain::usage_oid(purpose)));
  return join_and(names);
}

FactValue usages_wanted(const FactContext& context, const profiles::Profile& profile) {
  const std::optional<chain::Purposes> purposes = purposes_of(context, profile);
  return purposes ? text(usages_of(purposes->all())) : FactValue(Absent{});
}

FactValue usages_missing(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  const std::optional<chain::Purposes> purposes = purposes_of(context, profile);
  return leaf == nullptr || !purposes ? FactValue(Absent{}) : text_or_absent(usages_of(chain::refused_purposes(*leaf, *purposes)));
}

FactValue wildcard(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || profile.wildcard == profiles::Stance::allowed) return Absent{};
  const auto is_wildcard = [](std::string_view name) { return name.starts_with("*."); };
  if (const auto name = leaf->subject().common_name(); name && is_wildcard(*name)) return text("common name " + in_quotes(*name));
  if (const auto& names = leaf->extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *names) {
      if (name.kind == x509::GeneralNameKind::dns && is_wildcard(as_text(name.octets))) {
        return text("DNS name " + in_quotes(name.to_string()));
      }
    }
  }
  return Absent{};
}

FactValue file_host(const FactContext& context, const profiles::Profile& profile) {
  return profile.file_named_for_host ? value_or_absent(formats::host_of_file(context.bundle.containers.front().path)) : FactValue(Absent{});
}

FactValue file_host_covered(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (!profile.file_named_for_host || leaf == nullptr) return Absent{};
  const std::optional<std::string> name = formats::host_of_file(context.bundle.containers.front().path);
  return name && x509::covers(*leaf, *name);
}

}  // namespace

FactTable target_demand_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  const FactsAbout container(SubjectKind::container);
  return {
      bundle.list("target.formats", "The formats that the target accepts; empty where it accepts any.",
                  of_target<[](const FactContext&, const profiles::Profile& profile) -> FactValue { return profile.formats; }>),
      container.text(
          "refused_format",
          "The format of the file, where the target does not accept it; of several files that are converted together, the first.",
          refused_format),
      bundle.boolean("target.leaf_first_violated", "The target uses the first certificate as its own, and it is not the leaf.",
                     of_target<leaf_first_violated>),
      bundle.text("target.order_violated", "The order in which the certificates should be, where the target refuses the order of the file.",
                  of_target<order_violated>),
      bundle.text("target.root_refused", "The roots in the bundle, where the target refuses one.", of_target<root_refused>),
      bundle.text("target.root_missing",
                  "The root, or the issuer that leads on to it, that the target requires in the file and that is not there.",
                  of_target<root_missing>),
      bundle.text("target.root_file", "The file in which the target needs the root, quoted for a shell command.", of_target<root_file>),
      bundle.integer("target.max_certificates", "certificates",
                     "The largest number of certificates that the target accepts, including the leaf.", of_target<max_certificates>),
      bundle.integer("target.excess_certificates", "certificates",
                     "How many certificates the bundle contains above the limit of the target.", of_target<excess_certificates>),
      bundle.integer("target.missing_intermediates_count", "certificates",
                     "How many intermediates the target requires in the file besides those that are there.",
                     of_target<missing_intermediates>),
      bundle.text("target.chain_not_in_file",
                  "The first certificate of the chain that the target requires in the file and that is not there.",
                  of_target<chain_not_in_file>),
      bundle.list("target.chain_files",
                  "Files with certificates of the chain besides that of the leaf; absent where the target has a setting for a chain file.",
                  of_target<chain_files>),
      bundle.text(
          "target.chain_files.words",
          "The files with certificates of the chain besides that of the leaf, quoted for a shell command; absent where there are none.",
          of_target<chain_files_words>),
      bundle.integer("target.certificate_field_count", "certificates",
                     "How many certificates the first file contains, where the target's certificate field accepts only one.",
                     of_target<certificate_field_count>),
      bundle.text("target.leaf_in_chain_file", "Where an end-entity certificate is in the chain file.", of_target<leaf_in_chain_file>),
      bundle.text("target.extensions_missing", "Extensions that the target requires in the leaf and that are not there.",
                  of_target<extensions_missing>),
      bundle.text("target.usages", "The extended key usages that the target requires: 'serverAuth and clientAuth'.",
                  of_target<usages_wanted>),
      bundle.text("target.usages_missing",
                  "The extended key usages that the target requires and the leaf does not allow; absent where it allows all.",
                  of_target<usages_missing>),
      bundle.text("target.wildcard", "The wildcard name of the leaf, where the target or its clients do not accept one.",
                  of_target<wildcard>),
      bundle.text(
          "target.wildcard_stance", profiles::kStanceNames, "Whether the target accepts a leaf with a wildcard name.",
          of_target<[](const FactContext&, const profiles::Profile& profile) { return text(profiles::to_string(profile.wildcard)); }>),
      bundle.boolean("target.several_keys", "One file of the target may have a certificate, chain and key per key algorithm.",
                     of_target<[](const FactContext&, const profiles::Profile& profile) -> FactValue { return profile.several_keys; }>),
      bundle.boolean("target.compares_names", "Clients of the target compare the name that they connect to with the names of the leaf.",
                     of_target<[](const FactContext&, const profiles::Profile& profile) -> FactValue { return profile.compares_names; }>),
      bundle.text("target.not_valid_now", "Why the leaf is not valid now, where the target accepts only valid certificates.",
                  of_target<not_valid_now>),
      bundle.text("target.not_public", "Why the leaf is not recognized as one of a public CA, where the target accepts no other.",
                  of_target<not_public>),
      bundle.text("target.file_host", "The host that the file is for by its name, where the target finds files by their names.",
                  of_target<file_host>),
      bundle.boolean("target.file_host_covered",
                     "The leaf covers the host that the file is named for, where the target finds files by their names.",
                     of_target<file_host_covered>),
  };
}

}  // namespace chainlint::facts
