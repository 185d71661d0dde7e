// What clients hold against certificates, one field of the model each.

#include "client_case.h"

namespace chainlint::chain {
namespace client_checks_test {

const std::string kRoot = "  root: { subject: \"CN=Example Root,O=Example\", ca: true }\n";
const std::string kInter = "  inter: { subject: \"CN=Issuing CA,O=Example\", issuer: root, ca: true }\n";

// A complete chain with a leaf or an issuer that is out of the ordinary.
std::string leaf(const std::string& more) {
  return kRoot + kInter + "  leaf: { subject: \"CN=www.example.com\", issuer: inter, " + more + " }\n";
}
std::string issuer(const std::string& more) {
  return kRoot + "  inter: { subject: \"CN=Issuing CA,O=Example\", issuer: root, ca: true, " + more +
         " }\n  leaf: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n";
}
std::string anchor(const std::string& more) {
  return "  root: { subject: \"CN=Example Root,O=Example\", ca: true, " + more + " }\n" + kInter +
         "  leaf: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n";
}

// What a client says whose model differs from RFC 5280 in what `change` does.
template <class Change>
std::string said(const std::string& certificates, Change change, const char* host = "www.example.com") {
  SentChain chain(certificates);
  chain.trust({"root"}).send({"leaf", "inter"});
  chain.request.hosts.push_back(*x509::HostName::parse(host));
  ClientModel model = client_that(ChainSearch::backtracking);
  change(model);
  return chain.says(model);
}

std::string said(const std::string& certificates) {
  return said(certificates, [](ClientModel&) {});
}

const std::string kAccepted = "accepted: chain complete up to 'Example Root'";
const std::string kNames = "dns: [www.example.com]";

TEST(ClientChecks, NamesTheKeyIdsThatDiffer) {
  const std::string chain = leaf(kNames + ", authority_key_id: 01020304");
  EXPECT_EQ(said(chain), kAccepted);
  const std::string refused = said(chain, [](ClientModel& model) { model.key_id_decides = true; });
  EXPECT_TRUE(refused.starts_with("refused: AKI of 'www.example.com' is 01:02:03:04, but SKI of 'Issuing CA' is ")) << refused;
}

TEST(ClientChecks, RefusesAnIssuerWithAnotherSerialThanTheAki) {
  const std::string chain = leaf(kNames + ", authority_key_id: { issuer_serial: true, serial: 7 }");
  EXPECT_EQ(said(chain), kAccepted);
  EXPECT_TRUE(said(chain, [](ClientModel& model) {
                model.issuer_serial_decides = true;
              }).starts_with("refused: AKI of 'www.example.com' has a different issuer and serial number than 'Issuing CA' (serial "));
}

TEST(ClientChecks, ComparesNamesAsTheModelSays) {
  const std::string strings = leaf(kNames + ", issuer_name: { strings: printable }");
  const auto octets = [](ClientModel& model) { model.names_as_octets = true; };
  const auto text = [](ClientModel& model) { model.names_as_text = true; };
  EXPECT_EQ(said(strings), kAccepted);
  EXPECT_EQ(said(strings, text), kAccepted);
  EXPECT_EQ(said(strings, octets),
            "refused: the issuer name in 'www.example.com' and the subject of 'Issuing CA' are encoded differently, and their bytes are "
            "compared");
  const std::string letters = leaf(kNames + ", issuer_name: \"CN=ISSUING CA,O=Example\"");
  EXPECT_EQ(said(letters), kAccepted);
  EXPECT_TRUE(said(letters, text).ends_with("letters are compared case-sensitively"));
}

TEST(ClientChecks, LooksAtTheCommonNameWhereTheModelDoes) {
  const std::string chain = leaf("key: p256");
  EXPECT_EQ(said(chain), "refused: 'www.example.com' has no subjectAltName with a DNS name or IP address, and the common name is ignored");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = true; }), kAccepted);
}

