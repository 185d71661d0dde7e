// The rollout on servers that build the chain from the stores of Windows (Microsoft KB 954755).
#include "rollout_case.h"

namespace chainlint::renewal {
namespace rollout_stores_test {

constexpr const char* kRotated = R"(
  root:  { subject: "CN=Root,O=Example", ca: true }
  ca1:   { subject: "CN=CA 1,O=Example", issuer: root, ca: true }
  ca2:   { subject: "CN=CA 2,O=Example", issuer: root, ca: true }
  old:   { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:   { subject: "CN=www", issuer: ca2, dns: [www.example.com] }
  same:  { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
)";

struct Rotated : RolloutCase {
  Rotated() : RolloutCase(kRotated) { previous({"old, ca1, key(old)"}).next({"new, ca2, key(new)"}).anchors({"root"}).target("iis"); }
};

TEST(RolloutOnStores, InstallsTheIntermediateBeforeTheLeaf) {
  const Rollout rollout = Rotated().plan();
  EXPECT_FALSE(rollout.one_step);
  EXPECT_EQ(order_of(rollout.steps), "intermediates, leaf, cleanup");
  EXPECT_EQ(sent_after(rollout.steps), "www, CA 1 | www, CA 2 | www, CA 2");
  EXPECT_FALSE(rollout.safe_order_has_outage());
  EXPECT_EQ(rollout.no_safe_order, "");
}

TEST(RolloutOnStores, ShowsWhatTheLeafFirstWouldDo) {
  const Rollout rollout = Rotated().plan();
  EXPECT_EQ(order_of(rollout.asked), "leaf!, intermediates!, restart, cleanup");
  EXPECT_FALSE(rollout.asked_by_user);
  EXPECT_EQ(
      step_of(rollout.asked, RolloutAction::leaf).outage,
      "the server sends 'www' alone: its issuer 'CA 2' is not in the stores yet; clients that do not download intermediates refuse it");
}

TEST(RolloutOnStores, EvaluatesTheRequestedOrder) {
  const Rollout leaf_first = Rotated().plan("leaf,intermediates");
  EXPECT_TRUE(leaf_first.asked_by_user);
  EXPECT_EQ(order_of(leaf_first.asked), "leaf!, intermediates!, restart, cleanup");
  EXPECT_EQ(order_of(leaf_first.steps), "intermediates, leaf, cleanup");
  EXPECT_EQ(order_of(Rotated().plan("intermediates,leaf").asked), "intermediates, leaf, cleanup");
}

TEST(RolloutOnStores, WindowsKeepsTheChainOfABoundCertificate) {
  const Rollout rollout = Rotated().plan();
  EXPECT_EQ(sent_after(rollout.asked), "www | www | www, CA 2 | www, CA 2");
  const RolloutStep& restart = step_of(rollout.asked, RolloutAction::restart);
  EXPECT_EQ(restart.what,
            "bind 'www' again, or restart the services that use it: until then Windows may send the chain that it built before");
  EXPECT_EQ(restart.command.rfind("netsh http update sslcert ipport=0.0.0.0:443 certhash=", 0), 0u) << restart.command;
}

TEST(RolloutOnStores, RestartsWhereTheIntermediateAloneIsNew) {
  const Rollout rollout = Rotated().previous({"new, key(new)"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "intermediates!, restart");
  EXPECT_EQ(sent_after(rollout.steps), "www | www, CA 2");
}

TEST(RolloutOnStores, NeedsNoStepForAnIntermediateThatIsThere) {
  const Rollout rollout = Rotated().next({"same, ca1, key(same)"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "leaf, cleanup");
  EXPECT_TRUE(rollout.asked.empty());
  EXPECT_EQ(order_of(Rotated().store(chain::StoreName::ca, {"ca1", "ca2"}).store(chain::StoreName::root, {"root"}).plan().steps),
            "leaf, cleanup");
}

TEST(RolloutOnStores, IsRefusedNowWhereTheExportedStoreLacksTheIntermediate) {
  const Rollout rollout = Rotated().store(chain::StoreName::ca, {}).store(chain::StoreName::root, {"root"}).plan();
  EXPECT_EQ(
      rollout.outage_now,
      "the server sends 'www' alone: its issuer 'CA 1' is not in the stores, and the new bundle does not contain it; clients that do not "
      "download intermediates refuse it");
  EXPECT_EQ(order_of(rollout.steps), "intermediates!, leaf, cleanup");
  EXPECT_EQ(rollout.no_safe_order, "") << "the change mends it";
}

TEST(RolloutOnStores, HasNoSafeOrderWhereTheNextBundleIsIncomplete) {
  const Rollout rollout = Rotated().next({"new, key(new)"}).plan();
  EXPECT_EQ(order_of(rollout.steps), "leaf!, cleanup!");
  EXPECT_EQ(rollout.no_safe_order,
            "the final chain is refused: the server sends 'www' alone: its issuer 'CA 2' is not in the stores, and the new bundle "
            "does not contain it; clients that do not download intermediates refuse it");
}

TEST(RolloutOnStores, SaysWhatTheStoresAreAssumedToContain) {
  const std::string taken =
      "no store was exported: LocalMachine\\CA is assumed to contain what the import of 'old.pem' left there, and nothing else";
  EXPECT_EQ(Rotated().plan().remarks.at(0), taken);
  for (const std::string& remark : Rotated().store(chain::StoreName::ca, {"ca1"}).store(chain::StoreName::root, {"root"}).plan().remarks) {
    EXPECT_NE(remark, taken);
  }
}

TEST(RolloutOnStores, WaitsForALeafThatIsNotValidYet) {
  const Rollout rollout = RolloutCase(R"(
  root:  { subject: "CN=Root", ca: true }
  old:   { subject: "CN=www", issuer: root, dns: [www.example.com] }
  new:   { subject: "CN=www", issuer: root, dns: [www.example.com], not_before: 2026-07-01T12:00:00Z }
)")
                              .previous({"old, key(old)"})
                              .next({"new, key(new)"})
                              .anchors({"root"})
                              .target("iis")
                              .plan();
  EXPECT_EQ(step_of(rollout.steps, RolloutAction::leaf).outage, "'www' is valid from 2026-07-01T12:00:00Z; clients refuse it");
}

TEST(RolloutOnStores, RemovesAnOldIntermediateOfTheSameName) {
  RolloutCase made(R"(
  root:  { subject: "CN=Root", ca: true }
  ca1:   { subject: "CN=CA 1", issuer: root, ca: true }
  again: { subject: "CN=CA 1", issuer: root, ca: true }
  old:   { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:   { subject: "CN=www", issuer: again, dns: [www.example.com] }
)");
  made.previous({"old, ca1, key(old)"}).next({"new, again, key(new)"}).anchors({"root"}).target("iis");
  const Rollout rollout = made.plan();
  EXPECT_EQ(order_of(rollout.steps), "intermediates, leaf, cleanup") << "key ids tell the two apart";
  const RolloutStep& cleanup = step_of(rollout.steps, RolloutAction::cleanup);
  EXPECT_EQ(cleanup.certificates, (std::vector<std::string>{"CA 1", "www"}));
  EXPECT_NE(cleanup.what.find("'CA 1' from CA"), std::string::npos);
}

TEST(RolloutOnStores, NamesBindingsAfterTheLeafAndClientsBefore) {
  Rotated made;
  std::string old_thumbprint, new_thumbprint;
  old_thumbprint = step_of(made.plan().steps, RolloutAction::cleanup).command.substr(std::string("certutil -delstore My ").size());
  made.pins("app  \"issuer:CA 1\"\n\"RDP on HOST1\"  " + old_thumbprint + "\n");
  const Rollout rollout = made.plan();
  ASSERT_EQ(order_of(rollout.steps), "pins, intermediates, leaf, pins, cleanup");
  ASSERT_EQ(rollout.steps[0].pins.size(), 1u);
  EXPECT_EQ(rollout.steps[0].pins[0].service, "app");
  EXPECT_EQ(rollout.steps[0].pins[0].old_value, "issuer:CA 1");
  ASSERT_EQ(rollout.steps[3].pins.size(), 1u);
  EXPECT_EQ(rollout.steps[3].pins[0].service, "RDP on HOST1");
  EXPECT_EQ(rollout.steps[3].pins[0].place, "pins.txt:2");
  EXPECT_EQ(rollout.steps[3].pins[0].old_value, "sha1:" + old_thumbprint);
  EXPECT_NE(rollout.steps[3].command.find("Win32_TSGeneralSetting"), std::string::npos);
}

TEST(RolloutOnStores, GoesOnWithTheOldLeafUntilHttpSysIsBound) {
  Rotated made;
  const std::string old = step_of(made.plan().steps, RolloutAction::cleanup).command.substr(std::string("certutil -delstore My ").size());
  made.pins("    IP:port                      : 0.0.0.0:443\n    Certificate Hash             : " + old + "\n");
  const Rollout rollout = made.plan();
  EXPECT_EQ(order_of(rollout.steps), "intermediates, leaf, pins, cleanup");
  EXPECT_EQ(sent_after(rollout.steps), "www, CA 1 | www, CA 1 | www, CA 2 | www, CA 2");
  EXPECT_TRUE(rollout.steps[2].command.starts_with("netsh http update sslcert ipport=0.0.0.0:443 certhash="));
  EXPECT_EQ(order_of(rollout.asked), "leaf, pins!, intermediates!, restart, cleanup");
}

}  // namespace rollout_stores_test
}  // namespace chainlint::renewal
