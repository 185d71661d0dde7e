// What the next certificate has in common with the one before it, and what not: key, dates, issuer, root, subject.

#include <algorithm>
#include <array>
#include <cstdint>

#include "chain/place.h"
#include "renewal/renewal_place.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 4> kValidations = {"domain", "organization", "individual", "extended"};
constexpr std::array<std::string_view, 4> kDifferences = {"nothing", "file", "chain", "certificate"};
constexpr std::int64_t kDatedBack = kSecondsPerDay;

using Sides = RenewalSides;

FactValue of_revision(const FactContext& context) {
  return context.renewal == nullptr ? FactValue(Absent{}) : FactValue(context.renewal->of_revision);
}

// Curves are distinguished as algorithms are: clients support them one by one. The size of an RSA key is not.
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

// The leaf before among the certificates beside the new one: the new certificate was appended to the old file.
bool previous_leaf_kept(const Sides& s) {
  const std::vector<chain::Member>& members = s.after.analysis.members;
  return s.old_leaf.sha256() != s.new_leaf.sha256() && std::any_of(members.begin(), members.end(), [&](const chain::Member& member) {
           return member.certificate->sha256() == s.old_leaf.sha256();
         });
}

template <class Compare>
FactValue of_dates(const Sides& s, Compare compare) {
  if (!s.old_leaf.not_before() || !s.old_leaf.not_after() || !s.new_leaf.not_before() || !s.new_leaf.not_after()) {
    return Unavailable{"the validity of one of the two certificates does not decode"};
  }
  return compare(*s.old_leaf.not_before(), *s.old_leaf.not_after(), *s.new_leaf.not_before(), *s.new_leaf.not_after());
}

// CAs that date by the day issue two certificates of one beginning; the later end tells the newer. And they date back, some by minutes and
// some by a day: of a certificate that gains time such a beginning says nothing.
FactValue older(const Sides& sides) {
  return of_dates(sides, [](Instant began, Instant ended, Instant begins, Instant ends) {
    if (ends > ended) return began.seconds() - begins.seconds() > kDatedBack;
    return begins < began || (begins == began && ends < ended);
  });
}

FactValue same_end(const Sides& sides) {
  return of_dates(sides, [](Instant, Instant ended, Instant, Instant ends) { return ends == ended; });
}

FactValue ends_earlier(const Sides& sides) {
  return of_dates(sides, [](Instant, Instant ended, Instant, Instant ends) { return ends <= ended; });
}

bool issuer_changed(const Sides& s) { return issuer_differs(s.old_leaf, s.new_leaf); }

FactValue brought_issuers(const Sides& s) {
  std::vector<std::string> names;
  for (const chain::Member& member : s.after.analysis.members) {
    if (member.role != chain::Role::leaf) push_unique(names, describe(*member.certificate));
  }
  return names;
}

bool subject_changed(const Sides& s) { return s.old_leaf.subject().canonical() != s.new_leaf.subject().canonical(); }

bool organization_changed(const Sides& s) { return s.old_leaf.subject().organization() != s.new_leaf.subject().organization(); }

bool validation_changed(const Sides& s) { return validation_of(s.old_leaf) != validation_of(s.new_leaf); }

std::size_t sent_bytes(const FactContext& context) {
  std::size_t bytes = 0;
  for (const std::size_t member : context.analysis.sent.members) bytes += context.analysis.members[member].certificate->der().size();
  return bytes;
}

FactValue replaces(const FactContext& context) {
  return context.renewal == nullptr ? FactValue(Absent{}) : text(context.renewal->previous.bundle.name);
}

// A key of the bundle that matches the deployed certificate and not the new one: it is the key file of the previous certificate.
FactValue previous_key(const FactContext& context, const Subject& subject) {
  const std::optional<Sides> sides = sides_of(context);
  if (!sides) return Absent{};
  const chain::KeyMatch& match = context.analysis.keys[subject.index];
  if (!match.comparable) {
    const formats::Entry& entry = *context.analysis.entries[match.entry];
    return Unavailable{"the public half of the private key at " + to_string(entry.location) + " is not known"};
  }
  return is_previous_key(*sides, subject.index);
}

// The certificate was issued for a request with the deployed key.
FactValue leaf_has_deployed_key(const FactContext& context, const Subject&) {
  const std::optional<Sides> sides = sides_of(context);
  return sides ? FactValue(!same_certificate(*sides) && key_reused(*sides)) : FactValue(Absent{});
}

