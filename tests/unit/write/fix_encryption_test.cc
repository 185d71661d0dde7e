// What is said of a PFX that is not encrypted again.
#include <gtest/gtest.h>

#include "written_bundle.h"

namespace chainlint::write {
namespace fix_encryption_test {

formats::Entry secret(const std::string& scheme) {
  formats::Entry entry;
  entry.kind = formats::EntryKind::secret;
  entry.label = "aeskey";
  entry.protection.emplace();
  entry.protection->scheme = scheme;
  entry.protection->cipher = "AES-256-CBC";
  return entry;
}

TEST(EncryptionAnew, IsRefusedWhereASecretKeyStaysUnreadable) {
  const Family family;
  Planning planning(family);
  planning.file("site.p12", {"leaf", "inter", "policy"}, formats::Format::pkcs12).anchors({"root"}).target("windows-server@2016");
  planning.bundle.containers[0].entries.push_back(secret("PBES2"));
  const FixPlan plan = planning.plan({FixKind::re_encrypt});
  EXPECT_TRUE(mentions(plan.refused, FixKind::re_encrypt, "secret key 'aeskey'"));
  EXPECT_TRUE(plan.edits.empty());
}

TEST(EncryptionAnew, GoesOnBesideASecretKeyThatTheTargetReads) {
  const Family family;
  Planning planning(family);
  planning.file("site.p12", {"leaf", "inter", "policy"}, formats::Format::pkcs12).anchors({"root"}).target("windows-server");
  planning.bundle.containers[0].entries.push_back(secret("PBES2"));
  const FixPlan plan = planning.plan({FixKind::re_encrypt});
  ASSERT_EQ(plan.edits.size(), 1u);
  EXPECT_EQ(plan.edits[0].edit.encryption, "aes-256");
}

}  // namespace fix_encryption_test
}  // namespace chainlint::write
