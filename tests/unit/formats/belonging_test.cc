// What belongs together beyond one chain and its key: CAs and their keys, what verifies others, several services, several key algorithms,
// the stores of a Windows machine.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "manifest_samples.h"
#include "reading_fixture.h"
#include "unit/minted.h"

namespace chainlint::formats {
namespace belonging_test {

using Strings = std::vector<std::string>;

constexpr std::string_view kCertificates = R"(certificates:
  root:   { subject: "CN=Example Root,O=Example", ca: true }
  inter:  { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  leaf:   { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  direct: { subject: "CN=db.example.com", issuer: root, dns: [db.example.com] }
  mail:   { subject: "CN=mail.example.com", issuer: inter, dns: [mail.example.com] }
  rsa:    { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com], key: rsa2048 }
  other:  { subject: "CN=Other Root,O=Other", ca: true }
files:
)";

// The bundles of files that are described in YAML and were met in folders. In their names "__" stands for "/".
std::vector<Bundle> bundles_of(const std::string& files) {
  CertificateCache cache;
  ReadOptions reading;
  reading.passwords.emplace_back("secret");
  std::vector<FoundContainer> found;
  for (const mint::File& file : minted_from(std::string(kCertificates) + files).files) {
    std::string path = file.name;
    for (std::size_t at = path.find("__"); at != std::string::npos; at = path.find("__")) path.replace(at, 2, "/");
    found.push_back({read_container(path, file.content, reading, cache), false, false});
  }
  return make_bundles(std::move(found)).bundles;
}

std::string subjects(const Container& container) {
  std::string text;
  for (const Entry& entry : container.entries) {
    text += text.empty() ? "" : ", ";
    text += entry.certificate ? entry.certificate->subject().display() : std::string(to_string(entry.kind));
  }
  return text;
}

// "name: what each container contains [trusts]", with "!" after the name of a trust store.
Strings described(const std::vector<Bundle>& bundles) {
  Strings texts;
  for (const Bundle& bundle : bundles) {
    std::string text = bundle.name + (bundle.trust_store ? "!: " : ": ");
    for (std::size_t i = 0; i < bundle.containers.size(); ++i) text += (i == 0 ? "" : " + ") + subjects(bundle.containers[i]);
    for (const auto& trusted : bundle.trusted) text += " [" + subjects(*trusted) + "]";
    texts.push_back(std::move(text));
  }
  return texts;
}

Strings described(const std::string& files) { return described(bundles_of(files)); }

TEST(Belonging, ACaFileBesideTheLeafIsKnownAndNotServed) {
  EXPECT_EQ(described("  p__ca.crt: { pem: [root] }\n  p__server.crt: { pem: [direct] }\n  p__server.key: { pem: [key(direct)] }\n"),
            (Strings{"p/ca.crt!: Example Root", "p/server.crt: db.example.com + private_key [Example Root]"}));
}

TEST(Belonging, ACaFileOfAnotherCaIsNotKnownForTheChain) {
  EXPECT_EQ(described("  p__ca.crt: { pem: [other] }\n  p__server.crt: { pem: [direct] }\n"),
            (Strings{"p/ca.crt!: Other Root", "p/server.crt: db.example.com"}));
}

TEST(Belonging, ACaOfTheFolderAboveIsKnown) {
  EXPECT_EQ(
      described(
          "  pki__ca.crt: { pem: [root] }\n  pki__issued__db.crt: { pem: [direct] }\n  pki__private__db.key: { pem: [key(direct)] }\n"),
      (Strings{"pki/ca.crt!: Example Root", "pki/issued/db.crt: db.example.com + private_key [Example Root]"}));
}

TEST(Belonging, AFileThatWasNamedIsNoTrustStoreByItsName) {
  const std::vector<Bundle> met = bundles_of("  p__root.pem: { pem: [root] }\n  p__www.pem: { pem: [root] }\n");
  ASSERT_EQ(met.size(), 2u);
  EXPECT_TRUE(met[0].trust_store);
  EXPECT_FALSE(met[1].trust_store);
}

TEST(Belonging, TheKeyOfACaJoinsTheCa) {
  EXPECT_EQ(described("  p__ca.crt: { pem: [root] }\n  p__ca.key: { pem: [key(root)] }\n  p__server.crt: { pem: [direct] }\n"),
            (Strings{"p/ca.crt: Example Root + private_key", "p/server.crt: db.example.com [Example Root]"}));
}

TEST(Belonging, TheKeyOfACaInAnotherFolderJoinsTheCa) {
  EXPECT_EQ(
      described("  pki__ca.crt: { pem: [root] }\n  pki__issued__db.crt: { pem: [direct] }\n  pki__private__ca.key: { pem: [key(root)] }\n"),
      (Strings{"pki/ca.crt: Example Root + private_key", "pki/issued/db.crt: db.example.com [Example Root]"}));
}

TEST(Belonging, AnIssuingCaWithItsKeyIsABundleThoughItIsAChain) {
  EXPECT_EQ(described("  p__inter.crt: { pem: [inter] }\n  p__inter.key: { pem: [key(inter)] }\n  p__www.crt: { pem: [leaf] }\n"),
            (Strings{"p/inter.crt: Example CA 1 + private_key", "p/www.crt: www.example.com + Example CA 1"}));
}

TEST(Belonging, TheKeyOfACaThatIsOnlyInAChainJoinsThatChain) {
  EXPECT_EQ(described("  p__ca.key: { pem: [key(inter)] }\n  p__www.pem: { pem: [leaf, inter] }\n"),
            (Strings{"p/www.pem: www.example.com, Example CA 1 + private_key"}));
}

TEST(Belonging, AKeyNamedForACaIsNotTheServersKey) {
  EXPECT_EQ(described("  p__ca.key: { pem: [key(other)] }\n  p__www.pem: { pem: [leaf, inter] }\n"),
            (Strings{"p/ca.key: private_key", "p/www.pem: www.example.com, Example CA 1"}));
}

TEST(Belonging, CaCrtOfASecretIsKnownAndNotServed) {
  EXPECT_EQ(
      described("  s.yaml: { secret: { ca.crt: [root], tls.crt: [direct], tls.key: [key(direct)] } }\n"),
      (Strings{"s.yaml[Secret default/s ca.crt]!: Example Root", "s.yaml[Secret default/s]: db.example.com, private_key [Example Root]"}));
}

TEST(Belonging, AnIssuingCaOfAMeshIsOneBundle) {
  EXPECT_EQ(described("  cacerts.yaml: { secret: { ca-cert.pem: [inter], ca-key.pem: [key(inter)], cert-chain.pem: [inter, root], "
                      "root-cert.pem: [root] }, type: Opaque }\n"),
            (Strings{"cacerts.yaml[Secret default/cacerts ca-cert.pem]: private_key, Example CA 1, Example Root [Example Root]",
                     "cacerts.yaml[Secret default/cacerts root-cert.pem]!: Example Root"}));
}

TEST(Belonging, ServicesOfOneSecretAreABundleEach) {
  EXPECT_EQ(described("  db.yaml: { secret: { db-0-pem: [leaf], db-1-pem: [mail] }, type: Opaque }\n"),
            (Strings{"db.yaml[Secret default/db db-0-pem]: www.example.com", "db.yaml[Secret default/db db-1-pem]: mail.example.com"}));
  EXPECT_EQ(described("  db.yaml: { secret: { a.crt: [leaf], b.crt: [mail], b.key: [key(mail)] }, type: Opaque }\n"),
            (Strings{"db.yaml[Secret default/db a.crt]: www.example.com", "db.yaml[Secret default/db b]: mail.example.com, private_key"}));
}

TEST(Belonging, AKeyOfAnotherNameBelongsToTheCertificateThatItFits) {
  EXPECT_EQ(
      described("  s.yaml: { secret: { web.crt: [leaf], smtp.crt: [mail], one.key: [key(mail)], two.key: [key(leaf)] }, type: Opaque }\n"),
      (Strings{"s.yaml[Secret default/s web]: www.example.com, private_key",
               "s.yaml[Secret default/s smtp]: mail.example.com, private_key"}));
}

TEST(Belonging, OneChainUnderSeveralNamesIsThereOnce) {
  EXPECT_EQ(
      described("  s.yaml: { secret: { cert.pem: [leaf], chain.pem: [inter], fullchain.pem: [leaf, inter], privkey.pem: [key(leaf)] }, "
                "type: Opaque }\n"),
      (Strings{"s.yaml: www.example.com, Example CA 1, private_key"}));
  EXPECT_EQ(
      described("  s.yaml: { secret: { tls-combined.pem: [key(leaf), leaf, inter], tls.crt: [leaf, inter], tls.key: [key(leaf)] } }\n"),
      (Strings{"s.yaml: www.example.com, Example CA 1, private_key"}));
}

TEST(Belonging, WhatIsMountedIsTlsCrt) {
  EXPECT_EQ(described("  s.yaml: { secret: { fullchain.pem: [leaf, inter], tls.crt: [leaf], tls.key: [key(leaf)] } }\n"),
            (Strings{"s.yaml: www.example.com, private_key"}));
}

TEST(Belonging, AnObjectNamedForACaVerifiesOthers) {
  EXPECT_EQ(described("  db-ca-cert.yaml: { secret: { server.pem: [leaf] }, type: Opaque }\n"),
            (Strings{"db-ca-cert.yaml!: www.example.com"}));
}

TEST(Belonging, GroupsOfTwoKeyAlgorithmsAreTwoBundles) {
  const std::vector<Bundle> key_first = bundles_of("  chains.pem: { pem: [key(rsa), rsa, inter, key(leaf), leaf, inter] }\n");
  EXPECT_EQ(described(key_first), (Strings{"chains.pem[RSA]: private_key, www.example.com, Example CA 1",
                                           "chains.pem[ECDSA]: private_key, www.example.com, Example CA 1"}));
  EXPECT_EQ(key_first[0].dual, (Strings{"RSA", "ECDSA"}));
  EXPECT_EQ(key_first[1].dual, (Strings{"ECDSA", "RSA"}));
  EXPECT_EQ(described("  chains.pem: { pem: [leaf, inter, key(leaf), rsa, key(rsa), inter] }\n"),
            (Strings{"chains.pem[ECDSA]: www.example.com, Example CA 1, private_key",
                     "chains.pem[RSA]: www.example.com, private_key, Example CA 1"}));
}

TEST(Belonging, OtherFilesWithTwoLeavesAreOneBundle) {
  EXPECT_EQ(bundles_of("  a.pem: { pem: [key(leaf), leaf, key(mail), mail] }\n").size(), 1u);  // one algorithm
  EXPECT_EQ(bundles_of("  a.pem: { pem: [key(rsa), rsa, key(mail), mail] }\n").size(), 1u);    // other names
  EXPECT_EQ(bundles_of("  a.pem: { pem: [rsa, leaf, inter] }\n").size(), 1u);                  // no keys
  EXPECT_EQ(bundles_of("  a.pem: { pem: [key(leaf), rsa, key(rsa), leaf] }\n").size(), 1u);    // keys exchanged
}

TEST(Belonging, AFolderWithExportsOfStoresIsOneMachine) {
  const std::vector<Bundle> bundles =
      bundles_of("  w__CA.sst: { sst: [inter] }\n  w__My.sst: { sst: [leaf] }\n  w__Root.sst: { sst: [root, other] }\n");
  EXPECT_EQ(described(bundles), (Strings{"w/My.sst[My: www.example.com]: www.example.com + Example CA 1 [Example Root]",
                                         "w/Root.sst!: Example Root, Other Root"}));
  for (const Bundle& bundle : bundles) {
    ASSERT_NE(bundle.export_of, nullptr) << bundle.name;
    Strings stores;
    for (const Entry& entry : bundle.export_of->entries) {
      if (entry.certificate) stores.push_back(entry.store + ": " + entry.certificate->subject().display());
    }
    EXPECT_EQ(stores, (Strings{"CA: Example CA 1", "My: www.example.com", "Root: Example Root", "Root: Other Root"}));
  }
}

TEST(Belonging, StoresHaveLongNamesAndPrefixes) {
  const std::string files =
      "  w__srv1-Intermediate Certification Authorities.p7b: { pkcs7: [inter] }\n  w__srv1-Personal.p7b: { pkcs7: [leaf] }\n"
      "  w__srv1-Trusted Root Certification Authorities.p7b: { pkcs7: [root] }\n";
  EXPECT_EQ(described(files), (Strings{"w/srv1-Personal.p7b[My: www.example.com]: www.example.com + Example CA 1 [Example Root]",
                                       "w/srv1-Trusted Root Certification Authorities.p7b!: Example Root"}));
}

TEST(Belonging, TwoMachinesInOneFolderAreApart) {
  EXPECT_EQ(
      described("  a-CA.sst: { sst: [inter] }\n  a-My.sst: { sst: [leaf] }\n  b-My.sst: { sst: [mail] }\n  b-Root.sst: { sst: [root] }\n"),
      (Strings{"a-My.sst[My: www.example.com]: www.example.com + Example CA 1", "b-My.sst[My: mail.example.com]: mail.example.com",
               "b-Root.sst!: Example Root"}));
}

TEST(Belonging, AStoreWithoutCertificatesWasExported) {
  const std::vector<Bundle> bundles = bundles_of("  CA.sst: { sst: [] }\n  My.sst: { sst: [leaf] }\n  Root.sst: { sst: [root] }\n");
  ASSERT_FALSE(bundles.empty());
  const std::vector<Entry>& entries = bundles.front().export_of->entries;
  EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return entry.store == "CA"; }));
}

