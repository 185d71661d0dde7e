// What the next certificate has in common with the one before it, and what not: key, dates, issuer, root, subject.

#include <algorithm>
#include <array>
#include <cstdint>

#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "renewal/renewal_place.h"
#include "tables.h"

namespace chainlint::facts {

bool same_key(const x509::Certificate& a, const x509::Certificate& b) {
  return !a.public_key().der.empty() && a.public_key().canonical() == b.public_key().canonical();
}

bool issuer_differs(const x509::Certificate& before, const x509::Certificate& after) {
  if (before.issuer().canonical() != after.issuer().canonical()) {
    return true;
  }
  const auto& old_id = before.extensions().authority_key_id;
  const auto& new_id = after.extensions().authority_key_id;
  return old_id && new_id && old_id->key_id && new_id->key_id && !equal(*old_id->key_id, *new_id->key_id);
}

namespace {

constexpr std::array<std::string_view, 4> kValidations = {"domain", "organization", "individual", "extended"};
constexpr std::array<std::string_view, 4> kDifferences = {"nothing", "file", "chain", "certificate"};
constexpr std::int64_t kDatedBack = 86400;

using Sides = RenewalSides;

template <class Read>
FactValue flag(const FactContext& context, Read read) {
  return of_sides(context, [&](const Sides& sides) -> FactValue { return read(sides); });
}

bool same_certificate(const Sides& s) { return s.old_leaf.sha256() == s.new_leaf.sha256(); }

bool same_serial(const Sides& s) {
  return equal(s.old_leaf.serial(), s.new_leaf.serial()) && s.old_leaf.issuer().canonical() == s.new_leaf.issuer().canonical();
}

bool other_chain(const Sides& s) {
  const std::vector<std::size_t>& before = s.before.analysis.sent.members;
  const std::vector<std::size_t>& after = s.after.analysis.sent.members;
  return !std::equal(before.begin(), before.end(), after.begin(), after.end(), [&](std::size_t then, std::size_t now) {
    return s.before.analysis.members[then].certificate->sha256() == s.after.analysis.members[now].certificate->sha256();
  });
}

FactValue chain_changed(const FactContext& context) { return flag(context, other_chain); }

bool same_files(const formats::Bundle& before, const formats::Bundle& after) {
  return std::equal(
      before.containers.begin(), before.containers.end(), after.containers.begin(), after.containers.end(),
      [](const formats::Container& then, const formats::Container& now) { return !then.sha256.empty() && then.sha256 == now.sha256; });
}

FactValue differs_in(const Sides& s) {
  if (s.old_leaf.sha256() != s.new_leaf.sha256()) return text("certificate");
  if (other_chain(s)) return text("chain");
  return text(same_files(s.before.bundle, s.after.bundle) ? "nothing" : "file");
}

FactValue of_revision(const FactContext& context, const Subject&) {
  return context.renewal == nullptr ? FactValue(Absent{}) : FactValue(context.renewal->of_revision);
}

bool key_reused(const Sides& s) { return same_key(s.old_leaf, s.new_leaf); }

// Curves are told apart as algorithms are: clients support them one by one. The size of an RSA key is not.
bool key_type_changed(const Sides& s) {
  const x509::PublicKeyInfo& before = s.old_leaf.public_key();
  const x509::PublicKeyInfo& after = s.new_leaf.public_key();
  return before.algorithm != after.algorithm || before.curve != after.curve;
}

bool key_smaller(const Sides& s) {
  const x509::PublicKeyInfo& before = s.old_leaf.public_key();
  const x509::PublicKeyInfo& after = s.new_leaf.public_key();
  return before.algorithm == after.algorithm && before.curve == after.curve && after.bits < before.bits;
}

// The leaf of before among the certificates beside the new one: the new certificate was appended to the old file.
bool previous_leaf_kept(const Sides& s) {
  const std::vector<chain::Member>& members = s.after.analysis.members;
  return s.old_leaf.sha256() != s.new_leaf.sha256() && std::any_of(members.begin(), members.end(), [&](const chain::Member& member) {
           return member.certificate->sha256() == s.old_leaf.sha256();
         });
}

template <class Compare>
FactValue of_dates(const FactContext& context, Compare compare) {
  return of_sides(context, [&](const Sides& s) -> FactValue {
    if (!s.old_leaf.not_before() || !s.old_leaf.not_after() || !s.new_leaf.not_before() || !s.new_leaf.not_after()) {
      return Unavailable{"the validity of one of the two certificates does not decode"};
    }
    return compare(s);
  });
}

// CAs that date by the day issue two certificates of one beginning; the later end tells the newer. And they date back, some by minutes and
// some by a day: of a certificate that gains time such a beginning says nothing.
FactValue older(const FactContext& context) {
  return of_dates(context, [](const Sides& s) {
    const Instant began = *s.old_leaf.not_before(), begins = *s.new_leaf.not_before();
    const Instant ended = *s.old_leaf.not_after(), ends = *s.new_leaf.not_after();
    if (ends > ended) return began.seconds() - begins.seconds() > kDatedBack;
    return begins < began || (begins == began && ends < ended);
  });
}

FactValue same_end(const FactContext& context) {
  return of_dates(context, [](const Sides& s) { return *s.new_leaf.not_after() == *s.old_leaf.not_after(); });
}

FactValue ends_earlier(const FactContext& context) {
  return of_dates(context, [](const Sides& s) { return *s.new_leaf.not_after() <= *s.old_leaf.not_after(); });
}

bool issuer_changed(const Sides& s) { return issuer_differs(s.old_leaf, s.new_leaf); }

// No anchor is needed to see it: the bundle of before brought the issuer of its leaf, and this one does not although the issuer is another.
// A server that takes its chain from stores which are known, and which hold the issuer, sends it whatever the bundle brings.
bool issuer_left_behind(const Sides& s) {
  const std::optional<chain::Path>& before = s.before.analysis.path;
  const bool brought = before && before->steps.size() > 1 && before->steps[1].source == chain::StepSource::bundle;
  const bool lacks = s.after.analysis.missing && s.after.analysis.missing->child_is_leaf;
  const bool sent_all_the_same = s.after.deployment != nullptr && s.after.deployment->sending.complete;
  return brought && lacks && !sent_all_the_same && issuer_differs(s.old_leaf, s.new_leaf);
}

FactValue brought_issuers(const Sides& s) {
  std::vector<std::string> names;
  for (const chain::Member& member : s.after.analysis.members) {
    if (member.role != chain::Role::leaf) {
      push_unique(names, describe(*member.certificate));
    }
  }
  return names;
}

// The certificate at which the path ends; null where the path breaks off before any root.
const x509::Certificate* terminal(const FactContext& context) {
  const std::optional<chain::Path>& path = context.analysis.path;
  const bool ends =
      path && !path->steps.empty() && (path->stop == chain::StopReason::anchor || path->stop == chain::StopReason::untrusted_root);
  return ends ? path->steps.back().certificate.get() : nullptr;
}

FactValue anchor_changed(const Sides& s) {
  const x509::Certificate* before = terminal(s.before);
  const x509::Certificate* after = terminal(s.after);
  if (before == nullptr || after == nullptr) {
    return Absent{};
  }
  return before->subject().canonical() != after->subject().canonical() || !same_key(*before, *after);
}

FactValue anchor_text(const x509::Certificate* anchor) { return anchor == nullptr ? FactValue(Absent{}) : FactValue(describe(*anchor)); }

FactValue anchor(const FactContext& context, const Subject&) {
  return of_sides(context, [](const Sides& s) { return anchor_text(terminal(s.after)); });
}

FactValue previous_anchor(const Sides& s) { return anchor_text(terminal(s.before)); }

bool subject_changed(const Sides& s) { return s.old_leaf.subject().canonical() != s.new_leaf.subject().canonical(); }

bool organization_changed(const Sides& s) { return s.old_leaf.subject().organization() != s.new_leaf.subject().organization(); }

// The reserved policies of the CA/Browser Forum (TLS BR 7.1.6.1) say how the subject was validated.
std::optional<std::string_view> validation_of(const x509::Certificate& certificate) {
  if (certificate.extensions().policies) {
    for (const ByteView oid : *certificate.extensions().policies) {
      if (equal(oid, asn1::make_oid<2, 23, 140, 1, 1>())) return "extended";
      if (equal(oid, asn1::make_oid<2, 23, 140, 1, 2, 1>())) return "domain";
      if (equal(oid, asn1::make_oid<2, 23, 140, 1, 2, 2>())) return "organization";
      if (equal(oid, asn1::make_oid<2, 23, 140, 1, 2, 3>())) return "individual";
    }
  }
  return std::nullopt;
}

FactValue validation(const x509::Certificate& certificate) {
  const auto type = validation_of(certificate);
  return type ? text(*type) : FactValue(Absent{});
}

bool validation_changed(const Sides& s) { return validation_of(s.old_leaf) != validation_of(s.new_leaf); }

std::size_t sent_bytes(const FactContext& context) {
  std::size_t bytes = 0;
  for (const std::size_t member : context.analysis.sent.members) {
    bytes += context.analysis.members[member].certificate->der().size();
  }
  return bytes;
}

FactValue replaces(const FactContext& context) {
  return context.renewal == nullptr ? FactValue(Absent{}) : text(context.renewal->previous.bundle.name);
}

// A key of the bundle that opens the certificate of before and not this one: the file was taken from last period.
FactValue is_previous_key(const FactContext& context, const Subject& subject) {
  return of_sides(context, [&](const Sides& s) -> FactValue {
    const chain::KeyMatch& match = s.after.analysis.keys[subject.index];
    const formats::Entry& entry = *s.after.analysis.entries[match.entry];
    if (!match.comparable) {
      return Unavailable{"the public half of the private key at " + to_string(entry.location) + " is not known"};
    }
    return entry.key->public_canonical == s.old_leaf.public_key().canonical() && !same_key(s.old_leaf, s.new_leaf);
  });
}

}  // namespace

FactTable renewal_fact_table() {
  const FactsAbout renewal(SubjectKind::renewal, sides_of);
  const FactsAbout key(SubjectKind::key);
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      renewal.text("replaces", "The name of the bundle that is deployed now.", replaces),
      renewal.boolean("same_certificate", "The leaf is the one that is deployed now.", same_certificate),
      renewal.boolean("same_serial", "Issuer and serial number of the leaf are those of the one that is deployed now.", same_serial),
      renewal.boolean("chain_changed", "The certificates of the file, in their order, are others than before.", chain_changed),
      renewal.text("differs_in", kDifferences,
                   "What differs at most: the leaf certificate, else the chain, else the file alone, its comments, key or protection.",
                   differs_in),
      renewal.boolean("of_revision", "What is deployed now is the bundle at a git revision (--previous-ref).", of_revision),
      renewal.boolean("key_reused", "The leaf has the key of the one that is deployed now.", key_reused),
      renewal.boolean("key_type_changed", "The leaf's key is of another algorithm or on another curve.", key_type_changed),
      renewal.boolean("key_smaller", "The leaf's key is of the same kind as before and has fewer bits.", key_smaller),
      renewal.boolean("previous_leaf_kept", "The bundle still holds the leaf that is deployed now, beside the new one.",
                      previous_leaf_kept),
      renewal.boolean("older", "The leaf was issued before the one that is deployed now; by more than a day if it ends later.", older),
      renewal.boolean("ends_earlier", "The leaf ends before the one that is deployed now, or at the same moment.", ends_earlier),
      renewal.boolean("same_end", "The leaf ends at the moment at which the one ends that is deployed now.", same_end),
      renewal.boolean("issuer_changed", "The leaf's issuer has another name or another key than before.", issuer_changed),
      renewal.boolean("issuer_left_behind",
                      "The leaf's issuer changed, and the bundle does not bring the new one as the bundle before brought the old one; "
                      "false where the target sends it from its stores all the same.",
                      issuer_left_behind),
      renewal.list("brought_issuers", "The CA certificates that the bundle brings.", brought_issuers),
      renewal.boolean("anchor_changed", "The chain ends at a root of another name or key; absent where a chain ends at no root.",
                      anchor_changed),
      renewal.text("anchor", "The root at which the chain ends.", anchor),
      renewal.text("previous_anchor", "The root at which the chain of what is deployed now ends.", previous_anchor),
      renewal.boolean("subject_changed", "The leaf's subject is another name.", subject_changed),
      renewal.boolean("organization_changed", "The organization in the leaf's subject is another one, or one of them has none.",
                      organization_changed),
      renewal.boolean("validation_changed", "The CA validated the subject in another way than before.", validation_changed),
      renewal.integer("sent_count", "certificates", "How many certificates the file gives a server to send.",
                      [](const Sides& s) { return s.after.analysis.sent.members.size(); }),
      renewal.integer("previous_sent_count", "certificates", "How many certificates the file that is deployed now gives a server to send.",
                      [](const Sides& s) { return s.before.analysis.sent.members.size(); }),
      renewal.integer("sent_bytes", "bytes", "The size of the certificates that the file gives a server to send.",
                      [](const Sides& s) { return sent_bytes(s.after); }),
      renewal.integer("previous_sent_bytes", "bytes",
                      "The size of the certificates that the file that is deployed now gives a server to send.",
                      [](const Sides& s) { return sent_bytes(s.before); }),
      key.boolean("is_previous",
                  "It is the key of the leaf that is deployed now, and not the key of this one; absent where nothing is replaced.",
                  is_previous_key),
      certificate.text("validation", kValidations,
                       "How the CA validated the subject, by the policies of the CA/Browser Forum; absent where it claims none.",
                       validation),
  };
}

}  // namespace chainlint::facts
