// Names from files in commands that people paste.
#include <gtest/gtest.h>

#include "chainlint/base/shell_words.h"

namespace chainlint::renewal {
namespace rollout_words_test {

TEST(ShellWord, IsQuotedSoThatNothingIsExpanded) {
  EXPECT_EQ(shell_word("certs/site.pem", "FILE"), "certs/site.pem");
  EXPECT_EQ(shell_word("a b.pem", "FILE"), "'a b.pem'");
  EXPECT_EQ(shell_word("$(reboot).pem", "FILE"), "'$(reboot).pem'");
  EXPECT_EQ(shell_word("it's.pem", "FILE"), "'it'\\''s.pem'");
}

TEST(ShellWord, IsLeftOutWhereItCouldBeAnOptionOrALine) {
  EXPECT_EQ(shell_word("-rf", "FILE"), "FILE");
  EXPECT_EQ(shell_word("a\nreboot", "FILE"), "FILE");
  EXPECT_EQ(shell_word("", "FILE"), "FILE");
}

TEST(WindowsWord, IsLeftOutWhereAShellWouldExpandIt) {
  EXPECT_EQ(windows_word("C:\\certs\\site.pfx", "FILE"), "C:\\certs\\site.pfx");
  EXPECT_EQ(windows_word("my site.pfx", "FILE"), "\"my site.pfx\"");
  for (const char* bad : {"%PATH%.pfx", "a&b", "a\"b", "$(x).pfx", "a`b", "a;b", "/../\n"}) {
    EXPECT_EQ(windows_word(bad, "FILE"), "FILE") << bad;
  }
}

TEST(EndpointWord, IsAnAddressOrAHostAndAPort) {
  EXPECT_EQ(endpoint_word("0.0.0.0:443"), "0.0.0.0:443");
  EXPECT_EQ(endpoint_word("[::]:443"), "[::]:443");
  EXPECT_EQ(endpoint_word("www.example.com:443"), "www.example.com:443");
  EXPECT_EQ(endpoint_word("a b"), "");
  EXPECT_EQ(endpoint_word("x&y:443"), "");
}

TEST(FileName, KeepsLettersAndDigits) {
  EXPECT_EQ(file_name_of("Example Issuing CA 2"), "Example-Issuing-CA-2");
  EXPECT_EQ(file_name_of("../../etc"), "certificate");
  EXPECT_EQ(file_name_of("***"), "certificate");
}

}  // namespace rollout_words_test
}  // namespace chainlint::renewal
