// Which names a certificate no longer covers. A-labels are checked against Python's codec "punycode" and RFC 3492 section 7.1.
#include "certificate/name_coverage.h"

#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace name_coverage_test {

using Texts = std::vector<std::string>;

TEST(ComparableHost, IsLowerCaseWithoutAFinalDot) {
  EXPECT_EQ(comparable_host("WWW.Example.COM."), "www.example.com");
  EXPECT_EQ(comparable_host("XN--MNCHEN-3YA.example"), "xn--mnchen-3ya.example");
  EXPECT_EQ(comparable_host(""), "");
}

TEST(ComparableHost, EncodesULabels) {
  EXPECT_EQ(comparable_host("m\xC3\xBCnchen.example"), "xn--mnchen-3ya.example");
  EXPECT_EQ(comparable_host("www.b\xC3\xBC\x63her.example"), "www.xn--bcher-kva.example");
  EXPECT_EQ(comparable_host("\xE4\xBE\x8B\xE5\xAD\x90.\xE6\xB5\x8B\xE8\xAF\x95"), "xn--fsqu00a.xn--0zwm56d");
  EXPECT_EQ(
      comparable_host("\xD0\xBF\xD0\xBE\xD1\x87\xD0\xB5\xD0\xBC\xD1\x83\xD0\xB6\xD0\xB5\xD0\xBE\xD0\xBD\xD0\xB8\xD0\xBD\xD0\xB5"
                      "\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8F\xD1\x82\xD0\xBF\xD0\xBE\xD1\x80\xD1\x83\xD1\x81\xD1\x81\xD0\xBA"
                      "\xD0\xB8"),
      "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l");
}

TEST(ComparableHost, LeavesWhatIsNoText) { EXPECT_EQ(comparable_host("a\xFF.example"), "a\xFF.example"); }

// The names of a leaf with these values of `dns` and so on.
LeafNames names(const std::string& members) {
  const auto made = certificates_of(minted_from("certificates:\n  leaf: { " + members + " }\n"));
  return LeafNames(*made.at("leaf"));
}

Texts lost(const std::string& before, const std::string& after) {
  return uncovered_hosts(names("dns: [" + before + "]"), names("dns: [" + after + "]"));
}

TEST(UncoveredHosts, AreNoneWhereAWildcardTakesOver) {
  EXPECT_EQ(lost("a.example.com, b.example.com", "'*.example.com'"), Texts{});
  EXPECT_EQ(lost("a.b.example.com", "'*.example.com'"), Texts{"a.b.example.com"});
  EXPECT_EQ(lost("example.com", "'*.example.com'"), Texts{"example.com"});
}

TEST(UncoveredHosts, HaveAWildcardThatSingleNamesReplace) {
  EXPECT_EQ(lost("'*.example.com'", "a.example.com, b.example.com"), Texts{"*.example.com"});
  EXPECT_EQ(lost("'*.example.com'", "'*.EXAMPLE.com'"), Texts{});
  EXPECT_EQ(lost("'*.a.example.com'", "'*.example.com'"), Texts{"*.a.example.com"});
}

TEST(UncoveredHosts, AreReportedOnceAndInOrder) {
  EXPECT_EQ(lost("c.example, a.example, C.example, b.example", "b.example"), (Texts{"c.example", "a.example"}));
}

TEST(UncoveredHosts, AreMatchedWholeLabelsOnly) { EXPECT_EQ(lost("www.example.com", "'w*.example.com'"), Texts{"www.example.com"}); }

TEST(LeafNames, FallBackToTheCommonNameOfAHostAlone) {
  EXPECT_EQ(names("subject: CN=Mail.Example.com").hosts, Texts{"mail.example.com"});
  EXPECT_EQ(names("subject: CN=Web server 3").hosts, Texts{});
  EXPECT_EQ(names("subject: CN=mail.example.com, ip: [192.0.2.1]").hosts, Texts{});
}

TEST(LeafNames, AreKeptApartByKind) {
  const LeafNames leaf = names("ip: [192.0.2.1, '2001:db8::1'], email: [a@example.com], uri: ['https://example.com/']");
  EXPECT_EQ(leaf.addresses, (Texts{"192.0.2.1", "2001:db8::1"}));
  EXPECT_EQ(leaf.others, (Texts{"email a@example.com", "URI https://example.com/"}));
}

TEST(Without, KeepsTheOrder) { EXPECT_EQ(without({"b", "a", "b", "c"}, {"c"}), (Texts{"b", "a"})); }

}  // namespace name_coverage_test
}  // namespace chainlint::facts
