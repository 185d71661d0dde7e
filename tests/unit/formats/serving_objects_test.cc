// Kubernetes objects that serve hosts, and those that Secrets come from.
#include <gtest/gtest.h>

#include <string>

#include "chainlint/base/limits.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace serving_objects_test {

// "Ingress prod/web 443 a.test > Secret prod/www (5:17)" of each object.
std::string serving_of(const Container& container) {
  std::string text;
  for (const ServingObject& serving : container.serving) {
    text += serving.object;
    if (serving.relation == ServingObject::Relation::serves_created) text += " (created)";
    if (serving.relation == ServingObject::Relation::serves_from_pool) text += " (pool)";
    if (serving.relation == ServingObject::Relation::creates) text += " (creates)";
    if (!serving.port.empty()) text += " " + serving.port;
    for (const ServedHost& host : serving.hosts) text += " " + host.name;
    for (const MaterialName& material : serving.materials) {
      text += " > " + material.object + " (" + std::to_string(material.location.line.value_or(0)) + ":" +
              std::to_string(material.location.column.value_or(0)) + ")";
    }
    text += "\n";
  }
  return text;
}

std::string object(const std::string& version, const std::string& kind, const std::string& metadata, const std::string& spec) {
  return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {" + metadata + "}\nspec:\n" + spec;
}

TEST(ServingObjects, AnIngressNamesASecretOfItsNamespace) {
  const auto ingress = [](const std::string& annotations, const std::string& tls) {
    return serving_of(
        read_text(object("networking.k8s.io/v1", "Ingress", "name: web, namespace: prod" + annotations, "  # secretName\n  tls:\n" + tls)));
  };
  EXPECT_EQ(ingress("", "  - hosts: [a.test, '*.b.test']\n    secretName: www\n  - secretName: other\n"),
            "Ingress prod/web 443 a.test *.b.test > Secret prod/www (8:17)\nIngress prod/web 443 > Secret prod/other (9:17)\n");
  EXPECT_EQ(ingress("", "  - hosts: [a.test]\n"), "Ingress prod/web 443 a.test\n");
  EXPECT_EQ(ingress(", annotations: {cert-manager.io/cluster-issuer: le}", "  - secretName: www\n"),
            "Ingress prod/web (created) 443 > Secret prod/www (7:17)\n");
  EXPECT_EQ(ingress("", "  - {secretName: {a: b}, hosts: c}\n  - text\n"), "Ingress prod/web 443\n");
  EXPECT_EQ(ingress("", "  - {secretName: '${SECRET}', hosts: [a.test, '${HOST}']}\n"), "Ingress prod/web 443 a.test\n");
}

TEST(ServingObjects, HostsHaveTheirPlaces) {
  const auto place_of = [](const std::string& kind, const std::string& spec) {
    const Container container = read_text(object("v1", kind, "name: web, namespace: prod", spec));
    return to_string(container.serving.at(0).hosts.at(0).location);
  };
  EXPECT_EQ(place_of("Ingress", "  tls:\n  - secretName: www\n    hosts:\n    - a.test\n"), "test.file[document 1 Ingress prod/web]:8:7");
  EXPECT_EQ(place_of("Route", "  host: a.test\n  tls: {externalCertificate: {name: www}}\n"), "test.file[document 1 Route prod/web]:5:9");
  EXPECT_EQ(place_of("IngressRoute", "  routes:\n  - match: Host(`a.test`)\n  tls: {secretName: www}\n"),
            "test.file[document 1 IngressRoute prod/web]:6:12");
}

TEST(ServingObjects, AGatewayNamesSecretsOfItsListeners) {
  EXPECT_EQ(serving_of(read_text(object("gateway.networking.k8s.io/v1", "Gateway", "name: gw, namespace: prod",
                                        "  listeners:\n"
                                        "  - {port: 8443, hostname: a.test, tls: {certificateRefs: [{name: www}, {kind: Secret, name: "
                                        "ec, namespace: certs}, {kind: Other, name: no}]}}\n"
                                        "  - {port: 80}\n"
                                        "  - {port: 443, tls: {mode: Passthrough}}\n"))),
            "Gateway prod/gw 8443 a.test > Secret prod/www (6:67) > Secret certs/ec (6:94)\n");
  EXPECT_EQ(serving_of(read_text(object("networking.istio.io/v1", "Gateway", "name: gw, namespace: prod",
                                        "  servers:\n  - port: {number: 443}\n    hosts: [web/a.test, '*', b.test]\n"
                                        "    tls: {mode: SIMPLE, credentialName: www}\n"))),
            "Gateway prod/gw 443 a.test b.test > Secret www (8:41)\n");
}

TEST(ServingObjects, RoutesNameTheirHosts) {
  EXPECT_EQ(serving_of(read_text(
                object("route.openshift.io/v1", "Route", "name: r", "  host: a.test\n  tls: {externalCertificate: {name: www}}\n"))),
            "Route r 443 a.test > Secret www (6:37)\n");
  EXPECT_EQ(serving_of(read_text(object("traefik.io/v1alpha1", "IngressRoute", "name: r",
                                        "  routes:\n  - match: Host(`a.test`, `b.test`) && PathPrefix(`/x`) || Host(`c.test`)\n"
                                        "  - match: HostRegexp(`.*`)\n  tls: {secretName: www}\n"))),
            "IngressRoute r (pool) a.test b.test c.test > Secret www (8:21)\n");
}

TEST(ServingObjects, SecretsComeFromOtherObjects) {
  EXPECT_EQ(serving_of(read_text(
                object("cert-manager.io/v1", "Certificate", "name: c, namespace: prod", "  secretName: www\n  dnsNames: [a.test]\n"))),
            "Certificate prod/c (creates) a.test > Secret prod/www (5:15)\n");
  EXPECT_EQ(serving_of(read_text(object("external-secrets.io/v1", "ExternalSecret", "name: e", "  target: {name: www}\n"))),
            "ExternalSecret e (creates) > Secret www (5:3)\n");
  EXPECT_EQ(serving_of(read_text(object("external-secrets.io/v1", "ExternalSecret", "name: e", "  refreshInterval: 1h\n"))),
            "ExternalSecret e (creates) > Secret e (5:3)\n");
  EXPECT_EQ(serving_of(read_text("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: prod\n"
                                 "secretGenerator:\n- name: www\n  files: [tls.crt]\n")),
            "Kustomization (creates) > Secret prod/www (5:3)\n");
}

TEST(ServingObjects, AManifestWithManyHostsEnds) {
  std::string hosts;
  for (std::size_t i = 0; i < KubernetesLimits::kServedHosts + 5; ++i) hosts += "h" + std::to_string(i) + ",";
  const Container container =
      read_text(object("networking.k8s.io/v1", "Ingress", "name: web", "  tls:\n  - secretName: www\n    hosts: [" + hosts + "]\n"));
  ASSERT_EQ(container.serving.size(), 1u);
  EXPECT_EQ(container.serving.front().hosts.size(), KubernetesLimits::kServedHosts);
}

}  // namespace serving_objects_test
}  // namespace chainlint::formats
