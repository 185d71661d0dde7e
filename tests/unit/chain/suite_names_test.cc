// Names: x509-limbo's nc and san cases, PKITS section 4.3 (name chaining) and 4.13 (name constraints), BetterTLS' name constraints.
#include "suite_case.h"

namespace chainlint::chain {
namespace suite_names_test {

std::string permits(const std::string& name) { return "name_constraints: {permitted: [\"" + name + "\"]}"; }
std::string forbids(const std::string& name) { return "name_constraints: {excluded: [\"" + name + "\"]}"; }

const std::string kRefused = "inter: name_constraint";
const std::string kMalformedList = "inter: malformed";

const SuiteCase kConstraints[] = {
    {"rfc5280::nc::permitted-dns-mismatch", "", permits("dns:example.com"), "dns: [not-example.com]", kRefused, ""},
    {"rfc5280::nc::excluded-dns-match", "", forbids("dns:example.com"), "", kRefused},
    {"rfc5280::nc::permitted-dns-match", "", permits("dns:example.com"), "", ""},
    {"webpki::nc::permitted-dns-match-noncritical", "", permits("dns:example.com") + ", critical: {name_constraints: false}", "", ""},
    {"rfc5280::nc::permitted-dns-match-more", "", permits("dns:example.com"), "dns: [foo.bar.example.com]", "", "foo.bar.example.com"},
    {"rfc5280::nc::excluded-dns-match-second", "", forbids("dns:no.example.com"), "dns: [example.com, no.example.com]", kRefused},
    {"rfc5280::nc::permitted-ip-mismatch", "", permits("ip:192.0.2.0/24"), "dns: [], ip: [192.0.3.1]", kRefused, "192.0.3.1"},
    {"rfc5280::nc::excluded-ipv4-match", "", forbids("ip:192.0.2.0/24"), "dns: [], ip: [192.0.2.1]", kRefused, "192.0.2.1"},
    {"rfc5280::nc::excluded-ipv6-match", "", forbids("ip:::1/128"), "dns: [], ip: [\"::1\"]", kRefused, "::1"},
    {"rfc5280::nc::permitted-ipv4-match", "", permits("ip:192.0.2.0/24"), "dns: [], ip: [192.0.2.1]", "", "192.0.2.1"},
    {"rfc5280::nc::permitted-ipv6-match", "", permits("ip:::1/128"), "dns: [], ip: [\"::1\"]", "", "::1"},
    {"rfc5280::nc::permitted-dn-mismatch", "", permits("dir:CN=foo"), "subject: \"CN=not-foo\", other_names: [\"dir:CN=not-foo\"]",
     kRefused},
    {"rfc5280::nc::permitted-dn-match", "", permits("dir:CN=foo"), "subject: \"CN=foo\", other_names: [\"dir:CN=foo\"]", ""},
    {"rfc5280::nc::permitted-dn-match-subject-san-mismatch", "", permits("dir:CN=foo"),
     "subject: \"CN=not-foo\", other_names: [\"dir:CN=foo\"]", kRefused},
    {"rfc5280::nc::excluded-dn-match-sub-mismatch", "", forbids("dir:CN=foo"), "subject: \"CN=foo\", other_names: [\"dir:CN=not-foo\"]",
     kRefused},
    {"rfc5280::nc::permitted-self-issued", permits("dns:example.com"), "subject: \"CN=Root\", dns: [not-example.com]", "", ""},
    {"rfc5280::nc::excluded-self-issued-leaf", permits("dns:example.com"), "", "subject: \"CN=CA\", dns: [not-example.com]",
     "root: name_constraint", "not-example.com"},
    {"rfc5280::nc::excluded-match-permitted-and-excluded", "",
     "name_constraints: {permitted: [\"dns:example.com\"], excluded: [\"dns:example.com\"]}", "", kRefused},
    {"rfc5280::nc::permitted-different-constraint-type", "", permits("ip:192.0.2.0/24"), "", ""},
    {"rfc5280::nc::invalid-dnsname-wildcard", "", permits("dns:*.example.com"), "dns: [foo.example.com]", kRefused, "foo.example.com"},
    {"rfc5280::nc::invalid-ipv4-address", "", "extensions: [{oid: 2.5.29.30, critical: true, value: 300aa008300687047f000001}]",
     "dns: [], ip: [127.0.0.1]", kRefused, "127.0.0.1"},
    {"rfc5280::nc::invalid-email-address",
     "",
     permits("email:invalid@invalid@example.com"),
     "email: [example@example.com], extended_key_usage: [clientAuth]",
     kRefused,
     "",
     "",
     {},
     {},
     "2026-06-01",
     Purpose::client},
    {"rfc5280::nc::intermediate-with-san-rejected-by-root-nc", forbids("dns:forbidden.example.com"), "dns: [forbidden.example.com]", "",
     "root: name_constraint"},
    {"rfc5280::nc::restrictive-permits-in-intermediates-narrows", permits("dns:example.com"), permits("dns:bar.example.com"),
     "dns: [foo.example.com]", kRefused, "foo.example.com"},
    {"rfc5280::nc::restrictive-permits-in-intermediates-widens", permits("dns:bar.example.com"), permits("dns:example.com"),
     "dns: [foo.example.com]", "root: name_constraint", "foo.example.com"},
    {"rfc5280::nc::permits-invalid-dns-san", "", permits("dns:example.com"), "dns: [.example.com, foo.example.com]", kRefused,
     "foo.example.com"},
    {"rfc5280::nc::permits-invalid-email-san", "", permits("email:example.com"), "email: [good@example.com, \"a@b@example.com\"]", kRefused,
     ""},
    {"rfc5280::nc::permits-email-exact", "", permits("email:foo@example.com"), "email: [foo@example.com]", "", ""},
    {"rfc5280::nc::permits-email-domain", "", permits("email:example.com"), "email: [foo@example.com]", "", ""},
    {"rfc5280::nc::forbids-othername-noop", "", forbids("rid:1.2.3"), "", ""},
    {"rfc5280::nc::forbids-othername", "", forbids("rid:1.2.3"), "other_names: [\"rid:1.2.3\"]", kRefused},
    {"webpki::nc::intermediate-permitted-excluded-subtrees-both-null", "", "extensions: [{oid: 2.5.29.30, critical: true, value: 3000}]",
     "", kMalformedList},
    {"webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences", "",
     "extensions: [{oid: 2.5.29.30, critical: true, value: 3004a000a100}]", "", kMalformedList},
    {"cve::cve-2025-61727", "", "name_constraints: {permitted: [\"dns:example.com\"], excluded: [\"dns:bar.example.com\"]}",
     "dns: [\"*.example.com\"]", kRefused, "bar.example.com"},
    {"cve::cve-2025-61727-nc-permits-variant", "", permits("dns:foo.example.com"), "dns: [\"*.example.com\"]", kRefused, "foo.example.com"},
    // A leading dot is none of RFC 5280's; BoringSSL, Go and OpenSSL take it for "subdomains". x509-limbo refuses.
    {"rfc5280::nc::invalid-dnsname-leading-period", "", permits("dns:.example.com"), "dns: [foo.example.com]", "", "foo.example.com"},
    {"pkits::4.13.1-valid-dn", "", permits("dir:OU=permitted,O=Test,C=US"), "subject: \"CN=x,OU=permitted,O=Test,C=US\"", ""},
    {"pkits::4.13.2-invalid-dn", "", permits("dir:OU=permitted,O=Test,C=US"), "subject: \"CN=x,OU=other,O=Test,C=US\"", kRefused},
    {"pkits::4.13.10-multiple-rdn", "", permits("dir:OU=permitted2+CN=a,O=Test"), "subject: \"CN=x,OU=permitted2,O=Test\"", kRefused},
    {"pkits::4.13.20-self-issued-leaf", permits("dir:OU=permitted"), "subject: \"CN=CA,OU=permitted\"", "subject: \"CN=x,OU=excluded\"",
     "root: name_constraint"},
    {"pkits::4.13.22-invalid-rfc822", "", permits("email:.testcertificates.gov"), "email: [Test22EE@testcertificates.gov]", kRefused, ""},
    {"pkits::4.13.23-valid-rfc822", "", permits("email:testcertificates.gov"), "email: [Test23EE@testcertificates.gov]", "", ""},
    {"pkits::4.13.34-valid-uri", "", permits("uri:.testcertificates.gov"), "uri: [\"http://a.testcertificates.gov/x.html\"]", "", ""},
    {"pkits::4.13.35-invalid-uri", "", permits("uri:.testcertificates.gov"), "uri: [\"http://testcertificates.gov/x.html\"]", kRefused, ""},
    {"pkits::4.13.38-invalid-dns", "", permits("dns:testcertificates.gov"), "dns: [mytestcertificates.gov]", kRefused, ""},
};

// Issuer and subject that differ in what RFC 5280 section 7.1 ignores, and in what it compares.
const SuiteCase kChaining[] = {
    {"pkits::4.3.1-names-do-not-chain", "", "subject: \"CN=Good CA\"", "issuer_name: \"CN=Good Root\"", "stop issuer_renamed"},
    {"pkits::4.3.2-name-chaining-order", "", "subject: \"OU=a,OU=b\"", "issuer_name: \"OU=b,OU=a\"", "stop issuer_renamed"},
    {"pkits::4.3.3-whitespace", "", "subject: \"CN=Good CA\"", "issuer_name: \"CN=Good     CA\"", ""},
    {"pkits::4.3.4-whitespace-at-the-ends", "", "subject: \"CN=Good CA\"", "issuer_name: \"CN=\\\\20 Good CA\\\\20 \"", ""},
    {"pkits::4.3.5-capitalization", "", "subject: \"CN=Good CA\"", "issuer_name: \"CN=GOOD CA\"", ""},
    {"pkits::4.3.9-utf8-and-printable", "", "subject: {name: \"CN=Good CA\", strings: printable}",
     "issuer_name: {name: \"CN=Good CA\", strings: utf8}", ""},
    {"pkits::4.3.11-utf8-case-insensitive", "", "subject: \"CN=  good  CA\"", "issuer_name: \"CN=GOOD ca\"", ""},
};

const SuiteCase kHosts[] = {
    {"webpki::san::exact", "", "", "", ""},
    {"webpki::san::exact-localhost-ip", "", "", "dns: [], ip: [127.0.0.1]", "", "127.0.0.1"},
    {"webpki::san::mismatch-domain", "", "", "", "leaf: host", "example2.com"},
    {"webpki::san::mismatch-subdomain", "", "", "dns: [abc.example.com]", "leaf: host", "def.example.com"},
    {"webpki::san::mismatch-subdomain-apex", "", "", "", "leaf: host", "abc.example.com"},
    {"webpki::san::mismatch-apex-subdomain", "", "", "dns: [abc.example.com]", "leaf: host"},
    {"webpki::san::leftmost-wildcard", "", "", "dns: [\"*.example.com\"]", "", "foo.example.com"},
    {"webpki::san::wildcard-embedded-leftmost", "", "", "dns: [\"ba*.example.com\"]", "leaf: host", "baz.example.com"},
    {"webpki::san::wildcard-not-in-leftmost", "", "", "dns: [\"foo.*.example.com\"]", "leaf: host", "foo.bar.example.com"},
    {"webpki::san::wildcard-match-across-labels", "", "", "dns: [\"*.example.com\"]", "leaf: host", "foo.bar.example.com"},
    {"webpki::san::wildcard-embedded-ulabel", "", "", "dns: [\"xn--*-1b3c148a.example.com\"]", "leaf: host",
     "xn--bliss-1b3c148a.example.com"},
    {"webpki::san::unicode-emoji", "", "", "dns: [\"\\U0001F61C.example.com\"]", "leaf: host", "xn--628h.example.com"},
    {"address-in-a-dns-name", "", "", "dns: [192.0.2.1]", "leaf: host", "192.0.2.1"},
    {"ipv6-in-other-notation", "", "", "dns: [], ip: [\"2001:db8::1\"]", "", "2001:0db8:0:0:0:0:0:1"},
    {"ipv4-mapped-is-another-address", "", "", "dns: [], ip: [192.0.2.1]", "leaf: host", "::ffff:192.0.2.1"},
};

class Names : public testing::TestWithParam<SuiteCase> {};
TEST_P(Names, AreEvaluatedAsTheSuiteSays) { EXPECT_EQ(outcome_of(GetParam()), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(Constraints, Names, testing::ValuesIn(kConstraints), test_name);
INSTANTIATE_TEST_SUITE_P(Chaining, Names, testing::ValuesIn(kChaining), test_name);
INSTANTIATE_TEST_SUITE_P(Hosts, Names, testing::ValuesIn(kHosts), test_name);

}  // namespace suite_names_test
}  // namespace chainlint::chain
