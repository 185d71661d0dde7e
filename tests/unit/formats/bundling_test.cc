#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "reading_fixture.h"
#include "unit/minted.h"

namespace chainlint::formats {
namespace bundling_test {

constexpr std::string_view kCertificates = R"(certificates:
  root:    { subject: "CN=Example Root,O=Example", ca: true }
  inter:   { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  old:     { subject: "CN=Example CA 0,O=Example", issuer: root, ca: true }
  leaf:    { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  renewed: { subject: "CN=www.example.com,O=Renewed", issuer: inter, dns: [www.example.com] }
  mail:    { subject: "CN=mail.example.com", issuer: inter, dns: [mail.example.com] }
files:
)";

struct Options {
  std::vector<std::string> named, apart;
};

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The bundles that come of files described in YAML. In their names "__" stands for "/".
Bundles bundles_of(const std::string& files, const Options& options = {}) {
  CertificateCache cache;
  ReadOptions reading;
  reading.passwords.emplace_back("secret");
  std::vector<FoundContainer> found;
  for (const mint::File& file : minted_from(std::string(kCertificates) + files).files) {
    std::string path = file.name;
    for (std::size_t at = path.find("__"); at != std::string::npos; at = path.find("__")) path.replace(at, 2, "/");
    found.push_back({read_container(path, file.content, reading, cache), holds(options.named, path), holds(options.apart, path)});
  }
  return make_bundles(std::move(found));
}

// "a.pem + a.key | b.pem": the files of each bundle.
std::string grouping(const std::string& files, const Options& options = {}) {
  std::string text;
  for (const Bundle& bundle : bundles_of(files, options).bundles) {
    text += text.empty() ? "" : " | ";
    for (std::size_t i = 0; i < bundle.containers.size(); ++i) text += (i == 0 ? "" : " + ") + bundle.containers[i].path;
  }
  return text;
}

TEST(Bundling, AKeyJoinsTheCertificateThatItFits) {
  EXPECT_EQ(grouping("  a.crt: { pem: [leaf] }\n  b.crt: { pem: [mail] }\n  1.key: { pem: [key(mail)] }\n  2.key: { pem: [key(leaf)] }\n"),
            "a.crt + 2.key | b.crt + 1.key");
}

TEST(Bundling, AKeyIsFoundInAnotherFolder) {
  EXPECT_EQ(grouping("  certs__www.crt: { pem: [leaf, inter] }\n  private__www.pem: { pem: [key(leaf)] }\n"),
            "certs/www.crt + private/www.pem");
}

TEST(Bundling, AKeyThatFitsNothingJoinsWhatItIsNamedFor) {
  EXPECT_EQ(
      grouping(
          "  www.crt: { pem: [leaf] }\n  mail.crt: { pem: [mail] }\n  mail.key: { pem: [key(mail)] }\n  www.key: { pem: [key(old)] }\n"),
      "www.crt + www.key | mail.crt + mail.key");
}

TEST(Bundling, TheOnlyKeyOfAFolderBelongsToItsOnlyLeaf) {
  EXPECT_EQ(grouping("  certificate.pem: { pem: [renewed, inter] }\n  secret.pem: { pem: [key(leaf)] }\n"), "certificate.pem + secret.pem");
}

TEST(Bundling, AKeyAmongSeveralLeavesIsNotGuessed) {
  EXPECT_EQ(grouping("  a.crt: { pem: [leaf] }\n  b.crt: { pem: [mail] }\n  x.key: { pem: [key(old)] }\n"), "a.crt | b.crt | x.key");
}

TEST(Bundling, TheChainOfTheOnlyLeafJoinsWhateverItsName) {
  EXPECT_EQ(grouping("  www.crt: { pem: [leaf] }\n  DigiCertCA.crt: { pem: [inter] }\n"), "www.crt + DigiCertCA.crt");
}

TEST(Bundling, OneChainFileServesEveryLeafOfItsFolder) {
  EXPECT_EQ(grouping("  a.crt: { pem: [leaf] }\n  b.crt: { pem: [mail] }\n  chain.pem: { pem: [inter] }\n"),
            "a.crt + chain.pem | b.crt + chain.pem");
}

TEST(Bundling, AmongSeveralLeavesAFileOfAnyNameIsNoChain) {
  EXPECT_EQ(grouping("  a.crt: { pem: [leaf] }\n  b.crt: { pem: [mail] }\n  x.pem: { pem: [inter] }\n"), "a.crt | b.crt | x.pem");
}

TEST(Bundling, LastYearsChainJoinsByItsName) {
  for (const std::string chain : {"chain.pem", "www.chain.crt", "www-chain.crt", "www.ca-bundle"}) {
    EXPECT_EQ(grouping("  cert.pem: { pem: [leaf] }\n  " + chain + ": { pem: [old] }\n"), "cert.pem + " + chain);
  }
}

TEST(Bundling, ARootAloneIsNoChain) {
  EXPECT_EQ(grouping("  www.crt: { pem: [leaf, inter] }\n  root.crt: { pem: [root] }\n"), "www.crt | root.crt");
}

TEST(Bundling, ACaFileWithItsRootIsNoChain) {
  EXPECT_EQ(grouping("  server.crt: { pem: [leaf] }\n  ca.crt: { pem: [inter, root] }\n"), "server.crt | ca.crt");
  EXPECT_EQ(grouping("  server.crt: { pem: [leaf] }\n  ca-chain.crt: { pem: [inter, root] }\n"), "server.crt + ca-chain.crt");
  EXPECT_EQ(grouping("  server.crt: { pem: [leaf] }\n  ca.cer: { pem: [inter] }\n"), "server.crt + ca.cer");
}

TEST(Bundling, ATrustStoreIsNotAChain) {
  EXPECT_EQ(grouping("  www.crt: { pem: [leaf] }\n  chain.pem: { pem: [inter] }\n", {{}, {"chain.pem"}}), "www.crt | chain.pem");
}

TEST(Bundling, AChainIsInTheSameFolder) {
  EXPECT_EQ(grouping("  a__www.crt: { pem: [leaf] }\n  b__chain.pem: { pem: [inter] }\n"), "a/www.crt | b/chain.pem");
}

TEST(Bundling, CertbotsFourFilesAreOneBundle) {
  const std::string files =
      "  live__cert.pem: { pem: [leaf] }\n  live__chain.pem: { pem: [inter] }\n  live__fullchain.pem: { pem: [leaf, inter] }\n"
      "  live__privkey.pem: { pem: [key(leaf)] }\n";
  EXPECT_EQ(grouping(files), "live/fullchain.pem + live/privkey.pem");
  const Bundles bundles = bundles_of(files);
  EXPECT_EQ(bundles.bundles.front().layout, FolderLayout::certbot);
  ASSERT_EQ(bundles.copies.size(), 2u);
  EXPECT_EQ(bundles.copies[0].path, "live/cert.pem");
  EXPECT_EQ(bundles.copies[0].of, "live/fullchain.pem");
  EXPECT_EQ(bundles.copies[1].path, "live/chain.pem");
}

TEST(Bundling, TheKeyNamedForACopyIsNotLost) {
  EXPECT_EQ(grouping("  all.pem: { pem: [leaf, inter] }\n  www.crt: { pem: [leaf] }\n  www.key: { pem: [key(mail)] }\n"),
            "all.pem + www.key");
}

TEST(Bundling, ThePkcs7FileNextToThePemIsEvaluated) {
  EXPECT_EQ(grouping("  www.crt: { pem: [leaf, inter] }\n  www.p7b: { pkcs7: [leaf, inter] }\n  www.key: { pem: [key(leaf)] }\n"),
            "www.crt + www.key | www.p7b");
}

TEST(Bundling, AStaleChainNextToTheFullOneIsEvaluated) {
  EXPECT_EQ(grouping("  cert.pem: { pem: [leaf] }\n  chain.pem: { pem: [old] }\n  fullchain.pem: { pem: [leaf, inter] }\n"),
            "cert.pem + chain.pem | fullchain.pem");
}

TEST(Bundling, ANamedFileIsEvaluatedAlthoughItIsACopy) {
  EXPECT_EQ(grouping("  cert.pem: { pem: [leaf] }\n  fullchain.pem: { pem: [leaf, inter] }\n", {{"cert.pem"}, {}}),
            "cert.pem | fullchain.pem");
}

TEST(Bundling, OtherProgramsFoldersAreKnown) {
  const auto layout = [](const std::string& files) { return bundles_of(files).bundles.front().layout; };
  EXPECT_EQ(layout("  x__www.cer: { pem: [leaf] }\n  x__ca.cer: { pem: [inter] }\n  x__fullchain.cer: { pem: [leaf, inter] }\n"),
            FolderLayout::acme_sh);
  EXPECT_EQ(layout("  x__www.crt: { pem: [leaf, inter] }\n  x__www.issuer.crt: { pem: [inter] }\n"), FolderLayout::lego);
  EXPECT_EQ(layout("  x__www.crt: { pem: [leaf, inter] }\n"), FolderLayout::none);
}

TEST(Bundling, PfxFilesNamedForHostsAreACentralStore) {
  const Bundles store = bundles_of("  ccs__www.example.com.pfx: { pkcs12: [leaf, inter, key(leaf)], password: secret }\n");
  EXPECT_EQ(store.bundles.front().layout, FolderLayout::iis_central_store);
  const Bundles mixed = bundles_of(
      "  d__www.example.com.pfx: { pkcs12: [leaf, key(leaf)], password: secret }\n  d__backup.pfx: { pkcs12: [leaf, key(leaf)], password: "
      "secret }\n");
  EXPECT_EQ(mixed.bundles.front().layout, FolderLayout::none);
}

TEST(Bundling, HostsOfFileNames) {
  EXPECT_EQ(host_of_file("a/_.example.com.pfx"), "*.example.com");
  EXPECT_EQ(host_of_file("WWW.example.com.pfx"), "www.example.com");
  EXPECT_EQ(host_of_file("192.0.2.1.pfx"), std::nullopt);
  EXPECT_EQ(host_of_file("site.pfx"), std::nullopt);
  EXPECT_EQ(host_of_file("my_site.example.pfx"), std::nullopt);
}

TEST(Bundling, APfxWithTwoLeavesAndTheirKeysIsTwoBundles) {
  const Bundles bundles = bundles_of("  both.pfx: { pkcs12: [leaf, key(leaf), mail, key(mail), inter], password: secret }\n");
  ASSERT_EQ(bundles.bundles.size(), 2u);
  for (const Bundle& bundle : bundles.bundles) {
    const Container& container = bundle.containers.front();
    EXPECT_EQ(container.count(EntryKind::certificate), 2u) << bundle.name;
    EXPECT_EQ(container.count(EntryKind::private_key), 1u) << bundle.name;
    EXPECT_TRUE(bundle.name.starts_with("both.pfx[")) << bundle.name;
  }
}

TEST(Bundling, AStrangerInSuchAPfxIsNotLost) {
  const Bundles bundles = bundles_of("  both.pfx: { pkcs12: [leaf, key(leaf), mail, key(mail), old], password: secret }\n");
  ASSERT_EQ(bundles.bundles.size(), 2u);
  EXPECT_EQ(bundles.bundles[0].containers.front().count(EntryKind::certificate), 2u);
  EXPECT_EQ(bundles.bundles[1].containers.front().count(EntryKind::certificate), 1u);
}

// Vault writes the members of its answer in the order of the alphabet.
TEST(Bundling, TheLeafOfAJsonObjectLeadsWhateverTheOrderOfItsMembers) {
  const Bundles pem = bundles_of("  a.pem: { pem: [leaf] }\n  b.pem: { pem: [inter, old] }\n");
  Container container = pem.bundles.at(0).containers.at(1);
  container.format = Format::json;
  for (Entry& entry : container.entries) entry.location.inner = "/data/ca_chain/0";
  container.entries.push_back(pem.bundles[0].containers[0].entries.front());
  container.entries.back().location.inner = "/data/certificate";
  const Bundles made = make_bundles({{container, true, false}});
  std::vector<std::string> subjects;
  for (const Entry& entry : made.bundles.at(0).containers.front().entries) subjects.push_back(entry.certificate->subject().display());
  EXPECT_EQ(subjects, (std::vector<std::string>{"www.example.com", "Example CA 1", "Example CA 0"}));
}

TEST(Bundling, UnitsAreBundlesAndKeepTheirDiagnostics) {
  Container container;
  container.path = "a.yaml";
  container.format = Format::kubernetes;
  for (const char* unit : {"Secret a", "Secret b", "Secret a"}) {
    Entry entry;
    entry.unit = unit;
    entry.location.entry = static_cast<std::uint32_t>(container.entries.size() + 1);
    container.entries.push_back(entry);
  }
  container.diagnostics.push_back({Severity::warning, "of-b", "", Location{.path = "a.yaml", .entry = 2}});
  container.diagnostics.push_back({Severity::warning, "of-all", "", Location{.path = "a.yaml"}});
  const Bundles made = make_bundles({{container, true, false}});
  ASSERT_EQ(made.bundles.size(), 2u);
  EXPECT_EQ(made.bundles[0].name, "a.yaml[Secret a]");
  EXPECT_EQ(made.bundles[0].containers.front().entries.size(), 2u);
  EXPECT_EQ(codes_of(made.bundles[0].containers.front()), std::vector<std::string>{"of-all"});
  EXPECT_EQ(codes_of(made.bundles[1].containers.front()), std::vector<std::string>{"of-b"});
}

}  // namespace bundling_test
}  // namespace chainlint::formats
