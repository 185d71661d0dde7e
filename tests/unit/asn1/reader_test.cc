#include "chainlint/asn1/reader.h"

#include <gtest/gtest.h>

#include <string>

#include "octets.h"

namespace chainlint::asn1 {
namespace reader_test {

// Everything that is wrong with the first element, or "" if nothing is.
std::string fault(const Bytes& bytes, Encoding encoding) {
  Asn1Reader reader(bytes, encoding);
  auto element = reader.next();
  return element ? "" : element.error().what;
}

TEST(Asn1Reader, ReadsElementsOneAfterAnother) {
  const Bytes bytes = octets("02 01 05 04 02 AA BB");
  Asn1Reader reader(bytes);
  auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->is(tag::kInteger));
  auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(to_hex(second->content), "aabb");
  EXPECT_EQ(to_hex(second->encoded), "0402aabb");
  EXPECT_TRUE(reader.at_end());
}

TEST(Asn1Reader, CountsOffsetsFromTheOutermostBuffer) {
  const Bytes bytes = octets("30 05 30 03 02 01 05");
  Asn1Reader outer(bytes, Encoding::der, 100);
  auto sequence = outer.next();
  ASSERT_TRUE(sequence);
  Asn1Reader middle = outer.enter(*sequence);
  auto inner = middle.next();
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->offset, 102u);
  EXPECT_EQ(inner->content_offset, 104u);
  EXPECT_EQ(middle.enter(*inner).depth(), 2u);
}

TEST(Asn1Reader, DerRefusesWhatBerAllows) {
  EXPECT_EQ(fault(octets("04 81 01 00"), Encoding::der), "length is not in its shortest form");
  EXPECT_EQ(fault(octets("04 82 00 80"), Encoding::der), "length is not in its shortest form");
  EXPECT_EQ(fault(octets("30 80 00 00"), Encoding::der), "length is indefinite, which DER does not allow");
  EXPECT_EQ(fault(octets("24 00"), Encoding::der), "string is constructed, which DER does not allow");
  EXPECT_EQ(fault(octets("04 81 01 00"), Encoding::ber), "");
  EXPECT_EQ(fault(octets("04 89 00 00 00 00 00 00 00 00 01 00"), Encoding::ber), "");
  EXPECT_EQ(fault(octets("30 80 00 00"), Encoding::ber), "");
  EXPECT_EQ(fault(octets("24 00"), Encoding::ber), "");
}

TEST(Asn1Reader, RefusesWhatNeitherAllows) {
  for (const Encoding encoding : {Encoding::der, Encoding::ber}) {
    EXPECT_EQ(fault({}, encoding), "element is missing");
    EXPECT_EQ(fault(octets("30"), encoding), "length is missing");
    EXPECT_EQ(fault(octets("04 03 AA BB"), encoding), "element is longer than its container");
    EXPECT_EQ(fault(octets("04 82 01"), encoding), "length is cut off");
    EXPECT_EQ(fault(octets("04 FF 01"), encoding), "length byte is FF, which is reserved");
    EXPECT_EQ(fault(octets("04 89 01 00 00 00 00 00 00 00 00"), encoding), "length is over 64 bits");
    EXPECT_EQ(fault(octets("04 88 FF FF FF FF FF FF FF FF"), encoding), "element is longer than its container");
    EXPECT_EQ(fault(octets("10 00"), encoding), "SEQUENCE or SET is primitive");
    EXPECT_EQ(fault(octets("22 03 02 01 05"), encoding), "primitive type is constructed");
    EXPECT_EQ(fault(octets("00 00"), encoding), "end-of-contents outside of an indefinite length");
  }
  EXPECT_EQ(fault(octets("04 80 00 00"), Encoding::ber), "length of a primitive element is indefinite");
}

TEST(Asn1Reader, ReadsHighTagNumbers) {
  const Bytes bytes = octets("BF 87 68 01 00");
  Asn1Reader reader(bytes);
  auto element = reader.next();
  ASSERT_TRUE(element);
  EXPECT_EQ(element->identifier, 1000u << 8 | 0xBFu);
  EXPECT_TRUE(element->constructed());
  EXPECT_EQ(fault(octets("9F 1E 00"), Encoding::der), "tag number is not in its shortest form");
  EXPECT_EQ(fault(octets("9F 80 1F 00"), Encoding::der), "tag number is not in its shortest form");
  EXPECT_EQ(fault(octets("9F FF FF FF FF 7F 00"), Encoding::ber), "tag number is over 16777215");
  EXPECT_EQ(fault(octets("9F 81"), Encoding::ber), "tag number is cut off");
}

