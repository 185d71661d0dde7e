#include <gtest/gtest.h>

#include "chainlint/asn1/reader.h"
#include "octets.h"

namespace chainlint::asn1 {
namespace text_test {

TEST(ReadText, DecodesEveryStringType) {
  EXPECT_EQ(read_text(tag::kUtf8String, octets("C3 BC")), "ü");
  EXPECT_EQ(read_text(tag::kPrintableString, octets("41 62")), "Ab");
  EXPECT_EQ(read_text(tag::kTeletexString, octets("FC")), "ü");
  EXPECT_EQ(read_text(tag::kBmpString, octets("00 FC 20 AC")), "ü€");
  EXPECT_EQ(read_text(tag::kUniversalString, octets("00 00 00 FC 00 01 F6 00")), "ü😀");
}

TEST(ReadText, TakesAPairOfSurrogatesInABmpStringForOneCharacter) { EXPECT_EQ(read_text(tag::kBmpString, octets("D8 3D DE 00")), "😀"); }

TEST(ReadText, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(read_text(tag::kUtf8String, octets("41 FF 42")),
            "A\uFFFD"
            "B");
  EXPECT_EQ(read_text(tag::kUtf8String, octets("C3 BC C3")), "ü\uFFFD");
}

TEST(ReadText, ReplacesWhatIsNoCharacter) {
  EXPECT_EQ(read_text(tag::kUniversalString, octets("00 11 00 00")), "\uFFFD");
  EXPECT_EQ(read_text(tag::kBmpString, octets("D8 00")), "\uFFFD");
}

TEST(ReadText, GuessesTheEncodingOfBytesThatAreWrongForTheType) {
  EXPECT_EQ(read_text(tag::kPrintableString, octets("C3 BC")), "ü");
  EXPECT_EQ(read_text(tag::kIa5String, octets("FC")), "ü");
}

}  // namespace text_test
}  // namespace chainlint::asn1
