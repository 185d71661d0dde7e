#include "chainlint/base/instant.h"

#include <gtest/gtest.h>

namespace chainlint {
namespace instant_test {

TEST(Instant, ReadsRfc3339AndDates) {
  EXPECT_EQ(Instant::parse("1970-01-01")->seconds(), 0);
  EXPECT_EQ(Instant::parse("2026-12-01T22:00:00Z")->seconds(), 1796162400);  // date -u -d 2026-12-01T22:00:00Z +%s
  EXPECT_EQ(Instant::parse("2026-12-01T23:30:00.25+01:30")->seconds(), 1796162400);
  EXPECT_EQ(Instant::parse("2026-12-01T22:00Z")->seconds(), 1796162400);
  EXPECT_EQ(Instant::parse("0000-01-01")->seconds(), -62167219200);
  EXPECT_EQ(Instant::parse("9999-12-31T23:59:59Z")->seconds(), 253402300799);
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const char* text : {"", "tomorrow", "2026-02-30", "2026-13-01", "2026-1-1", "2026-12-01T24:00:00Z", "2026-12-01T22:00:00",
                           "2026-12-01T22Z", "2026-12-01T22:00:60Z", "2026-12-01T22:00:00Zx", "2026-12-01T22:00:00+1:00", "20261201"}) {
    EXPECT_FALSE(Instant::parse(text)) << text;
  }
}

TEST(Instant, PrintsWhatItReads) {
  for (const char* text : {"2026-12-01T22:00:00Z", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(Instant::parse(text)->to_string(), text);
  }
  EXPECT_EQ(Instant(-1).date(), "1969-12-31");
}

TEST(Instant, KnowsLeapYears) {
  EXPECT_TRUE(Instant::from_civil(2000, 2, 29));
  EXPECT_FALSE(Instant::from_civil(1900, 2, 29));
}

}  // namespace instant_test
}  // namespace chainlint
