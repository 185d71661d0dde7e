#include "html/html_text.h"

#include <gtest/gtest.h>

#include "html/html_style.h"

namespace chainlint::report::test {
namespace html_text_test {

TEST(HtmlText, EscapesMarkup) {
  EXPECT_EQ(report::html_escaped("</style><script>alert(1)</script>"), "&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  EXPECT_EQ(report::html_escaped("\" onload='x' & <b>"), "&quot; onload='x' &amp; &lt;b&gt;");
}

TEST(HtmlText, ShowsControlCharactersAndOverridesAsEscapes) {
  EXPECT_EQ(report::html_escaped(std::string("a\x01\0", 3) + "\xE2\x80\xAE"), "a\\u{1}\\u{0}\\u{202E}");
}

TEST(HtmlText, ReplacesWhatIsNoUtf8) { EXPECT_EQ(report::html_escaped("a\xFF"), "a\xEF\xBF\xBD"); }

TEST(HtmlText, IsolatesTheDirectionOfNames) {
  EXPECT_EQ(report::html_name("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"), "<bdi>\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D</bdi>");
}

TEST(HtmlText, CutsLongNamesAndSaysSo) {
  EXPECT_EQ(report::html_escaped(std::string(65536, 'A'), 10), "AAAAAAAAAA… (65526 more bytes)");
  EXPECT_EQ(report::html_escaped(std::string(10, 'A'), 10), "AAAAAAAAAA");
}

TEST(HtmlText, CutsBetweenCharacters) { EXPECT_EQ(report::ellipsized("ääää", 2), "ää…"); }

TEST(HtmlText, BoundsNamesOfControlCharacters) { EXPECT_LT(report::html_escaped(std::string(65536, '\x01'), 300).size(), 600U); }

TEST(HtmlText, MakesParagraphsOfLinesThatBelongTogether) {
  EXPECT_EQ(report::html_paragraphs("one\ntwo\n\nthree\n"), "<p>one two</p><p>three</p>");
}

TEST(HtmlText, LinksToHttpsAlone) {
  EXPECT_EQ(report::html_reference("RFC 5280", "https://www.rfc-editor.org/rfc/rfc5280"),
            "<a href=\"https://www.rfc-editor.org/rfc/rfc5280\" rel=\"noopener noreferrer\">RFC 5280</a>");
  EXPECT_EQ(report::html_reference("KB", "javascript:alert(1)"), "KB");
  EXPECT_EQ(report::html_reference("KB", "http://example.com"), "KB");
  EXPECT_EQ(report::html_reference("KB", ""), "KB");
}

TEST(HtmlText, KeepsAttributesClosed) {
  EXPECT_EQ(report::html_reference("x", "https://a/\"><script>").find("<script>"), std::string::npos);
}

TEST(HtmlText, SaysHowManyDaysAreLeft) {
  const Instant now = *Instant::parse("2026-11-01");
  EXPECT_EQ(report::days_away(now.plus_days(12), now), "in 12 days");
  EXPECT_EQ(report::days_away(now.plus_days(-1), now), "1 day ago");
  EXPECT_EQ(report::days_away(now.plus_seconds(60), now), "in less than a day");
}

TEST(HtmlText, DistinguishesVerdictsWithoutColour) {
  EXPECT_EQ(report::html_badge(renewal::Standing::good), "<span class=\"badge good\">good</span>");
  EXPECT_EQ(report::html_badge(Severity::error), "<span class=\"badge error\">error</span>");
  for (const char* sign : {"✓", "✕", "!", "i"}) {
    EXPECT_NE(report::html_style().find("::before{content:\"" + std::string(sign) + "\""), std::string::npos) << sign;
  }
}

}  // namespace html_text_test
}  // namespace chainlint::report::test
