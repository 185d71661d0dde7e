#include "chainlint/x509/name.h"

#include <gtest/gtest.h>

#include "certificate_parts.h"

namespace chainlint::x509 {
namespace name_test {

// The bytes of a name and the name, which borrows them.
struct OwnedName {
  Bytes der;
  Name name;
  explicit OwnedName(Bytes octets) : der(std::move(octets)) {
    const auto element = asn1::read_single(der);
    EXPECT_TRUE(element);
    auto read = Name::read(*element);
    EXPECT_TRUE(read);
    name = *read;
  }
};

struct Attribute {
  ByteView type;
  std::uint32_t string_tag;
  std::string_view text;
};

// One RDN for each inner list.
Bytes encode(const std::vector<std::vector<Attribute>>& rdns) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& list) {
    for (const auto& rdn : rdns) {
      list.nested(asn1::tag::kSet, [&](asn1::DerWriter& set) {
        for (const Attribute& one : rdn) set.sequence([&](asn1::DerWriter& pair) { pair.oid(one.type).text(one.string_tag, one.text); });
      });
    }
  });
  return writer.take();
}

std::string canonical(const std::vector<std::vector<Attribute>>& rdns) { return OwnedName(encode(rdns)).name.canonical(); }
std::string canonical(std::uint32_t string_tag, std::string_view text) { return canonical({{{oid::kCommonName, string_tag, text}}}); }
std::string canonical(std::string_view text) { return canonical(asn1::tag::kUtf8String, text); }
std::string text_of(std::string_view common_name) { return OwnedName(encoded_name(common_name)).name.to_string(); }

// A name whose common name has this type and these bytes, whether or not they are text.
std::string canonical_of_octets(std::uint32_t value_tag, const Bytes& value) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& list) {
    list.nested(asn1::tag::kSet, [&](asn1::DerWriter& set) {
      set.sequence([&](asn1::DerWriter& pair) { pair.oid(oid::kCommonName).element(value_tag, value); });
    });
  });
  return OwnedName(writer.take()).name.canonical();
}

TEST(NameComparison, TheStringTypeDoesNotMatter) {
  const std::string expected = canonical(asn1::tag::kUtf8String, "Müller");
  EXPECT_EQ(canonical(asn1::tag::kTeletexString, "Müller"), expected);
  EXPECT_EQ(canonical(asn1::tag::kBmpString, "Müller"), expected);
  EXPECT_EQ(canonical(asn1::tag::kUniversalString, "Müller"), expected);
  EXPECT_EQ(canonical(asn1::tag::kPrintableString, "Mueller"), canonical(asn1::tag::kUtf8String, "Mueller"));
  EXPECT_NE(canonical(asn1::tag::kPrintableString, "Mueller"), expected);
}

TEST(NameComparison, CaseDoesNotMatter) {
  EXPECT_EQ(canonical("Example CA"), canonical("EXAMPLE ca"));
  EXPECT_EQ(canonical("ÄÖÜŁŽ"), canonical("äöüłž"));
  EXPECT_EQ(canonical("ΑΘΉΝΑΣ"), canonical("αθήνας"));
  EXPECT_EQ(canonical("МОСКВАЁ"), canonical("москваё"));
  EXPECT_EQ(canonical("STRASSE"), canonical("Straße"));
  EXPECT_EQ(canonical("Ÿ"), canonical("ÿ"));
  EXPECT_NE(canonical("Ä"), canonical("A"));
}

TEST(NameComparison, BlanksAtTheEndsAndRunsOfThemDoNotMatter) {
  EXPECT_EQ(canonical("  Example \t  CA "), canonical("Example CA"));
  EXPECT_EQ(canonical("Example\u00A0CA\u3000"), canonical("Example CA"));
  EXPECT_NE(canonical("ExampleCA"), canonical("Example CA"));
  EXPECT_EQ(canonical("   "), canonical(""));
}

TEST(NameComparison, InvisibleCharactersDoNotMatter) {
  EXPECT_EQ(canonical("Exam\u00ADple"), canonical("Example"));
  EXPECT_EQ(canonical("Exam\u200Bple"), canonical("Example"));
  EXPECT_EQ(canonical("Example\uFEFF CA"), canonical("Example CA"));
}

