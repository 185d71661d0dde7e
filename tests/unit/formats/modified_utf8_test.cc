// Java's own form of UTF-8.
#include "java/modified_utf8.h"

#include <gtest/gtest.h>

namespace chainlint::formats {
namespace modified_utf8_test {

std::string decoded(std::string_view octets) { return from_modified_utf8(as_bytes(octets)); }

TEST(ModifiedUtf8, NulIsTwoBytesAndPairsOfSurrogatesAreOneCharacter) {
  EXPECT_EQ(decoded("a\xC0\x80z"), std::string("a\0z", 3));
  EXPECT_EQ(decoded("\xED\xA0\xBD\xED\xB4\x91"), "\xF0\x9F\x94\x91");
  EXPECT_EQ(decoded("\xC3\xBC\xE2\x82\xAC"), "\xC3\xBC\xE2\x82\xAC");
}

TEST(ModifiedUtf8, OrdinaryUtf8IsReadToo) { EXPECT_EQ(decoded("\xF0\x9F\x94\x91"), "\xF0\x9F\x94\x91"); }

TEST(ModifiedUtf8, LoneSurrogatesAndOtherBytesAreReplaced) {
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(decoded("\xED\xA0\xBDx"), replaced + "x");
  EXPECT_EQ(decoded("\xED\xB4\x91\xED\xA0\xBD"), replaced + replaced);
  EXPECT_EQ(decoded("\x80"), replaced);
  EXPECT_EQ(decoded("\xE2\x82"), replaced + replaced);
  EXPECT_EQ(decoded("\xF8\x88\x80\x80\x80"), replaced + replaced + replaced + replaced + replaced);
  EXPECT_EQ(decoded("\xF4\x90\x80\x80"), replaced + replaced + replaced + replaced);
  EXPECT_EQ(decoded("\xED\xA0\xBD\xED\xA0\xBD\xED\xB4\x91"), replaced + "\xF0\x9F\x94\x91");
}

}  // namespace modified_utf8_test
}  // namespace chainlint::formats
