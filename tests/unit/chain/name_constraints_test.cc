#include "path/name_constraints.h"

#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace name_constraints_test {

// "" where the names of the leaf (its description) are allowed by the intermediate's constraints, else the reason.
std::string objections_to(const std::string& constraints, const std::string& leaf, const std::string& more = "") {
  Case chain("  root: { subject: \"CN=Root\", ca: true }\n  inter: { subject: \"CN=CA\", issuer: root, ca: true, name_constraints: {" +
             constraints + "}" + more + " }\n  leaf: { issuer: inter, " + leaf + " }\n");
  chain.file({"leaf", "inter"}).anchors({"root"}).run();
  if (!chain.valid() && chain.problems() != "inter: name_constraint") return chain.stop() + " " + chain.problems();
  return chain.details();
}

void expect_allowed(const std::string& constraints, const std::string& leaf) {
  EXPECT_EQ(objections_to(constraints, leaf), "") << constraints << " | " << leaf;
}

void expect_refused(const std::string& constraints, const std::string& leaf) {
  EXPECT_NE(objections_to(constraints, leaf), "") << constraints << " | " << leaf;
}

TEST(NameConstraints, SayWhatIsOutside) {
  EXPECT_EQ(objections_to("permitted: [\"dns:example.com\", \"dns:example.org\"]", "dns: [www.example.net]"),
            "DNS name www.example.net is not permitted (permitted: example.com and example.org)");
  EXPECT_EQ(objections_to("excluded: [\"dns:example.com\"]", "dns: [www.example.com]"),
            "DNS name www.example.com is excluded (excluded: example.com)");
}

TEST(NameConstraints, OfDnsNamesTakeZeroOrMoreLabelsOnTheLeft) {
  const std::string permitted = "permitted: [\"dns:host.example.com\"]";
  expect_allowed(permitted, "dns: [host.example.com]");
  expect_allowed(permitted, "dns: [www.host.example.com]");
  expect_allowed(permitted, "dns: [WWW.Host.EXAMPLE.com]");
  expect_refused(permitted, "dns: [host1.example.com]");
  expect_refused(permitted, "dns: [myhost.example.com]");
  expect_refused(permitted, "dns: [example.com]");
  expect_refused(permitted, "dns: [host.example.com, www.example.com]");
}

TEST(NameConstraints, OfDnsNamesWithALeadingDotMeanSubdomains) {
  expect_allowed("permitted: [\"dns:.example.com\"]", "dns: [a.b.example.com]");
  expect_refused("permitted: [\"dns:.example.com\"]", "dns: [example.com]");
}

// Measured: OpenSSL, NSS and Java find no name below "example.com.".
TEST(NameConstraints, OfDnsNamesWithADotAtTheEndPermitNothing) {
  expect_refused("permitted: [\"dns:example.com.\"]", "dns: [www.example.com]");
  expect_allowed("permitted: [\"dns:example.org.\", \"dns:example.com\"]", "dns: [www.example.com]");
  expect_allowed("excluded: [\"dns:example.org.\"]", "dns: [www.example.com]");
}

TEST(NameConstraints, RefuseWildcardsThatCanReachOutOrIn) {
  expect_allowed("permitted: [\"dns:example.com\"]", "dns: [\"*.example.com\"]");
  expect_refused("permitted: [\"dns:www.example.com\"]", "dns: [\"*.example.com\"]");
  expect_refused("excluded: [\"dns:secret.example.com\"]", "dns: [\"*.example.com\"]");
  expect_refused("excluded: [\"dns:example.com\"]", "dns: [\"*.example.com\"]");
  expect_allowed("excluded: [\"dns:deep.secret.example.com\"]", "dns: [\"*.example.com\"]");
  expect_allowed("excluded: [\"dns:secret.example.org\"]", "dns: [\"*.example.com\"]");
}

TEST(NameConstraints, ExcludeBeforeTheyPermit) {
  expect_refused("permitted: [\"dns:example.com\"], excluded: [\"dns:bad.example.com\"]", "dns: [www.bad.example.com]");
  expect_allowed("permitted: [\"dns:example.com\"], excluded: [\"dns:bad.example.com\"]", "dns: [www.good.example.com]");
}

