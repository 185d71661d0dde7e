// What root programs hold against the CAs of a chain, and which way round it leaves a client.
#include "record_bundle.h"

namespace chainlint::facts {
namespace distrust_facts_test {

TEST(DistrustFacts, CompareTheLeafsFirstDay) {
  RecordBundle on_the_day, before;
  on_the_day.add_distrust("root", "2026-01-01", records::DistrustCompares::not_before);
  EXPECT_EQ(on_the_day.text("distrust.programs"), "Chrome");
  EXPECT_EQ(on_the_day.text("distrust.reasons"), "'Example Root' (Chrome: certificates from 2026-01-01; this leaf: 2026-01-01)");
  before.add_distrust("root", "2026-01-02", records::DistrustCompares::not_before);
  EXPECT_EQ(before.text("distrust.programs"), to_string(FactValue(std::vector<std::string>{})));
}

TEST(DistrustFacts, CompareTheRunWhereEverythingIsRefused) {
  RecordBundle bundle;
  bundle.add_distrust("inter", "2026-06-01", records::DistrustCompares::everything);
  bundle.sample.request.at = *Instant::parse("2026-05-31T23:59:59Z");
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
  EXPECT_EQ(bundle.text("sunset.programs"), "Chrome");
  EXPECT_EQ(bundle.text("sunset.date"), "2026-06-01T00:00:00Z");
  bundle.sample.request.at = *Instant::parse("2026-06-01");
  EXPECT_EQ(bundle.text("distrust.programs"), "Chrome");
  EXPECT_NE(bundle.text("sunset.programs"), "Chrome");
}

TEST(DistrustFacts, TakeTheFirstDayWhereNoTimestampIsEmbedded) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::earliest_sct);
  EXPECT_EQ(bundle.text("distrust.reasons"), "'Example Root' (Chrome: certificates from 2025-06-01; this leaf: 2026-01-01)");
}

TEST(DistrustFacts, ACrossSignToATrustedRootIsAWayOut) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.sample.add("cross", chain::Role::intermediate);
  bundle.sample.add("other", chain::Role::root);
  EXPECT_EQ(bundle.text("distrust.programs"), "Chrome");
  bundle.add_public_root("other");
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
}

TEST(DistrustFacts, ACrossSignToARootThatIsRefusedTooIsNone) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.add_distrust("other", "2025-06-01", records::DistrustCompares::not_before);
  bundle.sample.add("cross", chain::Role::intermediate);
  bundle.sample.add("other", chain::Role::root);
  bundle.add_public_root("other");
  EXPECT_EQ(bundle.text("distrust.programs"), "Chrome");
}

TEST(DistrustFacts, AWayOutOfOneProgramIsNoneOfAnother) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before, "Mozilla");
  bundle.add_distrust("other", "2025-06-01", records::DistrustCompares::not_before, "Mozilla");
  bundle.sample.add("other", chain::Role::root);
  bundle.add_public_root("other");
  EXPECT_EQ(bundle.text("distrust.programs"), "Mozilla");
}

TEST(DistrustFacts, StrangersInTheBundleAreNoWayOut) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.sample.add("other", chain::Role::root);
  bundle.sample.analysis.members.back().related = false;
  bundle.add_public_root("other");
  EXPECT_EQ(bundle.text("distrust.programs"), "Chrome");
}

TEST(DistrustFacts, KnowARootThatIsNotAtHandByNameAndKeyId) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.lose_root();
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
  bundle.add_public_root("root");
  EXPECT_EQ(bundle.text("distrust.programs"), "Chrome");
}

// A stranger may have the name of a CA, but not its key.
TEST(DistrustFacts, DistinguishCertificatesOfOneNameByTheirKeys) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before).cas[0].key_sha256 = std::string(64, '0');
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
}

TEST(DistrustFacts, KeepReportsWithoutASourceApart) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before).note.unverified = true;
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
  EXPECT_EQ(bundle.text("events.unverified"), "'Example Root' (Chrome: certificates from 2025-06-01; this leaf: 2026-01-01)");
}

TEST(DistrustFacts, NameTheSources) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before).note.source.url = "https://example.com/a";
  bundle.add_distrust("root", "2026-09-01", records::DistrustCompares::everything, "Mozilla").note.source.url = "https://example.com/b";
  EXPECT_EQ(bundle.fact(kChain, "distrust.sources"),
            FactValue(std::vector<std::string>({"https://example.com/a", "https://example.com/b"})));
}

TEST(DistrustFacts, AreAbsentWithoutAPath) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2025-06-01", records::DistrustCompares::not_before);
  bundle.sample.analysis.path.reset();
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
}

}  // namespace distrust_facts_test
}  // namespace chainlint::facts
