// Certificates that are nearly the missing issuer: the right name with another key, the right key under another name, the previous issuer.

#include <array>

#include "chain/missing_issuer.h"
#include "chain/place.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 6> kNearSources = {"bundle", "trusted", "folder", "run", "pool", "anchors"};
constexpr std::array<std::string_view, 2> kNearKinds = {"other_key", "other_name"};

const std::optional<chain::KnownCertificate>& near_outside(const FactContext& context) {
  return context.analysis.missing ? context.analysis.missing->near_outside : context.analysis.rival_anchor;
}

const x509::Certificate* nearest_to_issuer(const FactContext& context) {
  if (context.analysis.missing) return context.analysis.missing->near.get();
  return context.analysis.rival_anchor ? context.analysis.rival_anchor->certificate.get() : nullptr;
}

FactValue near_source(const FactContext& context) {
  if (nearest_to_issuer(context) == nullptr) return Absent{};
  return near_outside(context) ? text(chain::to_string(near_outside(context)->source)) : text("bundle");
}

FactValue near_kind(const FactContext& context) {
  const x509::Certificate *child = child_of(context), *found = nearest_to_issuer(context);
  if (child == nullptr || found == nullptr) return Absent{};
  return text(found->subject().canonical() == child->issuer().canonical() ? "other_key" : "other_name");
}

// A CA of the bundle that issued the previous certificate.
const x509::Certificate* issuer_of_previous(const FactContext& context) {
  const chain::BundleAnalysis& before = context.renewal->previous.analysis;
  if (!before.leaf || !before.path) return nullptr;
  const std::vector<chain::PathStep>& steps = before.path->steps;
  const chain::Member* member = steps.size() > 1 ? member_with(*steps[1].certificate, context) : nullptr;
  return member != nullptr && member->role == chain::Role::intermediate && !member->path_index ? member->certificate.get() : nullptr;
}

const x509::Certificate* stale_issuer(const FactContext& context) {
  if (!context.analysis.missing || context.analysis.missing->stale != nullptr) {
    return context.analysis.missing ? context.analysis.missing->stale.get() : nullptr;
  }
  return context.renewal != nullptr && context.analysis.missing->near == nullptr ? issuer_of_previous(context) : nullptr;
}

FactValue place_of(const FactContext& context, const x509::Certificate* certificate) {
  if (certificate == nullptr) return Absent{};
  const chain::Member* member = member_with(*certificate, context);
  return member == nullptr || member->entries.empty() ? FactValue(Absent{})
                                                      : text(brief_place(context.analysis.entries[member->entries.front()]->location));
}

FactValue near_location(const FactContext& context) {
  const std::optional<chain::KnownCertificate>& outside = near_outside(context);
  if (!outside) return place_of(context, nearest_to_issuer(context));
  const bool placed = outside->source != chain::KnownSource::anchors || !outside->location.path.empty();
  return placed ? text(place_text(*outside)) : FactValue(Absent{});
}

FactValue near_place(const FactContext& context) {
  if (near_outside(context)) return text(placed_text(*near_outside(context)));
  if (nearest_to_issuer(context) == nullptr) return Absent{};
  const FactValue place = near_location(context);
  return std::holds_alternative<Absent>(place) ? FactValue("among the trust anchors") : FactValue("at " + to_string(place));
}

std::optional<std::string> key_id_text(const x509::Certificate& certificate) {
  const auto& id = certificate.extensions().subject_key_id;
  return id ? std::optional(x509::id_text(*id)) : std::nullopt;
}

}  // namespace

FactTable near_issuer_fact_table() {
  const FactsAbout near(SubjectKind::chain, nearest_to_issuer);
  const FactsAbout stale(SubjectKind::chain, stale_issuer);
  return {
      near.text("near.subject",
                "The common name of the certificate that is nearly the issuer: the right name with another key, or the right key under "
                "another name.",
                x509::display_name),
      near.text("near.text", "The certificate that is nearly the issuer: name, key id, serial number, end of validity.",
                [](const x509::Certificate& it) { return describe(it); }),
      near.text("near.key_id", "The key id of the certificate that is nearly the issuer.", key_id_text),
      near.text("near.serial", "The serial number of the certificate that is nearly the issuer.", &x509::Certificate::serial_text),
      near.text("near.location", "Where the certificate that is nearly the issuer is; absent where it is only a trust anchor.",
                near_location),
      near.text(
          "near.place",
          "The place of the certificate that is nearly the issuer, as a part of a sentence: 'at ca.crt:1', 'among the trust anchors'.",
          near_place),
      near.text("near.source", kNearSources,
                "Where the certificate that is nearly the issuer was found: in the bundle, among its trusted CAs, in its folder, or among "
                "the trust anchors.",
                near_source),
      near.text("near.kind", kNearKinds, "How the certificate differs from the issuer: another key, or another name.", near_kind),
      stale.text("stale.subject",
                 "The common name of a CA certificate of the bundle that issued no certificate in it, with evidence that it was the "
                 "previous issuer.",
                 x509::display_name),
      stale.text("stale.text", "The stale CA certificate: name, key id, serial number, end of validity.",
                 [](const x509::Certificate& it) { return describe(it); }),
      stale.text("stale.key_id", "The key id of the stale CA certificate.", key_id_text),
      stale.time("stale.not_after", "The end of validity of the stale CA certificate.", &x509::Certificate::not_after),
      stale.text("stale.location", "Where the stale CA certificate is.",
                 [](const FactContext& context) { return place_of(context, stale_issuer(context)); }),
  };
}

}  // namespace chainlint::facts
