#include "chainlint/x509/host_name.h"

#include <gtest/gtest.h>

#include "certificate_parts.h"

namespace chainlint::x509 {
namespace host_name_test {

// The host as it was understood, or the message.
std::string host(std::string_view text) {
  const auto parsed = HostName::parse(text);
  return parsed ? parsed->to_string() : parsed.error().message;
}

TEST(HostName, IsADnsNameInLowerCaseWithoutTrailingDot) {
  EXPECT_EQ(host("WWW.Example.COM."), "www.example.com");
  EXPECT_EQ(host("localhost"), "localhost");
  EXPECT_EQ(host("_dmarc.example.com"), "_dmarc.example.com");
  EXPECT_EQ(host("xn--mller-kva.example"), "xn--mller-kva.example");
  EXPECT_FALSE(HostName::parse("www.example.com")->is_ip());
}

TEST(HostName, IsAnAddress) {
  EXPECT_EQ(to_hex(HostName::parse("192.0.2.1")->address()), "c0000201");
  EXPECT_EQ(host("[2001:DB8:0:0::1]"), "2001:db8::1");
  EXPECT_EQ(host("::"), "::");
  EXPECT_EQ(host("1::"), "1::");
  EXPECT_EQ(host("::ffff:192.0.2.1"), "::ffff:c000:201");
  EXPECT_EQ(host("1:2:3:4:5:6:7:8"), "1:2:3:4:5:6:7:8");
  EXPECT_TRUE(HostName::parse("::1")->dns().empty());
}

TEST(HostName, SaysWhatIsWrong) {
  EXPECT_EQ(host(""), "host '' is empty");
  EXPECT_EQ(host("a..b"), "host 'a..b' is neither a DNS name nor an IP address");
  EXPECT_EQ(host("-a.b"), "host '-a.b' is neither a DNS name nor an IP address");
  EXPECT_EQ(host("*.example.com"), "host '*.example.com' has a wildcard, which is allowed only in certificates");
  EXPECT_EQ(host("müller.example"), "host 'müller.example' is not ASCII: write it with A-labels (xn--...)");
  EXPECT_EQ(host("https://example.com"), "host 'https://example.com' is not an IPv6 address; ports and zones are not allowed");
  EXPECT_EQ(host("example.com/path"), "host 'example.com/path' is a URL or a path; a DNS name or an IP address is required");
  EXPECT_EQ(host("256.0.0.1"), "host '256.0.0.1' ends with a number but is not an IPv4 address of four numbers from 0 to 255");
  EXPECT_EQ(host("192.0.02.1"), "host '192.0.02.1' ends with a number but is not an IPv4 address of four numbers from 0 to 255");
  EXPECT_EQ(host(std::string(254, 'a')), "host '" + std::string(254, 'a') + "' is longer than 253 bytes");
  EXPECT_EQ(HostName::parse("a..b").error().code, "host-invalid");
}

TEST(HostName, RefusesWhatIsNoIpv6Address) {
  for (const char* text : {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7::8", "12345::", "g::", "::1.2.3",
                           "1.2.3.4::", "fe80::1%eth0", "example.com:443", "[192.0.2.1]", "[]", "[::1", "::1]"}) {
    EXPECT_FALSE(HostName::parse(text)) << text;
  }
}

TEST(DnsPattern, MatchesWithoutRegardToCase) {
  EXPECT_TRUE(dns_pattern_covers("WWW.Example.com", "www.example.COM"));
  EXPECT_TRUE(dns_pattern_covers("www.example.com", "www.example.com."));
  EXPECT_FALSE(dns_pattern_covers("example.com", "www.example.com"));
  EXPECT_FALSE(dns_pattern_covers("www.example.com", "example.com"));
}

// RFC 9525 section 6.3.
TEST(DnsPattern, AWildcardMatchesExactlyOneLabel) {
  EXPECT_TRUE(dns_pattern_covers("*.example.com", "www.example.com"));
  EXPECT_TRUE(dns_pattern_covers("*.Example.com", "xn--mller-kva.EXAMPLE.com"));
  EXPECT_FALSE(dns_pattern_covers("*.example.com", "a.b.example.com"));
  EXPECT_FALSE(dns_pattern_covers("*.example.com", "example.com"));
  EXPECT_FALSE(dns_pattern_covers("*.example.com", ".example.com"));
}

TEST(DnsPattern, AWildcardIsTheWholeLeftMostLabel) {
  for (const char* pattern :
       {"*", "*.", "w*.example.com", "*w.example.com", "www.*.com", "*.*.example.com", "www.example.*", "**.example.com"}) {
    EXPECT_FALSE(dns_pattern_covers(pattern, "www.example.com")) << pattern;
    EXPECT_FALSE(dns_pattern_covers(pattern, "a.www.example.com")) << pattern;
  }
  EXPECT_FALSE(dns_pattern_covers("*", "localhost"));
}

TEST(DnsPattern, WhatIsNotWellFormedCoversNothing) {
  EXPECT_FALSE(dns_pattern_covers("", ""));
  EXPECT_FALSE(dns_pattern_covers("www.example.com.", "www.example.com"));
  EXPECT_FALSE(dns_pattern_covers(".example.com", "www.example.com"));
  EXPECT_FALSE(dns_pattern_covers(std::string_view("www.example.com\0.evil.example", 29), "www.example.com"));
  EXPECT_FALSE(dns_pattern_covers("a b", "a b"));
}

CertificatePtr with_alternative_names(const char* content) {
  CertificateParts parts;
  parts.subject = encoded_name("www.example.com");
  parts.extensions = {encoded_extension(oid::kSubjectAltName, asn1::octets(content))};
  return parts.parse();
}

TEST(Covers, LooksAtDnsNamesForNamesAndAtAddressesForAddresses) {
  const auto certificate = with_alternative_names("30 11 82 09 612E6578616D706C65 87 04 C0000201");
  EXPECT_TRUE(covers(*certificate, *HostName::parse("a.example")));
  EXPECT_TRUE(covers(*certificate, *HostName::parse("192.0.2.1")));
  EXPECT_FALSE(covers(*certificate, *HostName::parse("192.0.2.2")));
  EXPECT_FALSE(covers(*certificate, *HostName::parse("::ffff:192.0.2.1")));
}

TEST(Covers, NeverLooksAtTheCommonName) {
  EXPECT_FALSE(covers(*CertificateParts{.subject = encoded_name("www.example.com")}.parse(), *HostName::parse("www.example.com")));
  const auto certificate = with_alternative_names("30 0B 82 09 612E6578616D706C65");
  EXPECT_FALSE(covers(*certificate, *HostName::parse("www.example.com")));
  EXPECT_TRUE(covers(*certificate, *HostName::parse("a.example")));
}

TEST(Covers, ADnsNameThatLooksLikeAnAddressCoversNoAddress) {
  EXPECT_FALSE(covers(*with_alternative_names("30 0B 82 09 3139322E302E322E31"), *HostName::parse("192.0.2.1")));
}

}  // namespace host_name_test
}  // namespace chainlint::x509
