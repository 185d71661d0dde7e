#include "chainlint/asn1/oid.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "octets.h"
#include "oid_names.h"

namespace chainlint::asn1 {
namespace oid_test {

// The example of X.690 section 8.19.5, and 2.999, the arc that is kept for examples.
TEST(Oid, IsEncodedAsX690Shows) {
  EXPECT_EQ(to_hex(make_oid<2, 100, 3>()), "813403");
  EXPECT_EQ(to_hex(make_oid<2, 999, 3>()), "883703");
  EXPECT_EQ(to_hex(oid_from_dotted("2.999.3")), "883703");
  EXPECT_EQ(to_hex(make_oid<1, 2, 840, 113549, 1, 1, 11>()), "2a864886f70d01010b");
}

TEST(Oid, GoesToDottedTextAndBack) {
  for (const char* dotted :
       {"0.0", "0.39", "1.39.1", "2.5.4.3", "2.47", "2.48.128", "2.999.16384", "1.2.840.113549.1.1.11", "2.25.18446744073709551615"}) {
    EXPECT_EQ(oid_to_dotted(oid_from_dotted(dotted)), dotted);
  }
}

TEST(Oid, RefusesTextThatIsNoIdentifier) {
  for (const char* text : {"", "1", "1.", ".1", "3.1", "1.40", "1.2..3", "1.2.x", "1.2.-1", "1.02", "1.2.18446744073709551616",
                           "2.18446744073709551615", "1.2 "}) {
    EXPECT_TRUE(oid_from_dotted(text).empty()) << text;
  }
}

TEST(Oid, ShowsMalformedEncodingsInHexadecimal) {
  EXPECT_EQ(oid_to_dotted({}), "oid:");
  EXPECT_EQ(oid_to_dotted(octets("2A 86")), "oid:2a86");
  EXPECT_EQ(oid_to_dotted(octets("2A 80 01")), "oid:2a8001");
  EXPECT_EQ(oid_to_dotted(octets("69 83 FF FF FF FF FF FF FF FF 7F")), "oid:6983ffffffffffffffff7f");
}

TEST(OidName, KnowsTheFieldsNames) {
  EXPECT_EQ(oid_name(make_oid<1, 2, 840, 113549, 1, 1, 11>()), "sha256WithRSAEncryption");
  EXPECT_EQ(oid_name(make_oid<2, 5, 29, 19>()), "basicConstraints");
  EXPECT_EQ(oid_name(make_oid<1, 3, 6, 1, 5, 5, 7, 3, 1>()), "serverAuth");
  EXPECT_EQ(oid_name(make_oid<2, 5, 4, 3>()), "CN");
  EXPECT_EQ(oid_name(make_oid<1, 2, 3, 4>()), "1.2.3.4");
}

TEST(OidName, EachIdentifierAndEachNameIsThereOnce) {
  std::set<std::string_view> dotted, names;
  for (const OidName& entry : known_oids()) {
    EXPECT_FALSE(oid_from_dotted(entry.dotted).empty()) << entry.dotted;
    EXPECT_TRUE(dotted.insert(entry.dotted).second) << entry.dotted;
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
  }
}

}  // namespace oid_test
}  // namespace chainlint::asn1
