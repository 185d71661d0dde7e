// The rollout on servers that read files, and what does not depend on the server.
#include "rollout_case.h"

namespace chainlint::renewal {
namespace rollout_files_test {

constexpr const char* kRotated = R"(
  root:  { subject: "CN=Root,O=Example", ca: true }
  root2: { subject: "CN=Root G2,O=Example", ca: true }
  ca1:   { subject: "CN=CA 1,O=Example", issuer: root, ca: true }
  ca2:   { subject: "CN=CA 2,O=Example", issuer: root, ca: true }
  ca3:   { subject: "CN=CA 3,O=Example", issuer: root2, ca: true }
  old:   { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:   { subject: "CN=www", issuer: ca2, dns: [www.example.com] }
  other: { subject: "CN=www", issuer: ca3, dns: [www.example.com] }
)";

struct Rotated : RolloutCase {
  Rotated() : RolloutCase(kRotated) { previous({"old, ca1, key(old)"}).next({"new, ca2, key(new)"}).anchors({"root"}); }
};

TEST(RolloutOfFiles, IsOneStepWhereTheChainIsInTheFile) {
  for (const std::string target : {"", "nginx", "java-keystore", "aws-acm"}) {
    Rotated made;
    if (!target.empty()) made.target(target);
    const Rollout rollout = made.plan();
    EXPECT_TRUE(rollout.one_step) << target;
    EXPECT_EQ(order_of(rollout.steps), "leaf") << target;
    EXPECT_TRUE(rollout.asked.empty()) << target;
    EXPECT_EQ(rollout.no_safe_order, "") << target;
    EXPECT_EQ(rollout.outage_now, "") << target;
  }
}

TEST(RolloutOfFiles, ChangesAChainFileOfItsOwnFirst) {
  const Rollout rollout = Rotated().target("apache-legacy").plan();
  EXPECT_EQ(order_of(rollout.steps), "intermediates, leaf, cleanup");
  EXPECT_EQ(sent_after(rollout.steps), "www, CA 1, CA 2 | www, CA 1, CA 2 | www, CA 2");
  EXPECT_EQ(order_of(rollout.asked), "leaf!, intermediates, cleanup");
  EXPECT_EQ(step_of(rollout.asked, RolloutAction::leaf).outage,
            "the server sends 'www' and 'CA 1': its issuer 'CA 2' is not in the chain file yet; clients that do not download "
            "intermediates refuse it");
}

TEST(RolloutOfFiles, KeepsAChainFileThatTheNextBundleDoesNotContain) {
  RolloutCase made(R"(
  root: { subject: "CN=Root", ca: true }
  ca1:  { subject: "CN=CA 1", issuer: root, ca: true }
  old:  { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:  { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
)");
  const Rollout rollout = made.previous({"old, key(old)", "ca1"}).next({"new, key(new)"}).anchors({"root"}).target("apache-legacy").plan();
  EXPECT_EQ(order_of(rollout.steps), "leaf");
  EXPECT_EQ(sent_after(rollout.steps), "www, CA 1");
}

TEST(RolloutOfFiles, SaysThatAnIncompleteBundleIsRefused) {
  const Rollout rollout = Rotated().next({"new, ca1, key(new)"}).target("nginx").plan();
  EXPECT_EQ(order_of(rollout.steps), "leaf!");
  EXPECT_EQ(rollout.no_safe_order,
            "the final chain is refused: the server sends 'www' and 'CA 1': its issuer 'CA 2' is not in the file, and the new "
            "bundle does not contain it; clients that do not download intermediates refuse it");
}

TEST(RolloutOfFiles, NeedsNoAnchorToSeeThatTheIntermediateIsMissing) {
  EXPECT_EQ(order_of(Rotated().anchors({}, chain::AnchorOrigin::none).plan().steps), "leaf");
  EXPECT_EQ(order_of(Rotated().anchors({}, chain::AnchorOrigin::none).next({"new, ca1, key(new)"}).plan().steps), "leaf!");
  EXPECT_EQ(order_of(Rotated().anchors({}, chain::AnchorOrigin::system).next({"new, key(new)"}).plan().steps), "leaf!");
}

TEST(RolloutOfFiles, GivesClientsANewRootFirst) {
  const Rollout rollout = Rotated().next({"other, ca3, key(other)", "root2"}).target("nginx").plan();
  EXPECT_EQ(order_of(rollout.steps), "trust, leaf");
  EXPECT_EQ(rollout.steps[0].what,
            "make sure that every client trusts the root 'Root G2', which replaces 'Root'; clients without it refuse "
            "the new certificate");
  EXPECT_EQ(order_of(rollout.asked), "leaf!, trust");
  EXPECT_EQ(rollout.asked[0].outage, "clients without 'Root G2' refuse it");
}

TEST(RolloutOfFiles, HasNothingToDoWhereNothingChanges) {
  EXPECT_TRUE(Rotated().next({"old, ca1, key(old)"}).plan().steps.empty());
  EXPECT_TRUE(Rotated().next({"old, ca1, key(old)"}).target("iis").plan().steps.empty());
}

TEST(RolloutOfFiles, FixesAChainWithoutANewLeaf) {
  const Rollout rollout = Rotated().previous({"new, ca1, key(new)"}).target("nginx").plan();
  EXPECT_NE(rollout.outage_now, "");
  EXPECT_EQ(order_of(rollout.steps), "leaf");
  EXPECT_EQ(rollout.steps[0].what, "replace the chain of 'www' in one go, and reload");
}

TEST(RolloutOfFiles, CannotSayWhatAProviderSends) {
  const Rollout rollout = Rotated().target("cloudflare").plan();
  ASSERT_EQ(rollout.steps.size(), 1u);
  EXPECT_TRUE(rollout.steps[0].sent.empty());
  EXPECT_EQ(rollout.remarks, (std::vector<std::string>{"the provider builds the chain; the file does not say how"}));
}

TEST(RolloutOfFiles, ChecksTheThumbprintAndTheChainAfterwards) {
  Rotated made;
  const Rollout rollout = made.target("nginx").plan();
  ASSERT_EQ(rollout.checks.size(), 2u);
  EXPECT_EQ(rollout.checks[0].command, "openssl s_client -showcerts -connect www.example.com:443 -servername www.example.com </dev/null");
  EXPECT_EQ(rollout.checks[0].expect, "shows 2 certificates: 'www' and 'CA 2'");
}

std::string order_error(const std::string& text) {
  const Result<std::vector<RolloutAction>> parsed = parse_rollout_order(text);
  return parsed ? "" : parsed.error().message;
}

TEST(RolloutOrder, IsAListOfSteps) {
  const auto parsed = parse_rollout_order("leaf, intermediates");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, (std::vector<RolloutAction>{RolloutAction::leaf, RolloutAction::intermediates}));
}

TEST(RolloutOrder, SaysWhatIsWrong) {
  const std::string allowed =
      "; expected a list of trust, pins, intermediates, leaf, restart and cleanup, each at most once, separated by commas";
  EXPECT_EQ(order_error("leaf,leafs"), "'leaf,leafs': 'leafs' is not a step, did you mean 'leaf'" + allowed);
  EXPECT_EQ(order_error("leaf,"), "'leaf,', which has an empty item" + allowed);
  EXPECT_EQ(order_error("leaf,leaf"), "'leaf,leaf', which names 'leaf' twice" + allowed);
}

}  // namespace rollout_files_test
}  // namespace chainlint::renewal
