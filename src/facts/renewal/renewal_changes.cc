#include "chainlint/facts/renewal_changes.h"

#include <algorithm>
#include <array>

#include "certificate/forum_policies.h"
#include "certificate/name_coverage.h"
#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/chain/purposes.h"
#include "chainlint/chain/run_index.h"
#include "chainlint/facts/sent_path.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/self_signed.h"
#include "renewal/renewal_place.h"

namespace chainlint::facts {

namespace {

using Texts = std::vector<std::string>;

bool same_files(const formats::Bundle& before, const formats::Bundle& after) {
  return std::equal(
      before.containers.begin(), before.containers.end(), after.containers.begin(), after.containers.end(),
      [](const formats::Container& then, const formats::Container& now) { return !then.sha256.empty() && then.sha256 == now.sha256; });
}

Texts extensions_of(const x509::Certificate& leaf) {
  Texts texts;
  for (const x509::Extension& extension : leaf.extensions().all) texts.push_back(asn1::oid_name(extension.oid));
  return texts;
}

Texts key_usages_of(const x509::Certificate& leaf) { return x509::key_usage_names(leaf.extensions().key_usage.value_or(0)); }

Texts policies_of(const x509::Certificate& leaf) {
  return leaf.extensions().policies ? asn1::oid_names(*leaf.extensions().policies) : Texts{};
}

// The first certificate of the chain that does not allow the usage; null where all do. Usages of a root are ignored.
const x509::Certificate* refusing(const FactContext& context, const x509::Certificate& leaf, ByteView usage) {
  if (!chain::allows_usage(leaf, usage)) return &leaf;
  if (context.analysis.path) {
    for (const chain::PathStep& step : context.analysis.path->steps) {
      if (step.source == chain::StepSource::bundle && !x509::looks_self_signed(*step.certificate) &&
          !chain::allows_usage(*step.certificate, usage)) {
        return step.certificate.get();
      }
    }
  }
  return nullptr;
}

// The purposes that the extensions of `leaf` allow. Without an extended key usage, or with anyExtendedKeyUsage, at least both ends of a TLS
// connection.
std::vector<ByteView> usages_of(const x509::Certificate& leaf) {
  const auto& said = leaf.extensions().extended_key_usage;
  std::vector<ByteView> usages = said ? *said : std::vector<ByteView>{};
  if (!said || std::any_of(said->begin(), said->end(), [](ByteView oid) { return equal(oid, x509::oid::kAnyExtendedKeyUsage); })) {
    usages.push_back(x509::oid::kServerAuth);
    usages.push_back(x509::oid::kClientAuth);
  }
  std::erase_if(usages, [](ByteView oid) { return equal(oid, x509::oid::kAnyExtendedKeyUsage); });
  return usages;
}

Texts usages_missing(const FactContext& from, const x509::Certificate& leaf, const FactContext& in, const x509::Certificate& other) {
  std::vector<ByteView> missing;
  for (const ByteView usage : usages_of(leaf)) {
    if (refusing(from, leaf, usage) == nullptr && refusing(in, other, usage) != nullptr) missing.push_back(usage);
  }
  return without(asn1::oid_names(missing), {});
}

x509::CertificatePtr root_of(const FactContext& context) {
  const std::optional<chain::Path>& path = context.analysis.path;
  const bool ends =
      path && !path->steps.empty() && (path->stop == chain::StopReason::anchor || path->stop == chain::StopReason::untrusted_root);
  return ends ? path->steps.back().certificate : nullptr;
}

// Whether clients that have this root alone accept what is sent: a cross-certificate may lead to it beside the path that was chosen.
bool leads_to(const x509::CertificatePtr& root, const FactContext& context) {
  std::vector<chain::SentCertificate> sent;
  if (context.deployment != nullptr) {
    sent = context.deployment->sending.certificates;
  } else {
    const std::vector<chain::Member>& members = context.analysis.members;
    for (const std::size_t member : context.analysis.sent.members) sent.emplace_back().certificate = members[member].certificate;
  }
  const chain::AnchorSet only({root}, chain::AnchorOrigin::files);
  chain::ChainRequest request = context.request;
  request.anchors = &only;
  crypto::SignatureVerifier verifier;
  const std::optional<chain::Path> path = path_of_sent(sent, request, verifier);
  return path && path->stop == chain::StopReason::anchor &&
         std::all_of(path->steps.begin(), path->steps.end(), [](const chain::PathStep& step) { return step.problems.empty(); });
}

// The difference of a list that `read` takes from each leaf.
template <class Read>
Texts difference(const RenewalSides& sides, Direction way, Read read) {
  const Texts before = read(sides.old_leaf), after = read(sides.new_leaf);
  return way == Direction::lost ? without(before, after) : without(after, before);
}

template <class Compare>
Texts compare_names(const RenewalSides& sides, Direction way, Compare compare) {
  const LeafNames before(sides.old_leaf), after(sides.new_leaf);
  return way == Direction::lost ? compare(before, after) : compare(after, before);
}

}  // namespace

std::optional<RenewalSides> sides_of(const FactContext& context) {
  if (context.renewal == nullptr || !context.analysis.leaf || !context.renewal->previous.analysis.leaf) return std::nullopt;
  const FactContext& before = context.renewal->previous;
  return RenewalSides{before, context, *before.analysis.members[*before.analysis.leaf].certificate,
                      *context.analysis.members[*context.analysis.leaf].certificate};
}

bool same_key(const x509::Certificate& a, const x509::Certificate& b) {
  return !a.public_key().der.empty() && a.public_key().canonical() == b.public_key().canonical();
}

bool issuer_differs(const x509::Certificate& before, const x509::Certificate& after) {
  if (before.issuer().canonical() != after.issuer().canonical()) return true;
  const auto& old_id = before.extensions().authority_key_id;
  const auto& new_id = after.extensions().authority_key_id;
  return old_id && new_id && old_id->key_id && new_id->key_id && !equal(*old_id->key_id, *new_id->key_id);
}

bool same_certificate(const RenewalSides& sides) { return sides.old_leaf.sha256() == sides.new_leaf.sha256(); }

bool same_serial(const RenewalSides& sides) {
  return equal(sides.old_leaf.serial(), sides.new_leaf.serial()) &&
         sides.old_leaf.issuer().canonical() == sides.new_leaf.issuer().canonical();
}

bool other_chain(const RenewalSides& sides) {
  const std::vector<std::size_t>& before = sides.before.analysis.sent.members;
  const std::vector<std::size_t>& after = sides.after.analysis.sent.members;
  return !std::equal(before.begin(), before.end(), after.begin(), after.end(), [&](std::size_t then, std::size_t now) {
    return sides.before.analysis.members[then].certificate->sha256() == sides.after.analysis.members[now].certificate->sha256();
  });
}

std::string_view differs_in(const RenewalSides& sides) {
  if (sides.old_leaf.sha256() != sides.new_leaf.sha256()) return "certificate";
  if (other_chain(sides)) return "chain";
  return same_files(sides.before.bundle, sides.after.bundle) ? "nothing" : "file";
}

bool key_reused(const RenewalSides& sides) { return same_key(sides.old_leaf, sides.new_leaf); }

// Needs no anchor: the deployed bundle contains the issuer of its leaf, and the new bundle does not, although its issuer is another one.
// A server that builds its chain from exported stores that contain the issuer sends it even if the bundle does not contain it.
bool issuer_left_behind(const RenewalSides& sides) {
  const std::optional<chain::Path>& before = sides.before.analysis.path;
  const bool brought = before && before->steps.size() > 1 && before->steps[1].source == chain::StepSource::bundle;
  const bool lacks = sides.after.analysis.missing && sides.after.analysis.missing->child_is_leaf;
  const bool sent_all_the_same = sides.after.deployment != nullptr && sides.after.deployment->sending.complete;
  return brought && lacks && !sent_all_the_same && issuer_differs(sides.old_leaf, sides.new_leaf);
}

bool is_previous_key(const RenewalSides& sides, std::size_t key) {
  const chain::KeyMatch& match = sides.after.analysis.keys[key];
  const formats::Entry& entry = *sides.after.analysis.entries[match.entry];
  return match.comparable && entry.key->public_canonical == sides.old_leaf.public_key().canonical() &&
         !same_key(sides.old_leaf, sides.new_leaf);
}

std::optional<std::string> hidden_names(const RenewalSides& sides) {
  for (const x509::Certificate* certificate : {&sides.old_leaf, &sides.new_leaf}) {
    if (std::optional<std::string> hidden = undecodable(*certificate, "subjectAltName")) return hidden;
  }
  return std::nullopt;
}

Texts changed_names(const RenewalSides& sides, Direction way) { return compare_names(sides, way, uncovered_hosts); }

Texts changed_addresses(const RenewalSides& sides, Direction way) {
  return compare_names(sides, way,
                       [](const LeafNames& before, const LeafNames& after) { return without(before.addresses, after.addresses); });
}

Texts changed_other_names(const RenewalSides& sides, Direction way) {
  return compare_names(sides, way, [](const LeafNames& before, const LeafNames& after) { return without(before.others, after.others); });
}

Texts all_changed_names(const RenewalSides& sides, Direction way) {
  Texts all = changed_names(sides, way);
  for (const std::string& address : changed_addresses(sides, way)) all.push_back("IP " + address);
  for (const std::string& other : changed_other_names(sides, way)) all.push_back(other);
  return all;
}

Texts covered_names(const RenewalSides& sides) {
  const LeafNames before(sides.old_leaf), after(sides.new_leaf);
  return without(without(before.hosts, after.hosts), uncovered_hosts(before, after));
}

bool shares_names(const RenewalSides& sides) {
  const LeafNames before(sides.old_leaf), after(sides.new_leaf);
  return without(before.hosts, uncovered_hosts(before, after)).size() + without(after.hosts, uncovered_hosts(after, before)).size() > 0 ||
         without(before.addresses, after.addresses).size() < before.addresses.size() ||
         without(before.others, after.others).size() < before.others.size();
}

std::optional<chain::KnownCertificate> other_for_names(const RenewalSides& sides) {
  const chain::ChainRequest& request = sides.after.request;
  const LeafNames before(sides.old_leaf);
  if (request.run == nullptr || before.hosts.empty()) return std::nullopt;
  std::optional<chain::KnownCertificate> best;
  for (chain::KnownCertificate& each : request.run->leaves_named(before.hosts.front())) {
    const x509::Certificate& other = *each.certificate;
    if (other.not_before() <= sides.old_leaf.not_before() || !other.valid_at(request.at) ||
        !uncovered_hosts(before, LeafNames(other)).empty()) {
      continue;
    }
    if (!best || other.not_after() > best->certificate->not_after()) best = std::move(each);
  }
  return best;
}

Texts changed_key_usages(const RenewalSides& sides, Direction way) { return difference(sides, way, key_usages_of); }
Texts changed_policies(const RenewalSides& sides, Direction way) { return difference(sides, way, policies_of); }
Texts changed_extensions(const RenewalSides& sides, Direction way) { return difference(sides, way, extensions_of); }

Texts changed_usages(const RenewalSides& sides, Direction way) {
  return way == Direction::lost ? usages_missing(sides.before, sides.old_leaf, sides.after, sides.new_leaf)
                                : usages_missing(sides.after, sides.new_leaf, sides.before, sides.old_leaf);
}

std::optional<std::string> client_auth_refused_by(const RenewalSides& sides) {
  const x509::Certificate* certificate = refusing(sides.after, sides.new_leaf, x509::oid::kClientAuth);
  return certificate == nullptr ? std::nullopt : std::optional(x509::display_name(*certificate));
}

std::optional<std::string> root_text(const FactContext& context) {
  const x509::CertificatePtr root = root_of(context);
  return root == nullptr ? std::nullopt : std::optional(describe(*root));
}

std::optional<bool> root_changed(const RenewalSides& sides) {
  const x509::CertificatePtr before = root_of(sides.before), after = root_of(sides.after);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const bool same = before->subject().canonical() == after->subject().canonical() && same_key(*before, *after);
  return !same && !leads_to(before, sides.after);
}

std::optional<std::string_view> validation_of(const x509::Certificate& certificate) {
  const std::vector<const ForumPolicy*> claimed = forum_policies_of(certificate);
  return claimed.empty() ? std::nullopt : std::optional(claimed.front()->validation);
}

}  // namespace chainlint::facts
