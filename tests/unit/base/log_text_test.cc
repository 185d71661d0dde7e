#include "chainlint/base/log_text.h"

#include <gtest/gtest.h>

#include "unit/injections.h"

namespace chainlint {
namespace log_text_test {

TEST(LogText, LeavesWhatIsHarmless) {
  for (const char* text : {"", "a\nb\n", "a,b\r\n", "2001:db8::1, ::1 and ::ffff:10.0.0.1", "::1\n", "## a heading [x]", "#[a] ##",
                           "a@b.example", "M\xC3\xBCnchen \xE2\x86\x92", "x::error::y"}) {
    EXPECT_EQ(log_text(text), text);
  }
}

// The runner trims what .NET takes for blanks before it looks for "::".
TEST(LogText, BreaksUpCommandsAtTheBeginningOfALine) {
  EXPECT_EQ(log_text("::error::x"), "\\u{3A}:error::x");
  EXPECT_EQ(log_text("a\n \xC2\xA0::debug a=b::\n::c"), "a\n \xC2\xA0\\u{3A}:debug a=b::\n::c");
  EXPECT_EQ(log_text("\x1B[1m::error::x\x1B[0m", true), "\x1B[1m\\u{3A}:error::x\x1B[0m");
  EXPECT_EQ(log_text("a\r\n::error::x"), "a\r\n\\u{3A}:error::x");
}

TEST(LogText, BreaksUpCommandsAnywhereInALine) {
  EXPECT_EQ(log_text("a ##[error]x"), "a #\\u{23}[error]x");
  EXPECT_EQ(log_text("##vso[a]##vso[b]"), "#\\u{23}vso[a]#\\u{23}vso[b]");
  EXPECT_EQ(log_text("####[a]"), "###\\u{23}[a]");
}

TEST(LogText, EscapesWhatIsHiddenButLineBreaksAndItsOwnColours) {
  EXPECT_EQ(log_text("a\rb\tc"), "a\\u{D}b\\u{9}c");
  const std::string colored = "\x1B[1mbold\x1B[0m \x1B[2m\x1B[1;31mred\x1B[0m\n";
  EXPECT_EQ(log_text(colored, true), colored);
  EXPECT_EQ(log_text("\x1B[1mbold"), "\\u{1B}[1mbold");
  EXPECT_EQ(log_text("\x1B[2J\x1B[38;5;1m\x1B[8m", true), "\\u{1B}[2J\\u{1B}[38;5;1m\\u{1B}[8m");
  EXPECT_EQ(log_text("\xC2\x9B\xE2\x80\xAE\xFF"), "\\u{9B}\\u{202E}\xEF\xBF\xBD");
}

TEST(LogText, KeepsLinksToOneSiteAlone) {
  constexpr std::string_view kSite = "https://example.com/rules";
  const std::string linked = "a \x1B]8;;https://example.com/rules/leaf/leaf-expired.yaml\x1B\\leaf-expired\x1B]8;;\x1B\\\n";
  EXPECT_EQ(log_text(linked, false, kSite), linked);
  EXPECT_EQ(log_text("\x1B]8;;https://example.org/\x1B\\x", true, kSite), "\\u{1B}]8;;https://example.org/\\u{1B}\\x");
  EXPECT_EQ(log_text("\x1B]8;;https://example.com/rules\x07x", true, kSite), "\\u{1B}]8;;https://example.com/rules\\u{7}x");
  EXPECT_EQ(log_text("\x1B]8;;\x1B\\", true), "\\u{1B}]8;;\\u{1B}\\");
}

TEST(LogText, DisarmsEveryInjectionAndChangesNothingTwice) {
  for (const Injection& injection : injections()) {
    for (const std::string& text : {injection.text, "a " + injection.text, "a\n" + injection.text + "\n"}) {
      const std::string once = log_text(text);
      EXPECT_TRUE(gives_no_command(once)) << injection.name;
      EXPECT_EQ(log_text(once), once) << injection.name;
      EXPECT_TRUE(shows_everything(once)) << injection.name;
    }
  }
}

}  // namespace log_text_test
}  // namespace chainlint
