#include "chainlint/base/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace chainlint {
namespace glob_test {

TEST(Glob, WithoutWildcardsTheWholeTextMustBeTheSame) {
  EXPECT_TRUE(glob_matches("abc", "abc"));
  EXPECT_FALSE(glob_matches("abc", "abcd"));
  EXPECT_FALSE(glob_matches("abc", "ab"));
  EXPECT_FALSE(glob_matches("abc", "ABC"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, AStarMatchesAnyNumberOfCharacters) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("*.example.com", "www.example.com"));
  EXPECT_FALSE(glob_matches("*.example.com", "example.com"));
  EXPECT_TRUE(glob_matches("a*b*c", "aXbXbXc"));
  EXPECT_FALSE(glob_matches("a*b*c", "aXcXb"));
  EXPECT_TRUE(glob_matches("**a**", "bab"));
}

TEST(Glob, AQuestionMarkMatchesOneCharacterOfAnySize) {
  EXPECT_TRUE(glob_matches("gr?n", "grün"));
  EXPECT_FALSE(glob_matches("gr?n", "grn"));
  EXPECT_FALSE(glob_matches("gr??n", "grün"));
}

TEST(Glob, ABackslashTakesTheNextCharacterAsItIs) {
  EXPECT_TRUE(glob_matches("\\*.example.com", "*.example.com"));
  EXPECT_FALSE(glob_matches("\\*.example.com", "www.example.com"));
  EXPECT_TRUE(glob_matches("a\\?", "a?"));
  EXPECT_TRUE(glob_matches("a\\\\b", "a\\b"));
  EXPECT_TRUE(glob_matches("a\\", "a\\"));
}

TEST(Glob, ManyStarsDoNotMultiplyTheWork) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(100000, 'a')));
}

}  // namespace glob_test
}  // namespace chainlint
