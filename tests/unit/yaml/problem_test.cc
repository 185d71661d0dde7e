#include <gtest/gtest.h>

#include "chainlint/yaml/document.h"

namespace chainlint::yaml {
namespace problem_test {

// All problems of `text`, as a user sees them.
std::string problems(const std::string& text) {
  const SourceFile source{"t.yaml", text};
  std::string all;
  for (const Problem& problem : parse(source).problems) all += format_problem(source, problem) + "\n";
  return all;
}

TEST(YamlProblem, NamesTheFirstOfTwoEqualKeys) {
  EXPECT_EQ(problems("a: 1\nb: 2\na: 3\n"),
            "t.yaml:3:1: error: the key 'a' occurs twice; the first is on line 1\n"
            "  | a: 3\n"
            "  | ^\n");
}

TEST(YamlProblem, AnEmptyFileIsAProblem) {
  EXPECT_EQ(problems(""), "t.yaml:1:1: error: the file is empty\n");
  EXPECT_EQ(problems("# only words\n"), "t.yaml:1:1: error: the file is empty\n  | # only words\n  | ^\n");
  EXPECT_EQ(problems("---\n"), "t.yaml:1:1: error: the file is empty\n  | ---\n  | ^\n");
}

TEST(YamlProblem, ASecondDocumentIsAProblem) {
  EXPECT_EQ(problems("a: 1\n---\nb: 2\n"),
            "t.yaml:2:1: error: a second document begins here; only one per file is allowed\n"
            "  | ---\n"
            "  | ^\n");
}

TEST(YamlProblem, AnchorsAndAliasesAreProblemsEach) {
  EXPECT_EQ(problems("a: &x [1]\nb: *x\n"),
            "t.yaml:1:4: error: anchors and aliases are not allowed; write the value out\n"
            "  | a: &x [1]\n"
            "  |    ^\n"
            "t.yaml:2:4: error: anchors and aliases are not allowed; write the value out\n"
            "  | b: *x\n"
            "  |    ^\n");
}

TEST(YamlProblem, TagsAreProblems) {
  EXPECT_EQ(problems("a: !!str 80\n"),
            "t.yaml:1:4: error: tags are not allowed; quote the text that begins with '!'\n"
            "  | a: !!str 80\n"
            "  |    ^\n");
  EXPECT_NE(problems("a: ! 80\n"), "");
  EXPECT_NE(problems("a: !x {b: c}\n"), "");
}

TEST(YamlProblem, ATabInTheIndentationIsAProblem) {
  EXPECT_EQ(problems("a:\n\tb: 1\n"),
            "t.yaml:2:1: error: a tab in the indentation; indent with spaces\n"
            "  |  b: 1\n"
            "  | ^\n");
  EXPECT_EQ(problems("a: 1\t# tab before a comment\n"), "");
}

TEST(YamlProblem, AKeyThatIsNoTextIsAProblem) {
  EXPECT_EQ(problems("? [a, b]\n: 1\nc: 2\n"),
            "t.yaml:1:3: error: a key is text, not a list\n"
            "  | ? [a, b]\n"
            "  |   ^\n");
  EXPECT_NE(problems("{a: 1, : 2}\n"), "");
}

TEST(YamlProblem, TextThatDoesNotParseHasAPlace) {
  EXPECT_EQ(problems("a: [1, 2\nb: 3\n"),
            "t.yaml:2:2: error: not YAML: end of sequence flow not found\n"
            "  | b: 3\n"
            "  |  ^\n");
  EXPECT_NE(problems("a: b: c\n"), "");
}

TEST(YamlProblem, AQuoteThatIsNeverClosedIsAProblem) {
  EXPECT_EQ(problems("a: 'it''s open\nb: 1\n"),
            "t.yaml:1:4: error: the quote that opens here is never closed\n"
            "  | a: 'it''s open\n"
            "  |    ^\n");
  EXPECT_NE(problems("a: \"open \\\"\n"), "");
  EXPECT_EQ(problems("a: 'it''s'\nb: \"\\\"\"\n"), "");
}

TEST(YamlProblem, SeveralProblemsAreAllNamedInOrder) {
  EXPECT_EQ(problems("a: !x 1\nb: 2\nb: *y\n").substr(0, 12), "t.yaml:1:4: ");
  const Parsed parsed = parse({"t.yaml", "b: 1\nb: !x 2\nb: &y 3\n"});
  ASSERT_EQ(parsed.problems.size(), 4u);
  EXPECT_EQ(parsed.problems[0].position.line, 2u);
  EXPECT_EQ(parsed.problems[3].position.line, 3u);
}

TEST(YamlProblem, BytesThatAreNotTextAreAProblem) {
  EXPECT_EQ(problems("a: \xFF\n"), "t.yaml:1:1: error: the file is not UTF-8 text\n  | a: \xEF\xBF\xBD\n  | ^\n");
  EXPECT_EQ(problems(std::string("a: 1\nb: \x04\nc: 1\n")).substr(0, 65),
            "t.yaml:2:4: error: a control character, which YAML does not allow");
  EXPECT_NE(problems(std::string("a\0: 1\n", 6)), "");
  EXPECT_NE(problems("a: 1\rb: 2\n"), "");
}

TEST(YamlProblem, DepthIsBounded) {
  EXPECT_EQ(problems(std::string(64, '[') + std::string(64, ']') + "\n"), "");
  const std::string deep = problems(std::string(65, '[') + std::string(65, ']') + "\n");
  EXPECT_NE(deep.find("t.yaml:1:65: error: lists and mappings are nested more than 64 deep\n"), std::string::npos);
  EXPECT_NE(problems(std::string(200000, '[')), "");
}

TEST(YamlProblem, SizeIsBounded) {
  const Parsed parsed = parse({"t.yaml", std::string((4u << 20) + 1, 'a')});
  ASSERT_EQ(parsed.problems.size(), 1u);
  EXPECT_EQ(parsed.problems[0].message, "the file is larger than 4 MiB");
}

TEST(YamlProblem, TheCaretIsBelowTheCharacterAlsoAfterNonAscii) {
  EXPECT_EQ(format_problem({"ä.yaml", "größe: x\n"}, {"wrong", {1, 8}, "did you mean 'y'?"}),
            "ä.yaml:1:8: error: wrong\n"
            "  | größe: x\n"
            "  |        ^\n"
            "did you mean 'y'?");
}

TEST(YamlProblem, OfALongLineThePartAroundThePlaceIsShown) {
  const std::string line = std::string(500, 'a') + "X" + std::string(500, 'b');
  EXPECT_EQ(format_problem({"t.yaml", line}, {"wrong", {1, 501}, ""}),
            "t.yaml:1:501: error: wrong\n  | " + std::string(60, 'a') + "X" + std::string(59, 'b') + "\n  | " + std::string(60, ' ') + "^");
}

TEST(YamlProblem, APlacePastTheEndShowsNoLine) {
  EXPECT_EQ(format_problem({"t.yaml", "a: 1\n"}, {"wrong", {9, 9}, ""}), "t.yaml:9:9: error: wrong");
}

TEST(YamlProblem, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(format_problem({"t\x1b.yaml", "a: 1\n"}, {"wrong", {1, 1}, ""}).find('\x1b'), std::string::npos);
}

}  // namespace problem_test
}  // namespace chainlint::yaml
