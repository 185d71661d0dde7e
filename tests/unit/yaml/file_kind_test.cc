#include "chainlint/yaml/file_kind.h"

#include <gtest/gtest.h>

#include <array>

namespace chainlint::yaml {
namespace file_kind_test {

constexpr std::array<std::string_view, 2> kKeys{"pattern", "title"};

std::string other(const Node& document) { return document.find("garden") == nullptr ? "" : "a garden, not a recipe; water it"; }

// What is shown of the mistakes.
std::string problems(std::string text) {
  static constexpr FileKind kKind{"a recipe", "a recipe has a title", kKeys, other};
  SourceFile source{"t.yaml", std::move(text)};
  const Parsed parsed = parse(source, kKind);
  Problems found;
  found.append(parsed.problems);
  if (parsed.root) found.add(parsed.root->position, "read");
  std::string shown;
  for (const std::string& problem : found.format(source)) shown += problem + "\n";
  return shown;
}

TEST(FileKind, AFileOfTheKindIsQuoted) {
  EXPECT_EQ(problems("title: secret\n"), "t.yaml:1:1: error: read\n  | title: secret\n  | ^\n");
  EXPECT_EQ(problems("titel: secret\n"), "t.yaml:1:1: error: read\n  | titel: secret\n  | ^\n");
  EXPECT_NE(problems("title: x: secret\n").find("  | title: x: secret\n"), std::string::npos);
  EXPECT_NE(problems("{\"title\": secret}}\n").find("  | {\"title\": secret}}\n"), std::string::npos);
}

TEST(FileKind, AnotherFileIsDescribedAndNotQuoted) {
  const std::string place = "t.yaml:1:1: error: the file is ";
  EXPECT_EQ(problems("-----BEGIN PRIVATE KEY-----\nsecret\n"), place + "a PEM file, not a recipe; check it with 'chainlint check'\n");
  EXPECT_EQ(problems("Bag Attributes\n-----BEGIN PRIVATE KEY-----\nsecret\n"),
            place + "a PEM file, not a recipe; check it with 'chainlint check'\n");
  const std::string binary = place + "binary, not a recipe; check certificates and keystores with 'chainlint check'\n";
  EXPECT_EQ(problems(std::string("title: secret\n\0", 15)), binary);
  EXPECT_EQ(problems("\x30\x82\x01secret"), binary);
  EXPECT_EQ(problems("\xFF\xFEs"), place + "UTF-16; save it as UTF-8\n");
  const std::string plain = place + "plain text, not a recipe; a recipe has a title\n";
  EXPECT_EQ(problems("secret\n"), plain);
  EXPECT_EQ(problems("root:secret:0:0\nx:\tsecret: 1\n"), plain);
  EXPECT_EQ(problems("[client\npassword=secret\n"), plain);
  EXPECT_EQ(problems("\xE4secret\n"), plain);
  EXPECT_EQ(problems("a\x01secret\n"), plain);
  EXPECT_EQ(problems("- secret\n"), place + "a list, not a recipe; a recipe has a title\n");
  EXPECT_EQ(problems("password: secret\n"), place + "a mapping with other keys, not a recipe; a recipe has a title\n");
  EXPECT_EQ(problems("garden: secret\n"), place + "a garden, not a recipe; water it\n");
}

TEST(FileKind, NothingOfAnEmptyFileIsQuoted) { EXPECT_EQ(problems("# secret\n"), "t.yaml:1:1: error: the file is empty\n"); }

}  // namespace file_kind_test
}  // namespace chainlint::yaml