TEST(NameComparison, TheOrderInsideAnRdnDoesNotMatterAndThatOfRdnsDoes) {
  const Attribute a{oid::kCommonName, asn1::tag::kUtf8String, "a"}, b{oid::kOrganization, asn1::tag::kUtf8String, "b"};
  EXPECT_EQ(canonical({{a, b}}), canonical({{b, a}}));
  EXPECT_NE(canonical({{a}, {b}}), canonical({{b}, {a}}));
  EXPECT_NE(canonical({{a}, {b}}), canonical({{a, b}}));
}

TEST(NameComparison, TheTypeMatters) {
  EXPECT_NE(canonical({{{oid::kCommonName, asn1::tag::kUtf8String, "a"}}}),
            canonical({{{oid::kOrganization, asn1::tag::kUtf8String, "a"}}}));
}

TEST(NameComparison, WhatIsNoStringIsComparedByteForByte) {
  EXPECT_NE(canonical_of_octets(asn1::tag::kOctetString, asn1::octets("41")),
            canonical_of_octets(asn1::tag::kOctetString, asn1::octets("61")));
  EXPECT_NE(canonical_of_octets(asn1::tag::kOctetString, asn1::octets("61")),
            canonical_of_octets(asn1::tag::kUtf8String, asn1::octets("61")));
  EXPECT_EQ(canonical_of_octets(asn1::tag::kOctetString, asn1::octets("61")),
            canonical_of_octets(asn1::tag::kOctetString, asn1::octets("61")));
}

TEST(NameComparison, DamagedStringsAreEqualOnlyByteForByte) {
  EXPECT_NE(canonical_of_octets(asn1::tag::kUtf8String, asn1::octets("FE")),
            canonical_of_octets(asn1::tag::kUtf8String, asn1::octets("FF")));
  EXPECT_NE(canonical_of_octets(asn1::tag::kBmpString, asn1::octets("D8 00")),
            canonical_of_octets(asn1::tag::kBmpString, asn1::octets("D8 01")));
  EXPECT_NE(canonical_of_octets(asn1::tag::kBmpString, asn1::octets("00 41 00")),
            canonical_of_octets(asn1::tag::kBmpString, asn1::octets("00 41")));
  EXPECT_NE(canonical_of_octets(asn1::tag::kUtf8String, asn1::octets("FF")),
            canonical_of_octets(asn1::tag::kUtf8String, asn1::octets("EF BF BD")));
}

TEST(NameText, HasTheMostSpecificRdnFirst) {
  const OwnedName owned(
      encode({{{oid::kCountry, asn1::tag::kPrintableString, "DE"}},
              {{oid::kOrganization, asn1::tag::kUtf8String, "Example"}, {oid::kOrganizationalUnit, asn1::tag::kUtf8String, "Ops"}},
              {{oid::kCommonName, asn1::tag::kUtf8String, "www.example.com"}}}));
  EXPECT_EQ(owned.name.to_string(), "CN=www.example.com,O=Example+OU=Ops,C=DE");
}

// RFC 4514 section 2.4.
TEST(NameText, IsEscaped) {
  EXPECT_EQ(text_of("a,b+c\"d\\e<f>g;h"), "CN=a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h");
  EXPECT_EQ(text_of(" a "), "CN=\\ a\\ ");
  EXPECT_EQ(text_of("#a#"), "CN=\\#a#");
}

TEST(NameText, IsSafeToPrint) { EXPECT_EQ(text_of("a\n\u202Eb"), "CN=a\\u{A}\\u{202E}b"); }

TEST(NameText, ShowsUnknownTypesAndWhatIsNoString) {
  asn1::DerWriter writer;
  writer.sequence([](asn1::DerWriter& list) {
    list.nested(asn1::tag::kSet, [](asn1::DerWriter& set) {
      set.sequence([](asn1::DerWriter& pair) { pair.oid(asn1::octets("2A 03 04")).octet_string(asn1::octets("AB")); });
    });
  });
  EXPECT_EQ(OwnedName(writer.take()).name.to_string(), "1.2.3.4=#0401ab");
  EXPECT_EQ(OwnedName(asn1::octets("30 00")).name.to_string(), "(empty)");
}

