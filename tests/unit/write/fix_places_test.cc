// Bundles of several files.
#include <gtest/gtest.h>

#include "written_bundle.h"

namespace chainlint::write {
namespace fix_places_test {

TEST(FixedFiles, KeepTheirPart) {
  const Family family;
  Planning planning(family);
  planning.file("leaf.pem", {"leaf"}).file("chain.pem", {"policy", "inter", "root"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  EXPECT_EQ(planning.after(plan, 0), (Names{"leaf"}));
  EXPECT_EQ(planning.after(plan, 1), (Names{"inter", "policy"}));
  EXPECT_EQ(plan.edits.size(), 1u);
}

TEST(FixedFiles, WithTheChainGetWhatIsMissing) {
  const Family family;
  Planning planning(family);
  planning.file("leaf.pem", {"leaf"}).file("chain.pem", {"policy"}).anchors({"root"}).pool({"inter"});
  const FixPlan plan = planning.plan({FixKind::missing});
  EXPECT_EQ(planning.after(plan, 0), (Names{"leaf"}));
  EXPECT_EQ(planning.after(plan, 1), (Names{"inter", "policy"}));
}

TEST(FixedFiles, AreAllServedWhereOneContainsEverything) {
  const Family family;
  Planning planning(family);
  planning.file("fullchain.pem", {"leaf", "policy"}).file("chain.pem", {"policy"}).anchors({"root"}).pool({"inter"});
  const FixPlan plan = planning.plan({FixKind::missing});
  EXPECT_EQ(planning.after(plan, 0), (Names{"leaf", "inter", "policy"}));
  EXPECT_EQ(planning.after(plan, 1), (Names{"inter", "policy"}));
}

TEST(FixedFiles, WithTheLeafAloneGetTheChainWhereThereIsNoOtherPlace) {
  const Family family;
  Planning planning(family);
  planning.file("leaf.pem", {"leaf"}).anchors({"root"}).pool({"policy", "inter"});
  EXPECT_EQ(planning.after(planning.plan({FixKind::missing})), (Names{"leaf", "inter", "policy"}));
}

TEST(FixedFiles, OfATargetWithTwoFieldsContainTheLeafOnce) {
  const Family family;
  Planning planning(family);
  planning.file("leaf.pem", {"leaf"}).file("chain.pem", {"leaf", "inter", "policy"}).anchors({"root"}).target("aws-acm");
  const FixPlan plan = planning.plan();
  EXPECT_EQ(planning.after(plan, 0), (Names{"leaf"}));
  EXPECT_EQ(planning.after(plan, 1), (Names{"inter", "policy"}));
}

TEST(FixedFiles, AreNotSplit) {
  const Family family;
  Planning planning(family);
  planning.file("fullchain.pem", {"leaf", "inter", "policy"}).anchors({"root"}).target("aws-acm");
  const FixPlan plan = planning.plan();
  EXPECT_TRUE(plan.edits.empty());
  EXPECT_TRUE(mentions(plan.refused, FixKind::reorder, "two files"));
}

TEST(FixedFiles, NeverEndUpEmpty) {
  const Family family;
  Planning planning(family);
  planning.file("leaf.pem", {"leaf", "inter", "policy"}).file("root.pem", {"root"}).anchors({"root"});
  const FixPlan plan = planning.plan();
  EXPECT_EQ(planning.after(plan, 1), (Names{"root"}));
  EXPECT_TRUE(mentions(plan.refused, FixKind::stranger, "root.pem"));
}

}  // namespace fix_places_test
}  // namespace chainlint::write
