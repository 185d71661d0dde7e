// The profiles that come with the program.
#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/profiles/library.h"

namespace chainlint::profiles {
namespace shipped_profiles_test {

const LoadedProfiles& shipped() {
  static const LoadedProfiles loaded = load_profiles({});
  return loaded;
}

const Profile& target(const char* name) {
  const Profile* found = shipped().library.target(name);
  EXPECT_NE(found, nullptr) << name;
  static const Profile none;
  return found == nullptr ? none : *found;
}

TEST(ShippedProfiles, LoadWithoutMistakes) {
  for (const std::string& problem : shipped().problems) ADD_FAILURE() << problem;
}

TEST(ShippedProfiles, AreAllThere) {
  for (const char* name : {"iis",
                           "iis-my-only",
                           "iis-ccs",
                           "exchange",
                           "rdp",
                           "adfs",
                           "windows-server",
                           "nginx",
                           "apache",
                           "apache-legacy",
                           "haproxy",
                           "envoy",
                           "traefik",
                           "go",
                           "kubernetes-tls",
                           "tomcat-pem",
                           "java-keystore",
                           "aws-acm",
                           "aws-iam",
                           "aws-cloudfront",
                           "azure-app-service",
                           "azure-app-gateway",
                           "azure-keyvault",
                           "gcp-lb",
                           "cloudflare",
                           "netscaler",
                           "f5",
                           "vcenter"}) {
    EXPECT_NE(shipped().library.target(name), nullptr) << name;
  }
}

// Every YAML file of the folder is one, and a trust store is no server.
TEST(ShippedProfiles, OfTrustStoresSendNothing) {
  for (const char* name : {"ca-bundle", "java-truststore"}) EXPECT_EQ(target(name).family, chain::ServerFamily::trust_store) << name;
}

// Members of a cluster present one certificate in both roles.
TEST(ShippedProfiles, OfClustersNeedBothUsages) {
  const std::vector<std::string> both{"server", "client"};
  for (const char* name : {"mongodb", "kafka", "elasticsearch", "cisco-ise"}) EXPECT_EQ(target(name).purposes, both) << name;
}

TEST(ShippedProfiles, SayWhatTheyAreAndWhereItIsFrom) {
  for (const Profile& profile : shipped().library.targets) {
    EXPECT_FALSE(profile.title.empty()) << profile.name;
    EXPECT_FALSE(profile.description.empty()) << profile.name;
    EXPECT_FALSE(profile.references.empty()) << profile.name;
    EXPECT_TRUE(profile.source_path.ends_with("/" + profile.name + ".yaml")) << profile.source_path;
  }
}

TEST(ShippedProfiles, ServersThatSendFilesTakeTheFirstCertificateForTheirOwn) {
  for (const char* name : {"nginx", "apache", "haproxy", "envoy", "traefik", "go", "kubernetes-tls"}) {
    EXPECT_EQ(target(name).family, chain::ServerFamily::file_order) << name;
    EXPECT_EQ(target(name).leaf_first, Stance::required) << name;
  }
}

// Apache documents it, HAProxy's source does not turn it off; nginx turns it off.
TEST(ShippedProfiles, OnlySomeServersCompleteAChain) {
  EXPECT_TRUE(target("apache").auto_chain);
  EXPECT_FALSE(target("haproxy").auto_chain);
  EXPECT_FALSE(target("nginx").auto_chain);
  EXPECT_FALSE(target("go").auto_chain);
}

TEST(ShippedProfiles, WindowsServicesShareTheirStores) {
  for (const char* name : {"windows-server", "iis", "iis-my-only", "iis-ccs", "exchange", "rdp", "adfs"}) {
    EXPECT_EQ(target(name).family, chain::ServerFamily::store_engine) << name;
    EXPECT_EQ(target(name).versions, (std::vector<std::string>{"2012r2", "2016", "2019", "2022", "2025"})) << name;
  }
  EXPECT_EQ(target("iis-my-only").import, chain::PfxImport::my_only);
  EXPECT_EQ(target("iis").import, chain::PfxImport::wizard);
}

TEST(ShippedProfiles, CommandsAreTakenOverOneListAtATime) {
  for (const char* name : {"iis", "iis-my-only", "exchange", "rdp", "adfs"}) {
    ASSERT_EQ(target(name).commands.install.size(), 4u) << name;
    EXPECT_EQ(target(name).commands.install[0].run, "certutil -importPFX My {pfx} NoChain") << name;
    EXPECT_EQ(target(name).commands.activate.size(), 1u) << name;
  }
  EXPECT_EQ(target("iis-ccs").commands.install.at(0).run, "copy {pfx} \\\\SERVER\\SHARE\\");
  EXPECT_TRUE(target("iis-ccs").commands.activate.empty());
  EXPECT_TRUE(target("aws-cloudfront").commands.at_once);
}

TEST(ShippedProfiles, TheRootIsMatterOfTheTarget) {
  EXPECT_EQ(target("azure-app-service").root_in_file, Stance::required);
  EXPECT_EQ(target("azure-app-gateway").root_in_file, Stance::required);
  EXPECT_EQ(target("vcenter").root_in_file, Stance::required);
  EXPECT_EQ(target("netscaler").root_in_file, Stance::refused);
  EXPECT_EQ(target("java-keystore").root_in_file, Stance::allowed);
  EXPECT_EQ(target("nginx").root_in_file, Stance::warn);
}

TEST(ShippedProfiles, CloudFrontTakesFewerKeysThanTheCertificateManager) {
  EXPECT_EQ(target("aws-cloudfront").keys.curves, std::vector<std::string>{"P-256"});
  EXPECT_EQ(target("aws-acm").keys.curves.size(), 3u);
  EXPECT_EQ(target("aws-cloudfront").keys.max_bytes, 5120u);
}

}  // namespace shipped_profiles_test
}  // namespace chainlint::profiles
