#include <gtest/gtest.h>

#include "chainlint/base/base64.h"
#include "chainlint/write/rewrite.h"
#include "written_bundle.h"

namespace chainlint::write {
namespace kubernetes_rewriter_test {

std::string pem(const Family& family, const Names& names) {
  std::string text;
  for (const std::string& name : names) {
    const SecretBytes body = base64_text(family.certificates.at(name)->der(), 64);
    text += "-----BEGIN CERTIFICATE-----\n" + std::string(as_text(body)) + "-----END CERTIFICATE-----\n";
  }
  return text;
}

std::string encoded(const std::string& text, std::size_t columns = 0) {
  const SecretBytes base64 = base64_text(as_bytes(text), columns);
  return std::string(as_text(base64));
}

// Each line of `text` behind blanks.
std::string indented(const std::string& text, std::size_t blanks) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    out += std::string(blanks, ' ') + text.substr(at, end + 1 - at);
    at = end + 1;
  }
  return out;
}

std::string rewritten(const Family& family, const std::string& text, const Names& names, const std::string& value = "data.tls.crt",
                      const std::string& object = "document 1 Secret prod/www") {
  ContainerEdit edit;
  edit.certificates = family.list(names);
  edit.value = object + " " + value;
  const formats::Container read = read_text(text, "secret.yaml");
  EXPECT_EQ(read.format, formats::Format::kubernetes);
  const Result<Bytes> result = rewrite_container(read, as_bytes(text), edit, {});
  return result ? std::string(as_text(*result)) : "error " + result.error().code;
}

const std::string kHead =
    "# deployed by hand\napiVersion: v1\nkind: Secret\nmetadata: {name: www, namespace: prod}  # the shop\ntype: kubernetes.io/tls\n";
const std::string kKeyLine = "  tls.key: \"\"\n";

TEST(SecretRewriting, ReplacesTheBase64AndNothingElse) {
  const Family family;
  for (const std::string& quote : {std::string(), std::string("\""), std::string("'")}) {
    const auto manifest = [&](const Names& names) {
      return kHead + "data:\n  # the chain\n  tls.crt: " + quote + encoded(pem(family, names)) + quote + "  # renewed\n" + kKeyLine;
    };
    EXPECT_EQ(rewritten(family, manifest({"inter", "leaf", "root"}), {"leaf", "inter"}), manifest({"leaf", "inter"})) << quote;
  }
}

TEST(SecretRewriting, ReplacesPemInALiteralBlock) {
  const Family family;
  const auto manifest = [&](const Names& names) {
    return kHead + "stringData:\n  tls.crt: |\n" + indented(pem(family, names), 6) + "\n  # end\n" + kKeyLine;
  };
  EXPECT_EQ(rewritten(family, manifest({"inter", "leaf"}), {"leaf", "inter", "policy"}, "stringData.tls.crt"),
            manifest({"leaf", "inter", "policy"}));
}

TEST(SecretRewriting, ReplacesPemInALiteralBlockWithoutItsLastLineEnd) {
  const Family family;
  const auto manifest = [&](const Names& names) { return kHead + "stringData:\n  tls.crt: |-\n" + indented(pem(family, names), 4); };
  EXPECT_EQ(rewritten(family, manifest({"inter", "leaf"}), {"leaf", "inter"}, "stringData.tls.crt"), manifest({"leaf", "inter"}));
}

TEST(SecretRewriting, ReplacesBase64InBlocksLineByLine) {
  const Family family;
  for (const char* mark : {"|", ">", "|-", ">-"}) {
    const auto manifest = [&](const Names& names) {
      return kHead + "data:\n  tls.crt: " + mark + "\n" + indented(encoded(pem(family, names), 76), 4) + kKeyLine;
    };
    EXPECT_EQ(rewritten(family, manifest({"inter", "leaf"}), {"leaf", "inter"}), manifest({"leaf", "inter"})) << mark;
  }
}

TEST(SecretRewriting, ReplacesPemInDoubleQuotes) {
  const Family family;
  const auto manifest = [&](const Names& names) {
    std::string escaped;
    for (const char c : pem(family, names)) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    return kHead + "stringData: {tls.crt: \"" + escaped + "\", note: \"kept\"}\n";
  };
  EXPECT_EQ(rewritten(family, manifest({"inter", "leaf"}), {"leaf"}, "stringData.tls.crt"), manifest({"leaf"}));
}

TEST(SecretRewriting, FindsTheDocumentAndTheItemOfAList) {
  const Family family;
  const auto secret = [&](const std::string& name, const Names& names, const std::string& dash, const std::string& blanks) {
    return dash + "apiVersion: v1\n" + blanks + "kind: Secret\n" + blanks + "metadata: {name: " + name + ", namespace: prod}\n" + blanks +
           "data: {tls.crt: " + encoded(pem(family, names)) + "}\n";
  };
  const auto manifest = [&](const Names& first, const Names& third) {
    return secret("a", first, "", "") + "---\napiVersion: v1\nkind: List\nitems:\n" + secret("b", {"inter", "leaf"}, "  - ", "    ") +
           secret("c", third, "  - ", "    ");
  };
  EXPECT_EQ(rewritten(family, manifest({"leaf"}, {"root", "leaf"}), {"leaf", "inter"}, "data.tls.crt", "document 2 item 2 Secret prod/c"),
            manifest({"leaf"}, {"leaf", "inter"}));
  EXPECT_EQ(rewritten(family, manifest({"leaf"}, {"root"}), {"leaf", "inter"}, "data.tls.crt", "document 1 Secret prod/a"),
            manifest({"leaf", "inter"}, {"root"}));
}

TEST(SecretRewriting, WritesConfigMapsAndKeepsTheLineEndsOfWindows) {
  const Family family;
  const auto manifest = [&](const Names& names) {
    const std::string text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  chain.pem: |\n" +
                             indented(pem(family, names), 4) + "  other: text\n";
    std::string lines;
    for (const char c : text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return lines;
  };
  EXPECT_EQ(rewritten(family, manifest({"policy", "leaf", "inter"}), {"leaf", "inter"}, "data.chain.pem", "document 1 ConfigMap m"),
            manifest({"leaf", "inter"}));
}

TEST(SecretRewriting, RefusesValuesThatSeveralPlacesShare) {
  const Family family;
  const std::string text = kHead + "data:\n  tls.crt: &chain " + encoded(pem(family, {"inter", "leaf"})) + "\n  copy.crt: *chain\n";
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), "error rewrite-unsupported");
}

TEST(SecretRewriting, RefusesKeystores) {
  const Family family(std::string(kFamily) + "files:\n  site.pfx: { pkcs12: [leaf, inter, key(leaf)], password: \"\" }\n");
  const std::string text = kHead + "data:\n  store.p12: " + encoded(std::string(as_text(family.files.at("site.pfx")))) + "\n";
  EXPECT_EQ(rewritten(family, text, {"leaf"}, "data.store.p12"), "error rewrite-unsupported");
}

TEST(SecretRewriting, RefusesDamagedManifests) {
  const Family family;
  const std::string text = kHead + "data:\n  tls.crt: " + encoded(pem(family, {"inter", "leaf"})) + "\n  bad.crt: \"unclosed\n";
  EXPECT_EQ(rewritten(family, text, {"leaf", "inter"}), "error rewrite-damaged");
}

}  // namespace kubernetes_rewriter_test
}  // namespace chainlint::write
