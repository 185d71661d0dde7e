#include <gtest/gtest.h>

#include "chainlint/base/base64.h"
#include "chainlint/write/rewrite.h"
#include "written_bundle.h"

namespace chainlint::write {
namespace pem_rewriter_test {

// A block as openssl writes it.
std::string block(const Family& family, const std::string& name, const std::string& end = "\n") {
  const SecretBytes body = base64_text(family.certificates.at(name)->der(), 64, end);
  return "-----BEGIN CERTIFICATE-----" + end + std::string(as_text(body)) + "-----END CERTIFICATE-----" + end;
}

// openssl ecparam -name prime256v1 -genkey -noout; for tests only.
const std::string kKey =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEINkgYbeKElKKiNtUPWahE0liRlzeYqRDkxioAz2cq2FcoAoGCCqGSM49\n"
    "AwEHoUQDQgAExVHrnMYs3XXIublesj3A0Ch6Bo5KHCc3BrceXbzt+/dp1mjODb6Y\n"
    "dElJjAvBkc+bH/8Pv0VQZDMZGCW9sGWvlA==\n"
    "-----END EC PRIVATE KEY-----\n";

std::string rewritten(const Family& family, const std::string& text, const Names& names) {
  ContainerEdit edit;
  edit.certificates = family.list(names);
  const formats::Container read = read_text(text);
  const Result<Bytes> result = rewrite_container(read, as_bytes(text), edit, {});
  if (!result) return "error " + result.error().code;
  const std::string written(as_text(*result));
  EXPECT_EQ(family.names_of(certificates_in(read_text(written))), names);
  return written;
}

TEST(PemRewriting, GivesTheOriginalWhereNothingChanges) {
  const Family family;
  const std::string text = "# mine\r\n" + block(family, "leaf", "\r\n") + "junk" + block(family, "inter") + "end";
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), text);
}

TEST(PemRewriting, MovesBlocksWithTheTextBeforeThem) {
  const Family family;
  const std::string text = "# the CA\n" + block(family, "inter") + "# the site\n" + block(family, "leaf") + "# end\n";
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}),
            "# the site\n" + block(family, "leaf") + "# the CA\n" + block(family, "inter") + "# end\n");
}

TEST(PemRewriting, KeepsTheHeadOfTheFileWhereItIs) {
  const Family family;
  const std::string text = "# managed by somebody\n\n# the CA\n" + block(family, "inter") + block(family, "leaf");
  EXPECT_EQ(rewritten(family, text, {"leaf"}), "# managed by somebody\n\n" + block(family, "leaf"));
}

TEST(PemRewriting, LeavesKeysWhereTheyAre) {
  const Family family;
  const std::string text = kKey + block(family, "inter") + "\n" + block(family, "leaf") + block(family, "inter");
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), kKey + "\n" + block(family, "leaf") + block(family, "inter"));
  const std::string last = block(family, "inter") + kKey + block(family, "leaf");
  EXPECT_EQ(rewritten(family, last, {"leaf", "inter"}), block(family, "leaf") + kKey + block(family, "inter"));
}

TEST(PemRewriting, AddsBlocksWithTheLineEndOfTheFile) {
  const Family family;
  const std::string text = block(family, "leaf", "\r\n");
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter", "policy"}),
            block(family, "leaf", "\r\n") + block(family, "inter", "\r\n") + block(family, "policy", "\r\n"));
}

TEST(PemRewriting, EndsTheLastLineWhereABlockFollowsIt) {
  const Family family;
  std::string text = block(family, "inter") + block(family, "leaf");
  text.pop_back();
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), block(family, "leaf") + block(family, "inter"));
}

TEST(PemRewriting, TakesGluedBlocksApart) {
  const Family family;
  std::string first = block(family, "inter");
  first.pop_back();
  EXPECT_EQ(rewritten(family, first + block(family, "leaf"), {"leaf", "inter"}), block(family, "leaf") + block(family, "inter"));
}

TEST(PemRewriting, KeepsTheByteOrderMarkInFront) {
  const Family family;
  const std::string text = "\xEF\xBB\xBF" + block(family, "inter") + block(family, "leaf");
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), "\xEF\xBB\xBF" + block(family, "leaf") + block(family, "inter"));
}

TEST(PemRewriting, KeepsBagAttributesWithTheirCertificate) {
  const Family family;
  const std::string about_ca = "Bag Attributes\n    friendlyName: ca\nsubject=CN = CA\nissuer=CN = R\n";
  const std::string about_leaf = "Bag Attributes\n    localKeyID: 01 \nsubject=CN = www\nissuer=CN = CA\n";
  const std::string text = about_ca + block(family, "inter") + about_leaf + block(family, "leaf") + "Bag Attributes: <Empty>\n" + kKey;
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}),
            about_leaf + block(family, "leaf") + about_ca + block(family, "inter") + "Bag Attributes: <Empty>\n" + kKey);
}

TEST(PemRewriting, RefusesDamagedFiles) {
  const Family family;
  std::string text = block(family, "inter") + block(family, "leaf");
  text[80] = '!';
  EXPECT_EQ(rewritten(family, text, {"leaf"}), "error rewrite-damaged");
  EXPECT_EQ(rewritten(family, block(family, "leaf") + "-----BEGIN CERTIFICATE-----\nMIIB", {"leaf", "inter"}), "error rewrite-damaged");
}

TEST(PemRewriting, RefusesUtf16) {
  const Family family;
  std::string text = "\xFF\xFE";
  for (const char c : block(family, "inter") + block(family, "leaf")) text += {c, '\0'};
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), "error rewrite-unsupported");
}

TEST(PemRewriting, RefusesContainersInsideBlocks) {
  const Family family(
      "certificates:\n  leaf: { subject: \"CN=a\" }\n  inter: { ca: true }\nfiles:\n  both.p7b: { pkcs7: [leaf, inter] }\n");
  const SecretBytes inside = base64_text(family.files.at("both.p7b"), 64);
  const std::string container = "-----BEGIN PKCS7-----\n" + std::string(as_text(inside)) + "-----END PKCS7-----\n";
  EXPECT_EQ(rewritten(family, block(family, "leaf") + block(family, "inter") + container, {"leaf", "inter"}), "error rewrite-unsupported");
  EXPECT_EQ(rewritten(family, block(family, "inter") + container, {"leaf", "inter"}), "error rewrite-damaged");
}

// Only a file with several bundles has parts: chains for several key algorithms, a truststore beside the chain.
TEST(PemRewriting, RefusesAPartOfAFile) {
  const Family family;
  const std::string text = block(family, "leaf");
  const Result<Bytes> result = rewrite_container(read_text(text), as_bytes(text), {"www", family.list({"leaf"}), "", ""}, {});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "rewrite-unsupported");
}

}  // namespace pem_rewriter_test
}  // namespace chainlint::write
