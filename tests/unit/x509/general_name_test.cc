#include "chainlint/x509/general_name.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/asn1/octets.h"

namespace chainlint::x509 {
namespace general_name_test {

std::string address(const char* hex) {
  const Bytes content = asn1::octets(hex);
  return GeneralName{GeneralNameKind::ip, content, {}}.to_string();
}

// The texts of the names joined by '|', or what is wrong.
std::string names(const char* hex) {
  const Bytes content = asn1::octets(hex);
  auto read = read_general_names(asn1::Asn1Reader(content));
  if (!read) return read.error().what;
  std::string text;
  for (const GeneralName& name : *read) text += name.to_string() + "|";
  return text;
}

TEST(GeneralName, ShowsAddresses) {
  EXPECT_EQ(address("C0 00 02 01"), "192.0.2.1");
  EXPECT_EQ(address("C0 00 02"), "#c00002");
}

// The examples of RFC 5952 sections 4 and 5.
TEST(GeneralName, ShowsIpv6AddressesAsRfc5952Says) {
  EXPECT_EQ(address("20010db8 00000000 00000000 00000001"), "2001:db8::1");
  EXPECT_EQ(address("20010db8 00000001 00010001 00010001"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(address("20010000 00000001 00000000 00000001"), "2001:0:0:1::1");
  EXPECT_EQ(address("20010db8 00000000 00010000 00000001"), "2001:db8::1:0:0:1");
  EXPECT_EQ(address("00000000 00000000 00000000 00000000"), "::");
  EXPECT_EQ(address("00010000 00000000 00000000 00000000"), "1::");
  EXPECT_EQ(address("00000000 00000000 00000000 00000001"), "::1");
}

TEST(GeneralName, ShowsSubtreesOfAddresses) {
  EXPECT_EQ(address("C0000200 FFFFFF00"), "192.0.2.0/24");
  EXPECT_EQ(address("00000000 00000000"), "0.0.0.0/0");
  EXPECT_EQ(address("C0000201 FFFFFFFF"), "192.0.2.1/32");
  EXPECT_EQ(address("C0000200 FF00FF00"), "192.0.2.0/255.0.255.0");
  EXPECT_EQ(address("20010db8000000000000000000000000 ffffffff000000000000000000000000"), "2001:db8::/32");
}

TEST(GeneralName, ReadsEveryKind) {
  EXPECT_EQ(names("81 01 61 82 01 62 86 01 63 87 04 7F000001 88 02 2A03"), "a|b|c|127.0.0.1|1.2.3|");
  EXPECT_EQ(names("A4 10 30 0E 31 0C 30 0A 06 03 55 04 03 0C 03 61 62 63"), "CN=abc|");
  EXPECT_EQ(names("A0 09 06 02 2A03 A0 03 0C 01 78"), "1.2.3:x|");
  EXPECT_EQ(names("A0 09 06 02 2A03 A0 03 02 01 05"), "1.2.3:#020105|");
  EXPECT_EQ(names("A3 02 05 00 A5 02 05 00"), "x400Address:#0500|ediPartyName:#0500|");
  EXPECT_EQ(names(""), "");
}

TEST(GeneralName, IsSafeToPrint) { EXPECT_EQ(names("82 04 61 0A 62 00"), "a\\u{A}b\\u{0}|"); }

TEST(GeneralName, RefusesUnknownKindsAndWrongForms) {
  EXPECT_EQ(names("89 00"), "name is not one of the nine kinds of GeneralName");
  EXPECT_EQ(names("16 01 61"), "name is not one of the nine kinds of GeneralName");
  EXPECT_EQ(names("A2 03 16 01 61"), "name has the wrong form for its kind of GeneralName");
  EXPECT_EQ(names("84 02 30 00"), "name has the wrong form for its kind of GeneralName");
  EXPECT_EQ(names("A4 04 30 00 30 00"), "directoryName contains more than one name");
  EXPECT_EQ(names("A4 00"), "element is missing");
}

}  // namespace general_name_test
}  // namespace chainlint::x509
