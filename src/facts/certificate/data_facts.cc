// How old the dated facts of a run are, what they say of keys, and what its branch changed of its policy.

#include "chain/chain_cas.h"
#include "chain/place.h"
#include "chainlint/facts/run_state.h"
#include "chainlint/facts/subject_key.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

std::optional<Instant> date(const FactContext& context) { return records_of(context).date; }

std::optional<std::int64_t> age(const FactContext& context) {
  const std::optional<Instant> reviewed = date(context);
  return reviewed ? std::optional(whole_days(context.request.at.seconds() - reviewed->seconds())) : std::nullopt;
}

FactValue policy_files(const FactContext& context) {
  const std::vector<std::string>& files = context.run->branch.policy_files;
  return files.empty() ? FactValue(Absent{}) : FactValue(files);
}

FactValue leak(const FactContext& context, const Subject& subject) {
  return publication_of(public_key_sha256(certificate_of(subject, context)), context);
}

}  // namespace

FactTable data_fact_table() {
  const FactsAbout run(SubjectKind::run);
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      run.time("data.date",
               "The day on which the records about CAs, root programs and trust stores were last reviewed; of several files, the oldest.",
               date),
      run.integer("data.age_days", "days",
                  "Whole days from the last review of the records to the evaluation time; negative where the review is later.", age),
      run.text("branch.revision", "The revision that the branch is compared with, from --previous-ref; absent without it.",
               [](const FactContext& context) { return text_or_absent(context.run->branch.revision); }),
      run.list(
          "branch.policy_files",
          "The files of the policy, rules, targets, clients, pins and baseline that commits of the branch change; absent where there are "
          "none, and with --policy-from.",
          policy_files),
      certificate.text("key.leaked",
                       "Where the private key of the certificate is published, according to the records; absent where no record lists it.",
                       leak),
  };
}

}  // namespace chainlint::facts
