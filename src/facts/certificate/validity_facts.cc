// When a certificate is valid, seen from the evaluation time.

#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/run_index.h"
#include "chainlint/facts/superseded.h"
#include "chainlint/formats/file_name.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::int64_t kHour = 3600;

FactValue time_or_unavailable(std::optional<Instant> time, std::string_view field) {
  if (!time) return Unavailable{std::string(field) + " does not decode"};
  return *time;
}

FactValue not_before(const x509::Certificate& certificate) { return time_or_unavailable(certificate.not_before(), "notBefore"); }

FactValue not_after(const x509::Certificate& certificate) { return time_or_unavailable(certificate.not_after(), "notAfter"); }

struct Period {
  Instant first, last;
};

template <class Read>
FactValue of_period(const FactContext& context, const Subject& subject, Read read) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  if (!certificate.not_before() || !certificate.not_after()) return Unavailable{"the validity does not decode"};
  return read(Period{*certificate.not_before(), *certificate.not_after()}, context.request.at);
}

std::int64_t period_days(Period period, Instant) { return x509::validity_days(period.first, period.last); }

FactValue remaining_days(Period period, Instant at) { return whole_days(period.last.seconds() - at.seconds()); }

FactValue remaining_percent(Period period, Instant at) {
  const std::int64_t lifetime = period.last.seconds() - period.first.seconds() + 1;
  const std::int64_t remaining = period.last.seconds() - at.seconds() + 1;
  if (lifetime <= 0 || remaining <= 0) return std::int64_t{0};
  return remaining >= lifetime ? std::int64_t{100} : remaining * 100 / lifetime;
}

FactValue expired(Period period, Instant at) { return period.last < at; }
FactValue not_yet_valid(Period period, Instant at) { return at < period.first; }

FactValue ended_days_ago(Period period, Instant at) {
  return period.last < at ? FactValue(whole_days(at.seconds() - period.last.seconds())) : FactValue(Absent{});
}

FactValue begins_in_days(Period period, Instant at) {
  return at < period.first ? FactValue((period.first.seconds() - at.seconds() + kSecondsPerDay - 1) / kSecondsPerDay) : FactValue(Absent{});
}

// "3 days", "1 hour", "less than an hour".
std::string in_words(std::int64_t seconds) {
  if (seconds >= kSecondsPerDay) return count_noun(static_cast<std::size_t>(seconds / kSecondsPerDay), "day");
  return seconds >= kHour ? count_noun(static_cast<std::size_t>(seconds / kHour), "hour") : "less than an hour";
}

FactValue ended_ago(Period period, Instant at) {
  return period.last < at ? FactValue(in_words(at.seconds() - period.last.seconds())) : FactValue(Absent{});
}

FactValue begins_in(Period period, Instant at) {
  return at < period.first ? FactValue(in_words(period.first.seconds() - at.seconds())) : FactValue(Absent{});
}

FactValue ends_before_leaf(const FactContext& context, const Subject& subject) {
  const std::optional<Subject> leaf = leaf_subject(context);
  if (!leaf) return Absent{};
  const std::optional<Instant> own = certificate_of(subject, context).not_after();
  const std::optional<Instant> of_leaf = certificate_of(*leaf, context).not_after();
  if (!own || !of_leaf) return Unavailable{"notAfter does not decode"};
  return *own < *of_leaf;
}

FactValue leaf_days_lost(const FactContext& context, const Subject& subject) {
  const std::optional<Subject> leaf = leaf_subject(context);
  if (!leaf) return Absent{};
  const std::optional<Instant> own = certificate_of(subject, context).not_after();
  const std::optional<Instant> of_leaf = certificate_of(*leaf, context).not_after();
  if (!own || !of_leaf) return Unavailable{"notAfter does not decode"};
  return *own < *of_leaf ? whole_days(of_leaf->seconds() - own->seconds()) : std::int64_t{0};
}

// How the file of the leaf is related to that of its successor.
enum class CopyPlace { backup, file, folder, elsewhere };
constexpr EnumNames<CopyPlace::elsewhere> kCopyPlaceNames{"backup", "file", "folder", "elsewhere"};

