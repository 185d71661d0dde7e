#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "chainlint/asn1/reader.h"
#include "octets.h"

namespace chainlint::asn1 {
namespace value_test {

// An element with this content; its header does not matter to the functions under test.
Element with_content(const Bytes& content, std::uint32_t identifier = tag::kInteger) {
  Element element;
  element.identifier = identifier;
  element.content = content;
  return element;
}

std::optional<std::int64_t> small_integer(const char* hex, Encoding encoding = Encoding::der) {
  const Bytes content = octets(hex);
  auto value = read_small_integer(with_content(content), encoding);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::uint32_t> named_bits(const char* hex, Encoding encoding = Encoding::der) {
  const Bytes content = octets(hex);
  auto value = read_named_bits(with_content(content), encoding);
  return value ? std::optional(*value) : std::nullopt;
}

TEST(ReadBoolean, KnowsTwoValuesInDerAndMoreInBer) {
  const Bytes yes = octets("FF"), no = octets("00"), odd = octets("01"), two = octets("00 00");
  EXPECT_TRUE(*read_boolean(with_content(yes), Encoding::der));
  EXPECT_FALSE(*read_boolean(with_content(no), Encoding::der));
  EXPECT_FALSE(read_boolean(with_content(odd), Encoding::der));
  EXPECT_TRUE(*read_boolean(with_content(odd), Encoding::ber));
  EXPECT_FALSE(read_boolean(with_content(two), Encoding::ber));
  EXPECT_FALSE(read_boolean(with_content({}), Encoding::ber));
}

TEST(ReadSmallInteger, ReadsUpTo63Bits) {
  EXPECT_EQ(small_integer("00"), 0);
  EXPECT_EQ(small_integer("7F"), 127);
  EXPECT_EQ(small_integer("00 80"), 128);
  EXPECT_EQ(small_integer("7F FF FF FF FF FF FF FF"), INT64_MAX);
  EXPECT_EQ(small_integer("00 80 00 00 00 00 00 00 00"), std::nullopt);
  EXPECT_EQ(small_integer("01 00 00 00 00 00 00 00 00"), std::nullopt);
}

TEST(ReadSmallInteger, RefusesNegativeEmptyAndInDerLongForms) {
  EXPECT_EQ(small_integer("FF"), std::nullopt);
  EXPECT_EQ(small_integer(""), std::nullopt);
  EXPECT_EQ(small_integer("00 05"), std::nullopt);
  EXPECT_EQ(small_integer("00 05", Encoding::ber), 5);
  EXPECT_EQ(small_integer("00 00 00 00 00 00 00 00 00 00 05", Encoding::ber), 5);
}

TEST(ReadUnsignedInteger, LeavesOutLeadingZeros) {
  const Bytes content = octets("00 FF 01"), zero = octets("00");
  EXPECT_EQ(to_hex(*read_unsigned_integer(with_content(content), Encoding::der)), "ff01");
  EXPECT_EQ(to_hex(*read_unsigned_integer(with_content(zero), Encoding::der)), "");
}

TEST(ReadBitOctets, RequiresWholeBytes) {
  const Bytes whole = octets("00 AA BB"), part = octets("01 AA"), nothing;
  EXPECT_EQ(to_hex(*read_bit_octets(with_content(whole))), "aabb");
  EXPECT_FALSE(read_bit_octets(with_content(part)));
  EXPECT_FALSE(read_bit_octets(with_content(nothing)));
}

TEST(ReadNamedBits, CountsFromTheMostSignificantBit) {
  EXPECT_EQ(named_bits("05 A0"), 0b101u);
  EXPECT_EQ(named_bits("07 06 80"), 1u << 5 | 1u << 6 | 1u << 8);
  EXPECT_EQ(named_bits("00"), 0u);
}

TEST(ReadNamedBits, RefusesInDerWhatIsNotShortest) {
  EXPECT_EQ(named_bits("00 A0"), std::nullopt);
  EXPECT_EQ(named_bits("05 A1"), std::nullopt);
  EXPECT_EQ(named_bits("00 A0", Encoding::ber), 0b101u);
  EXPECT_EQ(named_bits("05 A1", Encoding::ber), 0b101u);
  EXPECT_EQ(named_bits("08 A0", Encoding::ber), std::nullopt);
  EXPECT_EQ(named_bits("01", Encoding::ber), std::nullopt);
  EXPECT_EQ(named_bits("", Encoding::ber), std::nullopt);
}

TEST(ReadNamedBits, KeepsTheFirst32) { EXPECT_EQ(named_bits("00 80 00 00 00 FF"), 1u); }

TEST(ReadOctets, GivesAViewOfAPrimitiveString) {
  const Bytes content = octets("AA BB");
  Bytes own;
  auto view = read_octets(with_content(content, tag::kOctetString), Encoding::der, own);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->data(), content.data());
}

TEST(ReadOctets, JoinsAConstructedString) {
  const Bytes bytes = octets("24 80 04 02 AA BB 24 80 04 01 CC 00 00 24 03 04 01 DD 00 00");
  Asn1Reader reader(bytes, Encoding::ber);
  auto element = reader.next();
  ASSERT_TRUE(element);
  Bytes own;
  auto view = read_octets(*element, Encoding::ber, own);
  ASSERT_TRUE(view);
  EXPECT_EQ(to_hex(*view), "aabbccdd");
  EXPECT_FALSE(read_octets(*element, Encoding::der, own));
}

TEST(ReadOctets, RefusesOtherTypesInside) {
  const Bytes bytes = octets("24 03 02 01 05");
  Asn1Reader reader(bytes, Encoding::ber);
  Bytes own;
  EXPECT_FALSE(read_octets(*reader.next(), Encoding::ber, own));
}

TEST(ReadOctets, LimitsNestingAndParts) {
  const Bytes bytes = octets("24 06 24 04 24 02 04 00");
  Asn1Reader reader(bytes, Encoding::ber);
  auto element = reader.next();
  ASSERT_TRUE(element);
  Bytes own;
  Limits limits;
  EXPECT_TRUE(read_octets(*element, Encoding::ber, own, limits));
  limits.octet_string_depth = 2;
  EXPECT_FALSE(read_octets(*element, Encoding::ber, own, limits));
  limits = {};
  limits.asn1_elements = 2;
  EXPECT_FALSE(read_octets(*element, Encoding::ber, own, limits));
}

}  // namespace value_test
}  // namespace chainlint::asn1
