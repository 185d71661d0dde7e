#include "markdown/markdown_text.h"

#include <gtest/gtest.h>

#include "text/excerpt.h"

namespace chainlint::report {
namespace markdown_text_test {

TEST(MarkdownText, NothingInProseIsMarkup) {
  EXPECT_EQ(markdown_prose("a *b* _c_ `d` [e](f) <g> & h|i \\ ~~j~~"),
            "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) &lt;g&gt; &amp; h\\|i \\\\ \\~\\~&#8203;j\\~\\~");
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

TEST(MarkdownText, AValueIsCodeThatCanBeCopied) {
  EXPECT_EQ(markdown_value("CN=www, O=\"A\" @everyone #1"), "<code>CN=www, O=\"A\" @everyone #1</code>");
  EXPECT_EQ(markdown_value(""), "");
}

// cmark-gfm takes "\\|" for an escaped backslash and the end of the cell, so that no backslash may remain literal.
TEST(MarkdownText, AValueEndsNoCellAndNoCode) {
  EXPECT_EQ(markdown_value("a\\|b`c</code><img>\n*d*"), "<code>a&#92;&#124;b&#96;c&#60;/code&#62;&#60;img&#62; &#42;d&#42;</code>");
}

TEST(MarkdownText, AMessageHasNoMentionAndNoReference) {
  EXPECT_EQ(markdown_message("to @everyone: #12 [a](b) $x$"), "to @&#8203;everyone: #&#8203;12 &#91;a&#93;(b) &#36;x&#36;");
}

TEST(MarkdownText, ACommandInAMessageCanBeCopied) {
  EXPECT_EQ(markdown_message("Set-CimInstance -Property @{Hash=\"ab\"} # now"), "Set-CimInstance -Property @{Hash=\"ab\"} # now");
  EXPECT_EQ(markdown_message("# a title"), "#&#8203; a title");
}

TEST(MarkdownText, AMessageIsNoLink) {
  EXPECT_EQ(markdown_message("see http://a.example or www.b.example, not awww.c"),
            "see <code>http&#58;//a.example</code> or <code>www&#46;b.example</code>, not awww.c");
  EXPECT_EQ(markdown_message("(mailto:a@b.example), a@b.example."), "(<code>mailto:a@b.example</code>), <code>a@b.example</code>.");
}

TEST(MarkdownText, CommitsIssuesAndPicturesBecomeCode) {
  EXPECT_EQ(markdown_message("since 0a1b2c3d, see GH-12 :tada:"),
            "since <code>0a1b2c3d</code>, see <code>GH-12</code> <code>:tada:</code>");
  EXPECT_EQ(markdown_message("on 20260301 at 10:20:30, defaced"), "on 20260301 at 10:20:30, defaced");
}

TEST(MarkdownText, NothingOfGitLabIsReferredTo) {
  EXPECT_EQ(markdown_message("!1 $2 &3 %4 ~bug 5%x a~b $x"),
            "&#33;&#8203;1 &#36;&#8203;2 &#38;&#8203;3 %&#8203;4 &#126;&#8203;bug 5%x a&#126;b &#36;x");
}

TEST(MarkdownText, ProseHasNoMentionAndNoLink) {
  EXPECT_EQ(markdown_prose("ask @octocat of o/r#2 about PKCS#7, http://a.example/_b_"),
            "ask @&#8203;octocat of o/r#&#8203;2 about PKCS#7, `http://a.example/_b_`");
}

TEST(MarkdownText, QuotedValuesOfAMessageBecomeCode) {
  EXPECT_EQ(markdown_message("'CN=a' was issued by 'O'Brien CA'"), "<code>CN=a</code> was issued by <code>O'Brien CA</code>");
  EXPECT_EQ(markdown_message("the program's rule"), "the program's rule");
  EXPECT_EQ(markdown_message("open 'quote"), "open 'quote");
}

TEST(MarkdownText, OnlyAddressesOfTheWebAreLinks) {
  EXPECT_EQ(markdown_link("RFC [1]", "https://example.com/a(b) c"), "[RFC \\[1\\]](https://example.com/a%28b%29%20c)");
  EXPECT_EQ(markdown_link("handbook", "javascript:alert(1)"), "handbook `javascript:alert(1)`");
  EXPECT_EQ(markdown_link("handbook", ""), "handbook");
}

TEST(ShortHex, LeavesOutTheMiddleOfIdentifiers) {
  EXPECT_EQ(with_short_hex("key id E8:F2:3F:89:F2:84:8F:FE:E1:9B:7C:49:0B:6C:5E:D0:82:59:C3:00, of X"), "key id E8F23F89…8259C300, of X");
  EXPECT_EQ(with_short_hex("053969a465ea869f2cc3dfcd8189b73ceb56cd64f34c9c230e37fe6ffccf0c68"), "053969a4…fccf0c68");
  for (const char* kept : {"2001:0db8:0000:0000:0000:0000:0000:0001", "8B:1F:A1:7D", "deadbeef.example.com",
                           "0123456789abcdef0123456789abcdefx", "CN=Example CA 2,O=Example", ""}) {
    EXPECT_EQ(with_short_hex(kept), kept);
  }
}

}  // namespace markdown_text_test
}  // namespace chainlint::report
