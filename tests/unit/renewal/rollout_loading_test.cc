// The rollout of a bundle that the target does not load, and what to type where the file must become another.
#include "rollout_case.h"

namespace chainlint::renewal {
namespace rollout_loading_test {

constexpr const char* kRotated = R"(
  root: { subject: "CN=Root,O=Example", ca: true }
  ca1:  { subject: "CN=CA 1,O=Example", issuer: root, ca: true }
  ca2:  { subject: "CN=CA 2,O=Example", issuer: root, ca: true }
  old:  { subject: "CN=www", issuer: ca1, dns: [www.example.com] }
  new:  { subject: "CN=www", issuer: ca2, dns: [www.example.com] }
  kept: { subject: "CN=www", issuer: ca2, dns: [www.example.com], key: same-as:old }
  wild: { subject: "CN=www", issuer: ca2, dns: ["*.example.com"] }
)";

struct Rotated : RolloutCase {
  Rotated() : RolloutCase(kRotated) { previous({"old, ca1, key(old)"}).next({"new, ca2, key(new)"}).anchors({"root"}); }
};

TEST(RolloutThatDoesNotLoad, HasTheKeyOfBefore) {
  const Rollout rollout = Rotated().next({"new, ca2, key(old)"}).target("nginx").plan("leaf");
  EXPECT_EQ(order_of(rollout.steps), "leaf!");
  EXPECT_EQ(sent_after(rollout.steps), "www, CA 1") << "the old one goes on";
  EXPECT_EQ(rollout.no_safe_order,
            "nginx refuses the file: the private key in 'new.pem' does not match 'www'; the reload fails and the old certificate is "
            "still served, a restart fails");
  EXPECT_TRUE(rollout.safe_order_has_outage());
  EXPECT_TRUE(rollout.asked_order_has_outage());
  EXPECT_TRUE(rollout.checks.empty());
}

TEST(RolloutThatDoesNotLoad, HasThePreviousKeyOnEveryTarget) {
  for (const std::string target : {"", "apache-legacy", "iis", "java-keystore", "cloudflare", "aws-acm", "kubernetes-tls", "haproxy"}) {
    Rotated made;
    if (!target.empty()) made.target(target);
    const Rollout rollout = made.next({"new, ca2, key(old)"}).plan();
    EXPECT_NE(rollout.no_safe_order.find("does not match 'www'"), std::string::npos) << target;
    EXPECT_EQ(rollout.steps.back().action, RolloutAction::leaf) << target << ": nothing is cleaned up";
  }
}

TEST(RolloutThatDoesNotLoad, HasAnIntermediateFirst) {
  for (const std::string target : {"nginx", "apache", "haproxy", "kubernetes-tls"}) {
    const Rollout rollout = Rotated().next({"ca2, new, key(new)"}).target(target).plan();
    EXPECT_NE(rollout.no_safe_order.find(target + " refuses the file: "), std::string::npos) << rollout.no_safe_order;
  }
  EXPECT_EQ(Rotated().next({"ca2, new, key(new)"}).target("iis").plan().no_safe_order, "");
}

TEST(RolloutThatDoesNotLoad, IsNoPemWhereTheTargetTakesPfxAlone) {
  const Rollout rollout = Rotated().target("iis").plan();
  EXPECT_EQ(rollout.no_safe_order, "");
  const std::string command = step_of(rollout.steps, RolloutAction::leaf).command;
  EXPECT_TRUE(
      command.starts_with("openssl pkcs12 -export -in new.pem -inkey new.pem -out SITE.pfx\n"
                          "certutil -importPFX My SITE.pfx NoChain\n"))
      << command;
}

TEST(RolloutCommands, CutTheIntermediateOutOfTheFile) {
  EXPECT_EQ(step_of(Rotated().target("iis").plan().steps, RolloutAction::intermediates).command,
            "awk '/-BEGIN .*CERTIFICATE-/{n++} n==2' new.pem | openssl x509 -outform DER -out CA-2.cer\n"
            "certutil -addstore CA CA-2.cer");
}

TEST(RolloutCommands, ImportANewKeyIntoAJavaKeystoreByWayOfAPfx) {
  EXPECT_EQ(step_of(Rotated().target("java-keystore").plan().steps, RolloutAction::leaf).command,
            "openssl pkcs12 -export -in new.pem -inkey new.pem -name ALIAS -out SITE.pfx\n"
            "keytool -importkeystore -srckeystore SITE.pfx -srcstoretype PKCS12 -srcalias ALIAS -destkeystore KEYSTORE -destalias ALIAS");
  EXPECT_EQ(step_of(Rotated().next({"kept, ca2, key(kept)"}).target("java-keystore").plan().steps, RolloutAction::leaf).command,
            "keytool -importcert -noprompt -alias ALIAS -file new.pem -keystore KEYSTORE");
}

TEST(RolloutCommands, AskForANameThatTheWildcardCovers) {
  const Rollout rollout = Rotated().next({"wild, ca2, key(wild)"}).target("nginx").plan();
  EXPECT_NE(rollout.checks.at(0).command.find("-connect www.example.com:443"), std::string::npos);
}

TEST(RolloutOrder, SaysWhatIsNothingToDo) {
  const Rollout rollout = Rotated().target("nginx").plan("leaf,intermediates,trust");
  EXPECT_EQ(rollout.remarks,
            (std::vector<std::string>{"'intermediates' of the requested order: nothing to do, leaf and intermediates change in one step",
                                      "'trust' of the requested order: nothing to do, the chain leads to the same root as before"}));
}

}  // namespace rollout_loading_test
}  // namespace chainlint::renewal
