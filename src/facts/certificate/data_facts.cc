// How old the dated facts of a run are.

#include "chain/chain_cas.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

std::optional<Instant> date(const FactContext& context) { return records_of(context).date; }

std::optional<std::int64_t> age(const FactContext& context) {
  const std::optional<Instant> reviewed = date(context);
  return reviewed ? std::optional(whole_days(context.request.at.seconds() - reviewed->seconds())) : std::nullopt;
}

}  // namespace

FactTable data_fact_table() {
  const FactsAbout run(SubjectKind::run);
  return {
      run.time("data.date",
               "The day on which the dated facts about CAs, programs and stores were last reviewed: the oldest of their files.", date),
      run.integer("data.age_days", "days", "Whole days from that day to the evaluation time; negative where that is before it.", age),
  };
}

}  // namespace chainlint::facts
