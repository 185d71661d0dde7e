// What YAML itself brings into manifests: lines, aliases, damage.
#include <gtest/gtest.h>

#include "manifest_samples.h"

namespace chainlint::formats {
namespace manifest_yaml_test {

using namespace manifest_samples;
using Strings = std::vector<std::string>;

TEST(ManifestYaml, BlocksHaveTheLinesOfTheFile) {
  const std::string text = object("Secret", "x", "stringData:\n") + "  a: |\n\n" + indented(leaf_pem() + root_pem(), 4);
  for (const bool windows : {false, true}) {
    std::string written;
    for (const char c : text) written += windows && c == '\n' ? std::string("\r\n") : std::string(1, c);
    const Container container = read_text(written);
    ASSERT_EQ(container.entries.size(), 2u);
    EXPECT_EQ(container.entries[0].location.line, 9u);
    EXPECT_EQ(container.entries[1].location.line, *container.entries[0].location.end_line + 1);
  }
}

TEST(ManifestYaml, DamageInABlockHasItsLineAndColumn) {
  std::string block = indented(leaf_pem(), 4);
  block[block.find("MII") + 10] = '*';
  const Container container = read_text(object("Secret", "x", "stringData:\n") + "  a: |\n" + block);
  const Diagnostic diagnostic = diagnostic_of(container, "pem-base64");
  EXPECT_EQ(diagnostic.location.line, 9u);
  EXPECT_EQ(diagnostic.location.column, 4u + 11u);
}

TEST(ManifestYaml, ADamagedDocumentDoesNotHideTheOthers) {
  const Container container = read_text(tls_secret("a") + "  - broken\n---\n" + tls_secret("b"));
  EXPECT_EQ(container.count(EntryKind::certificate), 2u);
  EXPECT_EQ(codes_of(container), Strings{"yaml-syntax"});
  EXPECT_EQ(container.diagnostics[0].location.line, 10u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(ManifestYaml, ADamagedDocumentIsNotReportedAsIncomplete) {
  const Container container = read_text("apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\ndata:\n  a: b\n\ttls.crt: x\n");
  EXPECT_EQ(told(container), (Strings{"error yaml-syntax at document 1 line 6: not YAML: a tab in the indentation; indent with spaces"}));
}

TEST(ManifestYaml, ProseAndScriptsThatQuoteAManifestAreNone) {
  const std::string quoted = tls_secret("www");
  EXPECT_EQ(read_text("#!/bin/sh\nkubectl apply -f - <<EOF\n" + quoted + "EOF\n").format, Format::unknown);
  EXPECT_EQ(read_text("# How to\n\nApply this:\n\n" + quoted).format, Format::unknown);
  EXPECT_EQ(read_text("# How to\n\nApply this:\n\n" + quoted + leaf_pem()).format, Format::pem);
}

TEST(ManifestYaml, OfADuplicateKeyTheLastIsRead) {
  const Container container = read_text(object("Secret", "x") + value("crt", root_pem()) + value("crt", leaf_pem()));
  EXPECT_EQ(sha256_of(container), Strings{std::string(openssl_samples::kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{"yaml-duplicate-key"});
}

TEST(ManifestYaml, AliasesAndMergesAreFollowed) {
  const std::string text =
      object("Secret", "x", "shared: &shared\n") + value("ca.crt", root_pem()) + "data:\n  <<: *shared\n" + value("tls.crt", leaf_pem());
  EXPECT_EQ(units_of(read_text(text)), (Strings{"Secret prod/x", "Secret prod/x ca.crt"}));
}

TEST(ManifestYaml, BinaryTagsAreDecoded) {
  const Container container = read_text(object("ConfigMap", "x") + "  der: !!binary " + std::string(openssl_samples::kRoot) + "\n");
  EXPECT_EQ(sha256_of(container), Strings{std::string(openssl_samples::kRootSha256)});
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(ManifestYaml, TemplatesAreNamed) {
  const Container container = read_text("{{- range .Values.names }}\n" + tls_secret("{{ . }}") + "{{- end }}\n");
  EXPECT_EQ(container.format, Format::kubernetes);
  EXPECT_EQ(codes_of(container), Strings{"yaml-template"});
  EXPECT_EQ(container.diagnostics.front().severity, Severity::note);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(ManifestYaml, AliasBombsEndSoon) {
  std::string text = object("Secret", "x") + value("tls.crt", leaf_pem()) + "bomb:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int n = 0; n < 8; ++n) text += before + ", ";
    text += before + "]\n";
  }
  const Container container = read_text(text);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_TRUE(container.has_diagnostic("yaml-alias"));
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(ManifestYaml, Utf16AndAByteOrderMarkChangeNothing) {
  std::string wide = "\xFF\xFE";
  for (const char c : tls_secret("www")) wide += {c, '\0'};
  for (const std::string& text : {"\xEF\xBB\xBF" + tls_secret("www"), wide}) {
    const Container container = read_text(text);
    EXPECT_EQ(container.format, Format::kubernetes);
    EXPECT_EQ(container.entries.size(), 2u);
    EXPECT_FALSE(container.has_error());
  }
}

TEST(ManifestYaml, NamesFromTheFileAreSafeToPrint) {
  const Container container = read_text(object("Secret", "\"w\\x1B[31mw\"") + "  \"c\\u202Ert\": " + base64(leaf_pem()) + "\n");
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].location.inner, "document 1 Secret prod/w\\u{1B}[31mw data.c\\u{202E}rt");
}

}  // namespace manifest_yaml_test
}  // namespace chainlint::formats