CopyPlace place_of_copy(const FactContext& context, const chain::Successor& successor) {
  const chain::Member& member = context.analysis.members[*context.analysis.leaf];
  const std::string& own = context.analysis.entries[member.entries.front()]->location.path;
  const std::string& other = successor.known.location.path;
  if (own == other) return CopyPlace::file;
  if (formats::is_backup_of(own, other)) return CopyPlace::backup;
  return formats::folder_of(own) == formats::folder_of(other) ? CopyPlace::folder : CopyPlace::elsewhere;
}

// Nothing for any certificate but the leaf.
const chain::Successor* successor_of(const FactContext& context, const Subject& subject) {
  return context.analysis.leaf == subject.index ? successor_of(context) : nullptr;
}

FactValue superseded_by(const FactContext& context, const Subject& subject) {
  const chain::Successor* successor = successor_of(context, subject);
  return successor == nullptr ? FactValue(Absent{}) : FactValue(brief_place(successor->known.location));
}

FactValue superseded_place(const FactContext& context, const Subject& subject) {
  const chain::Successor* successor = successor_of(context, subject);
  return successor == nullptr ? FactValue(Absent{}) : text(kCopyPlaceNames[place_of_copy(context, *successor)]);
}

template <auto Read>
FactValue in_period(const FactContext& context, const Subject& subject) {
  return of_period(context, subject, Read);
}

}  // namespace

const chain::Successor* successor_of(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  const chain::Successor* successor =
      leaf == nullptr || context.request.run == nullptr ? nullptr : context.request.run->successor_of(*leaf);
  if (successor == nullptr) return nullptr;
  const Period period{*successor->known.certificate->not_before(), *successor->known.certificate->not_after()};
  if (context.request.at < period.first || period.last < context.request.at) return nullptr;
  return successor->has_key || place_of_copy(context, *successor) == CopyPlace::backup ? successor : nullptr;
}

bool is_superseded_copy(const FactContext& context) {
  const chain::Successor* successor = successor_of(context);
  return successor != nullptr && place_of_copy(context, *successor) == CopyPlace::backup;
}

FactTable validity_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.time("validity.not_before", "The first second of validity.", not_before),
      certificate.time("validity.not_after", "The last second of validity.", not_after),
      certificate.integer("validity.days", "days",
                          "The length of the validity, first and last second included; a begun day counts as a whole day.",
                          in_period<period_days>),
      certificate.integer("validity.remaining_days", "days",
                          "Whole days from the evaluation time to the end of validity; negative once it has expired.",
                          in_period<remaining_days>),
      certificate.integer("validity.remaining_percent", "percent", "How much of the validity is left at the evaluation time.",
                          in_period<remaining_percent>),
      certificate.boolean("validity.expired", "It expired before the evaluation time.", in_period<expired>),
      certificate.boolean("validity.not_yet_valid", "The validity begins after the evaluation time.", in_period<not_yet_valid>),
      certificate.integer("validity.ended_days_ago", "days", "Whole days since the end of validity; absent until it has expired.",
                          in_period<ended_days_ago>),
      certificate.text("validity.ended_ago", "How long ago it expired, in words: '3 days', '1 hour'; absent until it has expired.",
                       in_period<ended_ago>),
      certificate.text("validity.begins_in",
                       "How long it is until the validity begins, in words: '3 days', '1 hour'; absent once it has begun.",
                       in_period<begins_in>),
      certificate.integer("validity.begins_in_days", "days", "Days until the validity begins; absent once it has begun.",
                          in_period<begins_in_days>),
      certificate.boolean("validity.ends_before_leaf", "It expires before the bundle's leaf; absent without a leaf.", ends_before_leaf),
      certificate.integer("validity.leaf_days_lost", "days",
                          "Whole days of the leaf's validity that are after the expiry of this certificate; absent without a leaf.",
                          leaf_days_lost),
      certificate.text("superseded.by",
                       "Where the run has a newer certificate for the names of the leaf, valid now and with its key: 'site.pem:1'; absent "
                       "where a policy or the configuration of a server names the leaf.",
                       superseded_by),
      certificate.text("superseded.place", kCopyPlaceNames,
                       "Where the leaf is, seen from the newer certificate for its names: in a file that is a backup according to its name "
                       "or folder, in the "
                       "same file, in the same folder or elsewhere.",
                       superseded_place),
  };
}

}  // namespace chainlint::facts
