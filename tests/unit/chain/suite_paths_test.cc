// Whole paths: x509-limbo's pathlen, pathological and cve cases, PKITS sections 4.5 (self-issued) and 4.6 (path length), BetterTLS' and RFC
// 4158's graphs.
#include "suite_case.h"

namespace chainlint::chain {
namespace suite_paths_test {

const std::string kSelfIssued = R"(
  again: { subject: "CN=CA", issuer: inter, ca: true, path_length: 1 }
  lower: { subject: "CN=Lower", issuer: again, ca: true, path_length: 0 }
)";
// CAs that have signed each other: A is the root, B and C cross-sign it and each other, A1 issued the leaf (GnuTLS failed an assertion).
const std::string kCircle = R"(
  keyb: { subject: "CN=Root B", ca: true }
  keyc: { subject: "CN=Root C", ca: true }
  ab: { subject: "CN=Root", issuer: keyb, key: same-as:root, ca: true }
  ac: { subject: "CN=Root", issuer: keyc, key: same-as:root, ca: true }
  ba: { subject: "CN=Root B", issuer: root, key: same-as:keyb, ca: true }
  bc: { subject: "CN=Root B", issuer: keyc, key: same-as:keyb, ca: true }
  ca: { subject: "CN=Root C", issuer: root, key: same-as:keyc, ca: true }
  cb: { subject: "CN=Root C", issuer: keyb, key: same-as:keyc, ca: true }
)";
const std::string kTwoCas = R"(
  one: { subject: "CN=One", ca: true }
  two: { subject: "CN=Two", ca: true }
  12:  { subject: "CN=One", issuer: two, key: same-as:one, ca: true }
  21:  { subject: "CN=Two", issuer: one, key: same-as:two, ca: true }
)";
const std::string kOneCaTwoKeys = R"(
  one: { subject: "CN=One", ca: true }
  two: { subject: "CN=One", ca: true }
  12:  { subject: "CN=One", issuer: two, key: same-as:one, ca: true }
  21:  { subject: "CN=One", issuer: one, key: same-as:two, ca: true }
)";

const SuiteCase kLength[] = {
    {"pathlen::ee-with-intermediate-pathlen-0", "", "path_length: 0", "", ""},
    {"pathlen::ee-with-intermediate-pathlen-2", "", "path_length: 2", "", ""},
    {"pathlen::validation-ignores-pathlen-in-leaf", "", "path_length: 0", "ca: true, path_length: 0", ""},
    {"pathlen::intermediate-violates-pathlen-0",
     "",
     "path_length: 0",
     "issuer: lower",
     "inter: path_length",
     "example.com",
     "  lower: { issuer: inter, ca: true, path_length: 0 }\n",
     {"leaf", "inter", "lower"}},
    {"pathlen::intermediate-pathlen-may-increase",
     "",
     "path_length: 1",
     "issuer: lower",
     "",
     "example.com",
     "  lower: { issuer: inter, ca: true, path_length: 2 }\n",
     {"leaf", "inter", "lower"}},
    {"pathlen::intermediate-pathlen-too-long",
     "",
     "path_length: 1",
     "issuer: low",
     "mid: path_length, inter: path_length",
     "example.com",
     "  mid: { issuer: inter, ca: true, path_length: 0 }\n  low: { issuer: mid, ca: true, path_length: 0 }\n",
     {"leaf", "inter", "mid", "low"}},
    {"pathlen::self-issued-certs-pathlen",
     "",
     "path_length: 1",
     "issuer: lower",
     "",
     "example.com",
     kSelfIssued,
     {"leaf", "inter", "again", "lower"}},
    {"pathlen::ee-with-path-length-and-no-ca", "", "", "basic_constraints: none, extensions: [{oid: 2.5.29.19, value: \"3003020100\"}]",
     ""},
    {"pkits::4.6.5-root-pathlen-is-enforced",
     "path_length: 0",
     "",
     "issuer: lower",
     "root: path_length",
     "example.com",
     "  lower: { issuer: inter, ca: true }\n",
     {"leaf", "inter", "lower"}},
    {"pkits::4.5.1-old-with-new",
     "",
     "subject: \"CN=New\"",
     "issuer: rolled",
     "",
     "example.com",
     "  rolled: { subject: \"CN=New\", issuer: inter, ca: true }\n",
     {"leaf", "rolled", "inter"}},
    {"pkits::4.5.4-new-with-old-without-the-link",
     "",
     "subject: \"CN=New\"",
     "issuer: rolled",
     "stop issuer_rekeyed",
     "example.com",
     "  rolled: { subject: \"CN=New\", issuer: inter, ca: true }\n",
     {"leaf", "inter"}},
};

