// Manifests and JSON that Python wrote, with keystores inside.
#include <gtest/gtest.h>

#include "manifest_samples.h"

namespace chainlint::formats {
namespace manifest_foreign_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

// openssl x509 -noout -fingerprint -sha256 -in fixtures/foreign/openssl-root.pem, and of the leaf in openssl-default.pfx
const std::string kForeignRoot = "a8def597a861eca8762201ad2b98d8701d09b2fa82c88776fe0a3ff0eab47172";
const std::string kForeignLeaf = "3963e07f5b473a5eacbbe8ce2af5b14b5e961438eea8ad501933712253a62de7";

Container read_foreign(const std::string& name, const std::vector<std::string>& passwords) {
  return read_octets_as_file(foreign_file(name), passwords);
}

TEST(ManifestForeign, ReadsWhatPyYamlWrote) {
  const Container container = read_foreign("python.yaml", {"fixture"});
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container),
            (Strings{kForeignRoot, kForeignLeaf, kForeignRoot, kForeignLeaf, kForeignRoot, kForeignRoot, kForeignRoot}));
  const std::string keystore = "Secret prod/www keystore.p12";
  EXPECT_EQ(units_of(container), (Strings{"Secret prod/www ca.crt", keystore, keystore, keystore, "Secret prod/www", "Secret prod/www",
                                          "ConfigMap prod/trust truststore.p12", "ConfigMap prod/trust ca-bundle.crt",
                                          "ValidatingWebhookConfiguration hook webhooks[0].clientConfig.caBundle"}));
  EXPECT_EQ(container.entries[7].location.line, 19u);
  EXPECT_EQ(container.entries[7].location.end_line, 30u);
  EXPECT_EQ(container.facts.password, PasswordUse::given);
}

TEST(ManifestForeign, ReadsWhatPythonWroteAsJson) {
  const Container container = read_foreign("python.json", {"fixture"});
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), (Strings{kForeignRoot, kForeignLeaf, kForeignRoot, kForeignLeaf, kForeignRoot}));
  EXPECT_EQ(units_of(container), (Strings{"/data", "/data", "/data/issuing_ca", "/data", "/value", "/value", "/value"}));
}

TEST(ManifestForeign, AKeystoreThatStaysLockedDoesNotHideTheRest) {
  const Container container = read_foreign("python.yaml", {});
  EXPECT_EQ(container.status, ReadStatus::partial);
  EXPECT_EQ(diagnostic_of(container, "password-required").location.inner, "document 1 Secret prod/www data.keystore.p12");
  EXPECT_EQ(container.count(EntryKind::certificate), 4u);
}

}  // namespace manifest_foreign_test
}  // namespace chainlint::formats
