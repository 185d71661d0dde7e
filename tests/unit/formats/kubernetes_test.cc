// Kubernetes objects: what is read, where it is, and what belongs together.
#include <gtest/gtest.h>

#include "manifest_samples.h"

namespace chainlint::formats {
namespace kubernetes_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

TEST(Kubernetes, ReadsATlsSecret) {
  const Container container = read_text(tls_secret("www"));
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), Strings{std::string(openssl_samples::kLeafSha256)});
  EXPECT_EQ(units_of(container), (Strings{"Secret prod/www", "Secret prod/www"}));
  EXPECT_EQ(places_of(container),
            (Strings{"document 1 Secret prod/www data.tls.crt line 8", "document 1 Secret prod/www data.tls.key line 9"}));
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Kubernetes, ReadsASecretAfterAnyAmountOfComments) {
  std::string comments;
  while (comments.size() < (std::size_t{2} << 20)) comments += "# terms and conditions of the vendor\n\n";
  const Container container = read_text(comments + tls_secret("www"));
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(units_of(container), (Strings{"Secret prod/www", "Secret prod/www"}));
}

TEST(Kubernetes, CertificatesForVerifyingOthersAreAUnitOfTheirOwn) {
  const Container container = read_text(tls_secret("www") + value("ca.crt", root_pem()) + value("client-ca.pem", root_pem()));
  EXPECT_EQ(units_of(container),
            (Strings{"Secret prod/www", "Secret prod/www", "Secret prod/www ca.crt", "Secret prod/www client-ca.pem"}));
}

TEST(Kubernetes, PairsOfAnOpaqueSecretAreUnitsByTheirNames) {
  const std::string pairs = value("a.crt", leaf_pem()) + value("a.key", key_pem()) + value("b.crt", leaf_pem()) + value("b.key", key_pem());
  EXPECT_EQ(units_of(read_text(object("Secret", "x") + pairs)),
            (Strings{"Secret prod/x a", "Secret prod/x a", "Secret prod/x b", "Secret prod/x b"}));
  const std::string one = value("www.crt", leaf_pem()) + value("www.key", key_pem()) + value("intermediate.pem", root_pem());
  EXPECT_EQ(units_of(read_text(object("Secret", "x") + one)), (Strings{"Secret prod/x", "Secret prod/x", "Secret prod/x"}));
}

TEST(Kubernetes, ACertificateAuthorityWithItsKeyIsOneUnit) {
  const std::string values = value("ca-cert.pem", root_pem()) + value("ca-key.pem", key_pem()) + value("root-cert.pem", root_pem());
  EXPECT_EQ(units_of(read_text(object("Secret", "cacerts") + values)),
            (Strings{"Secret prod/cacerts ca-cert.pem", "Secret prod/cacerts ca-cert.pem", "Secret prod/cacerts root-cert.pem"}));
}

TEST(Kubernetes, EveryValueOfAConfigMapIsAUnit) {
  const std::string text = object("ConfigMap", "trust") + "  ca.crt: |\n" + indented(root_pem(), 4) + "  other: >-\n" +
                           indented(leaf_pem(), 4) + "binaryData:\n  der: " + std::string(openssl_samples::kRoot) + "\n";
  const Container container = read_text(text);
  EXPECT_EQ(units_of(container), (Strings{"ConfigMap prod/trust ca.crt", "ConfigMap prod/trust other", "ConfigMap prod/trust der"}));
  EXPECT_EQ(codes_of(container), Strings{"pem-one-line"});  // folding makes one line of the block
}

TEST(Kubernetes, AnObjectNamedTwiceIsTwoUnits) {
  const Container container = read_text(tls_secret("www") + "---\n" + tls_secret("www") + "---\n---\n" + tls_secret("api"));
  EXPECT_EQ(units_of(container), (Strings{"Secret prod/www", "Secret prod/www", "Secret prod/www (document 2)",
                                          "Secret prod/www (document 2)", "Secret prod/api", "Secret prod/api"}));
  EXPECT_EQ(container.entries.back().location.inner, "document 4 Secret prod/api data.tls.key");
}

TEST(Kubernetes, ItemsOfAListAreObjects) {
  const std::string text =
      "apiVersion: v1\nkind: List\nitems:\n- " + indented(tls_secret("a"), 2).substr(2) + "- " + indented(tls_secret("b"), 2).substr(2);
  const Container container = read_text(text);
  EXPECT_EQ(units_of(container), (Strings{"Secret prod/a", "Secret prod/a", "Secret prod/b", "Secret prod/b"}));
  EXPECT_EQ(container.entries[2].location.inner, "document 1 item 2 Secret prod/b data.tls.crt");
  EXPECT_EQ(container.entries[2].location.line, 20u);
}