TEST(Belonging, PemFilesOfSuchNamesAreNoStores) {
  EXPECT_EQ(described("  my.pem: { pem: [direct] }\n  root.pem: { pem: [root] }\n"),
            (Strings{"my.pem: db.example.com [Example Root]", "root.pem!: Example Root"}));
}

TEST(Belonging, APfxBesideTheStoresOfAMachineIsToBeImportedThere) {
  const std::vector<Bundle> bundles = bundles_of(
      "  w__CA.sst: { sst: [inter] }\n  w__My.sst: { sst: [leaf] }\n  w__next.pfx: { pkcs12: [mail, key(mail)], password: secret }\n");
  const auto pfx = std::find_if(bundles.begin(), bundles.end(), [](const Bundle& bundle) { return bundle.name == "w/next.pfx"; });
  ASSERT_NE(pfx, bundles.end());
  EXPECT_EQ(pfx->export_of, nullptr);
  EXPECT_EQ(pfx->stores_beside, bundles.front().export_of);
}

// "bundle: the paths of its values <hosts>", one per line.
std::string manifest(const std::string& text_of_file) {
  CertificateCache cache;
  const std::vector<Bundle> bundles = make_bundles({{read_container("m.yaml", as_bytes(text_of_file), {}, cache), true, false}}).bundles;
  std::string text;
  for (const Bundle& bundle : bundles) {
    text += bundle.name + (bundle.trust_store ? "!" : "") + ":";
    for (const Entry& entry : bundle.containers.front().entries) {
      text += " " + entry.location.inner.substr(entry.location.inner.rfind(' ') + 1);
    }
    for (const ServedHost& host : bundle.hosts) text += " <" + host.name + ">";
    text += "\n";
  }
  return text;
}

