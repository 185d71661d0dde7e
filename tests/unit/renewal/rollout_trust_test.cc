// The rollout where the chain leads to another root than before.
#include "rollout_case.h"

namespace chainlint::renewal {
namespace rollout_trust_test {

// `cross` has name and key of `ca1` and another issuer.
constexpr const char* kRoots = R"(
  root:  { subject: "CN=Root,O=Example", ca: true }
  root2: { subject: "CN=Root G2,O=Example", ca: true }
  ca1:   { subject: "CN=CA 1,O=Example", issuer: root, ca: true }
  cross: { subject: "CN=CA 1,O=Example", issuer: root2, ca: true, key: same-as:ca1 }
  old:   { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:   { subject: "CN=www", issuer: cross, dns: [www.example.com] }
)";

struct OtherRoot : RolloutCase {
  OtherRoot() : RolloutCase(kRoots) { previous({"old, ca1, key(old)"}).next({"new, cross, key(new)"}).anchors({"root"}); }
};

TEST(RolloutOfAnotherRoot, GivesClientsTheRootFirstThoughTheirAnchorsHaveBoth) {
  const Rollout rollout = OtherRoot().anchors({"root", "root2"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "trust, leaf");
  EXPECT_EQ(order_of(rollout.asked), "leaf!, trust");
  EXPECT_EQ(rollout.steps[0].what,
            "make sure that every client trusts the root 'Root G2', which replaces 'Root'; clients without it refuse the new "
            "certificate; the anchors of this run contain it");
  EXPECT_EQ(
      rollout.asked[0].outage,
      "clients that have only the previous root, 'Root', refuse it: its chain ends at 'Root G2', which is among the anchors of this run");
}

TEST(RolloutOfAnotherRoot, EvaluatesTheRequestedOrder) {
  OtherRoot made;
  EXPECT_TRUE(made.anchors({"root", "root2"}).plan("leaf,trust").asked_order_has_outage());
  EXPECT_FALSE(made.plan("trust,leaf").asked_order_has_outage());
}

TEST(RolloutOfAnotherRoot, SeesThroughATwinOfTheIntermediate) {
  EXPECT_EQ(order_of(OtherRoot().plan().steps), "trust, leaf");
  EXPECT_EQ(order_of(OtherRoot().anchors({}, chain::AnchorOrigin::none).plan().asked), "leaf!, trust");
}

TEST(RolloutOfAnotherRoot, GivesNoFalseReasonWhereTheRootIsInTheFile) {
  const Rollout rollout = OtherRoot().next({"new, cross, root2, key(new)"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "trust, leaf");
  EXPECT_EQ(order_of(rollout.asked), "leaf!, trust");
  EXPECT_EQ(rollout.asked[0].outage, "clients without 'Root G2' refuse it");
}

TEST(RolloutOfAnotherRoot, HasNoOutageWhereTheFileHasAWayToTheOldRoot) {
  const Rollout rollout = OtherRoot().anchors({"root", "root2"}).next({"new, cross, ca1, key(new)"}).plan("leaf");
  EXPECT_FALSE(rollout.asked_order_has_outage());
}

TEST(RolloutBelowAPrivateRoot, HasNoOutageForWhatThisRunDoesNotKnow) {
  constexpr const char* kOneTier = R"(
  root: { subject: "CN=Root,O=Example", ca: true }
  old:  { subject: "CN=www", issuer: root, dns: [www.example.com] }
  new:  { subject: "CN=www", issuer: root, dns: [www.example.com] }
)";
  RolloutCase made(kOneTier);
  const Rollout unknown = made.previous({"old, key(old)"}).next({"new, key(new)"}).anchors({}, chain::AnchorOrigin::none).plan();
  EXPECT_EQ(unknown.outage_now, "");
  EXPECT_EQ(order_of(unknown.steps), "leaf");
  RolloutCase other(std::string(kOneTier) + "  other: { subject: \"CN=Other\", ca: true }\n");
  const Rollout refused = other.previous({"old, key(old)"}).next({"new, key(new)"}).anchors({"other"}).plan();
  EXPECT_NE(refused.outage_now, "") << "the anchors of the run are all that the clients have";
}

TEST(RolloutOfAnotherRoot, RemarksOnPublicRoots) {
  const Rollout rollout = OtherRoot().anchors({"root", "root2"}, chain::AnchorOrigin::system).plan("leaf,trust");
  EXPECT_EQ(order_of(rollout.asked), "leaf, trust");
  EXPECT_EQ(rollout.remarks, (std::vector<std::string>{"clients that lack the root 'Root G2' and have only 'Root' refuse the new "
                                                       "certificate until they trust the new root"}));
}

TEST(RolloutOfAnotherRoot, TrustsItOnStoresBeforeTheTwinOfTheIntermediateComes) {
  const Rollout rollout = OtherRoot().next({"new, cross, root2, key(new)"}).target("iis").plan();
  EXPECT_EQ(order_of(rollout.steps), "trust, intermediates, leaf, cleanup");
  for (const RolloutStep& step : rollout.asked) EXPECT_EQ(step.outage.find("does not contain it"), std::string::npos) << step.outage;
}

TEST(RolloutOfAnotherRoot, IsNotSeenInAnIntermediateThatTheBundleLacks) {
  RolloutCase made(R"(
  root:   { subject: "CN=Root", ca: true }
  policy: { subject: "CN=Policy CA", issuer: root, ca: true }
  ca1:    { subject: "CN=CA 1", issuer: policy, ca: true }
  old:    { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:    { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
)");
  const Rollout rollout = made.previous({"old, ca1, policy, key(old)"}).next({"new, ca1, key(new)"}).anchors({"root"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "leaf!");
  EXPECT_NE(rollout.no_safe_order.find("issuer 'Policy CA' of 'CA 1' is not in the file"), std::string::npos);
}

}  // namespace rollout_trust_test
}  // namespace chainlint::renewal
