// What facts say of embedded timestamps.
#include "record_bundle.h"

namespace chainlint::facts {
namespace timestamp_facts_test {

const Subject kLeaf{SubjectKind::certificate, 0};

// The sample with a list of timestamps in the leaf, in hexadecimal digits.
std::string with_list(const std::string& value) {
  std::string description = kIssuedDescription;
  description.replace(description.find("dns: [www.example.com]"), 3,
                      "extensions: [{ oid: 1.3.6.1.4.1.11129.2.4.2, value: \"" + value + "\" }], dns");
  return description;
}

std::string timestamp(const std::string& milliseconds) { return "002f00" + std::string(64, 'a') + milliseconds + "0000" + "0403" + "0000"; }

// 1770000000000 and 1769990400000 milliseconds: 2026-02-02T02:40:00Z and 2026-02-02T00:00:00Z.
const std::string kLater = "0000019c1c38a400", kEarlier = "0000019c1ba62800";

TEST(TimestampFacts, AreAbsentWithoutTheExtension) {
  RecordBundle bundle;
  EXPECT_EQ(bundle.fact(kLeaf, "sct.count"), FactValue(Absent{}));
  EXPECT_EQ(bundle.fact(kLeaf, "sct.earliest"), FactValue(Absent{}));
}

TEST(TimestampFacts, NameTheEarliest) {
  RecordBundle bundle(with_list("04640062" + timestamp(kLater) + timestamp(kEarlier)));
  EXPECT_EQ(bundle.fact(kLeaf, "sct.count"), FactValue(std::int64_t{2}));
  EXPECT_EQ(to_string(bundle.fact(kLeaf, "sct.earliest")), "2026-02-02T00:00:00Z");
  EXPECT_EQ(to_string(bundle.fact(kLeaf, "sct.logs")), std::string(64, 'a'));
}

TEST(TimestampFacts, DecideADistrust) {
  RecordBundle bundle(with_list("04330031" + timestamp(kEarlier)));
  bundle.add_distrust("root", "2026-02-02", records::DistrustCompares::earliest_sct);
  EXPECT_EQ(bundle.text("distrust.reasons"),
            "'Example Root' (Chrome: certificates from 2026-02-02; earliest timestamp in this leaf: 2026-02-02)");
  bundle.records.distrusts[0].from = *Instant::parse("2026-02-02T00:00:01Z");
  EXPECT_NE(bundle.text("distrust.programs"), "Chrome");
}

TEST(TimestampFacts, AreUnknownWhereTheListIsBroken) {
  RecordBundle bundle(with_list("04020000"));
  const FactValue value = bundle.fact(kLeaf, "sct.earliest");
  ASSERT_TRUE(std::holds_alternative<Unavailable>(value));
  EXPECT_EQ(std::get<Unavailable>(value).reason,
            "the list of signed certificate timestamps does not decode: list of signed certificate timestamps is empty");
}

}  // namespace timestamp_facts_test
}  // namespace chainlint::facts
