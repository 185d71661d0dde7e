#include <gtest/gtest.h>

#include <string>

#include "chainlint/asn1/reader.h"

namespace chainlint::asn1 {
namespace time_test {

// The time as text, or what is wrong with it.
std::string time_text(std::uint32_t identifier, std::string_view text, Encoding encoding) {
  Element element;
  element.identifier = identifier;
  element.content = as_bytes(text);
  auto time = read_time(element, encoding);
  return time ? time->to_string() : time.error().what;
}

std::string utc(std::string_view text, Encoding encoding = Encoding::der) { return time_text(tag::kUtcTime, text, encoding); }
std::string generalized(std::string_view text, Encoding encoding = Encoding::der) {
  return time_text(tag::kGeneralizedTime, text, encoding);
}

TEST(ReadTime, UtcTimeIsBetween1950And2049) {
  EXPECT_EQ(utc("500101000000Z"), "1950-01-01T00:00:00Z");
  EXPECT_EQ(utc("991231235959Z"), "1999-12-31T23:59:59Z");
  EXPECT_EQ(utc("491231235959Z"), "2049-12-31T23:59:59Z");
}

TEST(ReadTime, GeneralizedTimeCoversFourDigitsOfYear) {
  EXPECT_EQ(generalized("00000101000000Z"), "0000-01-01T00:00:00Z");
  EXPECT_EQ(generalized("99991231235959Z"), "9999-12-31T23:59:59Z");
}

TEST(ReadTime, DerWantsOneForm) {
  EXPECT_EQ(utc("2601010000Z"), "UTCTime is not of the form YYMMDDHHMMSSZ");
  EXPECT_EQ(utc("260101000000"), "UTCTime is not of the form YYMMDDHHMMSSZ");
  EXPECT_EQ(utc("260101000000+0100"), "UTCTime is not of the form YYMMDDHHMMSSZ");
  EXPECT_EQ(generalized("20260101000000.5Z"), "GeneralizedTime is not of the form YYYYMMDDHHMMSSZ");
  EXPECT_EQ(generalized(""), "GeneralizedTime is not of the form YYYYMMDDHHMMSSZ");
}

TEST(ReadTime, BerAllowsMoreForms) {
  EXPECT_EQ(utc("2601010102Z", Encoding::ber), "2026-01-01T01:02:00Z");
  EXPECT_EQ(utc("260101010203", Encoding::ber), "2026-01-01T01:02:03Z");
  EXPECT_EQ(utc("260101003000+0100", Encoding::ber), "2025-12-31T23:30:00Z");
  EXPECT_EQ(utc("2601010030-0530", Encoding::ber), "2026-01-01T06:00:00Z");
  EXPECT_EQ(generalized("2026010112", Encoding::ber), "2026-01-01T12:00:00Z");
  EXPECT_EQ(generalized("20260101120000.123Z", Encoding::ber), "2026-01-01T12:00:00Z");
  EXPECT_EQ(generalized("20260101120000,5+01", Encoding::ber), "2026-01-01T11:00:00Z");
}

TEST(ReadTime, RefusesWhatIsNoTime) {
  EXPECT_EQ(utc("261301000000Z"), "UTCTime is not a valid date and time");
  EXPECT_EQ(utc("260230000000Z"), "UTCTime is not a valid date and time");
  EXPECT_EQ(utc("260101240000Z"), "UTCTime is not a valid date and time");
  EXPECT_EQ(utc("2601010000-0Z"), "UTCTime is not a valid date and time");
  for (const char* text : {"", "26", "260101000000.Z", "260101000000ZZ", "260101000000+2400", "260101000000+01x0", "26010100000"}) {
    EXPECT_EQ(utc(text, Encoding::ber), "UTCTime is not a valid date and time") << text;
  }
}

TEST(ReadTime, RefusesAZoneThatLeavesTheYears0000To9999) {
  EXPECT_EQ(generalized("99991231235959-0100", Encoding::ber), "GeneralizedTime is not a valid date and time");
  EXPECT_EQ(generalized("00000101000000+0100", Encoding::ber), "GeneralizedTime is not a valid date and time");
}

TEST(ReadTime, RefusesOtherTypes) {
  EXPECT_EQ(time_text(tag::kIa5String, "260101000000Z", Encoding::ber), "time is neither a UTCTime nor a GeneralizedTime");
}

}  // namespace time_test
}  // namespace chainlint::asn1