TEST(NameConstraints, LeaveOtherFormsAlone) {
  expect_allowed("permitted: [\"ip:192.0.2.0/24\"]", "dns: [www.example.com]");
  expect_allowed("excluded: [\"email:example.com\"]", "dns: [www.example.com]");
}

TEST(NameConstraints, OfAddressesCompareUnderTheMask) {
  expect_allowed("permitted: [\"ip:192.0.2.0/24\"]", "ip: [192.0.2.255]");
  expect_refused("permitted: [\"ip:192.0.2.0/24\"]", "ip: [192.0.3.0]");
  expect_refused("excluded: [\"ip:192.0.2.0/24\"]", "ip: [192.0.2.1]");
  expect_allowed("permitted: [\"ip:2001:db8::/32\"]", "ip: [\"2001:db8:ffff::1\"]");
  expect_refused("permitted: [\"ip:2001:db8::/32\"]", "ip: [\"2001:db9::1\"]");
  expect_refused("permitted: [\"ip:192.0.2.0/24\"]", "ip: [\"2001:db8::1\"]");
  expect_allowed("permitted: [\"ip:0.0.0.0/0\"]", "ip: [203.0.113.9]");
}

// RFC 5280 section 4.2.1.10: "root@example.com", "example.com", ".example.com".
TEST(NameConstraints, OfMailTakeAMailboxAHostOrADomain) {
  expect_allowed("permitted: [\"email:root@example.com\"]", "email: [root@EXAMPLE.com]");
  expect_refused("permitted: [\"email:root@example.com\"]", "email: [Root@example.com]");
  expect_allowed("permitted: [\"email:example.com\"]", "email: [any@example.com]");
  expect_refused("permitted: [\"email:example.com\"]", "email: [any@mail.example.com]");
  expect_allowed("permitted: [\"email:.example.com\"]", "email: [any@mail.example.com]");
  expect_refused("permitted: [\"email:.example.com\"]", "email: [any@example.com]");
  expect_refused("excluded: [\"email:example.com\"]", "email: [any@example.com]");
  expect_refused("permitted: [\"email:example.com\"]", "email: [\"a@b@example.com\"]");
}

TEST(NameConstraints, OfMailApplyToTheSubjectWithoutAnAlternativeName) {
  const std::string outside = "subject: \"CN=x,EMAIL=any@example.org\"";
  expect_refused("permitted: [\"email:example.com\"]", outside);
  expect_refused("excluded: [\"email:example.org\"]", outside);
  expect_allowed("permitted: [\"email:example.org\"]", outside);
}

TEST(NameConstraints, OfUrisCompareTheHost) {
  expect_allowed("permitted: [\"uri:host.example.com\"]", "uri: [\"https://user@host.example.com:8443/x\"]");
  expect_refused("permitted: [\"uri:host.example.com\"]", "uri: [\"https://www.host.example.com/\"]");
  expect_allowed("permitted: [\"uri:.example.com\"]", "uri: [\"https://host.example.com/\"]");
  expect_refused("permitted: [\"uri:.example.com\"]", "uri: [\"https://example.com/\"]");
  expect_refused("excluded: [\"uri:host.example.com\"]", "uri: [\"ldap://HOST.example.com/x\"]");
}

TEST(NameConstraints, RefuseUrisWithoutAHostName) {
  expect_refused("permitted: [\"uri:.example.com\"]", "uri: [\"urn:example:1\"]");
  expect_refused("excluded: [\"uri:.example.com\"]", "uri: [\"https://192.0.2.1/\"]");
}