TEST(Belonging, AKeystoreOfASecretOpensWithThePasswordBesideIt) {
  const mint::Minted minted =
      minted_from(std::string(kCertificates) + "  user.p12: { pkcs12: [leaf, inter, key(leaf)], password: geheim }\n");
  ASSERT_EQ(minted.files.size(), 1u);
  using namespace manifest_samples;
  const std::string keystore = value("user.p12", as_text(minted.files.front().content));
  const Container opened = read_text(object("Secret", "user") + keystore + value("user.password", "geheim\n"));
  EXPECT_EQ(opened.status, ReadStatus::read);
  EXPECT_EQ(opened.count(EntryKind::certificate), 2u);
  const Container locked =
      read_text(object("Secret", "user") + value("user.password", "geheim") + "---\n" + object("Secret", "other") + keystore);
  EXPECT_EQ(locked.count(EntryKind::certificate), 0u);  // a password is for the keystores of its own Secret
}

constexpr std::string_view kRoute = "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: shop, namespace: prod }\nspec:\n";

std::string field(std::string_view name, const std::string& text) {
  return "    " + std::string(name) + ": |\n" + manifest_samples::indented(text, 6);
}

TEST(Belonging, ARouteIsOneChainInTheOrderOfItsRouter) {
  using namespace manifest_samples;
  EXPECT_EQ(manifest(std::string(kRoute) + "  host: shop.example.com\n  tls:\n" + field("caCertificate", root_pem()) +
                     field("certificate", leaf_pem()) + field("destinationCACertificate", root_pem()) + field("key", key_pem())),
            "m.yaml[Route prod/shop]: spec.tls.certificate spec.tls.caCertificate spec.tls.key <shop.example.com>\n"
            "m.yaml[Route prod/shop spec.tls.destinationCACertificate]!: spec.tls.destinationCACertificate\n");
}

