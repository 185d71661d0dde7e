// The place of a certificate: in the bundle, on the path, among certificates with the same name and key.

#include <algorithm>
#include <array>
#include <set>

#include "chain/place.h"
#include "chainlint/base/limits.h"
#include "chainlint/chain/run_index.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 2> kPositions = {"leaf", "issuer"};

FactValue role(const FactContext& context, const Subject& subject) {
  if (const chain::Member* member = member_of(subject, context)) return text(chain::to_string(member->role));
  return text(chain::to_string(x509::looks_self_signed(certificate_of(subject, context)) ? chain::Role::root : chain::Role::intermediate));
}

// A step from the anchors was never verified with its own key; its names and key ids decide.
FactValue self_signed(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  return member != nullptr ? member->self_signed : x509::looks_self_signed(certificate_of(subject, context));
}

// The private root of a certificate subject that is no member; nothing where it comes from the anchors.
const chain::KnownCertificate* known_root(const FactContext& context, const Subject& subject) {
  const std::optional<std::size_t> step = member_of(subject, context) == nullptr ? step_of(subject, context) : std::nullopt;
  return step && context.analysis.path->steps[*step].known ? &*context.analysis.path->steps[*step].known : nullptr;
}

FactValue anchor(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  return member == nullptr ? known_root(context, subject) == nullptr : member->anchor;
}

FactValue on_path(const FactContext& context, const Subject& subject) { return step_of(subject, context).has_value(); }

FactValue path_position(const FactContext& context, const Subject& subject) {
  const std::optional<std::size_t> step = step_of(subject, context);
  return step ? text(*step == 0 && context.analysis.leaf ? "leaf" : "issuer") : FactValue(Absent{});
}

// A root of the client CA file from which the server completes the chain is sent, and is in no file of the bundle.
FactValue in_bundle(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr || !member->self_signed) return member != nullptr;
  return is_file_of_bundle(context.analysis.entries[member->entries.front()]->location.path, context);
}

FactValue related(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr || member->related || member->path_index) return true;
  const chain::RunIndex* run = context.request.run;
  return run != nullptr && run->is_used(*member->certificate, context.analysis.entries[member->entries.front()]->location.path);
}

FactValue copies(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  return integer(member == nullptr ? 0 : member->entries.size());
}

FactValue copies_text(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  const std::size_t count = member == nullptr ? 0 : member->entries.size();
  return text(count < 2 ? "once" : count == 2 ? "twice" : std::to_string(count) + " times");
}

FactValue location(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (const chain::KnownCertificate* root = known_root(context, subject); root != nullptr && !root->location.path.empty()) {
    return text(to_string(root->location));
  }
  return member == nullptr || member->entries.empty() ? FactValue(Absent{})
                                                      : text(to_string(context.analysis.entries[member->entries.front()]->location));
}

FactValue copy_locations(const FactContext& context, const Subject& subject) {
  std::vector<std::string> places;
  if (const chain::Member* member = member_of(subject, context)) {
    for (const std::size_t entry : member->entries) places.push_back(to_string(context.analysis.entries[entry]->location));
  }
  return places;
}

FactValue label(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  return member == nullptr || member->entries.empty() ? FactValue(Absent{})
                                                      : text_or_absent(context.analysis.entries[member->entries.front()]->label);
}

const chain::AnchorSet* anchors_of(const FactContext& context) { return context.request.anchors; }

// The anchor that this certificate is another copy of.
FactValue anchor_copy(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  const x509::CertificatePtr* same =
      member == nullptr || anchors_of(context) == nullptr ? nullptr : anchors_of(context)->same_entity(*member->certificate);
  const bool other = same != nullptr && (*same)->sha256() != member->certificate->sha256();
  return other ? FactValue(describe(**same) + ", SHA-256 " + to_hex((*same)->sha256())) : FactValue(Absent{});
}

