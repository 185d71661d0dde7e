#include "markdown_text.h"

#include <gtest/gtest.h>

namespace chainlint {
namespace {

TEST(MarkdownText, NothingInProseIsMarkup) {
  EXPECT_EQ(markdown_prose("a *b* _c_ `d` [e](f) <g> & h|i \\ ~~j~~"),
            "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) &lt;g&gt; &amp; h\\|i \\\\ \\~\\~j\\~\\~");
}

TEST(MarkdownText, AParagraphBeginsNoBlock) {
  EXPECT_EQ(markdown_prose("# no heading"), "\\# no heading");
  EXPECT_EQ(markdown_prose("- no item"), "\\- no item");
  EXPECT_EQ(markdown_prose("1. no item"), "1\\. no item");
  EXPECT_EQ(markdown_prose("> no quotation"), "&gt; no quotation");
  EXPECT_EQ(markdown_prose("90 days"), "90 days");
}

TEST(MarkdownText, EmptyLinesPartParagraphsAndNothingTrails) {
  EXPECT_EQ(markdown_prose("one  \ntwo\n\n  three \n"), "one two\n\nthree");
  EXPECT_EQ(markdown_prose(""), "");
}

TEST(MarkdownText, CodeKeepsItsBackticks) {
  EXPECT_EQ(markdown_code("{validity.days} | <b>"), "`{validity.days} | <b>`");
  EXPECT_EQ(markdown_code("a `b` c"), "``a `b` c``");
  EXPECT_EQ(markdown_code("`b`"), "`` `b` ``");
  EXPECT_EQ(markdown_code(""), "");
}

TEST(MarkdownText, ACellHasNoPipeOfItsOwn) {
  EXPECT_EQ(markdown_cell("`a|b`"), "`a\\|b`");
  EXPECT_EQ(markdown_cell("a\\|b"), "a\\|b");
}

TEST(MarkdownText, OnlyAddressesOfTheWebAreLinks) {
  EXPECT_EQ(markdown_link("RFC [1]", "https://example.com/a(b) c"), "[RFC \\[1\\]](https://example.com/a%28b%29%20c)");
  EXPECT_EQ(markdown_link("handbook", "javascript:alert(1)"), "handbook `javascript:alert(1)`");
  EXPECT_EQ(markdown_link("handbook", ""), "handbook");
}

}  // namespace
}  // namespace chainlint
