#include <gtest/gtest.h>

#include "unit/config/memory_tree.h"

namespace chainlint::config {
namespace haproxy_test {

using Texts = std::vector<std::string>;

const std::string kCertificate = "-----BEGIN CERTIFICATE-----\n", kKey = "-----BEGIN PRIVATE KEY-----\n";

Configuration read(const std::string& text, std::map<std::string, std::string> files = {}) {
  files["haproxy.cfg"] = text;
  return read_in_memory(Server::haproxy, "haproxy.cfg", std::move(files));
}

Texts certificates_of(const Endpoint& endpoint) {
  Texts paths;
  for (const CertificateFiles& files : endpoint.certificates) {
    paths.push_back(files.certificate.path + (files.key.is_found() ? "+" + files.key.path : ""));
  }
  return paths;
}

TEST(Haproxy, ReadsAFolderInTheOrderOfItsNames) {
  const Configuration folder = read("frontend f\n bind :443 ssl crt certs/\n", {{"certs/b.pem", kCertificate + kKey},
                                                                                {"certs/a.pem", kCertificate},
                                                                                {"certs/a.pem.key", ""},
                                                                                {"certs/a.pem.ocsp", ""},
                                                                                {"certs/.c.pem", ""},
                                                                                {"certs/more/d.pem", ""}});
  ASSERT_EQ(folder.endpoints.size(), 1u);
  EXPECT_EQ(certificates_of(folder.endpoints[0]), (Texts{"certs/a.pem+certs/a.pem.key", "certs/b.pem"}));
  EXPECT_EQ(folder.endpoints[0].listeners[0].text(), "*:443");
}

// HAProxy loads every file of the folder, and does not start with one that has no certificate or no key.
TEST(Haproxy, NamesTheFilesOfAFolderThatAreNoCertificates) {
  const Configuration folder =
      read("frontend f\n bind :443 ssl crt certs/\n",
           {{"certs/README", "text"}, {"certs/chain.pem", kCertificate}, {"certs/www.pem", kCertificate + kKey}, {"certs/key.pem", kKey}});
  ASSERT_EQ(folder.endpoints.size(), 1u);
  EXPECT_EQ(certificates_of(folder.endpoints[0]), Texts{"certs/www.pem"});
  ASSERT_EQ(codes_of(folder), Texts{"config-certificate-missing"});
  EXPECT_EQ(folder.diagnostics[0].message, "HAProxy does not start: 3 files in 'certs' have no certificate with its private key");
  EXPECT_EQ(folder.diagnostics[0].advice,
            "Move these files out of the folder, because HAProxy loads every file in it: 'README', 'chain.pem' and 'key.pem'");
}

// The braces of a template are no block of nginx.
TEST(Haproxy, IsRecognizedAsATemplate) {
  EXPECT_EQ(recognize("frontend f\n bind :443 ssl crt a.pem\nbackend b\n server {{ host }} {{ address }}:80\n"), Server::haproxy);
}

TEST(Haproxy, KnowsTheChainsOfIssuers) {
  const Configuration issuers = read("global\n issuers-chain-path chains\nfrontend f\n bind :443 ssl crt a.pem\n",
                                     {{"a.pem", ""}, {"chains/one.pem", ""}, {"chains/two.pem", ""}, {"chains/.no", ""}});
  ASSERT_EQ(issuers.endpoints.at(0).issuers.size(), 2u);
  EXPECT_EQ(issuers.endpoints[0].issuers[1].path, "chains/two.pem");
}

TEST(Haproxy, TakesFilesByKeyAlgorithm) {
  const Configuration bundle = read("frontend f\n bind :443 ssl crt a.pem\n", {{"a.pem.rsa", ""}, {"a.pem.ecdsa", ""}});
  EXPECT_EQ(certificates_of(bundle.endpoints.at(0)), (Texts{"a.pem.rsa", "a.pem.ecdsa"}));
  const Configuration none = read("global\n ssl-load-extra-files none\nfrontend f\n bind :443 ssl crt a.pem\n", {{"a.pem.rsa", ""}});
  EXPECT_EQ(none.endpoints.at(0).certificates[0].certificate.state, FileState::missing);
}

TEST(Haproxy, ReadsListsAndStores) {
  const Configuration lists = read(
      "crt-store web\n  load crt a.pem key a.key alias one\nfrontend f\n bind :443 ssl crt-list list crt @web/one ca-file ca.pem\n",
      {{"list", "b.pem [alpn h2 verify none] b.test !x.b.test *.c.test\n"}, {"a.pem", ""}, {"a.key", ""}, {"b.pem", ""}, {"ca.pem", ""}});
  ASSERT_EQ(lists.endpoints.size(), 2u);
  EXPECT_EQ(certificates_of(lists.endpoints[0]), Texts{"a.pem+a.key"});
  EXPECT_EQ(names_of(lists.endpoints[1]), (Texts{"b.test", "*.c.test"}));
  EXPECT_EQ(lists.endpoints[1].client_cas.at(0).path, "ca.pem");
  EXPECT_EQ(to_string(lists.endpoints[1].location), "list:1:1");
}

TEST(Haproxy, ReadsTheFoldersOfStores) {
  const Configuration stores = read(
      "global\n crt-base certs\n key-base keys\ncrt-store one\n crt-base /etc/haproxy/ssl\n load crt a.pem key a.key alias a\n"
      "crt-store\n load crt b.pem key b.key alias b\n load crt d.pem key d.key\ncrt-store two\n key-base \"\"\n load crt c.pem key "
      "c.key\nfrontend f\n bind :443 ssl crt @one/a crt @/b default-crt @one/a crt d.pem crt @two/c.pem\n",
      {{"haproxy/ssl/a.pem", ""},
       {"keys/a.key", ""},
       {"certs/b.pem", ""},
       {"keys/b.key", ""},
       {"certs/c.pem", ""},
       {"certs/c.key", ""},
       {"certs/d.pem", ""},
       {"keys/d.key", ""}});
  EXPECT_EQ(certificates_of(stores.endpoints.at(0)),
            (Texts{"haproxy/ssl/a.pem+keys/a.key", "certs/b.pem+keys/b.key", "certs/d.pem+keys/d.key", "certs/c.pem+certs/c.key"}));
}

TEST(Haproxy, ReplacesTheEndingOfTheKey) {
  const std::map<std::string, std::string> files{{"a.crt", ""}, {"a.key", ""}, {"b.pem", ""}, {"b.key", ""}};
  const Configuration replaced = read("global\n ssl-load-extra-del-ext\nfrontend f\n bind :443 ssl crt a.crt crt b.pem\n", files);
  EXPECT_EQ(certificates_of(replaced.endpoints.at(0)), (Texts{"a.crt+a.key", "b.pem"}));
  EXPECT_EQ(certificates_of(read("frontend f\n bind :443 ssl crt a.crt\n", files).endpoints.at(0)), Texts{"a.crt"});
}

TEST(Haproxy, BoundsTheFoldersOfCertificates) {
  std::string text = "global\n crt-base " + std::string(16000, 'x') + "\nfrontend f\n";
  for (int i = 0; i < 3000; ++i) text += " bind :443 ssl crt a\n";
  EXPECT_EQ(codes_of(read(text)), Texts{"config-limit"});
}

TEST(Haproxy, ReplacesOnlyVariablesThatTheFileSets) {
  const Configuration variables = read(
      "global\n setenv D certs\nfrontend f\n bind :443 ssl crt \"${D}/a.pem\" crt \"$HOME/a.pem\" crt '$D/a.pem'\n", {{"certs/a.pem", ""}});
  const std::vector<CertificateFiles>& files = variables.endpoints.at(0).certificates;
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].certificate.path, "certs/a.pem");
  EXPECT_EQ(files[1].certificate.state, FileState::undecided);
  EXPECT_EQ(files[2].certificate.written, "$D/a.pem");
  EXPECT_EQ(files[2].certificate.state, FileState::missing);
}

TEST(Haproxy, ReadsCertificatesForOtherServers) {
  const Configuration backend =
      read("backend b\n server one 192.0.2.1:443 ssl crt c.pem ca-file ca.pem sni str(crt)\n server two 192.0.2.2:80\n", {{"c.pem", ""}});
  ASSERT_EQ(backend.endpoints.size(), 1u);
  EXPECT_EQ(backend.endpoints[0].role, Role::client);
  EXPECT_EQ(backend.endpoints[0].client_cas.at(0).state, FileState::missing);
}

TEST(Haproxy, SaysThatAPortIsPlain) {
  EXPECT_EQ(codes_of(read("frontend f\n bind :443 crt a.pem\n", {{"a.pem", ""}})), Texts{"config-tls-off"});
}

TEST(Haproxy, StopsWhereValuesAreUsedTooOften) {
  std::string text = "global\n setenv A " + std::string(16000, 'x') + "\nfrontend f\n";
  for (int i = 0; i < 3000; ++i) text += " x \"$A\"\n";
  const Configuration grown = read(text);
  ASSERT_EQ(grown.diagnostics.size(), 1u);
  EXPECT_EQ(grown.diagnostics[0].code, "config-limit");
}

}  // namespace haproxy_test
}  // namespace chainlint::config
