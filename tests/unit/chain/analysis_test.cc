#include "chainlint/chain/analysis.h"

#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace analysis_test {

constexpr const char* kBundle = R"(
  root:  { subject: "CN=Example Root,O=Example", ca: true }
  inter: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  renewed: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true, key: same-as:inter, not_before: 2025-06-01 }
  rekeyed: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  mail:  { subject: "CN=mail.example.com", issuer: inter, dns: [mail.example.com] }
  gone:  { subject: "CN=old.example.com", issuer: inter, dns: [www.example.com], not_before: 2024-01-01, not_after: 2025-01-01 }
  other: { subject: "CN=Other CA,O=Other", ca: true }
)";

TEST(Analysis, GivesEveryMemberItsRole) {
  Case bundle(kBundle);
  bundle.file({"leaf", "inter", "root"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.member("leaf").role, Role::leaf);
  EXPECT_EQ(bundle.member("inter").role, Role::intermediate);
  EXPECT_EQ(bundle.member("root").role, Role::root);
  EXPECT_FALSE(bundle.member("inter").self_signed);
  EXPECT_TRUE(bundle.member("root").self_signed);
}

TEST(Analysis, KeepsDuplicatesAsEntriesOfOneMember) {
  Case bundle(kBundle);
  bundle.file({"leaf", "inter", "leaf"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.analysis.members.size(), 2u);
  EXPECT_EQ(bundle.member("leaf").entries, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(bundle.analysis.sent.members, (std::vector<std::size_t>{0, 1, 0}));
}

TEST(Analysis, TellsBundleKindsApart) {
  Case bundle(kBundle);
  bundle.anchors({"root"});
  EXPECT_EQ(bundle.file({"leaf", "inter"}).run().kind, BundleKind::server);
  EXPECT_EQ(bundle.file({"inter", "root", "other"}).run().kind, BundleKind::trust_store);
  EXPECT_FALSE(bundle.analysis.path);
  EXPECT_FALSE(bundle.analysis.leaf);
  EXPECT_EQ(bundle.file({"inter", "root", "key(inter)"}).run().kind, BundleKind::issuing_ca);
  EXPECT_FALSE(bundle.analysis.leaf);
  EXPECT_EQ(bundle.path(), "inter root");
  EXPECT_EQ(bundle.file({"inter", "key(leaf)"}).run().kind, BundleKind::server);
  EXPECT_FALSE(bundle.analysis.leaf);
  EXPECT_FALSE(bundle.analysis.path);
  EXPECT_EQ(bundle.file({"key(leaf)"}).run().kind, BundleKind::private_key);
  EXPECT_EQ(bundle.file({"key(leaf)", "csr(leaf)"}).run().kind, BundleKind::request);
  EXPECT_EQ(bundle.file({"public(leaf)"}).run().kind, BundleKind::public_key);
  EXPECT_EQ(bundle.file({}).run().kind, BundleKind::other);
}

TEST(Analysis, TellsASelfSignedServerCertificateFromAnIssuingCa) {
  const auto kind_of = [](const std::string& members, bool key, bool expected) {
    Case bundle("  ca: { " + members + ", ca: true }\n");
    bundle.request.server_expected = expected;
    bundle.file(key ? std::vector<std::string>{"ca", "key(ca)"} : std::vector<std::string>{"ca"});
    const std::string kind(to_string(bundle.run().kind));
    return kind + (bundle.analysis.leaf ? " with leaf" : "");
  };
  for (const bool key : {false, true}) {
    const std::string ca = key ? "issuing-ca" : "trust-store";
    EXPECT_EQ(kind_of("subject: 'CN=192.0.2.30', key_usage: none", key, false), "server with leaf");
    EXPECT_EQ(kind_of("subject: 'CN=www.example.com', key_usage: none", key, false), "server with leaf");
    EXPECT_EQ(kind_of("subject: 'CN=Example', dns: [www.example.com], key_usage: none", key, false), "server with leaf");
    EXPECT_EQ(kind_of("subject: 'CN=Example Root CA', key_usage: none", key, false), ca);
    EXPECT_EQ(kind_of("subject: 'CN=Example Root CA', key_usage: none", key, true), ca);
    EXPECT_EQ(kind_of("subject: 'CN=ca.example.com', key_usage: none", key, false), ca);
    // Vault copies the common name of a root among the alternative names; step writes host names as common names.
    EXPECT_EQ(kind_of("subject: 'CN=example.com', dns: [example.com], key_usage: [keyCertSign, cRLSign]", key, true), ca);
    EXPECT_EQ(kind_of("subject: 'CN=root.linkerd.cluster.local', path_length: 1, key_usage: none", key, false), ca);
    // kubeadm: a name of one label.
    EXPECT_EQ(kind_of("subject: 'CN=kubernetes', dns: [kubernetes], key_usage: [digitalSignature, keyCertSign]", key, false), ca);
    EXPECT_EQ(kind_of("subject: 'CN=nas', key_usage: none", key, false), ca);
    EXPECT_EQ(kind_of("subject: 'CN=nas', key_usage: none", key, true), "server with leaf");
  }
}

TEST(Analysis, NeverTakesACaForTheLeafWhileAnEndEntityCertificateIsThere) {
  Case bundle(kBundle);
  bundle.file({"leaf", "root", "key(root)", "other", "key(other)"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.analysis.kind, BundleKind::server);
  EXPECT_EQ(bundle.leaf(), "leaf");
}

TEST(Analysis, EvaluatesAnIssuingCaAsAnIssuer) {
  Case bundle(R"(
  root:  { subject: "CN=Example Root", ca: true, path_length: 0 }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true, key_usage: [digitalSignature, cRLSign], extended_key_usage: [clientAuth] }
)");
  bundle.file({"root", "inter", "key(inter)"}).anchors({"root"}).host("www.example.com").run();
  EXPECT_EQ(bundle.analysis.kind, BundleKind::issuing_ca);
  EXPECT_EQ(bundle.problems(), "inter: key_usage, root: path_length");
}

TEST(Analysis, TakesRootsForATrustStoreAlthoughOneSaysThatItIsNoCa) {
  Case bundle(R"(
  a: { subject: "CN=Root A", ca: true }
  b: { subject: "CN=Root B", ca: true }
  c: { subject: "CN=Root C", ca: true }
  d: { subject: "CN=Root D" }
)");
  EXPECT_EQ(bundle.file({"a", "b", "c", "d"}).run().kind, BundleKind::trust_store);
  EXPECT_EQ(bundle.file({"a", "d"}).run().kind, BundleKind::trust_store);
  EXPECT_EQ(bundle.file({"d"}).run().kind, BundleKind::server);
  EXPECT_EQ(bundle.file({"a", "b", "c", "d", "key(d)"}).run().kind, BundleKind::server);
}

TEST(Analysis, EvaluatesAFileOfCasThatIsSpecifiedAsAServerChain) {
  Case bundle(kBundle);
  bundle.request.assume_server_chain = true;
  bundle.file({"root", "inter"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.leaf(), "inter");
  EXPECT_EQ(bundle.analysis.leaf_reason, "issued no certificate of the bundle");
  EXPECT_EQ(bundle.path(), "inter root");
}

TEST(Analysis, ChoosesTheLeafThatThePrivateKeyFits) {
  Case bundle(kBundle);
  bundle.file({"leaf", "mail", "inter", "key(mail)"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.leaf(), "mail");
  EXPECT_EQ(bundle.analysis.leaf_reason, "matches the private key");
  EXPECT_EQ(bundle.analysis.other_leaves, (std::vector<std::size_t>{0}));
}

TEST(Analysis, ChoosesTheLeafThatCoversTheHostThenTheValidOne) {
  Case host(kBundle);
  host.file({"mail", "leaf", "inter"}).anchors({"root"}).host("www.example.com").run();
  EXPECT_EQ(host.leaf(), "leaf");
  EXPECT_EQ(host.analysis.leaf_reason, "covers the host");
  Case valid(kBundle);
  valid.file({"gone", "leaf", "inter"}).anchors({"root"}).run();
  EXPECT_EQ(valid.leaf(), "leaf");
  Case first(kBundle);
  first.file({"mail", "leaf", "inter"}).anchors({"root"}).run();
  EXPECT_EQ(first.leaf(), "mail");
  EXPECT_EQ(first.analysis.leaf_reason, "is first");
}

TEST(Analysis, ChoosesTheLeafWhoseIssuerIsThere) {
  for (const std::vector<std::string>& file : {std::vector<std::string>{"alone", "leaf", "inter"}, {"leaf", "alone", "inter"}}) {
    Case bundle(std::string(kBundle) + "  gone_ca: { subject: \"CN=Gone CA\", ca: true }\n" +
                "  alone: { subject: \"CN=a.example.com\", issuer: gone_ca, dns: [a.example.com] }\n");
    bundle.file(file).anchors({"root"}).run();
    EXPECT_EQ(bundle.leaf(), "leaf");
    EXPECT_EQ(bundle.analysis.leaf_reason, "is the only one whose issuer is in the bundle or trusted");
  }
}

TEST(Analysis, DoesNotTakeTheKeyOfTheCaForTheServers) {
  Case bundle(kBundle);
  bundle.file({"leaf", "inter", "key(inter)"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.leaf(), "leaf");
  EXPECT_EQ(bundle.analysis.keys[0].members, (std::vector<std::size_t>{1}));
}

TEST(Analysis, TakesACertificateThatIssuesForNoLeafEvenIfItIsNoCa) {
  Case bundle(R"(
  root:  { subject: "CN=Root", ca: true }
  inter: { subject: "CN=CA", issuer: root }
  leaf:  { issuer: inter, dns: [www.example.com] }
)");
  bundle.file({"inter", "leaf"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.leaf(), "leaf");
  EXPECT_EQ(bundle.problems(), "inter: not_a_ca, inter: key_usage");
}

TEST(Analysis, ComparesKeysWithCertificates) {
  Case bundle(kBundle);
  bundle.file({"leaf", "key(mail)", "key(leaf)", "inter"}).anchors({"root"}).run();
  ASSERT_EQ(bundle.analysis.keys.size(), 2u);
  EXPECT_TRUE(bundle.analysis.keys[0].comparable);
  EXPECT_TRUE(bundle.analysis.keys[0].members.empty());
  EXPECT_EQ(bundle.analysis.keys[1].entry, 2u);
  EXPECT_EQ(bundle.analysis.keys[1].members, (std::vector<std::size_t>{0}));
}

TEST(Analysis, DoesNotCompareALockedKey) {
  Case bundle(kBundle);
  bundle.file({"leaf", "key(leaf, encrypted:secret)"}).anchors({"root"}).run();
  ASSERT_EQ(bundle.analysis.keys.size(), 1u);
  EXPECT_FALSE(bundle.analysis.keys[0].comparable);
}

TEST(Analysis, TellsStrangersFromRelatives) {
  Case bundle(kBundle);
  bundle.file({"leaf", "inter", "renewed", "rekeyed", "other"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.path(), "leaf renewed root");
  EXPECT_TRUE(bundle.member("inter").related);
  EXPECT_TRUE(bundle.member("rekeyed").related);
  EXPECT_FALSE(bundle.member("other").related);
  EXPECT_EQ(bundle.member("inter").twins, (std::vector<std::size_t>{2}));
  EXPECT_TRUE(bundle.member("rekeyed").twins.empty());
  EXPECT_FALSE(bundle.member("inter").path_index);
}

TEST(Analysis, ComparesTheOrderOfTheFileWithThePath) {
  Case bundle(kBundle);
  bundle.anchors({"root"});
  EXPECT_TRUE(bundle.file({"leaf", "inter", "root"}).run().sent.ordered);
  EXPECT_TRUE(bundle.analysis.sent.leaf_first);
  bundle.file({"root", "other", "inter", "leaf"}).run();
  EXPECT_FALSE(bundle.analysis.sent.ordered);
  EXPECT_FALSE(bundle.analysis.sent.leaf_first);
  EXPECT_EQ(bundle.analysis.sent.expected, (std::vector<std::size_t>{3, 2, 0}));
  EXPECT_TRUE(bundle.file({"leaf", "other", "inter"}).run().sent.ordered);
}

TEST(Analysis, GivesAnotherCopyOfTheAnchorTheAnchorsPlace) {
  Case bundle(R"(
  root: { subject: "CN=Root", ca: true }
  copy: { subject: "CN=Root", ca: true, key: same-as:root, not_before: 2020-01-01 }
  leaf: { issuer: root, dns: [www.example.com] }
)");
  bundle.file({"leaf", "copy"}).anchors({"root"}).run();
  EXPECT_EQ(bundle.path(), "leaf root");
  EXPECT_EQ(bundle.analysis.path->steps[1].source, StepSource::anchor);
  EXPECT_TRUE(bundle.member("copy").anchor);
  EXPECT_EQ(bundle.member("copy").path_index, 1u);
}

TEST(Analysis, DescribesALinkAspectByAspect) {
  Case bundle(R"(
  root: { subject: "CN=Root", ca: true }
  leaf: { issuer: root, issuer_name: { strings: printable }, dns: [www.example.com], authority_key_id: { key_id: none, issuer_serial: true, serial: 7 } }
)");
  bundle.file({"leaf"}).anchors({"root"}).run();
  ASSERT_TRUE(bundle.valid());
  const Link& link = bundle.analysis.path->links[0];
  EXPECT_FALSE(link.name_identical);
  EXPECT_TRUE(link.name_equivalent);
  EXPECT_EQ(link.key_id, KeyIdMatch::absent);
  EXPECT_EQ(link.issuer_serial, KeyIdMatch::mismatch);
}

}  // namespace analysis_test
}  // namespace chainlint::chain