// X.501 wants an attribute in each RDN. A text without one would be no name that a message can show.
TEST(NameText, ShowsAnRdnWithoutAttributes) {
  const OwnedName alone(asn1::octets("30 02 31 00"));
  EXPECT_EQ(alone.name.to_string(), "(empty)");
  EXPECT_EQ(alone.name.display(), "(empty)");
  EXPECT_EQ(OwnedName(asn1::octets("30 10 31 0C 30 0A 06 03 55 04 0A 0C 03 41 42 43 31 00")).name.to_string(), "(empty),O=ABC");
}

TEST(NameText, DisplaysTheCommonNameOrWhatComesNearest) {
  const Attribute first{oid::kCommonName, asn1::tag::kUtf8String, "first"}, last{oid::kCommonName, asn1::tag::kUtf8String, "last"};
  const Attribute unit{oid::kOrganizationalUnit, asn1::tag::kUtf8String, "unit"},
      organization{oid::kOrganization, asn1::tag::kUtf8String, "org"};
  EXPECT_EQ(OwnedName(encode({{first}, {last}, {unit}})).name.display(), "last");
  EXPECT_EQ(OwnedName(encode({{organization}, {unit}})).name.display(), "unit");
  EXPECT_EQ(OwnedName(encode({{organization}})).name.display(), "org");
  EXPECT_EQ(OwnedName(encode({{{oid::kCountry, asn1::tag::kPrintableString, "DE"}}})).name.display(), "C=DE");
  EXPECT_EQ(OwnedName(encode({{first}, {last}})).name.values(oid::kCommonName), (std::vector<std::string>{"first", "last"}));
  EXPECT_EQ(OwnedName(encode({{first}, {last}})).name.common_name(), "last");
  EXPECT_EQ(OwnedName(encode({{first}})).name.organization(), std::nullopt);
}

TEST(NameSubtree, ContainsNamesThatBeginWithTheSameRdns) {
  const Attribute country{oid::kCountry, asn1::tag::kPrintableString, "DE"}, shouting{oid::kCountry, asn1::tag::kUtf8String, "de "};
  const Attribute organization{oid::kOrganization, asn1::tag::kUtf8String, "Example"},
      longer{oid::kOrganization, asn1::tag::kUtf8String, "Example Two"};
  const OwnedName prefix(encode({{country}, {organization}}));
  EXPECT_TRUE(OwnedName(encode({{shouting}, {organization}, {longer}})).name.is_within(prefix.name));
  EXPECT_TRUE(prefix.name.is_within(prefix.name));
  EXPECT_TRUE(prefix.name.is_within(Name()));
  EXPECT_FALSE(OwnedName(encode({{country}, {longer}})).name.is_within(prefix.name));
  EXPECT_FALSE(OwnedName(encode({{organization}, {country}})).name.is_within(prefix.name));
  EXPECT_FALSE(OwnedName(encode({{country, organization}})).name.is_within(prefix.name));
  EXPECT_FALSE(OwnedName(encode({{country}})).name.is_within(prefix.name));
}

// An attribute that is there twice more must not be taken for a longer RDN's beginning.
TEST(NameSubtree, ComparesWholeRdns) {
  const Attribute country{oid::kCountry, asn1::tag::kPrintableString, "DE"},
      organization{oid::kOrganization, asn1::tag::kUtf8String, "Example"};
  EXPECT_FALSE(OwnedName(encode({{country, organization}})).name.is_within(OwnedName(encode({{country}})).name));
}

TEST(NameRead, RefusesWhatIsNoName) {
  for (const char* hex : {"31 00", "30 02 30 00", "30 04 31 02 05 00", "30 06 31 04 30 02 05 00", "30 09 31 07 30 05 06 03 55 04 03",
                          "30 0D 31 0B 30 09 06 03 55 04 03 05 00 05 00"}) {
    const Bytes der = asn1::octets(hex);
    EXPECT_FALSE(Name::read(*asn1::read_single(der))) << hex;
  }
}

}  // namespace name_test
}  // namespace chainlint::x509