TEST(NameConstraints, OfDirectoryNamesCompareFromTheRoot) {
  const std::string permitted = "permitted: [\"dir:OU=Web,O=Example,C=DE\"]";
  expect_allowed(permitted, "subject: \"CN=www,OU=Web,O=Example,C=DE\"");
  expect_allowed(permitted, "subject: \"CN=www,OU=WEB,O=  example ,C=de\"");
  expect_refused(permitted, "subject: \"CN=www,O=Example,C=DE\"");
  expect_refused(permitted, "subject: \"CN=www,O=Example,OU=Web,C=DE\"");
  expect_refused("excluded: [\"dir:O=Example,C=DE\"]", "subject: \"CN=www,O=Example,C=DE\"");
  expect_refused("excluded: [\"dir:O=Example\"]", "subject: \"CN=www,O=Other\", other_names: [\"dir:CN=x,O=Example\"]");
}

TEST(NameConstraints, TakeACommonNameForADnsNameOnlyWithoutAlternativeNames) {
  expect_refused("permitted: [\"dns:example.com\"]", "subject: \"CN=www.example.org\"");
  expect_allowed("permitted: [\"dns:example.com\"]", "subject: \"CN=www.example.org\", dns: [www.example.com]");
  expect_allowed("permitted: [\"dns:example.com\"]", "subject: \"CN=Example Server 1\"");
}

TEST(NameConstraints, RefuseNamesOfAFormThatCannotBeChecked) {
  expect_refused("permitted: [\"dns:*.example.com\"]", "dns: [www.example.com]");
  expect_refused("permitted: [\"dns:example.com\"]", "dns: [\".example.com\"]");
  expect_refused("excluded: [\"rid:1.2.3\"]", "dns: [www.example.com], other_names: [\"rid:1.2.4\"]");
  expect_allowed("excluded: [\"rid:1.2.3\"]", "dns: [www.example.com]");
}

TEST(NameConstraints, RefuseUnknownFormsOnlyIfCritical) {
  const std::string leaf = "dns: [www.example.com], other_names: [\"rid:1.2.4\"]";
  EXPECT_EQ(objections_to("excluded: [\"rid:1.2.3\"]", leaf, ", critical: {name_constraints: false}"), "");
  EXPECT_NE(objections_to("excluded: [\"dns:example.com\"]", leaf, ", critical: {name_constraints: false}"), "");
}

TEST(NameConstraints, OfAnAnchorApplyToIntermediatesUnlessSelfIssued) {
  const auto problems = [](const std::string& inter) {
    Case chain(
        "  root: { subject: \"CN=Root\", ca: true, name_constraints: {permitted: [\"dns:example.com\"]} }\n  inter: { issuer: root, ca: "
        "true, " +
        inter + " }\n  leaf: { issuer: inter, dns: [www.example.com] }\n");
    chain.file({"leaf", "inter"}).anchors({"root"}).run();
    return chain.problems();
  };
  EXPECT_EQ(problems("subject: \"CN=CA\", dns: [ca.example.org]"), "root: name_constraint");
  EXPECT_EQ(problems("subject: \"CN=CA\", dns: [ca.example.com]"), "");
  EXPECT_EQ(problems("subject: \"CN=Root\", dns: [ca.example.org]"), "");
}

TEST(NameConstraints, ApplyToASelfIssuedLeaf) {
  Case chain(R"(
  root: { subject: "CN=Root", ca: true, name_constraints: {permitted: ["dns:example.com"]} }
  leaf: { subject: "CN=Root", issuer: root, dns: [www.example.org] }
)");
  chain.file({"leaf"}).anchors({"root"}).run();
  EXPECT_EQ(chain.problems(), "root: name_constraint");
}

TEST(NameConstraints, StopAtTheirBudget) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true, name_constraints: {permitted: ["dns:a.example", "dns:b.example", "dns:c.example"]} }
  leaf:  { issuer: root, dns: [x.c.example, y.c.example] }
)");
  chain.request.limits.name_constraint_checks = 5;
  chain.file({"leaf"}).anchors({"root"}).run();
  EXPECT_FALSE(chain.valid());
  EXPECT_TRUE(chain.analysis.limit_reached);
  EXPECT_EQ(chain.analysis.limit, "5 comparisons with name constraints");
}

}  // namespace name_constraints_test
}  // namespace chainlint::chain