TEST(ClientChecks, AnAddressBesideTheCommonNameDecidesByTheModel) {
  const std::string chain = leaf("ip: [192.0.2.1]");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = true; }),
            "refused: 'www.example.com' does not cover 'www.example.com'");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = model.common_name_beside_addresses = true; }), kAccepted);
}

TEST(ClientChecks, AnExpiredAnchorIsAcceptedIfTheModelIgnoresItsValidity) {
  const std::string chain = anchor("not_after: 2026-01-01");
  EXPECT_EQ(said(chain), "refused: 'Example Root' expired on 2026-01-01");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.anchor_expiry = false; }), kAccepted);
}

TEST(ClientChecks, UsagesOfIssuersAreCheckedUnlessTheModelIgnoresThem) {
  const std::string chain = issuer("extended_key_usage: [clientAuth]");
  EXPECT_EQ(said(chain), "refused: 'Issuing CA': extendedKeyUsage allows clientAuth but not serverAuth");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.issuer_extended_key_usage = false; }), kAccepted);
}

TEST(ClientChecks, AnyExtendedKeyUsageIsRefusedIfTheModelSaysSo) {
  const std::string chain = leaf(kNames + ", extended_key_usage: [anyExtendedKeyUsage]");
  EXPECT_EQ(said(chain), kAccepted);
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.any_extended_key_usage = false; }),
            "refused: extendedKeyUsage of 'www.example.com' has anyExtendedKeyUsage but not serverAuth");
}

TEST(ClientChecks, MayDemandServerAuth) {
  const std::string chain = leaf(kNames + ", extended_key_usage: none");
  EXPECT_EQ(said(chain), kAccepted);
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.leaf_server_auth_required = true; }),
            "refused: 'www.example.com' has no extendedKeyUsage with serverAuth");
}

TEST(ClientChecks, ChecksKeysAndSignaturesAgainstTheModel) {
  EXPECT_EQ(said(leaf(kNames + ", key: rsa1024"), [](ClientModel& model) { model.rsa_min_bits = 2048; }),
            "refused: the key of 'www.example.com' is RSA 1024; at least 2048 bits are required");
  EXPECT_EQ(said(leaf(kNames + ", key: ed25519"), [](ClientModel& model) { model.ed25519 = false; }),
            "refused: the key of 'www.example.com' is Ed25519, which is not supported");
  EXPECT_EQ(said(leaf(kNames + ", key: p521"),
                 [](ClientModel& model) {
                   model.curves = {"P-256", "P-384"};
                 }),
            "refused: the key of 'www.example.com' is EC P-521; supported curves: P-256 and P-384");
  EXPECT_EQ(said(leaf(kNames + ", signature: sha1")), "refused: 'www.example.com' is signed with ecdsa-with-SHA1");
  EXPECT_EQ(said(leaf(kNames + ", signature: sha1"), [](ClientModel& model) { model.sha1_signatures = true; }), kAccepted);
}

TEST(ClientChecks, SeveralCommonNamesCountByTheModel) {
  const std::string chain = kRoot + kInter + "  leaf: { subject: \"CN=other.example.com,CN=www.example.com\", issuer: inter, key: p256 }\n";
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = true; }),
            "refused: 'other.example.com' does not cover 'www.example.com'");
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = model.every_common_name = true; }), kAccepted);
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.common_name_fallback = model.every_common_name = model.one_common_name = true; }),
            "refused: 'other.example.com' does not cover 'www.example.com'");
}

TEST(ClientChecks, PartialWildcardsMatchOnlyIfTheModelAllowsThem) {
  const auto partial = [](ClientModel& model) { model.partial_wildcards = true; };
  EXPECT_EQ(said(leaf("dns: [\"w*.example.com\"]")), "refused: 'www.example.com' does not cover 'www.example.com'");
  EXPECT_EQ(said(leaf("dns: [\"w*.example.com\"]"), partial), kAccepted);
  EXPECT_EQ(said(leaf("dns: [\"x*.example.com\"]"), partial), "refused: 'www.example.com' does not cover 'www.example.com'");
  EXPECT_EQ(said(leaf("dns: [\"www*www.example.com\"]"), partial), "refused: 'www.example.com' does not cover 'www.example.com'");
}

