// Stale issuers, cross-signs and copies of CA certificates.
#include <gtest/gtest.h>

#include "written_bundle.h"

namespace chainlint::write {
namespace fix_stale_test {

const std::string kRotated = std::string(kFamily) +
                             "  inter2: { subject: \"CN=Example CA 2,O=Example\", issuer: policy, ca: true }\n"
                             "  renewed: { subject: \"CN=www.example.com\", issuer: inter2, dns: [www.example.com] }\n";

TEST(StaleIntermediates, AreReplacedOnlyWhereAsked) {
  const Family family(kRotated);
  Planning planning(family);
  planning.file("site.pem", {"renewed", "inter", "policy"}).anchors({"root"}).pool({"inter2"});
  const FixPlan safe = planning.plan();
  EXPECT_TRUE(safe.edits.empty());
  EXPECT_TRUE(mentions(safe.refused, FixKind::stale, "--unsafe stale"));
  EXPECT_EQ(planning.after(planning.plan({FixKind::stale})), (Names{"renewed", "inter2", "policy"}));
}

TEST(StaleIntermediates, ThatHaveEndedGiveWayToTheirRenewedCopy) {
  const Family family(std::string(kFamily) +
                      "  old: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, not_before: 2020-01-01, not_after: "
                      "2026-01-01 }\n"
                      "  new: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, key: \"same-as:old\" }\n"
                      "  site: { subject: \"CN=www.example.com\", issuer: new, dns: [www.example.com] }\n");
  Planning planning(family);
  planning.file("site.pem", {"site", "old", "policy"}).anchors({"root"}).pool({"new"});
  EXPECT_TRUE(planning.plan().edits.empty());
  EXPECT_EQ(planning.after(planning.plan({FixKind::stale})), (Names{"site", "new", "policy"}));
}

TEST(StaleIntermediates, ThatHaveEndedGoWhereTheValidCopyIsThere) {
  const Family family(std::string(kFamily) +
                      "  old: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, not_before: 2020-01-01, not_after: "
                      "2026-01-01 }\n"
                      "  new: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, key: \"same-as:old\" }\n"
                      "  site: { subject: \"CN=www.example.com\", issuer: new, dns: [www.example.com] }\n");
  Planning planning(family);
  planning.file("site.pem", {"site", "old", "new", "policy"}).anchors({"root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"site", "new", "policy"}));
}

TEST(MissingIntermediates, AreAddedAsTheCopyThatExpiresLast) {
  const Family family(std::string(kFamily) +
                      "  long:  { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, not_before: 2026-01-01, not_after: "
                      "2030-12-31 }\n"
                      "  short: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, key: \"same-as:long\", not_before: "
                      "2026-05-01, not_after: 2026-06-11 }\n"
                      "  ended: { subject: \"CN=Example CA 3,O=Example\", issuer: policy, ca: true, key: \"same-as:long\", not_before: "
                      "2020-05-01, not_after: 2026-05-11 }\n"
                      "  site: { subject: \"CN=www.example.com\", issuer: long, dns: [www.example.com] }\n");
  for (const Names& pool : {Names{"short", "long"}, Names{"long", "short"}}) {
    Planning missing(family);
    missing.file("site.pem", {"site", "policy"}).anchors({"root"}).pool(pool);
    EXPECT_EQ(missing.after(missing.plan({FixKind::missing})), (Names{"site", "long", "policy"}));
    Planning stale(family);
    stale.file("site.pem", {"site", "ended", "policy"}).anchors({"root"}).pool(pool);
    EXPECT_EQ(stale.after(stale.plan({FixKind::stale})), (Names{"site", "long", "policy"}));
  }
}

TEST(MissingIntermediates, LeaveTheCaAboveThemInPlace) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "policy"}).anchors({"root"}).pool({"inter", "alien"});
  const FixPlan safe = planning.plan();
  EXPECT_TRUE(mentions(safe.refused, FixKind::missing, "--unsafe missing"));
  EXPECT_FALSE(mentions(safe.refused, FixKind::stale, ""));
  EXPECT_EQ(planning.after(planning.plan({FixKind::missing, FixKind::stale})), (Names{"leaf", "inter", "policy"}));
}

TEST(StaleIntermediates, WithoutThePoolAreAskedForAsSuch) {
  const Family family(kRotated);
  Planning planning(family);
  planning.file("site.pem", {"renewed", "inter", "policy"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  ASSERT_EQ(plan.ask_ca.size(), 1u);
  EXPECT_NE(plan.ask_ca.front().find("--unsafe stale"), std::string::npos) << plan.ask_ca.front();
}

const std::string kCrossSigned = std::string(kFamily) +
                                 "  newroot: { subject: \"CN=New Root,O=Example\", ca: true }\n"
                                 "  cross: { subject: \"CN=New Root,O=Example\", ca: true, key: \"same-as:newroot\", issuer: root }\n"
                                 "  newinter: { subject: \"CN=New CA,O=Example\", issuer: newroot, ca: true }\n"
                                 "  site: { subject: \"CN=www.example.com\", issuer: newinter, dns: [www.example.com] }\n";

TEST(CrossSigns, AreKeptAlthoughTheChosenPathEndsBelowThem) {
  const Family family(kCrossSigned);
  Planning planning(family);
  planning.file("site.pem", {"site", "cross", "newinter"}).anchors({"newroot", "root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"site", "newinter", "cross"}));
}

TEST(CrossSigns, StayWhereTheRootBesideThemGoes) {
  const Family family(kCrossSigned);
  Planning planning(family);
  planning.file("site.pem", {"site", "newinter", "newroot", "cross"}).anchors({"newroot", "root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"site", "newinter", "cross"}));
}

TEST(CrossSigns, OfTheIntermediateBothStay) {
  const Family family(std::string(kFamily) +
                      "  other: { subject: \"CN=Other Root,O=Example\", ca: true }\n"
                      "  twin: { subject: \"CN=Example CA 1,O=Example\", issuer: other, ca: true, key: \"same-as:inter\" }\n");
  Planning planning(family);
  planning.file("site.pem", {"leaf", "inter", "twin", "policy"}).anchors({"root", "other"});
  const Names after = planning.after(planning.plan());
  EXPECT_EQ(after.front(), "leaf");
  EXPECT_EQ(after.size(), 4u);
}

}  // namespace fix_stale_test
}  // namespace chainlint::write
