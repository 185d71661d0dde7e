#include <gtest/gtest.h>

#include "written_bundle.h"

namespace chainlint::write {
namespace fix_plan_test {

TEST(FixPlans, LeaveASoundBundleAlone) {
  const Family family;
  const FixPlan plan = Planning(family).file("site.pem", {"leaf", "inter", "policy"}).anchors({"root"}).plan();
  EXPECT_TRUE(plan.edits.empty());
  EXPECT_TRUE(plan.fixes.empty());
  EXPECT_TRUE(plan.refused.empty());
  EXPECT_TRUE(plan.ask_ca.empty());
}

TEST(FixPlans, PutTheLeafFirstAndThenEachIssuer) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"policy", "inter", "leaf"}).anchors({"root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"leaf", "inter", "policy"}));
}

TEST(FixPlans, TakeOutCopiesRootsAndStrangers) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "inter", "inter", "policy", "root", "alien", "alienroot"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  EXPECT_EQ(planning.after(plan), (Names{"leaf", "inter", "policy"}));
  Names kinds;
  for (const Fix& fix : plan.fixes) kinds.emplace_back(to_string(fix.kind));
  std::sort(kinds.begin(), kinds.end());
  EXPECT_EQ(kinds, (Names{"duplicate", "root", "stranger", "stranger"}));
}

TEST(FixPlans, RemoveARootThatIsNotASpecifiedAnchor) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "inter", "policy", "root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"leaf", "inter", "policy"}));
}

TEST(FixPlans, KeepAnUnknownRootThatIssuedTheLeafItself) {
  const Family family(std::string(kFamily) + "  direct: { subject: \"CN=direct.example.com\", issuer: root, dns: [direct.example.com] }\n");
  Planning planning(family);
  planning.file("site.pem", {"direct", "root"});
  const FixPlan plan = planning.plan();
  EXPECT_TRUE(plan.edits.empty());
  EXPECT_TRUE(mentions(plan.refused, FixKind::root, "--anchors"));
  EXPECT_EQ(planning.after(planning.anchors({"root"}).plan()), (Names{"direct"}));
}

TEST(FixPlans, LeaveTheRootToATargetThatWantsIt) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "root", "inter", "policy"}).anchors({"root"}).target("vcenter");
  EXPECT_EQ(planning.after(planning.plan()), (Names{"leaf", "inter", "policy", "root"}));
}

TEST(FixPlans, AddTheRootForATargetOnlyWhereAsked) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "inter", "policy"}).anchors({"root"}).target("vcenter");
  const FixPlan safe = planning.plan();
  EXPECT_TRUE(safe.edits.empty());
  EXPECT_TRUE(mentions(safe.refused, FixKind::missing, "Example Root"));
  EXPECT_EQ(planning.after(planning.plan({FixKind::missing})), (Names{"leaf", "inter", "policy", "root"}));
}

TEST(FixPlans, AddMissingIntermediatesOnlyWhereAsked) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf"}).anchors({"root"}).pool({"root", "policy", "inter", "alien"});
  const FixPlan safe = planning.plan();
  EXPECT_TRUE(safe.edits.empty());
  EXPECT_TRUE(mentions(safe.refused, FixKind::missing, "--unsafe missing"));
  EXPECT_EQ(planning.after(planning.plan({FixKind::missing})), (Names{"leaf", "inter", "policy"}));
}

TEST(FixPlans, KeepStrangersWhileTheIssuerOfTheLeafIsMissing) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "policy", "alien"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  EXPECT_TRUE(plan.edits.empty());
  EXPECT_TRUE(mentions(plan.refused, FixKind::stranger, "Alien CA"));
}

TEST(FixPlans, KnowAStrangerOnceTheMissingIssuerIsThere) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"leaf", "policy", "alien"}).anchors({"root"}).pool({"inter"});
  EXPECT_EQ(planning.after(planning.plan({FixKind::missing})), (Names{"leaf", "inter", "policy"}));
}

TEST(FixPlans, NeverTakeOutASecondLeaf) {
  const Family family;
  Planning planning(family);
  planning.file("site.pem", {"inter", "leaf", "second", "policy", "root"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  EXPECT_EQ(planning.after(plan), (Names{"inter", "leaf", "second", "policy"}));
  EXPECT_TRUE(mentions(plan.refused, FixKind::reorder, "second") || mentions(plan.refused, FixKind::reorder, "api.example.com"));
}

TEST(FixPlans, AskTheCaForAnIssuerThatIsNowhere) {
  const Family family;
  const FixPlan plan = Planning(family).file("site.pem", {"leaf"}).anchors({"root"}).plan({FixKind::missing});
  ASSERT_EQ(plan.ask_ca.size(), 1u);
  EXPECT_NE(plan.ask_ca.front().find("CN=Example CA 1,O=Example"), std::string::npos);
}

TEST(FixPlans, AskTheCaForANewLeafWhereItHasEnded) {
  const Family family(std::string(kFamily) +
                      "  old: { subject: \"CN=old.example.com\", issuer: inter, dns: [old.example.com, x.example.com], "
                      "not_before: 2025-01-01, not_after: 2026-01-01, serial: 0x0B }\n");
  const FixPlan plan = Planning(family).file("site.pem", {"old", "inter", "policy"}).anchors({"root"}).plan();
  ASSERT_EQ(plan.ask_ca.size(), 1u);
  for (const char* text : {"old.example.com and x.example.com", "0B", "2026-01-01", "CN=Example CA 1,O=Example"}) {
    EXPECT_NE(plan.ask_ca.front().find(text), std::string::npos) << text;
  }
}

TEST(FixPlans, DoNotReorderAPfx) {
  const Family family;
  const FixPlan plan = Planning(family).file("site.pfx", {"policy", "leaf", "inter"}, formats::Format::pkcs12).anchors({"root"}).plan();
  EXPECT_TRUE(plan.edits.empty());
}

TEST(FixPlans, LeaveFilesOfCaCertificatesAloneButForCopies) {
  const Family family;
  Planning planning(family);
  planning.file("cas.pem", {"root", "inter", "root", "alien"}).anchors({"root"});
  EXPECT_EQ(planning.after(planning.plan()), (Names{"root", "inter", "alien"}));
}

}  // namespace fix_plan_test
}  // namespace chainlint::write