// OpenSSL takes the issuer from its own store where one of the name and key id is there, expired or not, and never looks at what was sent.
FactValue expired_anchor_copy(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  if (anchors_of(context) == nullptr || !certificate.valid_at(context.request.at)) return Absent{};
  const x509::CertificatePtr* expired = nullptr;
  for (const x509::CertificatePtr& anchor : anchors_of(context)->named(certificate.subject().canonical())) {
    if (!equal(anchor->public_key().der, certificate.public_key().der)) continue;
    if (anchor->valid_at(context.request.at)) return Absent{};
    if (anchor->not_after() && *anchor->not_after() < context.request.at) expired = &anchor;
  }
  if (expired == nullptr) return Absent{};
  const Location place = anchors_of(context)->location_of(**expired);
  return text((place.path.empty() ? std::string("a trust anchor") : to_string(place)) + ", expired on " + (*expired)->not_after()->date());
}

bool is_cross_sign(const FactContext& context, const chain::Member& member) {
  if (member.self_signed || !member.certificate->is_ca()) return false;
  for (const std::size_t twin : member.twins) {
    if (context.analysis.members[twin].self_signed) return true;
  }
  const x509::CertificatePtr* same = anchors_of(context) == nullptr ? nullptr : anchors_of(context)->same_entity(*member.certificate);
  return same != nullptr && x509::looks_self_signed(**same);
}

FactValue cross_sign(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  return member != nullptr && is_cross_sign(context, *member);
}

bool stands_before(const chain::Member& a, const chain::Member& b) {
  return !a.entries.empty() && !b.entries.empty() && a.entries.front() < b.entries.front();
}

// A renewed copy: same subject, key and issuer, valid at the evaluation time.
const chain::Member* valid_copy(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr) return nullptr;
  for (const std::size_t twin : member->twins) {
    const chain::Member& other = context.analysis.members[twin];
    if (other.certificate->valid_at(context.request.at) &&
        other.certificate->issuer().canonical() == member->certificate->issuer().canonical()) {
      return &other;
    }
  }
  return nullptr;
}

FactValue valid_copy_text(const FactContext& context, const Subject& subject) {
  const chain::Member* copy = valid_copy(context, subject);
  return copy == nullptr ? FactValue(Absent{}) : FactValue(describe(*copy->certificate));
}

FactValue before_valid_copy(const FactContext& context, const Subject& subject) {
  const chain::Member* copy = valid_copy(context, subject);
  return copy == nullptr ? FactValue(Absent{}) : FactValue(stands_before(*member_of(subject, context), *copy));
}

FactValue hidden_cross_sign(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member != nullptr && member->self_signed) {
    for (const std::size_t twin : member->twins) {
      const chain::Member& other = context.analysis.members[twin];
      if (is_cross_sign(context, other) && stands_before(*member, other)) return describe(*other.certificate);
    }
  }
  return Absent{};
}

FactValue above_gap(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  const bool gap = context.analysis.path && context.analysis.path->stop == chain::StopReason::issuer_missing;
  return gap && member != nullptr && member->certificate->is_ca() && !member->path_index;
}

// By names alone, through the bundle and the anchors.
bool may_reach_anchor(const FactContext& context, const x509::Certificate& certificate) {
  if (anchors_of(context) == nullptr) return true;
  std::vector<const x509::Certificate*> waiting = {&certificate};
  std::set<const x509::Certificate*> seen;
  while (!waiting.empty()) {
    const std::string& issuer = waiting.back()->issuer().canonical();
    waiting.pop_back();
    if (!anchors_of(context)->named(issuer).empty()) return true;
    for (const chain::Member& member : context.analysis.members) {
      const x509::Certificate& other = *member.certificate;
      if (other.subject().canonical() == issuer && seen.size() < FactLimits::kMembersAbove && seen.insert(&other).second) {
        waiting.push_back(&other);
      }
    }
  }
  return false;
}

