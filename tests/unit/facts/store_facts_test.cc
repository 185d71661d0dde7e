// Facts about the exported stores of a Windows machine.

#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace store_facts_test {

using Texts = std::vector<std::string>;
using enum chain::StoreName;

const Subject kBundle{SubjectKind::bundle, 0};

const std::string kDescription =
    std::string(kSampleDescription) +
    "  expired: { subject: \"CN=Example CA 1,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: "
    "2026-01-01 }\n"
    "  strange: { subject: \"CN=Example $(rm -rf) \\\"CA\\\",O=Example\", issuer: root, ca: true }\n";

// The bundle on a machine that builds its chain from stores.
class StoreFacts : public ::testing::Test {
 protected:
  StoreFacts() : sample(kDescription) {
    deployment.sending.family = chain::ServerFamily::store_engine;
    send("leaf", 0);
    send("inter", 1);
  }

  void send(const std::string& name, std::optional<std::size_t> member) {
    chain::SentCertificate sent;
    sent.certificate = sample.certificates.at(name);
    sent.member = member;
    sent.store = "CA";
    deployment.sending.certificates.push_back(sent);
  }

  void export_store(chain::StoreName store, const Texts& names) {
    for (const std::string& name : names) stores.certificates.push_back({sample.certificates.at(name), store, Location{}});
    stores.exported[static_cast<std::size_t>(store)] = true;
    exported = true;
  }

  FactValue fact(const std::string& name) {
    if (exported) deployment.stores = std::make_shared<const chain::WindowsStores>(stores);
    const FactContext context{sample.bundle, sample.analysis, sample.request, "iis", &deployment};
    const auto reference = find_fact(SubjectKind::bundle, name);
    EXPECT_TRUE(reference.ok()) << name;
    return reference.ok() ? evaluate_fact(*reference, context, kBundle) : FactValue(Absent{});
  }

  SampleBundle sample;
  chain::WindowsStores stores;
  bool exported = false;
  profiles::Deployment deployment;
};

std::string only(const FactValue& value) {
  const auto* texts = std::get_if<Texts>(&value);
  return texts != nullptr && texts->size() == 1 ? texts->front() : "not one text";
}

TEST_F(StoreFacts, AreAbsentWithoutADeployment) {
  for (const char* name :
       {"stores.given", "stores.missing_intermediates", "stores.stale_twins", "stores.stale_twin_sent", "stores.root_not_self_signed",
        "stores.ca_self_signed", "stores.disallowed_on_path", "stores.leaf_in_several", "stores.issuer_list_octets", "sending.ambiguous"}) {
    EXPECT_EQ(sample.fact(kBundle, name), FactValue(Absent{})) << name;
  }
}

TEST_F(StoreFacts, SayWhichStoresWereGiven) {
  EXPECT_EQ(fact("stores.given"), FactValue(Absent{}));
  export_store(root, {"root"});
  export_store(ca, {});
  EXPECT_EQ(fact("stores.given"), FactValue(Texts{"CA", "Root"}));
}

TEST_F(StoreFacts, NameTheIntermediateThatTheStoreLacks) {
  export_store(ca, {});
  EXPECT_EQ(only(fact("stores.missing_intermediates")).rfind("'Example CA 1' (valid until ", 0), 0u);
  EXPECT_EQ(fact("stores.missing_intermediates.commands"), FactValue(Texts{"certutil -addstore CA \"Example CA 1.cer\""}));
  export_store(ca, {"inter"});
  EXPECT_EQ(fact("stores.missing_intermediates"), FactValue(Absent{}));
}

TEST_F(StoreFacts, AnArchivedIntermediateIsMissing) {
  export_store(ca, {"inter"});
  stores.certificates.front().archived = true;
  EXPECT_TRUE(std::holds_alternative<Texts>(fact("stores.missing_intermediates")));
}

TEST_F(StoreFacts, KeepNamesOfHoldersOutOfCommandLines) {
  deployment.sending.certificates.pop_back();
  send("strange", 1);
  export_store(ca, {});
  const FactValue commands = fact("stores.missing_intermediates.commands");
  ASSERT_TRUE(std::holds_alternative<Texts>(commands));
  EXPECT_EQ(std::get<Texts>(commands).front(), "certutil -addstore CA \"Example --rm -rf- -CA-.cer\"");
}

TEST_F(StoreFacts, TellAnExpiredTwinAndWhetherItIsSent) {
  export_store(ca, {"inter", "expired"});
  const std::string twin = only(fact("stores.stale_twins"));
  EXPECT_EQ(twin, "'Example CA 1' (expired, valid until 2026-01-01)");
  EXPECT_EQ(fact("stores.stale_twin_sent"), FactValue(false));
  EXPECT_EQ(only(fact("stores.stale_twins.commands")).rfind("certutil -delstore \"CA\" ", 0), 0u);
  deployment.sending.certificates[1].certificate = sample.certificates.at("expired");
  EXPECT_EQ(fact("stores.stale_twin_sent"), FactValue(true));
}

