// Documents that others wrote. What each document contains was compared with python3-yaml's safe_load_all.
#include "chainlint/yaml/stream.h"

#include <gtest/gtest.h>

namespace chainlint::yaml {
namespace stream_test {

std::vector<StreamDocument> read(std::string_view text, const TreeLimits& limits = {}) {
  DocumentStream stream(text, limits);
  std::vector<StreamDocument> documents;
  while (auto document = stream.next()) documents.push_back(std::move(*document));
  return documents;
}

// The value under a chain of keys; the text "(none)" where there is none.
const Tree::Node& at(const StreamDocument& document, std::initializer_list<std::string_view> keys) {
  static const Tree::Node kNone{Kind::scalar, Style::plain, false, {}, 0, 0, "(none)", {}, {}};
  if (document.tree.empty()) return kNone;
  const Tree::Node* node = &document.tree.root();
  for (std::string_view key : keys) {
    if (node != nullptr) node = document.tree.find(*node, key);
  }
  return node == nullptr ? kNone : *node;
}

std::string issues_of(const StreamDocument& document) {
  std::string text;
  for (const Issue& issue : document.issues) {
    text += std::to_string(issue.position.line) + ":" + std::to_string(issue.position.column) + ": " +
            std::string(to_string(issue.severity)) + ": " + issue.code + ": " + issue.message + "\n";
  }
  return text;
}

TEST(DocumentStream, ReadsDocumentsWithTheLinesOfKeysAndValues) {
  const auto documents = read("kind: A\nmetadata:\n  name: x\n---\nkind: B\n");
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(at(documents[0], {"metadata", "name"}).text, "x");
  EXPECT_EQ(at(documents[0], {"metadata", "name"}).position.line, 3u);
  EXPECT_EQ(at(documents[0], {"metadata", "name"}).position.column, 9u);
  EXPECT_EQ(documents[1].number, 2u);
  EXPECT_EQ(documents[1].tree.root().members[0].key_position.line, 5u);
  EXPECT_EQ(issues_of(documents[0]) + issues_of(documents[1]), "");
}

TEST(DocumentStream, CountsEmptyDocumentsButNotTextBeforeTheFirst) {
  const auto documents = read("# Source: a\n%YAML 1.1\n---\n# Source: b\n---\nkind: A\n---\n");
  ASSERT_EQ(documents.size(), 3u);
  EXPECT_EQ(documents[0].tree.empty() || documents[0].tree.root().kind == Kind::null, true);
  EXPECT_EQ(at(documents[1], {"kind"}).text, "A");
  EXPECT_EQ(documents[1].number, 2u);
  EXPECT_EQ(documents[1].line, 5u);
}

TEST(DocumentStream, ADotLineEndsADocument) {
  const auto documents = read("a: 1\n...\nb: 2\n...\n%YAML 1.1\n---\nc: 3\n");
  ASSERT_EQ(documents.size(), 3u);
  EXPECT_EQ(at(documents[1], {"b"}).text, "2");
  EXPECT_EQ(at(documents[2], {"c"}).text, "3");
  EXPECT_EQ(at(documents[2], {"c"}).position.line, 7u);
}

TEST(DocumentStream, KnowsWhereTheTextOfALiteralBlockBegins) {
  const auto documents =
      read("data:\n  a: |\n    one\n    two\n  b: &x !!str |-  # note\n\n      three\n  c: >\n    four\n  d: \"five\"\n");
  ASSERT_EQ(documents.size(), 1u);
  const Tree::Node& a = at(documents[0], {"data", "a"});
  EXPECT_EQ(a.style, Style::literal);
  EXPECT_EQ(a.text, "one\ntwo\n");
  EXPECT_EQ(a.text_line, 3u);
  EXPECT_EQ(a.indent, 4u);
  const Tree::Node& b = at(documents[0], {"data", "b"});
  EXPECT_EQ(b.style, Style::literal);
  EXPECT_EQ(b.text, "\nthree");
  EXPECT_EQ(b.text_line, 6u);
  EXPECT_EQ(b.indent, 6u);
  EXPECT_EQ(at(documents[0], {"data", "c"}).style, Style::folded);
  EXPECT_EQ(at(documents[0], {"data", "d"}).style, Style::quoted);
}

TEST(DocumentStream, LinesAreRightWithEveryKindOfLineEnd) {
  for (const std::string_view end : {"\n", "\r\n", "\r"}) {
    std::string text;
    for (const std::string_view line : {"---", "a: |", "  one", "  two", "---", "b: 2"}) text.append(line).append(end);
    const auto documents = read(text);
    ASSERT_EQ(documents.size(), 2u);
    EXPECT_EQ(at(documents[0], {"a"}).text, "one\ntwo\n");
    EXPECT_EQ(at(documents[0], {"a"}).text_line, 3u);
    EXPECT_EQ(at(documents[1], {"b"}).position.line, 6u);
  }
}

TEST(DocumentStream, AliasesShareTheirNode) {
  const auto documents = read("a: &x {k: v}\nb: *x\nc: [*x, *x]\n");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(&at(documents[0], {"a"}), &at(documents[0], {"b"}));
  EXPECT_EQ(at(documents[0], {"c"}).items.size(), 2u);
  EXPECT_EQ(issues_of(documents[0]), "");
}

TEST(DocumentStream, MergeKeysAddWhatTheMappingItselfDoesNotSay) {
  const auto documents = read("base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\n");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(at(documents[0], {"use", "a"}).text, "1");
  EXPECT_EQ(at(documents[0], {"use", "b"}).text, "3");
  EXPECT_EQ(at(documents[0], {"use", "<<"}).text, "(none)");
}

TEST(DocumentStream, BinaryIsTheOnlyTagThatCounts) {
  const auto documents = read("a: !!binary aGk=\nb: !custom {c: d}\n");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_TRUE(at(documents[0], {"a"}).binary);
  EXPECT_EQ(at(documents[0], {"a"}).text, "aGk=");
  EXPECT_EQ(at(documents[0], {"b", "c"}).text, "d");
}

TEST(DocumentStream, OfADuplicateKeyTheLastValueCounts) {
  const auto documents = read("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(at(documents.at(0), {"a"}).text, "3");
  EXPECT_EQ(documents[0].tree.root().members.size(), 2u);
  EXPECT_EQ(
      issues_of(documents[0]),
      "3:1: warning: yaml-duplicate-key: the key 'a' occurs twice; the one on line 1 is not read, because kubectl uses the last one\n");
}

TEST(DocumentStream, ADamagedDocumentKeepsItsBeginningAndDoesNotHideTheNext) {
  const auto documents = read("a: 1\nb: [1, 2\n---\nc: 3\n");
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(at(documents[0], {"a"}).text, "1");
  ASSERT_EQ(documents[0].issues.size(), 1u);
  EXPECT_EQ(documents[0].issues[0].code, "yaml-syntax");
  EXPECT_EQ(documents[0].issues[0].severity, Severity::error);
  EXPECT_EQ(at(documents[1], {"c"}).text, "3");
}

TEST(DocumentStream, AnOpenQuoteAndStrayTextAreErrors) {
  const auto open = read("a: \"never closed\nb: 2\n");
  EXPECT_EQ(issues_of(open.at(0)), "1:4: error: yaml-syntax: the quote that opens here is never closed\n");
  const auto stray = read("- a\nb: 2\n");
  ASSERT_EQ(stray.at(0).issues.size(), 1u);
  EXPECT_EQ(stray[0].issues[0].severity, Severity::error);
  EXPECT_EQ(stray[0].issues[0].position.line, 2u);
}

// yaml-cpp gives empty documents without end where a bracket closes nothing.
TEST(DocumentStream, EndsWhereAMiddlePartOfJsonBegins) {
  const auto documents = read("  a\": [\n \"b\"\n],\n \"c\": \"d");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_NE(issues_of(documents[0]).find("yaml-syntax"), std::string::npos) << issues_of(documents[0]);
}

TEST(DocumentStream, SaysWhereATemplateBegins) {
  const auto documents = read("# chart\n{{- range .Values.x }}\nkind: Secret\n---\n{{- end }}\n");
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(issues_of(documents[0]), "2:1: error: yaml-template: template is not rendered; check the output of 'helm template' instead\n");
}

TEST(DocumentStream, ControlCharactersAreErrorsAndDoNotEndTheText) {
  const auto documents = read(std::string_view("a: x\x04y\nb: 2\0\n", 13));
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(at(documents[0], {"b"}).text, "2?");
  EXPECT_EQ(issues_of(documents[0]),
            "1:5: error: yaml-control-character: a control character, which YAML does not allow; kubectl refuses it\n");
}

TEST(DocumentStream, TextThatIsNotUtf8IsReadWithAWarning) {
  const auto documents = read("# M\xF6tley\na: 1\n");
  EXPECT_EQ(at(documents.at(0), {"a"}).text, "1");
  EXPECT_EQ(documents[0].issues.at(0).code, "yaml-encoding");
  EXPECT_EQ(documents[0].issues[0].severity, Severity::warning);
}

}  // namespace stream_test
}  // namespace chainlint::yaml