TEST(Kubernetes, ReadsJsonOfTheApiServer) {
  const std::string text = R"({"apiVersion": "v1", "kind": "SecretList", "items": [{"metadata": {"name": "a"},
    "type": "kubernetes.io/tls", "data": {"tls.crt": ")" +
                           base64(leaf_pem()) + "\",\n\"tls.key\": \"" + base64(key_pem()) + "\"}}]}";
  const Container container = read_text(text);
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(units_of(container), (Strings{"Secret a", "Secret a"}));
  EXPECT_EQ(places_of(container),
            (Strings{"document 1 item 1 Secret a data.tls.crt line 2", "document 1 item 1 Secret a data.tls.key line 3"}));
}

TEST(Kubernetes, FindsBundlesOfAuthoritiesAtAnyDepth) {
  const std::string text =
      "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: hook\n"
      "webhooks:\n- clientConfig:\n    caBundle: " +
      base64(root_pem()) +
      "\n- clientConfig:\n    caBundle: Cg==\n"
      "- clientConfig:\n    caBundle: \"\"\n- clientConfig:\n    caBundle: $(CA)\n";
  const Container container = read_text(text);
  EXPECT_EQ(units_of(container), Strings{"ValidatingWebhookConfiguration hook webhooks[0].clientConfig.caBundle"});
  EXPECT_EQ(places_of(container), Strings{"document 1 ValidatingWebhookConfiguration hook webhooks[0].clientConfig.caBundle line 7"});
  EXPECT_EQ(told(container), Strings{"error kubernetes-base64 at document 1 ValidatingWebhookConfiguration hook "
                                     "webhooks[3].clientConfig.caBundle line 13: the base64 has an invalid character at position 1"});
}

TEST(Kubernetes, ReadsStringsOfOtherKindsAndOfValuesFiles) {
  const std::string custom = "apiVersion: example.com/v1\nkind: Site\nmetadata:\n  name: x\nspec:\n  tls:\n    cert: |\n" +
                             indented(leaf_pem(), 6) + "    key: |\n" + indented(key_pem(), 6);
  EXPECT_EQ(units_of(read_text(custom)), (Strings{"Site x spec.tls", "Site x spec.tls"}));
  const Container values =
      read_text("image: nginx\ningress:\n  - tls:\n      crt: " + base64(leaf_pem()) + "\n      ca: |\n" + indented(root_pem(), 8));
  EXPECT_EQ(values.format, Format::kubernetes);
  EXPECT_EQ(places_of(values), (Strings{"document 1 ingress[0].tls.crt line 4", "document 1 ingress[0].tls.ca line 6"}));
  EXPECT_EQ(units_of(values), (Strings{"document 1 ingress[0].tls", "document 1 ingress[0].tls.ca"}));
}

TEST(Kubernetes, TemplatesOfSecretsInOtherObjectsAreRead) {
  const std::string text =
      "apiVersion: template.openshift.io/v1\nkind: Template\nmetadata:\n  name: t\nobjects:\n- " + indented(tls_secret("a"), 2).substr(2);
  EXPECT_EQ(places_of(read_text(text)).front(), "document 1 Template t object 1 Secret prod/a data.tls.crt line 13");
}

TEST(Kubernetes, AManifestWithoutCertificatesIsNoError) {
  const Container container = read_text(object("ConfigMap", "x") + "  note: the type is kubernetes.io/tls\n");
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(codes_of(container), Strings{"kubernetes-no-certificates"});
  EXPECT_EQ(codes_of(read_text(object("ConfigMap", "x") + "  a: b\n")), Strings{"kubernetes-not-about-certificates"});
}

TEST(Kubernetes, PemWithTextBetweenItsBlocksIsNoYaml) {
  EXPECT_EQ(read_text("subject: CN=x\nissuer: |\n" + leaf_pem()).format, Format::pem);
  EXPECT_EQ(read_text("Bag Attributes\n    localKeyID: 01\n" + leaf_pem()).format, Format::pem);
  EXPECT_EQ(read_text(indented(leaf_pem(), 4)).format, Format::pem);
  // A source file with PEM in a string is no YAML either, and PEM may be in any text.
  EXPECT_EQ(read_text("const x = {\n  cert: \"" + escaped(leaf_pem()) + "\",\n}; // ] \"").format, Format::pem);
}

TEST(Kubernetes, EmbeddedKeystoresAreUnits) {
  const std::string text =
      object("Secret", "www") +
      value(
          "keystore.p12",
          as_text(der_of(
              "MIIDVAIBAzCCAxoGCSqGSIb3DQEHAaCCAwsEggMHMIIDAzCCAv8GCSqGSIb3DQEHBqCCAvAwggLsAgEAMIIC5QYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQMw")));
  const Container container = read_text(text);
  EXPECT_TRUE(container.has_error());  // it is cut, and that is said of its place
  EXPECT_EQ(container.diagnostics.front().location.inner.find("document 1 Secret prod/www data.keystore.p12"), 0u);
}

}  // namespace kubernetes_test
}  // namespace chainlint::formats