const SuiteCase kGraphs[] = {
    {"cve::cve-2024-0567", "", "", "subject: \"\"", "", "example.com", kCircle, {"inter", "ab", "ac", "ba", "bc", "ca", "cb", "leaf"}},
    {"pathological::intermediate-cycle-distinct-cas",
     "",
     "",
     "issuer: one",
     "stop untrusted_root",
     "example.com",
     kTwoCas,
     {"leaf", "12", "21"}},
    {"pathological::intermediate-cycle-same-logical-ca",
     "",
     "",
     "issuer: one",
     "stop untrusted_root",
     "example.com",
     kOneCaTwoKeys,
     {"leaf", "12", "21"}},
    {"pathological::multiple-chains-expired-intermediate",
     "",
     "",
     "issuer: root",
     "",
     "example.com",
     "  other: { subject: \"CN=Other\", ca: true }\n"
     "  gone: { subject: \"CN=Root\", issuer: other, key: same-as:root, ca: true, not_before: 1970-01-01, not_after: 1988-11-25 }\n",
     {"leaf", "gone"},
     {"root", "other"}},
    {"invalid::invalid-issuer-key", "", "damage: public_key", "", "stop signature_invalid", "example.com", "", {"leaf", "inter"}},
    {"rfc5280::nc::nc-forbids-alternate-chain-ica",
     "",
     "name_constraints: {excluded: [\"dns:forbidden.example.com\"]}",
     "issuer: b1",
     "",
     "example.com",
     "  lost: { subject: \"CN=Lost\", ca: true }\n"
     "  b1: { subject: \"CN=B\", issuer: lost, ca: true, dns: [forbidden.example.com] }\n"
     "  b2: { subject: \"CN=B\", issuer: inter, ca: true, key: same-as:b1 }\n",
     {"leaf", "b1", "b2", "inter"}},
    {"rfc5280::nc::nc-forbids-same-chain-ica",
     "",
     "name_constraints: {excluded: [\"dns:forbidden.example.com\"]}",
     "issuer: b1",
     "",
     "example.com",
     "  root2: { subject: \"CN=Root 2\", ca: true }\n"
     "  b1: { subject: \"CN=B\", issuer: inter, ca: true, dns: [forbidden.example.com] }\n"
     "  b2: { subject: \"CN=B\", issuer: root2, ca: true, key: same-as:b1, dns: [free.example.com] }\n",
     {"leaf", "b1", "b2", "inter"},
     {"root", "root2"}},
    // One bad certificate on the short way, a good one on the long way: every client that does not go back fails.
    {"bettertls::expired-on-the-short-way",
     "",
     "not_before: 2020-01-01, not_after: 2021-01-01",
     "",
     "",
     "example.com",
     "  root2: { subject: \"CN=Root 2\", ca: true }\n"
     "  bridge: { subject: \"CN=Bridge\", issuer: root2, ca: true }\n"
     "  other: { subject: \"CN=CA\", issuer: bridge, ca: true, key: same-as:inter }\n",
     {"leaf", "inter", "other", "bridge"},
     {"root", "root2"}},
    {"bettertls::sha1-on-the-short-way",
     "",
     "signature: sha1",
     "",
     "",
     "example.com",
     "  bridge: { subject: \"CN=Bridge\", issuer: root, ca: true }\n"
     "  other: { subject: \"CN=CA\", issuer: bridge, ca: true, key: same-as:inter }\n",
     {"leaf", "inter", "other", "bridge"}},
    {"bettertls::eku-on-the-short-way",
     "",
     "extended_key_usage: [codeSigning]",
     "",
     "",
     "example.com",
     "  bridge: { subject: \"CN=Bridge\", issuer: root, ca: true }\n"
     "  other: { subject: \"CN=CA\", issuer: bridge, ca: true, key: same-as:inter }\n",
     {"leaf", "inter", "other", "bridge"}},
    {"bettertls::constraint-on-the-short-way",
     "",
     "name_constraints: {excluded: [\"dns:example.com\"]}",
     "",
     "",
     "example.com",
     "  bridge: { subject: \"CN=Bridge\", issuer: root, ca: true }\n"
     "  other: { subject: \"CN=CA\", issuer: bridge, ca: true, key: same-as:inter }\n",
     {"leaf", "inter", "other", "bridge"}},
    {"boringssl::key-rollover-rolloverchain",
     "not_after: 2030-01-01",
     "",
     "issuer: newinter",
     "",
     "example.com",
     "  newroot: { subject: \"CN=Root\", ca: true }\n"
     "  link: { subject: \"CN=Root\", issuer: root, key: same-as:newroot, ca: true }\n"
     "  newinter: { subject: \"CN=CA\", issuer: newroot, ca: true }\n",
     {"leaf", "newinter", "link"}},
    {"boringssl::incorrect-trust-anchor",
     "",
     "",
     "",
     "stop issuer_rekeyed",
     "example.com",
     "  other: { subject: \"CN=Root\", ca: true }\n",
     {"leaf", "inter"},
     {"other"}},
};

class Paths : public testing::TestWithParam<SuiteCase> {};
TEST_P(Paths, AreEvaluatedAsTheSuiteSays) { EXPECT_EQ(outcome_of(GetParam()), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(Length, Paths, testing::ValuesIn(kLength), test_name);
INSTANTIATE_TEST_SUITE_P(Graphs, Paths, testing::ValuesIn(kGraphs), test_name);

// Purposes: who may be what.
TEST(Purposes, AreAskedOfEveryCertificateOfThePath) {
  const auto objections_to = [](Purpose purpose, const std::string& inter, const std::string& leaf) {
    SuiteCase one{"", "", inter, leaf, ""};
    one.purpose = purpose;
    return outcome_of(one);
  };
  const std::string client = "extended_key_usage: [clientAuth]", email = "extended_key_usage: [emailProtection]";
  EXPECT_EQ(objections_to(Purpose::client, "", client), "");
  EXPECT_EQ(objections_to(Purpose::client, email, client), "inter: extended_key_usage");
  EXPECT_EQ(objections_to(Purpose::client, "", ""), "leaf: extended_key_usage");
  EXPECT_EQ(objections_to(Purpose::email, email, email), "");
  EXPECT_EQ(objections_to(Purpose::email, "", client), "leaf: extended_key_usage");
  EXPECT_EQ(objections_to(Purpose::any, email, client), "");
  EXPECT_EQ(objections_to(Purpose::server, "", email), "leaf: extended_key_usage");
}

}  // namespace suite_paths_test
}  // namespace chainlint::chain
