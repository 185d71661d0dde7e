#include "chainlint/asn1/definite.h"

#include <gtest/gtest.h>

#include <string>

#include "octets.h"

namespace chainlint::asn1 {
namespace definite_test {

// The definite form in hexadecimal, or what is wrong.
std::string definite(std::string_view hex, const Limits& limits = {}) {
  const Bytes encoded = octets(hex);
  Asn1Reader reader(encoded, Encoding::ber);
  const auto element = reader.next();
  if (!element) return "unreadable";
  const auto form = definite_form(*element, limits);
  return form ? to_hex(*form) : form.error().what;
}

TEST(DefiniteForm, LeavesDerAsItIs) { EXPECT_EQ(definite("30 06 02 01 01 04 01 ff"), "30060201010401ff"); }

TEST(DefiniteForm, GivesIndefiniteLengthsAnEnd) { EXPECT_EQ(definite("30 80 30 80 02 01 01 00 00 00 00"), "30053003020101"); }

TEST(DefiniteForm, ShortensLengths) { EXPECT_EQ(definite("30 82 00 05 02 82 00 01 05"), "3003020105"); }

TEST(DefiniteForm, JoinsOctetStrings) {
  EXPECT_EQ(definite("30 80 24 80 04 02 01 02 04 01 03 00 00 a0 80 00 00 00 00"), "30070403010203a000");
}

TEST(DefiniteForm, KeepsTagsOfSeveralBytes) { EXPECT_EQ(definite("30 80 bf 81 01 80 05 00 00 00 00 00"), "3006bf8101020500"); }

TEST(DefiniteForm, SaysWhatIsBroken) { EXPECT_EQ(definite("30 03 02 05 01"), "element is longer than its container"); }

TEST(DefiniteForm, GoesNoDeeperThanTheLimit) {
  Limits limits;
  limits.asn1_depth = 1;
  EXPECT_EQ(definite("30 02 05 00", limits), "30020500");
  EXPECT_EQ(definite("30 04 30 02 05 00", limits), "elements are nested too deeply");
}

TEST(DerElement, TakesItsContentInParts) {
  const Bytes first = octets("01 01");
  const Bytes second(200, 0);
  EXPECT_EQ(to_hex(der_element(tag::kSequence, {first, second})).substr(0, 10), "3081ca0101");
}

}  // namespace definite_test
}  // namespace chainlint::asn1
