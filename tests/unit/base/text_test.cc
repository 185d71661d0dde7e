#include "chainlint/base/text.h"

#include <gtest/gtest.h>

#include "chainlint/base/location.h"

namespace chainlint {
namespace text_test {

TEST(Nearest, FindsTheSimilarWord) {
  const std::vector<std::string> words{"severity", "message", "require"};
  EXPECT_EQ(nearest("sevrity", words), "severity");
  EXPECT_EQ(nearest("mesasge", words), "message");
  EXPECT_EQ(nearest("colour", words), std::nullopt);
}

TEST(Printable, LetsNothingThroughThatATerminalObeys) {
  EXPECT_EQ(printable("M\xC3\xBCnchen"), "M\xC3\xBCnchen");
  EXPECT_EQ(printable("a\x1B[31mb\n"), "a\\u{1B}[31mb\\u{A}");
  EXPECT_EQ(printable("\xFFz"), "\xEF\xBF\xBDz");
  EXPECT_EQ(printable("ab\xE2\x80\xAE"
                      "cd"),
            "ab\\u{202E}cd");
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Utf8, RefusesOverlongFormsAndSurrogates) {
  EXPECT_TRUE(is_utf8("\xF0\x9F\x98\x80"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xE0\x80\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
}

TEST(Utf16, JoinsSurrogatePairs) {
  EXPECT_EQ(utf16_to_utf8(std::string_view("\x3D\xD8\x00\xDE", 4), false), "\xF0\x9F\x98\x80");
  EXPECT_EQ(utf16_to_utf8(std::string_view("\xD8\x3D", 2), true), "\xEF\xBF\xBD");
  EXPECT_EQ(utf16_to_utf8(std::string_view("\x00"
                                           "A\x00",
                                           3),
                          true),
            "A");
}

TEST(Words, JoinAndCount) {
  EXPECT_EQ(join_and({"a"}), "a");
  EXPECT_EQ(join_and({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(count_noun(1, "certificate"), "1 certificate");
  EXPECT_EQ(count_noun(0, "certificate"), "0 certificates");
}

TEST(Location, SaysFileEntryAndLine) {
  EXPECT_EQ(to_string(Location{.path = "a.pem", .entry = 1, .line = 12}), "a.pem:12");
  EXPECT_EQ(to_string(Location{.path = "a.pem", .line = 12, .column = 3}), "a.pem:12:3");
  EXPECT_EQ(to_string(Location{.path = "a.pfx", .entry = 2, .inner = "safe 2 bag 1"}), "a.pfx[safe 2 bag 1]");
  EXPECT_EQ(to_string(Location{.path = "a.der", .entry = 1}), "a.der[entry 1]");
}

}  // namespace text_test
}  // namespace chainlint
