// JSON with lines, and hostile JSON.
#include "json/json_tree.h"

#include <gtest/gtest.h>

namespace chainlint::formats {
namespace json_tree_test {

std::string issues_of(const JsonDocument& document) {
  std::string text;
  for (const yaml::Issue& issue : document.issues) {
    text +=
        std::to_string(issue.position.line) + ":" + std::to_string(issue.position.column) + ": " + issue.code + ": " + issue.message + "\n";
  }
  return text;
}

JsonDocument parse(std::string_view text) { return parse_json(text, 0, 1); }

TEST(JsonTree, KnowsTheLineOfEveryKeyAndString) {
  const JsonDocument document = parse("{\n \"a\":\n  \"x\",\n \"b\": [1, true,\n \"y\"]\n}\n");
  const yaml::Tree::Node& root = document.tree.root();
  ASSERT_EQ(root.members.size(), 2u);
  EXPECT_EQ(root.members[0].key_position.line, 2u);
  EXPECT_EQ(document.tree.at(root.members[0].value).position.line, 3u);
  const yaml::Tree::Node& list = document.tree.at(root.members[1].value);
  ASSERT_EQ(list.items.size(), 3u);
  EXPECT_EQ(document.tree.at(list.items[2]).text, "y");
  EXPECT_EQ(document.tree.at(list.items[2]).position.line, 5u);
  EXPECT_EQ(document.tree.at(list.items[0]).kind, yaml::Kind::null);
}

TEST(JsonTree, SurrogatesAreOneCharacter) {
  EXPECT_EQ(parse("[\"\\ud83d\\ude00\"]").tree.at(parse("[\"\\ud83d\\ude00\"]").tree.root().items[0]).text, "\xF0\x9F\x98\x80");
}

TEST(JsonTree, StopsAfterItsDocument) {
  const std::string_view text = "{\"a\": 1}\n[2]";
  const JsonDocument first = parse(text);
  EXPECT_EQ(first.end, 8u);
  EXPECT_EQ(issues_of(parse_json(text, 9, 2)), "");
}

TEST(JsonTree, OfADuplicateKeyTheLastCounts) {
  const JsonDocument document = parse("{\"a\": \"x\",\n \"a\": \"y\"}");
  EXPECT_EQ(document.tree.text_of(document.tree.root(), "a"), "y");
  EXPECT_EQ(issues_of(document), "2:1: json-duplicate-key: the key 'a' occurs twice in its object; the one on line 1 is not read\n");
}

TEST(JsonTree, ErrorsHaveAPlaceAndNeverQuoteWhatWasRead) {
  const std::string secret = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
  for (const std::string& text : {"{\"a\":\n \"" + secret + "\" \"b\"}", "{\"a\": \"" + secret, "{\"a\": \"" + secret + "\x01\"}",
                                  "{\"a\": \"" + secret + "\\q\"}", "[" + secret + "]", "{\"a\": \"" + secret + "\xFF\"}"}) {
    const std::string issues = issues_of(parse(text));
    EXPECT_NE(issues, "") << text;
    EXPECT_EQ(issues.find("MIGH"), std::string::npos) << issues;
    EXPECT_EQ(issues.find("last read"), std::string::npos) << issues;
  }
  EXPECT_EQ(issues_of(parse("{\"a\": 1,\n  ]}")).find("2:"), 0u);
}

TEST(JsonTree, DepthIsBounded) {
  EXPECT_EQ(issues_of(parse(std::string(100, '[') + std::string(100, ']'))), "");
  EXPECT_EQ(issues_of(parse(std::string(100000, '['))), "1:102: json-depth: objects and arrays are nested more than 100 deep\n");
}

TEST(JsonTree, ValuesAreBounded) {
  yaml::TreeLimits limits;
  limits.nodes = 3;
  const JsonDocument document = parse_json("[\"a\", \"b\", \"c\", \"d\"]", 0, 1, limits);
  EXPECT_EQ(document.tree.root().items.size(), 2u);
  ASSERT_EQ(document.issues.size(), 1u);
  EXPECT_EQ(document.issues[0].code, "json-values");
}

}  // namespace json_tree_test
}  // namespace chainlint::formats
