#include "chainlint/yaml/document.h"

#include <gtest/gtest.h>

namespace chainlint::yaml {
namespace document_test {

Node scalar(const std::string& text) {
  const Parsed parsed = parse({"t.yaml", "v: " + text + "\n"});
  EXPECT_TRUE(parsed.problems.empty()) << text;
  return parsed.root ? parsed.root->members.at(0).value : Node{};
}

TEST(YamlScalar, BooleansAreTrueAndFalseAlone) {
  EXPECT_EQ(scalar("true").as_bool(), true);
  EXPECT_EQ(scalar("false").as_bool(), false);
  for (const char* other : {"no", "yes", "on", "True", "'true'", "1"}) EXPECT_EQ(scalar(other).as_bool(), std::nullopt) << other;
}

TEST(YamlScalar, IntegersAreDecimal) {
  EXPECT_EQ(scalar("398").as_integer(), 398);
  EXPECT_EQ(scalar("-1").as_integer(), -1);
  EXPECT_EQ(scalar("0").as_integer(), 0);
  EXPECT_EQ(scalar("9223372036854775807").as_integer(), INT64_MAX);
  for (const char* other : {"'80'", "2048.0", "0x10", "010", "+5", "1_000", "9223372036854775808", "1e3", "12 days"}) {
    EXPECT_EQ(scalar(other).as_integer(), std::nullopt) << other;
  }
}

TEST(YamlScalar, NumbersAndBooleansAreTextOnlyBetweenQuotes) {
  for (const char* other : {"true", "80", "2048.0", "0x10", "010", "1e3", ".5", "5.", "-.inf", ".nan"}) {
    EXPECT_EQ(scalar(other).as_text(), std::nullopt) << other;
  }
  EXPECT_EQ(scalar("\"80\"").as_text(), "80");
  EXPECT_EQ(scalar("'true'").as_text(), "true");
}

TEST(YamlScalar, WhatOnlyResemblesANumberIsText) {
  for (const char* text : {"0.1.0", "2026-03-15", "1.2.840", "no", "x509", "e5", "$max_days", "1e", "0x", "a-"}) {
    EXPECT_EQ(scalar(text).as_text(), text);
  }
}

TEST(YamlScalar, DescribesItselfForMessages) {
  EXPECT_EQ(scalar("80").describe(), "the number 80");
  EXPECT_EQ(scalar("true").describe(), "true");
  EXPECT_EQ(scalar("'80'").describe(), "the text '80'");
  EXPECT_EQ(scalar("[a]").describe(), "a list");
  EXPECT_EQ(scalar("{a: b}").describe(), "a mapping");
  EXPECT_EQ(scalar("").describe(), "nothing");
  EXPECT_EQ(scalar(std::string(100, 'x')).describe(), "the text '" + std::string(60, 'x') + "' and more");
}

TEST(YamlDocument, CountsLinesAndColumnsFromOne) {
  const Parsed parsed = parse({"t.yaml", "id: x\nwhen:\n  role: [leaf, root]\n"});
  ASSERT_TRUE(parsed.root && parsed.problems.empty());
  const Node::Member& when = parsed.root->members.at(1);
  EXPECT_EQ(when.key_position.line, 2u);
  EXPECT_EQ(when.key_position.column, 1u);
  const Node::Member& role = when.value.members.at(0);
  EXPECT_EQ(role.key_position.line, 3u);
  EXPECT_EQ(role.key_position.column, 3u);
  EXPECT_EQ(role.value.items.at(1).position.line, 3u);
  EXPECT_EQ(role.value.items.at(1).position.column, 16u);
}

TEST(YamlDocument, CountsCharactersNotBytes) {
  const Parsed parsed = parse({"t.yaml", "{ä: ü, b: c}\n"});
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->members.at(1).key_position.column, 8u);
}

TEST(YamlDocument, PutsAMissingValueAtItsKey) {
  const Parsed parsed = parse({"t.yaml", "a:\n\n\nb: 1\n"});
  ASSERT_TRUE(parsed.root);
  const Node& missing = parsed.root->members.at(0).value;
  EXPECT_EQ(missing.kind, Kind::null);
  EXPECT_EQ(missing.position.line, 1u);
  EXPECT_EQ(missing.position.column, 1u);
}

TEST(YamlDocument, KeepsMembersInFileOrder) {
  const Parsed parsed = parse({"t.yaml", "z: 1\na: 2\nm: 3\n"});
  ASSERT_TRUE(parsed.root);
  std::string order;
  for (const Node::Member& member : parsed.root->members) order += member.key;
  EXPECT_EQ(order, "zam");
}

TEST(YamlDocument, ReadsAByteOrderMarkAndCarriageReturns) {
  const Parsed parsed = parse({"t.yaml",
                               "\xEF\xBB\xBF"
                               "a: 1\r\nb: 2\r\n"});
  EXPECT_TRUE(parsed.problems.empty());
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->members.at(0).key, "a");
  EXPECT_EQ(parsed.root->members.at(0).key_position.column, 1u);
  EXPECT_EQ(parsed.root->members.at(1).value.as_integer(), 2);
}

TEST(YamlDocument, FindsMembersByKey) {
  const Parsed parsed = parse({"t.yaml", "a: 1\nb: text\n"});
  ASSERT_TRUE(parsed.root);
  ASSERT_NE(parsed.root->find("b"), nullptr);
  EXPECT_EQ(parsed.root->find("b")->as_text(), "text");
  EXPECT_EQ(parsed.root->find("c"), nullptr);
}

}  // namespace document_test
}  // namespace chainlint::yaml