TEST(Belonging, ARouteThatExchangedItsFieldsIsReadAsItIs) {
  using namespace manifest_samples;
  EXPECT_EQ(manifest(std::string(kRoute) + "  tls:\n" + field("certificate", root_pem()) + field("caCertificate", leaf_pem())),
            "m.yaml: spec.tls.certificate spec.tls.caCertificate\n");
}

TEST(Belonging, AnIngressNamesTheHostsOfItsSecret) {
  using namespace manifest_samples;
  const std::string ingress =
      "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web, namespace: NAMESPACE }\nspec:\n  tls:\n"
      "  - hosts: [b.example.com, a.example.com]\n    secretName: www\n";
  const auto with_namespace = [&](const std::string& name) { return std::string(ingress).replace(ingress.find("NAMESPACE"), 9, name); };
  EXPECT_EQ(manifest(tls_secret("www") + with_namespace("prod")), "m.yaml: data.tls.crt data.tls.key <a.example.com> <b.example.com>\n");
  EXPECT_EQ(manifest(tls_secret("www") + with_namespace("test")), "m.yaml: data.tls.crt data.tls.key\n");
}

TEST(Belonging, AGatewayAndACertificateNameHostsToo) {
  using namespace manifest_samples;
  EXPECT_EQ(manifest(tls_secret("www") +
                     "---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: web, namespace: prod }\nspec:\n"
                     "  listeners:\n  - hostname: gw.example.com\n    tls: { certificateRefs: [{ kind: Secret, name: www }] }\n"
                     "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: www, namespace: prod }\nspec:\n"
                     "  secretName: www\n  dnsNames: [cm.example.com]\n"),
            "m.yaml: data.tls.crt data.tls.key <cm.example.com> <gw.example.com>\n");
}

}  // namespace belonging_test
}  // namespace chainlint::formats
