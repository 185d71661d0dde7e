// What is among rules and is none.
#include "foreign_file.h"

#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace foreign_file_test {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string problem_of(const std::string& text) { return first_line(load_problems({{"ours/a.yaml", text}})); }

TEST(ForeignFiles, ACertificateIsNamed) {
  EXPECT_EQ(problem_of("-----BEGIN CERTIFICATE-----\nMIIB\n"),
            "ours/a.yaml:1:1: error: the file is a PEM file, not a rule; check it with 'chainlint check'");
  EXPECT_EQ(problem_of(std::string("\x30\x82\x01\x00", 4)),
            "ours/a.yaml:1:1: error: the file is binary, not a rule; check certificates and keystores with 'chainlint check'");
}

TEST(ForeignFiles, Utf16IsNamed) {
  EXPECT_EQ(problem_of(std::string("\xFF\xFEi\0d\0", 6)), "ours/a.yaml:1:1: error: the file is UTF-16; save it as UTF-8");
}

TEST(ForeignFiles, AByteOrderMarkOfUtf8IsPassedOver) {
  EXPECT_EQ(load_problems({{"ours/sample.yaml", "\xEF\xBB\xBF" + rule_file("require: { role: leaf }\nmessage: m\n").text}}), "");
}

TEST(ForeignFiles, OtherKindsOfOurOwnAreNamedWithWhatTakesThem) {
  EXPECT_EQ(problem_of("rule: a\ncases: []\n"),
            "ours/a.yaml:1:1: error: the file is a file of rule tests, not a rule; its name must end with '.test.yaml'");
  EXPECT_EQ(problem_of("target: edge\nextends: nginx\n"),
            "ours/a.yaml:1:1: error: the file is a deployment profile, not a rule; use --target");
  EXPECT_EQ(problem_of("client: a\nextends: go\n"), "ours/a.yaml:1:1: error: the file is a client model, not a rule; use --client");
  EXPECT_EQ(problem_of("rulesets: [path]\nfail_on: never\n"), "ours/a.yaml:1:1: error: the file is a policy, not a rule; use --policy");
  EXPECT_EQ(problem_of("apiVersion: v1\nkind: Secret\n"),
            "ours/a.yaml:1:1: error: the file is a Kubernetes manifest, not a rule; 'chainlint check' reads it");
}

TEST(ForeignFiles, ARuleWithAStrangeKeyIsStillARule) {
  EXPECT_EQ(problem_of(rule_file("require: { role: leaf }\nmessage: m\nwaivers: []\n").text),
            "ours/a.yaml:1:5: error: the rule id 'sample' is not the name of its file, 'a'");
}

}  // namespace foreign_file_test
}  // namespace chainlint::rules
