// What a certificate is worth as a trust anchor, and what its own name says of its issuer.

#include <algorithm>
#include <array>
#include <span>

#include "chain/place.h"
#include "chainlint/base/limits.h"
#include "chainlint/chain/certificate_use.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 2> kOwnNames = {"other-key-id", "taken-for-self-signed"};

// RFC 5280 section 6.1.4 (k) and (n), which OpenSSL, GnuTLS and Go ask of an anchor above another certificate too. A self-signed server
// certificate is an anchor for itself.
// With --purpose ca or a trust store as target, the user wants CA certificates.
FactValue anchor_defect(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr) return Absent{};
  const x509::Certificate& certificate = *member->certificate;
  if (!certificate.is_ca()) {
    const bool wanted_as_ca = context.request.purposes.has(chain::Purpose::ca);
    if (member->self_signed && !wanted_as_ca) return Absent{};
    const std::string why = certificate.extensions().basic_constraints ? "CA:FALSE" : "no basicConstraints";
    return text("not a CA certificate (" + why + ")" + (member->self_signed ? "" : " and not self-signed"));
  }
  const auto& usage = certificate.extensions().key_usage;
  return usage && (*usage & x509::key_usage::kKeyCertSign) == 0 ? text("keyUsage lacks keyCertSign") : FactValue(Absent{});
}

// Both are asked once for each expired certificate: a store of many thousands of them would cost the square of their number.

constexpr std::size_t kMostNamed = 8;

std::span<const chain::Member> members_looked_at(const FactContext& context) {
  const std::span<const chain::Member> members = context.analysis.members;
  return members.first(std::min(members.size(), FactLimits::kStoreMembers));
}

FactValue any_anchor(const FactContext& context) {
  const std::span<const chain::Member> members = members_looked_at(context);
  return std::any_of(members.begin(), members.end(), [](const chain::Member& member) {
    const auto& usage = member.certificate->extensions().key_usage;
    return member.certificate->is_ca() && (!usage || (*usage & x509::key_usage::kKeyCertSign) != 0);
  });
}

FactValue any_root(const FactContext& context) {
  const std::vector<chain::Member>& members = context.analysis.members;
  return std::any_of(members.begin(), members.end(), [](const chain::Member& member) { return member.self_signed; });
}

FactValue any_valid(const FactContext& context) {
  const std::span<const chain::Member> members = members_looked_at(context);
  return std::any_of(members.begin(), members.end(),
                     [&](const chain::Member& member) { return member.certificate->valid_at(context.request.at); });
}

// A renewed CA: the same name, with the same key or another.
// Entries of a keystore that a server's certificate is in without its key. A self-signed certificate may be there for clients to trust.
FactValue entries_without_key(const FactContext& context) {
  std::vector<std::string> names;
  if (context.analysis.kind != chain::BundleKind::trust_store) return names;
  for (const chain::Member& member : context.analysis.members) {
    if (member.certificate->is_ca() || member.self_signed) continue;
    const formats::Entry& entry = *context.analysis.entries[member.entries.front()];
    if (entry.trusted_certificate) push_unique(names, x509::display_name(*member.certificate));
    if (names.size() == kMostNamed) break;
  }
  return names;
}

FactValue newer_copy(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  for (const chain::Member& member : members_looked_at(context)) {
    const x509::Certificate& other = *member.certificate;
    if (&other == &certificate || !other.valid_at(context.request.at)) continue;
    if (other.subject().canonical() == certificate.subject().canonical()) return true;
  }
  return false;
}

FactValue issuer_is_own_name(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr || member->self_signed || !member->certificate->self_issued()) return Absent{};
  return text(kOwnNames[x509::looks_self_signed(*member->certificate) ? 1 : 0]);
}

std::optional<std::string_view> use_of_ca(const x509::Certificate& certificate) {
  return certificate.is_ca() ? std::optional(chain::to_string(chain::ca_use(certificate))) : std::nullopt;
}

}  // namespace

FactTable trust_store_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      certificate.text("ca_use", chain::kCaUseNames,
                       "Whether a certificate that is marked as a CA issues others or is a server's own, by its key usage and names.",
                       use_of_ca),
      certificate.text(
          "anchor_defect",
          "Why the certificate cannot be a trust anchor: it is not a CA and not self-signed, or must not sign; absent where it can.",
          anchor_defect),
      certificate.boolean("newer_copy", "The bundle contains a valid certificate of the same subject, with the same key or another.",
                          newer_copy),
      certificate.text("issuer_is_own_name", kOwnNames,
                       "Subject and issuer are the same name and another key signed the certificate: whether its key ids distinguish it "
                       "from a self-signed one. Absent for others.",
                       issuer_is_own_name),
      bundle.list("entries_without_key",
                  "End-entity certificates that are trusted-certificate entries of a keystore or trust store, and not self-signed.",
                  entries_without_key),
      bundle.boolean("any_anchor", "A certificate of the bundle is a CA certificate that may sign certificates.", any_anchor),
      bundle.boolean("any_root", "A certificate of the bundle is self-signed.", any_root),
      bundle.boolean("any_valid", "A certificate of the bundle is valid at the evaluation time.", any_valid),
  };
}

}  // namespace chainlint::facts
