#include "syntax/statement.h"

#include <gtest/gtest.h>

#include "chainlint/base/limits.h"

namespace chainlint::config {
namespace {

// "name a b { inner; }" as one line, for comparison.
std::string flat(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements) {
    for (std::size_t i = 0; i < statement.words.size(); ++i) text += (i == 0 ? "" : "|") + statement.words[i].text;
    if (statement.has_block) text += "{" + flat(statement.block) + "}";
    text += ";";
  }
  return text;
}

Parsed lines(std::string_view text, bool sections = false) {
  return parse_lines(text, "a.conf",
                     {.sections = sections, .comment_anywhere = !sections, .single_quotes = true, .joins_comments = sections});
}

TEST(BlockSyntax, HasWordsBlocksAndComments) {
  EXPECT_EQ(flat(parse_blocks("a b;c{d \"e f\" 'g';}# h;\nserver{i;}", "a.conf").statements), "a|b;c{d|e f|g;};server{i;};");
}

TEST(BlockSyntax, KnowsThePlaceOfEachWord) {
  const Parsed parsed = parse_blocks("a;\r\n  b  c;\r\n", "a.conf");
  ASSERT_EQ(parsed.statements.size(), 2u);
  EXPECT_EQ(to_string(parsed.statements[1].location(1)), "a.conf:2:6");
}

TEST(BlockSyntax, KeepsVariablesInBracesAsOneWord) { EXPECT_EQ(flat(parse_blocks("a ${b}/c$d;", "a.conf").statements), "a|${b}/c$d;"); }

TEST(BlockSyntax, SkipsLua) {
  EXPECT_EQ(flat(parse_blocks("a_by_lua_block { local s = \"}\" -- }\n local t = {1} } b;", "a.conf").statements), "a_by_lua_block{};b;");
}

TEST(BlockSyntax, TakesTemplatesIntoWords) {
  const Parsed parsed = parse_blocks("{% if x %} ssl_certificate {{ path }}/a.pem; {% endif %} b <%= c %>;", "a.conf");
  EXPECT_EQ(flat(parsed.statements), "ssl_certificate|{{ path }}/a.pem;b|<%= c %>;");
  EXPECT_TRUE(parsed.has_template);
  EXPECT_TRUE(parsed.statements[0].words[1].has_template);
  EXPECT_TRUE(parsed.diagnostics.empty());
}

TEST(BlockSyntax, ReportsWhatIsNotClosed) {
  for (const char* text : {"a { b;", "a \"b;", "}", "a"}) {
    const Parsed parsed = parse_blocks(text, "a.conf");
    ASSERT_FALSE(parsed.diagnostics.empty()) << text;
    EXPECT_EQ(parsed.diagnostics.front().code, "config-syntax") << text;
  }
}

TEST(BlockSyntax, StopsAtTheDepthOfBlocks) {
  std::string text;
  for (std::size_t i = 0; i < 100000; ++i) text += "a{";
  const Parsed parsed = parse_blocks(text, "a.conf");
  ASSERT_FALSE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.diagnostics.front().code, "config-limit");
  EXPECT_EQ(parsed.diagnostics.front().severity, Severity::error);
}

TEST(BlockSyntax, StopsAtTheNumberOfStatements) {
  std::string text;
  for (std::size_t i = 0; i <= ConfigLimits::kStatements; ++i) text += "a;";
  const Parsed parsed = parse_blocks(text, "a.conf");
  EXPECT_EQ(parsed.statements.size(), ConfigLimits::kStatements);
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics.front().code, "config-limit");
}

TEST(LineSyntax, HasSections) {
  const Parsed parsed = lines("A b\n<Host *:443 \"x y\">\n  C d\n</HOST>\n# e\nF #g\n", true);
  EXPECT_EQ(flat(parsed.statements), "A|b;Host|*:443|x y{C|d;};F|#g;");
  EXPECT_TRUE(parsed.diagnostics.empty());
}

TEST(LineSyntax, JoinsLines) {
  EXPECT_EQ(flat(lines("A \\\n b\n# c \\\n D e\nF\n", true).statements), "A|b;F;");
  EXPECT_EQ(flat(lines("a b # c\n d\\ e\n").statements), "a|b;d e;");
  const Parsed quoted = lines("A \"b; \\\nc\" d\nE /f/\\\r\ng\\\n h\n", true);
  EXPECT_EQ(flat(quoted.statements), "A|b; c|d;E|/f/g|h;");
  EXPECT_TRUE(quoted.diagnostics.empty());
  EXPECT_EQ(to_string(quoted.statements.back().location(2)), "a.conf:5:2");
  EXPECT_FALSE(lines("A \"b\\\\\nc\n").diagnostics.empty());
}

TEST(LineSyntax, ReportsASectionWithoutItsEnd) {
  const Parsed parsed = lines("<A>\nB\n", true);
  EXPECT_EQ(flat(parsed.statements), "A{B;};");
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics.front().message, "has a section 'A' that is never closed");
}

}  // namespace
}  // namespace chainlint::config
