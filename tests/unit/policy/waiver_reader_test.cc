#include <gtest/gtest.h>

#include "waiver_sample.h"

namespace chainlint::policy::test {
namespace waiver_reader_test {

// The problems of one waiver, "line:column: message", each followed by a new line.
std::string problems_of(const std::string& list) {
  std::string text;
  for (const policy::WaiverProblem& problem : read_list(list).problems) {
    const yaml::Position place = problem.problem.position;
    text += std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + problem.problem.message + "\n";
  }
  return text;
}

TEST(WaiverReader, ReadsAllThatAWaiverSays) {
  const policy::ReadWaivers read = read_list("- rule: leaf-expiring\n  certificate: " + kDigestA +
                                             "\n  paths: [\"certs/**\"]\n  reason: moved in March\n  owner: web team\n  ticket: CHG-1\n"
                                             "  expires: 2027-03-31\n");
  ASSERT_EQ(read.waivers.size(), 1u);
  EXPECT_TRUE(read.problems.empty());
  const facts::WaiverOutcome& waiver = read.waivers[0];
  EXPECT_EQ(waiver.state, facts::WaiverState::unused);
  EXPECT_EQ(waiver.rule, "leaf-expiring");
  EXPECT_EQ(waiver.certificate, kDigestA);
  EXPECT_EQ(waiver.paths, std::vector<std::string>{"certs/**"});
  EXPECT_EQ(waiver.reason, "moved in March");
  EXPECT_EQ(waiver.owner, "web team");
  EXPECT_EQ(waiver.ticket, "CHG-1");
  EXPECT_EQ(to_string(waiver.location), ".chainlint.yaml:1:3");
}

TEST(WaiverReader, ADateIsGoodToItsLastSecond) {
  EXPECT_EQ(read_list("- { rule: leaf-expiring, paths: [a], reason: r, owner: o, expires: 2027-03-31 }").waivers[0].expires->to_string(),
            "2027-03-31T23:59:59Z");
  EXPECT_EQ(read_list("- { rule: leaf-expiring, paths: [a], reason: r, owner: o, expires: 2027-03-31T18:00:00+02:00 }")
                .waivers[0]
                .expires->to_string(),
            "2027-03-31T16:00:00Z");
}

TEST(WaiverReader, TakesFingerprintsAsToolsPrintThem) {
  std::string colons;
  for (int i = 0; i < 32; ++i) colons += i == 0 ? "AA" : ":AA";
  const policy::ReadWaivers read = read_list("- { rule: leaf-expiring, certificate: \"" + colons + "\"" + kWords + " }");
  EXPECT_EQ(read.waivers[0].certificate, kDigestA);
  EXPECT_TRUE(read.problems.empty());
}

// To YAML, 64 decimal digits are a number.
TEST(WaiverReader, TakesAFingerprintWithoutLetters) {
  const std::string digits(64, '1');
  EXPECT_EQ(read_list("- { rule: leaf-expiring, key: " + digits + kWords + " }").waivers[0].key, digits);
}

TEST(WaiverReader, TellsOtherHashesByTheirLength) {
  EXPECT_EQ(problems_of("- { rule: leaf-expiring, certificate: " + std::string(40, 'a') + kWords + " }"),
            "1:39: 'certificate' is the SHA-256 of the certificate, 64 hexadecimal digits; this one has 40 digits: a SHA-1 thumbprint\n");
  EXPECT_EQ(problems_of("- { rule: leaf-expiring, key: xyz" + kWords + " }"),
            "1:31: 'key' is the SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits; this one contains 'x', which is not a "
            "hexadecimal digit\n");
}

TEST(WaiverReader, CollectsEveryMistake) {
  EXPECT_EQ(problems_of("- rule: leaf-expirin\n  owner: web team\n  expire: 2027-01-01\n- [1]\n"),
            "1:9: there is no rule 'leaf-expirin'\n"
            "1:3: a waiver lacks the required key 'reason'\n"
            "1:3: a waiver lacks the required key 'expires'\n"
            "1:3: a waiver needs 'certificate', 'key' or 'paths'\n"
            "3:3: a waiver has no key 'expire'\n"
            "4:3: a waiver is a mapping of keys to values, not a list\n");
}

TEST(WaiverReader, RefusesWhatIsNoDay) {
  EXPECT_EQ(problems_of("- { rule: leaf-expiring, paths: [a], reason: r, owner: o, expires: 2027-02-30 }"),
            "1:68: 'expires' is a date such as 2027-03-31 or a time such as 2027-03-31T18:00:00Z, not '2027-02-30'\n");
  EXPECT_NE(problems_of("- { rule: leaf-expiring, paths: [a], reason: r, owner: o, expires: never }"), "");
}

TEST(WaiverReader, RefusesBlankWords) {
  EXPECT_EQ(problems_of("- { rule: leaf-expiring, paths: [a], reason: \"  \", owner: o, expires: 2027-01-01 }"),
            "1:46: 'reason' is blank\n");
}

TEST(WaiverReader, AMalformedOneSaysAllThatIsWrong) {
  const facts::WaiverOutcome waiver = read_list("- { rule: leaf-expirin, paths: [a], reason: r, owner: o }").waivers[0];
  EXPECT_EQ(waiver.state, facts::WaiverState::malformed);
  EXPECT_EQ(waiver.problem, "there is no rule 'leaf-expirin' (did you mean 'leaf-expiring'?); a waiver lacks the required key 'expires'");
}

TEST(WaiverReader, KnowsRulesByTheirFormerIds) {
  const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(
      {{"rules/sample.yaml",
        "id: sample\ntitle: A sample\nseverity: warning\nabout: content\nfor: certificate\nrequire: { role: leaf }\nmessage: no\n"
        "why: because\nformerly: [older]\nsince: 0.1.0\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems[0];
  EXPECT_EQ(policy::read_waivers(waiver_items("- { rule: older, paths: [a]" + kWords + " }"), loaded.library).waivers[0].rule, "sample");
}

}  // namespace waiver_reader_test
}  // namespace chainlint::policy::test
