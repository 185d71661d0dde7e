#include "chainlint/asn1/writer.h"

#include <gtest/gtest.h>

#include <string>

#include "chainlint/asn1/reader.h"
#include "octets.h"

namespace chainlint::asn1 {
namespace writer_test {

std::string integer(std::int64_t value) { return to_hex(DerWriter().integer(value).bytes()); }

// X.690 section 8.3.2: two's complement, and the first nine bits are not all alike.
TEST(DerWriter, WritesIntegersInTheirShortestForm) {
  EXPECT_EQ(integer(0), "020100");
  EXPECT_EQ(integer(127), "02017f");
  EXPECT_EQ(integer(128), "02020080");
  EXPECT_EQ(integer(256), "02020100");
  EXPECT_EQ(integer(-128), "020180");
  EXPECT_EQ(integer(-129), "0202ff7f");
  EXPECT_EQ(integer(INT64_MAX), "02087fffffffffffffff");
  EXPECT_EQ(integer(INT64_MIN), "02088000000000000000");
}

TEST(DerWriter, AddsTheZeroThatAnUnsignedIntegerNeeds) {
  EXPECT_EQ(to_hex(DerWriter().unsigned_integer(octets("80")).bytes()), "02020080");
  EXPECT_EQ(to_hex(DerWriter().unsigned_integer(octets("00 00 7F")).bytes()), "02017f");
  EXPECT_EQ(to_hex(DerWriter().unsigned_integer({}).bytes()), "020100");
}

TEST(DerWriter, WritesLengthsInTheirShortestForm) {
  EXPECT_EQ(to_hex(ByteView(DerWriter().octet_string(Bytes(127)).bytes()).first(3)), "047f00");
  EXPECT_EQ(to_hex(ByteView(DerWriter().octet_string(Bytes(128)).bytes()).first(4)), "04818000");
  EXPECT_EQ(to_hex(ByteView(DerWriter().octet_string(Bytes(256)).bytes()).first(5)), "0482010000");
  EXPECT_EQ(to_hex(ByteView(DerWriter().octet_string(Bytes(65536)).bytes()).first(6)), "048301000000");
}

TEST(DerWriter, NestsSequences) {
  DerWriter writer;
  writer.sequence([](DerWriter& outer) {
    outer.boolean(true).null().nested(tag::context_constructed(0), [](DerWriter& inner) { inner.oid(octets("55 04 03")); });
  });
  EXPECT_EQ(to_hex(writer.bytes()), "300c0101ff0500a0050603550403");
}

TEST(DerWriter, WritesBitStrings) { EXPECT_EQ(to_hex(DerWriter().bit_string(octets("A0"), 5).bytes()), "030205a0"); }

TEST(DerWriter, ChoosesTheTypeOfATimeByItsYear) {
  EXPECT_EQ(as_text(DerWriter().time(*Instant::from_civil(2049, 12, 31, 23, 59, 59)).bytes()),
            "\x17\x0D"
            "491231235959Z");
  EXPECT_EQ(as_text(DerWriter().time(*Instant::from_civil(2050, 1, 1)).bytes()),
            "\x18\x0F"
            "20500101000000Z");
  EXPECT_EQ(as_text(DerWriter().time(*Instant::from_civil(1950, 1, 1)).bytes()),
            "\x17\x0D"
            "500101000000Z");
  EXPECT_EQ(as_text(DerWriter().time(*Instant::from_civil(1949, 12, 31)).bytes()),
            "\x18\x0F"
            "19491231000000Z");
  EXPECT_EQ(as_text(DerWriter().time(*Instant::from_civil(9999, 12, 31)).bytes()),
            "\x18\x0F"
            "99991231000000Z");
}

TEST(DerWriter, ConvertsTextToTheStringType) {
  EXPECT_EQ(to_hex(DerWriter().text(tag::kUtf8String, "ü€").bytes()), "0c05c3bce282ac");
  EXPECT_EQ(to_hex(DerWriter().text(tag::kBmpString, "ü€").bytes()), "1e0400fc20ac");
  EXPECT_EQ(to_hex(DerWriter().text(tag::kTeletexString, "ü€").bytes()), "1402fc3f");
  EXPECT_EQ(to_hex(DerWriter().text(tag::kUniversalString, "😀").bytes()), "1c040001f600");
}

TEST(DerWriter, SortsASetByItsEncodings) {
  EXPECT_EQ(to_hex(DerWriter().set_of({octets("04 01 02"), octets("04 01 01"), octets("02 01 09")}).bytes()), "3109020109040101040102");
}

TEST(DerWriter, WritesHighTagNumbersAsTheReaderReadsThem) {
  const Bytes bytes = DerWriter().element(1000u << 8 | 0xBF, {}).bytes();
  EXPECT_EQ(to_hex(bytes), "bf876800");
  EXPECT_EQ(Asn1Reader(bytes).next()->identifier, 1000u << 8 | 0xBF);
}

}  // namespace writer_test
}  // namespace chainlint::asn1