TEST_F(StoreFacts, TellWhatIsInTheWrongStore) {
  export_store(ca, {"inter", "root"});
  export_store(root, {"root", "inter"});
  EXPECT_EQ(only(fact("stores.ca_self_signed")).rfind("'Example Root' (", 0), 0u);
  EXPECT_EQ(only(fact("stores.root_not_self_signed")).rfind("'Example CA 1' (", 0), 0u);
  const std::string move = only(fact("stores.root_not_self_signed.commands"));
  EXPECT_EQ(move.rfind("Move-Item Cert:\\LocalMachine\\Root\\", 0), 0u) << move;
  EXPECT_NE(move.find(" Cert:\\LocalMachine\\CA"), std::string::npos) << move;
}

TEST_F(StoreFacts, NameTheStoreAsTheMachineDoes) {
  export_store(root, {"inter"});
  stores.certificates.front().kept_in = "AuthRoot";
  EXPECT_EQ(only(fact("stores.root_not_self_signed.commands")).rfind("Move-Item Cert:\\LocalMachine\\AuthRoot\\", 0), 0u);
}

TEST_F(StoreFacts, TellADistrustedRootThatEndsTheChain) {
  export_store(disallowed, {"root"});
  EXPECT_EQ(fact("stores.disallowed_on_path"), FactValue(Absent{}));
  deployment.sending.dropped_root.emplace();
  deployment.sending.dropped_root->certificate = sample.certificates.at("root");
  EXPECT_EQ(only(fact("stores.disallowed_on_path.commands")).rfind("certutil -delstore \"Disallowed\" ", 0), 0u);
}

TEST_F(StoreFacts, TellThatAListDistrustsTheIntermediate) {
  export_store(disallowed, {});
  stores.disallowed_digests.push_back(crypto::sha1(sample.certificates.at("inter")->der()));
  EXPECT_NE(only(fact("stores.disallowed_on_path")).find("(on the disallowed list, "), std::string::npos);
}

TEST_F(StoreFacts, CountTheLeafsStores) {
  export_store(my, {"leaf"});
  EXPECT_EQ(fact("stores.leaf_in_several"), FactValue(Absent{}));
  export_store(root, {"leaf"});
  EXPECT_EQ(fact("stores.leaf_in_several"), FactValue(Texts{"My", "Root"}));
  EXPECT_EQ(only(fact("stores.leaf_in_several.commands")).rfind("certutil -delstore \"Root\" ", 0), 0u);
}

// CN=Example Root,O=Example: 30 29 around 31 10 30 0E 06 03 55 04 0A 0C 07 "Example" and 31 15 30 13 06 03 55 04 03 0C 0C "Example Root".
TEST_F(StoreFacts, CountTheBytesOfTheListOfIssuers) {
  EXPECT_EQ(fact("stores.issuer_list_octets"), FactValue(Absent{}));
  export_store(root, {"root", "inter"});
  EXPECT_EQ(fact("stores.issuer_list_octets"), FactValue(std::int64_t{2 + 18 + 23 + 2}));
}

TEST_F(StoreFacts, TellTheOtherChainsAndHowToExcludeThem) {
  chain::SendingAlternative other{deployment.sending.certificates, "for a test"};
  other.certificates[1].certificate = sample.certificates.at("expired");
  deployment.sending.alternatives = {other, {{deployment.sending.certificates[0]}, "shorter"}};
  const FactValue ambiguous = fact("sending.ambiguous"), commands = fact("sending.ambiguous.commands");
  ASSERT_TRUE(std::holds_alternative<Texts>(ambiguous));
  EXPECT_EQ(std::get<Texts>(ambiguous)[0].rfind("'www.example.com', 'Example CA 1' (thumbprint ", 0), 0u);
  EXPECT_EQ(std::get<Texts>(ambiguous)[1], "'www.example.com': shorter");
  ASSERT_TRUE(std::holds_alternative<Texts>(commands));
  EXPECT_EQ(std::get<Texts>(commands).size(), 3u);
  EXPECT_EQ(std::get<Texts>(commands)[2],
            "For the longer chain, save the self-signed root and run: certutil -addstore Disallowed \"Example CA 1.cer\"");
}

TEST_F(StoreFacts, ATargetThatSendsTheFileHasNoChoice) {
  deployment.sending.family = chain::ServerFamily::file_order;
  deployment.sending.alternatives = {{{deployment.sending.certificates[0]}, "shorter"}};
  export_store(ca, {"expired"});
  EXPECT_EQ(fact("sending.ambiguous"), FactValue(Absent{}));
  EXPECT_EQ(fact("stores.stale_twins"), FactValue(Absent{}));
  EXPECT_EQ(fact("stores.missing_intermediates"), FactValue(Absent{}));
}

}  // namespace store_facts_test
}  // namespace chainlint::facts