TEST(ClientChecks, WildcardsWithOneLabelMatchOnlyIfTheModelAllowsThem) {
  const std::string chain = kRoot + kInter + "  leaf: { subject: \"CN=server\", issuer: inter, key: p256, dns: [\"*.local\"] }\n";
  const auto strict = [](ClientModel&) {};
  const auto lax = [](ClientModel& model) { model.top_level_wildcards = true; };
  EXPECT_EQ(said(chain, strict, "server.local"), "refused: 'server' does not cover 'server.local'");
  EXPECT_EQ(said(chain, lax, "server.local"), kAccepted);
  const std::string part = kRoot + kInter + "  leaf: { subject: \"CN=server\", issuer: inter, key: p256, dns: [\"s*.local\"] }\n";
  const auto partial = [](ClientModel& model) { model.partial_wildcards = true; };
  EXPECT_EQ(said(part, partial, "server.local"), "refused: 'server' does not cover 'server.local'");
}

// NSS 3.87: SEC_ERROR_INADEQUATE_KEY_USAGE.
TEST(ClientChecks, TheKeyUsageForKeyExchangeIsCheckedIfTheModelRequiresIt) {
  const auto exchange = [](ClientModel& model) { model.leaf_key_exchange = true; };
  EXPECT_EQ(said(leaf(kNames + ", key: rsa2048, key_usage: [digitalSignature]")), kAccepted);
  EXPECT_EQ(said(leaf(kNames + ", key: rsa2048, key_usage: [digitalSignature]"), exchange),
            "refused: the keyUsage of 'www.example.com' does not allow key encipherment");
  EXPECT_EQ(said(leaf(kNames + ", key_usage: [keyEncipherment]"), exchange),
            "refused: the keyUsage of 'www.example.com' does not allow signatures or key agreement");
  EXPECT_EQ(said(leaf(kNames + ", key_usage: [digitalSignature]"), exchange), kAccepted);
}

TEST(ClientChecks, ServerGatedCryptoUsagesAreAcceptedIfTheModelAllowsThem) {
  const std::string netscape = "extended_key_usage: [2.16.840.1.113730.4.1]", microsoft = "extended_key_usage: [1.3.6.1.4.1.311.10.3.3]";
  for (const std::string& usage : {netscape, microsoft}) {
    EXPECT_TRUE(said(leaf(kNames + ", " + usage)).starts_with("refused: "));
    EXPECT_EQ(said(leaf(kNames + ", " + usage), [](ClientModel& model) { model.leaf_server_gated_crypto = true; }), kAccepted);
    EXPECT_EQ(said(issuer(usage), [](ClientModel& model) { model.issuer_server_gated_crypto = true; }), kAccepted);
  }
  EXPECT_EQ(said(issuer("extended_key_usage: [clientAuth]"), [](ClientModel& model) { model.issuer_client_auth = true; }), kAccepted);
  EXPECT_EQ(said(issuer("extended_key_usage: [codeSigning]"), [](ClientModel& model) { model.issuer_client_auth = true; }),
            "refused: 'Issuing CA': extendedKeyUsage allows codeSigning but not serverAuth");
}

// Apple: for certificates issued since 2019-07-01.
TEST(ClientChecks, RulesForNewLeavesHaveTheirDay) {
  const auto apple = [](ClientModel& model) {
    model.leaf_max_days = 825;
    model.leaf_server_auth_required = true;
    model.leaf_rules_from = Instant::parse("2019-07-01");
  };
  const std::string old = kNames + ", extended_key_usage: none, not_after: 2040-01-01, not_before: ";
  EXPECT_EQ(said(leaf(old + "\"2019-06-30T23:59:59Z\""), apple), kAccepted);
  EXPECT_TRUE(said(leaf(old + "2019-07-01"), apple).starts_with("refused: 'www.example.com' is valid for "));
}

