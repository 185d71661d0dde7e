// What the stories call sound is sound to OpenSSL, and what they call broken is not.
#include <gtest/gtest.h>

#include "fixtures/manifest.h"
#include "openssl.h"

namespace chainlint::fixtures {
namespace fixtures_openssl_test {

// Whether OpenSSL builds a chain for the first certificate of `bundle` from what else is in it, on 2026-12-01.
bool accepts(const std::string& story, const std::string& bundle, const std::string& anchors = "anchors.pem") {
  const mint::ScratchFolder folder;
  const auto path = std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures";
  for (const auto& file : read_story(path / (story + ".fixture.yaml")).files) folder.write(file.name, file.content);
  int status = 0;
  folder.run("openssl verify -attime 1796083200 -no-CApath -no-CAstore -purpose sslserver -CAfile " + anchors + " -untrusted " + bundle +
                 " " + bundle,
             status);
  return status == 0;
}

TEST(Stories, HaveSoundCounterpartsThatOpensslAccepts) {
  NEEDS_OPENSSL();
  for (const auto& manifest : find_manifests(std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures")) {
    const auto story = read_story(manifest);
    for (const auto& file : story.files) EXPECT_TRUE(file.name != "fixed.pem" || accepts(story.name, file.name)) << story.name;
  }
  EXPECT_TRUE(accepts("healthy", "site.pem"));
  EXPECT_TRUE(accepts("private-ca", "site.pem"));
}

TEST(Stories, OfBrokenChainsAreRefusedByOpenssl) {
  NEEDS_OPENSSL();
  for (const char* story :
       {"missing-intermediate", "expired-issuer", "rekeyed-intermediate", "stale-intermediate", "expired-leaf", "same-key-other-name"}) {
    EXPECT_FALSE(accepts(story, "site.pem")) << story;
  }
  EXPECT_FALSE(accepts("signature-invalid", "altered.pem"));
  EXPECT_FALSE(accepts("signature-invalid", "forged.pem"));
}

TEST(Stories, OfTheCrossSignedRootDependOnTheAnchor) {
  NEEDS_OPENSSL();
  EXPECT_TRUE(accepts("cross-signed-root", "site.pem", "old-anchors.pem"));
  EXPECT_TRUE(accepts("cross-signed-root", "site.pem", "new-anchors.pem"));
  EXPECT_FALSE(accepts("cross-signed-root", "short.pem", "old-anchors.pem"));
  EXPECT_FALSE(accepts("cross-signed-root", "root-first.pem", "old-anchors.pem"));
  EXPECT_FALSE(accepts("cross-signed-root", "cross-expired.pem", "old-anchors.pem"));
  EXPECT_TRUE(accepts("cross-signed-root", "cross-expired.pem", "new-anchors.pem"));
}

}  // namespace fixtures_openssl_test
}  // namespace chainlint::fixtures
