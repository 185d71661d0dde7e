// How old the dated facts of a run are.
#include "chainlint/facts/run_state.h"
#include "record_bundle.h"

namespace chainlint::facts {
namespace data_facts_test {

const Subject kRun{SubjectKind::run, 0};

TEST(DataFacts, CountDaysFromTheReview) {
  RecordBundle bundle;
  bundle.records.date = Instant::parse("2026-05-01");
  EXPECT_EQ(bundle.fact(kRun, "data.date"), FactValue(*Instant::parse("2026-05-01")));
  EXPECT_EQ(bundle.fact(kRun, "data.age_days"), FactValue(std::int64_t{31}));
  bundle.sample.request.at = *Instant::parse("2026-05-01T23:59:59Z");
  EXPECT_EQ(bundle.fact(kRun, "data.age_days"), FactValue(std::int64_t{0}));
  bundle.sample.request.at = *Instant::parse("2026-04-21");
  EXPECT_EQ(bundle.fact(kRun, "data.age_days"), FactValue(std::int64_t{-10}));
  bundle.sample.request.at = *Instant::parse("2026-04-30T12:00:00Z");
  EXPECT_EQ(bundle.fact(kRun, "data.age_days"), FactValue(std::int64_t{-1}));
}

TEST(DataFacts, AreAbsentWithoutAFile) {
  RecordBundle bundle;
  EXPECT_EQ(bundle.fact(kRun, "data.date"), FactValue(Absent{}));
  EXPECT_EQ(bundle.fact(kRun, "data.age_days"), FactValue(Absent{}));
}

}  // namespace data_facts_test
}  // namespace chainlint::facts
