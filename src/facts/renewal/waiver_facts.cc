// What became of the exceptions that a policy grants.

#include "chainlint/facts/run_state.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

const WaiverOutcome& waiver_of(const FactContext& context, const Subject& subject) { return context.run->waivers[subject.index]; }

template <std::string WaiverOutcome::*Field>
FactValue text_field(const WaiverOutcome& waiver) {
  return text_or_absent(waiver.*Field);
}

FactValue days_left(const FactContext& context, const Subject& subject) {
  const std::optional<Instant> end = waiver_of(context, subject).expires;
  if (!end) return Absent{};
  return whole_days(end->seconds() - context.request.at.seconds());
}

}  // namespace

FactTable waiver_fact_table() {
  const FactsAbout waiver(SubjectKind::waiver, waiver_of);
  return {
      waiver.text(
          "state", kWaiverStateNames,
          "The state of the waiver in this run: it accepts a finding (active), or none (unused), or none because the run did not check "
          "everything that it is about (out_of_scope); its day has passed (expired); or it cannot be understood (malformed).",
          [](const WaiverOutcome& it) { return to_string(it.state); }),
      waiver.text("rule", "The rule whose findings it accepts.", text_field<&WaiverOutcome::rule>),
      waiver.text("certificate", "SHA-256 of the certificate that it is for; absent where it names none.",
                  text_field<&WaiverOutcome::certificate>),
      waiver.text("key", "SHA-256 of the public key (SubjectPublicKeyInfo) that it is for; absent where it names none.",
                  text_field<&WaiverOutcome::key>),
      waiver.list("paths", "The path patterns to which it is limited.", &WaiverOutcome::paths),
      waiver.text("reason", "Why the waiver was granted.", text_field<&WaiverOutcome::reason>),
      waiver.text("owner", "The person or team that is responsible for it.", text_field<&WaiverOutcome::owner>),
      waiver.text("ticket", "Where it is tracked; absent without one.", text_field<&WaiverOutcome::ticket>),
      waiver.time("expires", "The last second at which it is valid.", &WaiverOutcome::expires),
      waiver.integer("days_left", "days", "Whole days from the evaluation time to the expiry of the waiver; negative once it has expired.",
                     days_left),
      waiver.text("problem", "Why it is not valid; absent where it is.", text_field<&WaiverOutcome::problem>),
  };
}

}  // namespace chainlint::facts