FactValue deployed_key_location(const FactContext& context, const Subject&) {
  const std::optional<Sides> sides = sides_of(context);
  if (!sides || same_certificate(*sides) || !key_reused(*sides)) return Absent{};
  const chain::BundleAnalysis& before = sides->before.analysis;
  for (const chain::KeyMatch& match : before.keys) {
    if (std::find(match.members.begin(), match.members.end(), *before.leaf) == match.members.end()) continue;
    return text(brief_place(before.entries[match.entry]->location));
  }
  return Absent{};
}

}  // namespace

FactTable renewal_fact_table() {
  const FactsAbout renewal(SubjectKind::renewal, sides_of);
  const FactsAbout key(SubjectKind::key);
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      renewal.text("replaces", "The name of the deployed bundle.", replaces),
      renewal.boolean("same_certificate", "The leaf is the deployed one.", same_certificate),
      renewal.boolean("same_serial", "Issuer and serial number of the leaf are those of the deployed one.", same_serial),
      renewal.boolean("chain_changed", "The certificates of the file or their order have changed.", other_chain),
      renewal.text("differs_in", kDifferences,
                   "The largest difference: the leaf certificate, else the chain, else the file alone, its comments, key or protection.",
                   differs_in),
      renewal.boolean("of_revision", "The deployed bundle is the one at a git revision (--previous-ref).", of_revision),
      renewal.boolean("key_reused", "The leaf has the key of the deployed one.", key_reused),
      renewal.boolean("key_type_changed", "The leaf's key is of another algorithm or on another curve.", key_type_changed),
      renewal.boolean("key_smaller", "The key of the new leaf is of the same kind as the deployed one and has fewer bits.", key_smaller),
      renewal.boolean("previous_leaf_kept", "The bundle still contains the deployed leaf, beside the new one.", previous_leaf_kept),
      renewal.boolean("older", "The leaf was issued before the deployed one; by more than a day if it expires later.", older),
      renewal.boolean("ends_earlier", "The leaf expires before the deployed one, or at the same moment.", ends_earlier),
      renewal.boolean("same_end", "The leaf expires at the same moment as the deployed one.", same_end),
      renewal.boolean("issuer_changed", "The issuer of the new leaf has another name or another key than that of the deployed one.",
                      issuer_changed),
      renewal.boolean("issuer_left_behind",
                      "The leaf's issuer changed, and the bundle lacks the new issuer, although the deployed bundle contained the old one; "
                      "false where the target sends it from its stores anyway.",
                      issuer_left_behind),
      renewal.list("brought_issuers", "The CA certificates of the bundle.", brought_issuers),
      renewal.boolean("anchor_changed", "The chain ends at a root of another name or key; absent where a chain ends at no root.",
                      root_changed),
      renewal.text("anchor", "The root at which the chain ends.", [](const Sides& s) { return root_text(s.after); }),
      renewal.text("previous_anchor", "The root of the deployed chain.", [](const Sides& s) { return root_text(s.before); }),
      renewal.boolean("subject_changed", "The leaf's subject is another name.", subject_changed),
      renewal.boolean("organization_changed", "The organization in the leaf's subject is another one, or one of them has none.",
                      organization_changed),
      renewal.boolean("validation_changed", "The CA validated the subject of the new leaf in another way than that of the deployed one.",
                      validation_changed),
      renewal.integer("sent_count", "certificates", "How many certificates the file gives a server to send.",
                      [](const Sides& s) { return s.after.analysis.sent.members.size(); }),
      renewal.integer("previous_sent_count", "certificates", "How many certificates the deployed file gives a server to send.",
                      [](const Sides& s) { return s.before.analysis.sent.members.size(); }),
      renewal.integer("sent_bytes", "bytes", "The size of the certificates that the file gives a server to send.",
                      [](const Sides& s) { return sent_bytes(s.after); }),
      renewal.integer("previous_sent_bytes", "bytes", "The size of the certificates that the deployed file gives a server to send.",
                      [](const Sides& s) { return sent_bytes(s.before); }),
      key.boolean("is_previous", "It is the key of the deployed leaf, and not the key of this one; absent where nothing is replaced.",
                  previous_key),
      key.boolean("leaf_has_deployed_key",
                  "The leaf is a new certificate for the key of the deployed one; absent where nothing is replaced.",
                  leaf_has_deployed_key),
      key.text("deployed_key.location", "Where the deployed bundle has the key for which the new leaf was issued again; absent elsewhere.",
               deployed_key_location),
      certificate.text("validation", kValidations,
                       "How the CA validated the subject, by the policies of the CA/Browser Forum; absent where it claims none.",
                       validation_of),
  };
}

}  // namespace chainlint::facts
