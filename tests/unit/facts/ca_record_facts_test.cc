// Gaps in stores, rotations and events about the CAs of a chain.
#include "record_bundle.h"

namespace chainlint::facts {
namespace ca_record_facts_test {

const std::string kNothing = to_string(FactValue(std::vector<std::string>{}));

records::StoreGap gap_of(const records::CaIdentity& ca, const std::string& before = "7.1.1") {
  records::StoreGap gap;
  gap.client = "Android";
  gap.before = before;
  gap.cas = {ca};
  return gap;
}

records::CaEvent event_of(records::CaEvent::Kind kind, const std::string& on, std::vector<records::CaIdentity> cas) {
  records::CaEvent event;
  event.kind = kind;
  event.on = *Instant::parse(on);
  event.cas = std::move(cas);
  event.note.summary = "it ends";
  return event;
}

TEST(CaRecordFacts, AClientLacksTheRoot) {
  RecordBundle bundle;
  bundle.records.store_gaps = {gap_of(bundle.ca("root"))};
  EXPECT_EQ(bundle.text("store_gaps"), "Android before 7.1.1 lacks 'Example Root'");
  bundle.records.store_gaps = {gap_of(bundle.ca("root"), "")};
  EXPECT_EQ(bundle.text("store_gaps"), "Android lacks 'Example Root'");
}

TEST(CaRecordFacts, AClientGetsByWithAnotherRoot) {
  RecordBundle bundle;
  bundle.records.store_gaps = {gap_of(bundle.ca("root"))};
  bundle.sample.add("cross", chain::Role::intermediate);
  bundle.sample.add("other", chain::Role::root);
  bundle.add_public_root("other");
  EXPECT_EQ(bundle.text("store_gaps"), kNothing);
}

TEST(CaRecordFacts, EventsAreOfThePastOrOfTheLeafsLife) {
  RecordBundle bundle;
  bundle.records.events = {event_of(records::CaEvent::Kind::revoked, "2026-06-01", {bundle.ca("inter")}),
                           event_of(records::CaEvent::Kind::withdrawn, "2026-05-01", {bundle.ca("inter")}),
                           event_of(records::CaEvent::Kind::expires, "2027-01-01", {bundle.ca("root")}),
                           event_of(records::CaEvent::Kind::expires, "2027-01-02", {bundle.ca("root")}),
                           event_of(records::CaEvent::Kind::revoked, "2026-05-01", {bundle.ca("other")})};
  EXPECT_EQ(bundle.text("events.revoked"), "'Example CA 1' on 2026-06-01: it ends");
  EXPECT_EQ(bundle.text("events.withdrawn"), "'Example CA 1' on 2026-05-01: it ends");
  EXPECT_EQ(bundle.text("events.upcoming"), "'Example Root' on 2027-01-01: it ends");
  bundle.sample.request.at = *Instant::parse("2026-05-31T23:59:59Z");
  EXPECT_EQ(bundle.text("events.revoked"), kNothing);
}

TEST(CaRecordFacts, AnEventOfAllPublicCasIsOfNoPrivateOne) {
  RecordBundle bundle;
  bundle.records.events = {event_of(records::CaEvent::Kind::changes, "2026-07-01", {})};
  EXPECT_EQ(bundle.text("events.upcoming"), kNothing);
  bundle.add_public_root("root");
  EXPECT_EQ(bundle.text("events.upcoming"), "public CAs on 2026-07-01: it ends");
}

TEST(CaRecordFacts, ANameWithoutAKeyNeedsItsOrganization) {
  RecordBundle bundle;
  records::CaIdentity named;
  named.name = "Example CA 1";
  named.organization = "Another";
  bundle.records.events = {event_of(records::CaEvent::Kind::revoked, "2026-05-01", {named})};
  EXPECT_EQ(bundle.text("events.revoked"), kNothing);
  bundle.records.events[0].cas[0].organization = "Example";
  EXPECT_NE(bundle.text("events.revoked"), kNothing);
}

TEST(CaRecordFacts, TheLastRotationSinceTheLeafWasIssuedCounts) {
  RecordBundle bundle;
  records::Rotation first{"Example", {"Example CA 1"}, {"Example CA 2"}, *Instant::parse("2026-02-01"), {}};
  records::Rotation second{"Example", {"Example CA 1"}, {"Example CA 3"}, *Instant::parse("2026-05-01"), {}};
  records::Rotation future{"Example", {"Example CA 1"}, {"Example CA 4"}, *Instant::parse("2026-07-01"), {}};
  records::Rotation before{"Example", {"Example CA 1"}, {"Example CA 5"}, *Instant::parse("2026-01-01"), {}};
  records::Rotation others{"Other", {"Example CA 1"}, {"Example CA 6"}, *Instant::parse("2026-05-02"), {}};
  bundle.records.rotations = {before, first, second, future, others};
  EXPECT_EQ(bundle.text("rotation.ca"), "Example");
  EXPECT_EQ(bundle.text("rotation.issuers"), "Example CA 3");
  EXPECT_EQ(bundle.text("rotation.from"), "2026-05-01T00:00:00Z");
  bundle.records.rotations = {before, future, others};
  EXPECT_EQ(bundle.fact(kChain, "rotation.ca"), FactValue(Absent{}));
}

}  // namespace ca_record_facts_test
}  // namespace chainlint::facts