// The element after an indefinite one inside a definite one: what a reader that counts from the wrong start swallows.
TEST(Asn1Reader, EndsAnIndefiniteLengthBeforeItsSibling) {
  const Bytes bytes = octets("30 0D 02 01 05 30 80 02 01 06 00 00 02 01 07");
  Asn1Reader outer(bytes, Encoding::ber);
  auto sequence = outer.next();
  ASSERT_TRUE(sequence);
  Asn1Reader inner = outer.enter(*sequence);
  ASSERT_TRUE(inner.next());
  auto indefinite = inner.next();
  ASSERT_TRUE(indefinite);
  EXPECT_TRUE(indefinite->indefinite);
  EXPECT_EQ(to_hex(indefinite->content), "020106");
  EXPECT_EQ(to_hex(indefinite->encoded), "30800201060000");
  auto last = inner.next();
  ASSERT_TRUE(last);
  EXPECT_EQ(to_hex(last->content), "07");
}

TEST(Asn1Reader, FindsTheEndOfNestedIndefiniteLengths) {
  const Bytes bytes = octets("30 80 30 80 04 02 00 00 00 00 30 02 00 00 00 00");
  Asn1Reader reader(bytes, Encoding::ber);
  auto element = reader.next();
  ASSERT_TRUE(element);
  EXPECT_EQ(to_hex(element->content),
            "30800402000000003002"
            "0000");
  EXPECT_TRUE(reader.at_end());
}

TEST(Asn1Reader, SaysThatAnIndefiniteLengthNeverEnds) {
  EXPECT_EQ(fault(octets("30 80 02 01 05 00"), Encoding::ber), "end of the indefinite length is missing");
  EXPECT_EQ(fault(octets("30 80 02 01 05"), Encoding::ber), "end of the indefinite length is missing");
}

TEST(Asn1Reader, LimitsTheDepth) {
  Bytes bytes;
  for (int i = 0; i < 100000; ++i) bytes.insert(bytes.end(), {0x30, 0x80});
  EXPECT_EQ(fault(bytes, Encoding::ber), "elements are nested more than 64 deep");

  const Bytes empty = octets("30 00");
  EXPECT_TRUE(Asn1Reader(empty, Encoding::der, 0, 64).next());
  auto deeper = Asn1Reader(empty, Encoding::der, 0, 65).next();
  ASSERT_FALSE(deeper);
  EXPECT_STREQ(deeper.error().what, "elements are nested more than 64 deep");
}

TEST(Asn1Reader, StaysWhereItWasAfterAnError) {
  const Bytes bytes = octets("02 01 05 04 09 AA");
  Asn1Reader reader(bytes);
  ASSERT_TRUE(reader.next());
  auto broken = reader.next();
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().offset, 3u);
  EXPECT_EQ(reader.offset(), 3u);
  EXPECT_EQ(to_hex(reader.rest()), "0409aa");
}

TEST(Asn1Reader, NamesTheFieldThatIsNotWhatWasExpected) {
  const Bytes bytes = octets("04 01 AA");
  Asn1Reader reader(bytes);
  auto element = reader.expect(tag::kInteger, "serialNumber is not an INTEGER");
  ASSERT_FALSE(element);
  EXPECT_STREQ(element.error().what, "serialNumber is not an INTEGER");
  EXPECT_EQ(reader.offset(), 0u);
}

TEST(Asn1Reader, LeavesAnElementThatIsNotTheOptionalOne) {
  const Bytes bytes = octets("04 01 AA");
  Asn1Reader reader(bytes);
  auto absent = reader.optional(tag::kInteger);
  ASSERT_TRUE(absent);
  EXPECT_FALSE(absent->has_value());
  auto present = reader.optional(tag::kOctetString);
  ASSERT_TRUE(present);
  EXPECT_TRUE(present->has_value());
  EXPECT_FALSE(reader.finish("bytes are left").has_value());
}

TEST(Asn1Reader, ReportsABrokenOptionalElement) {
  const Bytes bytes = octets("04 05 AA");
  Asn1Reader reader(bytes);
  EXPECT_FALSE(reader.optional(tag::kOctetString));
}

TEST(Asn1Reader, FinishSaysWhatIsLeft) {
  const Bytes bytes = octets("05 00 05 00");
  Asn1Reader reader(bytes, Encoding::der, 10);
  ASSERT_TRUE(reader.next());
  auto error = reader.finish("bytes are left");
  ASSERT_TRUE(error.has_value());
  EXPECT_STREQ(error->what, "bytes are left");
  EXPECT_EQ(error->offset, 12u);
}

TEST(ReadSingle, RefusesBytesAfterTheElement) {
  EXPECT_TRUE(read_single(octets("05 00")));
  auto error = read_single(octets("05 00 00"));
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().offset, 2u);
}

}  // namespace reader_test
}  // namespace chainlint::asn1
