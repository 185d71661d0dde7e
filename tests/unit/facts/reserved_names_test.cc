#include "certificate/reserved_names.h"

#include <gtest/gtest.h>

#include <string>

#include "chainlint/x509/host_name.h"

namespace chainlint::facts {
namespace reserved_names_test {

bool reserved(const char* address) { return is_reserved_address(x509::HostName::parse(address).value().address()); }

TEST(ReservedNames, OneLabelAloneIsInternal) {
  EXPECT_TRUE(is_internal_name("mail"));
  EXPECT_TRUE(is_internal_name("MAIL."));
  EXPECT_TRUE(is_internal_name("*.intranet"));
}

TEST(ReservedNames, UndelegatedTopLevelDomainsAreInternal) {
  for (const char* name : {"a.local", "a.LOCAL.", "*.svc.cluster.internal", "a.corp", "a.b.test", "x.localhost", "nas.home.arpa"}) {
    EXPECT_TRUE(is_internal_name(name)) << name;
  }
  for (const char* name : {"www.example.com", "local.example.com", "*.example.org", "abc.onion", "a.notlocal", "1.0.0.127.in-addr.arpa"}) {
    EXPECT_FALSE(is_internal_name(name)) << name;
  }
}

TEST(ReservedNames, ReverseNamesAreBelowTheTwoZones) {
  EXPECT_TRUE(is_reverse_name("1.113.0.203.in-addr.arpa"));
  EXPECT_TRUE(is_reverse_name("8.B.D.0.1.0.0.2.IP6.ARPA."));
  EXPECT_FALSE(is_reverse_name("notin-addr.arpa"));
  EXPECT_FALSE(is_reverse_name("in-addr.arpa.example.com"));
}

// The borders of each block as IANA's registries write them.
TEST(ReservedNames, BlocksEndWhereTheRegistrySays) {
  for (const char* address : {"0.0.0.0",
                              "10.255.255.255",
                              "100.64.0.0",
                              "100.127.255.255",
                              "127.0.0.1",
                              "169.254.1.1",
                              "172.16.0.0",
                              "172.31.255.255",
                              "192.168.0.1",
                              "198.18.0.0",
                              "198.19.255.255",
                              "203.0.113.9",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:8.8.8.8",
                              "100::1",
                              "2001:db8::1",
                              "2001::1",
                              "3fff::1",
                              "3fff:fff:ffff::",
                              "fc00::1",
                              "fdff::1",
                              "fe80::1",
                              "febf::1",
                              "ff02::1"}) {
    EXPECT_TRUE(reserved(address)) << address;
  }
  for (const char* address : {"1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                              "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "2606:4700::1111",
                              "2001:200::1", "2001:db9::1", "3fff:1000::1", "fec0::1", "::2:0:0:1", "4000::1"}) {
    EXPECT_FALSE(reserved(address)) << address;
  }
}

TEST(ReservedNames, OtherLengthsAreNoAddresses) {
  EXPECT_FALSE(is_reserved_address({}));
  const Bytes mask(8, 10);
  EXPECT_FALSE(is_reserved_address(mask));
}

TEST(ReservedNames, KnowsWhatIsNoHostName) {
  const std::string label(63, 'a');
  for (const std::string& name : {std::string("www.example.com"), std::string("*.example.com"), std::string("xn--bcher-kva.example"),
                                  std::string("3com.example."), label + ".example.com"}) {
    EXPECT_FALSE(is_malformed_name(name)) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string("10.0.0.1"), std::string("www.*.example.com"), std::string("w*.example.com"),
        std::string("*"), std::string("*.*.example.com"), std::string("a_b.example.com"), std::string("www example.com"),
        std::string("-a.example.com"), std::string("a-.example.com"), std::string("a..example.com"), label + "a.example.com",
        label + "." + label + "." + label + "." + label}) {
    EXPECT_TRUE(is_malformed_name(name)) << name;
  }
}

TEST(ReservedNames, TellsAWildcardOverATopFromAnInternalOne) {
  EXPECT_TRUE(is_wildcard_over_top("*.com"));
  EXPECT_FALSE(is_internal_name("*.com"));
  EXPECT_FALSE(is_wildcard_over_top("*.local"));
  EXPECT_TRUE(is_internal_name("*.local"));
  EXPECT_FALSE(is_wildcard_over_top("*.example.com"));
  EXPECT_FALSE(is_wildcard_over_top("com"));
}

TEST(ReservedNames, KnowsThePublicSuffixesOfIcann) {
  EXPECT_TRUE(is_wildcard_over_top("*.co.uk"));
  EXPECT_TRUE(is_wildcard_over_top("*.CO.UK."));
  EXPECT_TRUE(is_wildcard_over_top("*.xn--55qx5d.cn"));
  EXPECT_TRUE(is_wildcard_over_top("*.any.ck")) << "the list has *.ck";
  EXPECT_FALSE(is_wildcard_over_top("*.www.ck")) << "and an exception from it";
  EXPECT_FALSE(is_wildcard_over_top("*.github.io")) << "of the private section";
  EXPECT_FALSE(is_wildcard_over_top("*.corp.unknown"));
  EXPECT_FALSE(is_wildcard_over_top(std::string_view("*.co.uk\0.example.com", 20)));
  EXPECT_FALSE(is_wildcard_over_top("*." + std::string(300, 'a') + ".co.uk"));
}

}  // namespace reserved_names_test
}  // namespace chainlint::facts