// The copy by another CA that the chain needs, where this one precedes it and leads to no anchor.
FactValue trusted_copy(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  const bool whole = context.analysis.path && context.analysis.path->stop == chain::StopReason::anchor;
  if (context.analysis.members.size() > FactLimits::kMembers) return Absent{};
  if (!whole || member == nullptr || member->self_signed || member->path_index || !member->certificate->is_ca()) return Absent{};
  // A client that trusts the CA itself looks no further.
  if (anchors_of(context) != nullptr && anchors_of(context)->same_entity(*member->certificate) != nullptr) return Absent{};
  for (const std::size_t twin : member->twins) {
    const chain::Member& other = context.analysis.members[twin];
    if (other.path_index && !other.self_signed && stands_before(*member, other) && !may_reach_anchor(context, *member->certificate)) {
      return describe(*other.certificate);
    }
  }
  return Absent{};
}

// The certificate of the pool with the same name and key that is valid now and expires later.
FactValue renewed_location(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  if (context.request.pool == nullptr || !certificate.not_after()) return Absent{};
  for (const x509::CertificatePtr& other : context.request.pool->named(certificate.subject().canonical())) {
    const bool later = other->not_after() && *certificate.not_after() < *other->not_after() && other->valid_at(context.request.at);
    const Location location = context.request.pool->location_of(*other);
    if (later && equal(other->public_key().der, certificate.public_key().der) && !location.path.empty()) return text(brief_place(location));
  }
  return Absent{};
}

}  // namespace

FactTable place_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.text("role", chain::kRoleNames,
                       "What the certificate is: the leaf or another end-entity certificate, an intermediate, a root.", role),
      certificate.boolean("self_signed", "It was signed with its own key.", self_signed),
      certificate.boolean("anchor", "Its name and key are those of a trust anchor of this run.", anchor),
      certificate.boolean("on_path", "It is on the chosen path.", on_path),
      certificate.text("path.position", kPositions,
                       "Its place on the chosen path: the first certificate or one of its issuers; absent off the path.", path_position),
      certificate.boolean("in_bundle",
                          "The bundle contains it; otherwise it comes from the trust anchors, a file of CA certificates, or is a private "
                          "root beside the bundle.",
                          in_bundle),
      certificate.boolean("related",
                          "It belongs to some chain of an end-entity certificate of the bundle, or of another bundle that has its file.",
                          related),
      certificate.text("copies.text", "How often the bundle contains it: 'once', 'twice', '3 times'.", copies_text),
      certificate.integer("copies", "entries", "How often the bundle contains it.", copies),
      certificate.text("location", "Where it is first: file, line or place in the container; absent where it is only a trust anchor.",
                       location),
      certificate.list("copy_locations", "Every place where the bundle contains it.", copy_locations),
      certificate.text("label", "Its friendly name or alias in the container.", label),
      certificate.boolean(
          "cross_sign",
          "It is a cross-certificate: issued by another CA for the name and key of a root that is in the bundle or among the anchors.",
          cross_sign),
      certificate.text("expired_anchor_copy",
                       "The trust anchor with the same name and key that has expired while this certificate is valid; absent where a valid "
                       "anchor has them too.",
                       expired_anchor_copy),
      certificate.text("anchor_copy", "The trust anchor of the same name and key, where it is another certificate than this one.",
                       anchor_copy),
      certificate.text("valid_copy", "A valid certificate of the bundle with the same subject, key and issuer; absent without one.",
                       valid_copy_text),
      certificate.text("renewed.location",
                       "Where --pool has a valid certificate of the same name and key that expires later; absent without one.",
                       renewed_location),
      certificate.boolean("before_valid_copy", "It precedes its valid copy; absent without one.", before_valid_copy),
      certificate.boolean("above_gap", "An issuer of the chain is missing, and this is a CA certificate that may belong above it.",
                          above_gap),
      certificate.text("trusted_copy",
                       "The copy by another CA (same name and key) through which the chain reaches a trust anchor, where this one precedes "
                       "it and reaches none.",
                       trusted_copy),
      certificate.text("hidden_cross_sign", "The cross-certificate of this root that follows it; absent where there is none.",
                       hidden_cross_sign),
  };
}

}  // namespace chainlint::facts
