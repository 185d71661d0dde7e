#include "timeline/timeline_moments.h"

#include <algorithm>
#include <cstdint>
#include <unordered_set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/records/records.h"
#include "chainlint/x509/display.h"

namespace chainlint::renewal {
namespace {

enum class Weight { looked_at, likely };

// Moments outside of the timeline are no moments.
class Moments {
 public:
  Moments(Instant from, Instant until) : from_(from), until_(until) {}

  void add(Instant at, Weight weight) {
    if (at <= from_ || at > until_) return;
    (weight == Weight::looked_at ? moments_.looked_at : moments_.likely).insert(at);
  }
  void add(Instant at, Weight weight, KnownCause cause) {
    if (at <= from_ || at > until_) return;
    add(at, weight);
    moments_.causes[at].push_back(std::move(cause));
  }
  bool holds(Instant at) const { return at > from_ && at <= until_; }
  KnownMoments take() {
    for (auto& [at, causes] : moments_.causes) {
      std::stable_sort(causes.begin(), causes.end(), [](const KnownCause& a, const KnownCause& b) { return rank(a) < rank(b); });
    }
    return std::move(moments_);
  }

 private:
  // A CA certificate is the cause rather than a leaf that ends with it: it is what many bundles share.
  static std::pair<EventCause, bool> rank(const KnownCause& cause) { return {cause.cause, cause.role == chain::Role::leaf}; }

  Instant from_, until_;
  KnownMoments moments_;
};

void add_validities(const std::vector<NearCertificate>& near, Moments& moments) {
  for (const NearCertificate& each : near) {
    const x509::Certificate& certificate = *each.certificate;
    KnownCause cause{EventCause::certificate_ends, to_hex(certificate.sha256()), x509::display_name(certificate), each.role, ""};
    if (certificate.not_after()) {
      const Instant ended = certificate.not_after()->plus_seconds(1);
      cause.message = each.words + " expires";
      moments.add(ended, each.close ? Weight::looked_at : Weight::likely, cause);
    }
    if (certificate.not_before() && moments.holds(*certificate.not_before())) {
      cause.cause = EventCause::certificate_begins;
      cause.message = each.words + " becomes valid";
      moments.add(*certificate.not_before(), Weight::looked_at, cause);
    }
  }
}

void add_lists(const facts::FactContext& context, const std::vector<NearCertificate>& near, Moments& moments) {
  std::map<std::string, const NearCertificate*> issuers;
  std::unordered_set<std::string> names;
  for (const NearCertificate& each : near) {
    names.insert(each.certificate->issuer().canonical());
    issuers.emplace(each.certificate->subject().canonical(), &each);
  }
  const auto add = [&](const x509::CrlPtr& list) {
    if (list == nullptr || !names.contains(list->issuer().canonical())) return;
    const auto issuer = issuers.find(list->issuer().canonical());
    KnownCause cause{EventCause::crl_ends, "", list->issuer().display(), chain::Role::intermediate, ""};
    if (issuer != issuers.end()) {
      cause.sha256 = to_hex(issuer->second->certificate->sha256());
      cause.role = issuer->second->role;
    }
    const std::string what = "CRL of " + in_quotes(cause.display);
    cause.message = what + " expires";
    if (list->next_update()) moments.add(list->next_update()->plus_seconds(1), Weight::looked_at, cause);
    cause.cause = EventCause::crl_begins;
    cause.message = what + " becomes valid";
    if (list->this_update()) moments.add(*list->this_update(), Weight::looked_at, cause);
  };
  for (const x509::CrlPtr& list : context.request.crls) add(list);
  for (const formats::Entry* entry : context.analysis.entries) add(entry->crl);
}

// Finds the certificate that a record is about. What it finds is tried and decides nothing, so that names suffice where there is no key.
class CaFinder {
 public:
  explicit CaFinder(const std::vector<NearCertificate>& near) {
    for (const NearCertificate& each : near) {
      if (each.role == chain::Role::leaf && near.size() > 1) continue;
      by_key_.emplace(to_hex(chainlint::crypto::sha256(each.certificate->public_key().der)), &each);
      by_name_.emplace(x509::display_name(*each.certificate), &each);
    }
  }

  const NearCertificate* find(const std::vector<records::CaIdentity>& cas) const {
    for (const records::CaIdentity& ca : cas) {
      const auto& index = ca.key_sha256.empty() ? by_name_ : by_key_;
      const auto found = index.find(ca.key_sha256.empty() ? ca.name : ca.key_sha256);
      if (found != index.end()) return found->second;
    }
    return nullptr;
  }