TEST(ClientChecks, ConstraintsOnDnsNamesReachTheCommonNameByTheModel) {
  const std::string chain = kRoot +
                            "  inter: { subject: \"CN=Issuing CA,O=Example\", issuer: root, ca: true, name_constraints: { permitted: "
                            "[\"dns:example.com\"] } }\n"
                            "  leaf: { subject: \"CN=NAME\", issuer: inter, ip: [192.0.2.1] }\n";
  const auto verdict = [&](const std::string& name, CommonNameConstraint constrained) {
    std::string certificates = chain;
    certificates.replace(certificates.find("NAME"), 4, name);
    SentChain sent(certificates);
    sent.trust({"root"}).send({"leaf", "inter"});
    ClientModel model = client_that(ChainSearch::backtracking);
    model.common_name_constrained = constrained;
    return sent.word(model);
  };
  EXPECT_EQ(verdict("www.example.org", CommonNameConstraint::never), "accepted");
  EXPECT_EQ(verdict("www.example.org", CommonNameConstraint::host_names), "refused");
  EXPECT_EQ(verdict("www.example.com", CommonNameConstraint::host_names), "accepted");
  EXPECT_EQ(verdict("a server", CommonNameConstraint::host_names), "accepted");
  EXPECT_EQ(verdict("a server", CommonNameConstraint::always), "refused");
}

TEST(ClientChecks, CountsDaysAsRoundsUp) {
  const auto apple = [](ClientModel& model) { model.leaf_max_days = 365; };
  EXPECT_EQ(said(leaf(kNames + ", not_before: 2026-01-01, not_after: \"2026-12-31T23:59:59Z\""), apple), kAccepted);
  EXPECT_EQ(said(leaf(kNames + ", not_before: 2026-01-01, not_after: 2027-01-01"), apple),
            "refused: 'www.example.com' is valid for 366 days; at most 365 are accepted");
}

TEST(ClientChecks, ChecksStrictlyIfTheModelRequiresIt) {
  const auto strict = [](ClientModel& model) { model.strict_rfc5280 = true; };
  EXPECT_EQ(said(leaf(kNames), strict), kAccepted);
  EXPECT_EQ(said(leaf(kNames + ", authority_key_id: none"), strict),
            "refused: 'www.example.com' has no authorityKeyIdentifier with a key id");
  EXPECT_EQ(said(issuer("critical: { basic_constraints: false }"), strict), "refused: basicConstraints of 'Issuing CA' is not critical");
  EXPECT_EQ(said(issuer("key_usage: none"), strict), "refused: 'Issuing CA' is a CA without keyUsage");
}

TEST(ClientChecks, DirectoryNameConstraintsAreHandledAsTheModelSays) {
  const std::string chain = issuer("name_constraints: { permitted: [\"dir:O=Other\"] }");
  EXPECT_TRUE(said(chain).starts_with("refused: 'Issuing CA': directory name CN=www.example.com is not permitted (permitted: O=Other)"));
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.directory_constraints = Handling::ignored; }), kAccepted);
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.directory_constraints = Handling::refused; }),
            "refused: 'Issuing CA': constraints on directory names are not supported");
}

TEST(ClientChecks, CriticalExtensionsThatTheModelDoesNotKnowAreRefused) {
  const std::string chain = kRoot +
                            "  inter: { subject: \"CN=Issuing CA,O=Example\", issuer: root, ca: true, policies: any, "
                            "policy_constraints: { require_explicit: 0 } }\n"
                            "  leaf: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com], policies: [1.2.3] }\n";
  EXPECT_EQ(said(chain), kAccepted);
  EXPECT_EQ(said(chain, [](ClientModel& model) { model.unknown_extensions = {"policyConstraints"}; }),
            "refused: 'Issuing CA' has the unsupported critical extension policyConstraints");
}

}  // namespace client_checks_test
}  // namespace chainlint::chain