 private:
  std::map<std::string, const NearCertificate*> by_key_, by_name_;
};

KnownCause about(const NearCertificate* ca, EventCause cause, const std::string& before, const std::string& after) {
  if (ca == nullptr) return {cause, "", "", chain::Role::intermediate, before + after};
  const x509::Certificate& certificate = *ca->certificate;
  return {cause, to_hex(certificate.sha256()), x509::display_name(certificate), ca->role,
          before + in_quotes(x509::display_name(certificate)) + after};
}

void add_records(const facts::FactContext& context, const std::vector<NearCertificate>& near, Moments& moments) {
  const records::Records& records = context.records == nullptr ? records::shipped_records() : *context.records;
  const CaFinder finder(near);
  for (const records::Distrust& distrust : records.distrusts) {
    if (distrust.compares != records::DistrustCompares::everything || !moments.holds(distrust.from)) continue;
    if (const NearCertificate* ca = finder.find(distrust.cas)) {
      moments.add(distrust.from, Weight::likely, about(ca, EventCause::distrust, distrust.program + " no longer trusts ", ""));
    }
  }
  for (const records::CaEvent& event : records.events) {
    if (!moments.holds(event.on)) continue;
    const NearCertificate* ca = finder.find(event.cas);
    if (ca == nullptr && !event.cas.empty()) continue;
    moments.add(event.on, Weight::likely, about(ca, EventCause::ca_event, "", (ca == nullptr ? "" : ": ") + printable(event.note.summary)));
  }
  for (const records::Rotation& rotation : records.rotations) {
    if (!moments.holds(rotation.from)) continue;
    const auto issued = [&](const NearCertificate& each) {
      const std::string issuer = each.certificate->issuer().display();
      return std::find(rotation.before.begin(), rotation.before.end(), issuer) != rotation.before.end();
    };
    if (std::none_of(near.begin(), near.end(), issued)) continue;
    moments.add(rotation.from, Weight::likely,
                {EventCause::ca_event, "", rotation.ca, chain::Role::intermediate,
                 printable(rotation.ca) + " issues certificates from other intermediates"});
  }
}

// The limits of rules by their units.
struct RuleLimits {
  std::set<std::int64_t> days, percents;
  std::set<Instant> steps;  // chosen by the time of the run

  void add(const facts::FactValue& value, const std::string& unit) {
    const std::int64_t* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr || *number < 0 || *number > TimelineLimits::kDays) return;
    if (unit == "days") days.insert(*number);
    if (unit == "percent") percents.insert(*number);
  }
};

RuleLimits limits_of(const rules::RuleSet& rules) {
  RuleLimits limits;
  for (const rules::RuleSet::Member& member : rules.members) {
    for (const auto& [name, parameter] : member.rule->logic->parameters) {
      limits.add(parameter.default_value, parameter.unit);
      for (const rules::Parameter::Step& step : parameter.steps) {
        limits.add(step.value, parameter.unit);
        if (parameter.by && parameter.by->definition != nullptr && parameter.by->definition->name == "run.at") {
          limits.steps.insert(step.from);
        }
      }
    }
  }
  return limits;
}

// The first seconds at which less than so much is left, or more than so much has passed.
void add_limits(const RuleLimits& limits, const std::vector<NearCertificate>& near, Moments& moments) {
  for (const Instant step : limits.steps) moments.add(step, Weight::likely);
  for (const NearCertificate& each : near) {
    const std::optional<Instant> first = each.certificate->not_before(), last = each.certificate->not_after();
    if (!each.close || !first || !last || *last < *first) continue;
    for (const std::int64_t days : limits.days) {
      moments.add(last->plus_seconds(1 - days * kSecondsPerDay), Weight::likely);
      moments.add(first->plus_seconds((days + 1) * kSecondsPerDay), Weight::likely);
    }
    const std::int64_t lifetime = last->seconds() - first->seconds() + 1;
    for (const std::int64_t percent : limits.percents) {
      const std::int64_t enough = (percent * lifetime + 99) / 100;
      moments.add(last->plus_seconds(2 - enough), Weight::likely);
    }
  }
}

}  // namespace

KnownMoments known_moments(const facts::FactContext& context, const std::vector<NearCertificate>& near, const rules::RuleSet* rules,
                           Instant from, Instant until) {
  Moments moments(from, until);
  add_validities(near, moments);
  add_lists(context, near, moments);
  add_records(context, near, moments);
  if (rules != nullptr) add_limits(limits_of(*rules), near, moments);
  if (context.window != nullptr) {
    for (const Instant at : {context.window->start, context.window->end, context.window->until()}) {
      moments.add(at.plus_seconds(1), Weight::likely);
    }
  }
  return moments.take();
}

}  // namespace chainlint::renewal
