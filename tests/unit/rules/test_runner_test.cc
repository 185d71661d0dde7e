#include "chainlint/rules/test_runner.h"

#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace test_runner_test {

const yaml::SourceFile kRule = rule_file("when: { role: leaf }\nrequire: { subject.cn: www.example.com }\nmessage: 'it is {subject.cn}'\n");

constexpr const char* kShared =
    "rule: sample\n"
    "certificates:\n"
    "  inter: { subject: 'CN=Example CA', ca: true }\n"
    "  leaf: { subject: 'CN=www.example.com', issuer: inter }\n"
    "files: { site.pem: { pem: [leaf, inter] } }\n";

RuleTestRun run(const std::string& text) {
  const std::vector<yaml::SourceFile> files{kRule, {"rules/sample.test.yaml", text}};
  return run_rule_tests(RuleLibrary::load(files).library, files);
}

std::string problems_of(const std::string& text) {
  std::string all;
  for (const std::string& problem : run(text).problems) all += problem + "\n";
  return all;
}

constexpr const char* kCases =
    "cases:\n"
    "  - { name: right, expect: pass }\n"
    "  - name: wrong\n"
    "    certificates: { leaf: { subject: 'CN=mail.example.com', issuer: inter } }\n"
    "    expect: fail\n"
    "    message: it is mail.example.com\n"
    "    severity: warning\n"
    "    subjects: [leaf]\n";

TEST(RuleTests, ACaseReplacesWhatTheFileShares) {
  const RuleTestRun result = run(std::string(kShared) + kCases);
  EXPECT_EQ(result.problems, Texts{});
  ASSERT_EQ(result.results.size(), 2u);
  EXPECT_TRUE(result.ok()) << result.results[0].difference << result.results[1].difference;
  EXPECT_EQ(result.results[1].place, "rules/sample.test.yaml:8");
}

TEST(RuleTests, ADifferenceSaysWhatCameInstead) {
  const RuleTestRun result = run(std::string(kShared) +
                                 "cases:\n"
                                 "  - { name: right, expect: fail }\n"
                                 "  - { name: authority, expect: pass, files: { site.pem: { pem: [inter] } } }\n");
  ASSERT_EQ(result.results.size(), 2u);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.results[0].difference,
            "expected fail, but it is pass\n"
            "  site.pem:1 satisfies the rule; its message would be: it is www.example.com");
  EXPECT_EQ(result.results[1].difference,
            "expected pass, but it is not_applicable\n"
            "  'when' is false for the only certificate: role is leaf");
}

TEST(RuleTests, DetailsAreCompared) {
  const RuleTestRun result = run(std::string(kShared) +
                                 "cases:\n"
                                 "  - { name: right, expect: pass }\n"
                                 "  - name: wrong\n"
                                 "    certificates: { leaf: { subject: CN=x, issuer: inter } }\n"
                                 "    expect: fail\n"
                                 "    details: { subject: CN=x, issuer: CN=y, place: z }\n");
  ASSERT_EQ(result.results.size(), 2u) << result.problems.size();
  EXPECT_EQ(result.results[1].difference,
            "expected the detail issuer: CN=y\n"
            "           but it is: CN=Example CA\n"
            "expected the detail place: z\n"
            "           but it is absent");
}

TEST(RuleTests, MessageSeverityAndSubjectsAreCompared) {
  const RuleTestRun result = run(std::string(kShared) +
                                 "cases:\n"
                                 "  - { name: right, expect: pass }\n"
                                 "  - name: wrong\n"
                                 "    certificates: { leaf: { subject: CN=x, issuer: inter } }\n"
                                 "    expect: fail\n"
                                 "    message: it is y\n"
                                 "    severity: error\n"
                                 "    subjects: [inter]\n");
  ASSERT_EQ(result.results.size(), 2u);
  EXPECT_EQ(result.results[1].difference,
            "expected the message: it is y\n"
            "           but it is: it is x\n"
            "expected the severity error, but it is warning\n"
            "expected findings about inter, but they are about leaf");
}

TEST(RuleTests, BothDirectionsAreNeeded) {
  EXPECT_EQ(problems_of(std::string(kShared) + "cases: [ { name: right, expect: pass } ]\n"),
            "rules/sample.test.yaml:1:1: error: no case expects 'fail'; a rule needs a case that passes and one that fails\n"
            "  | rule: sample\n"
            "  | ^\n");
}

TEST(RuleTests, ARuleWithoutTestsIsAMistake) {
  const RuleTestRun result = run_rule_tests(RuleLibrary::load({kRule}).library, {kRule});
  EXPECT_EQ(result.problems, Texts{"rules/sample.yaml:1:1: error: the rule has no tests; put them in 'sample.test.yaml': a case "
                                   "that passes and one that fails"});
  EXPECT_FALSE(result.ok());
}

TEST(RuleTests, TestsWithoutTheirRuleAreAMistake) {
  const std::string all = problems_of("rule: sampel\ncases: [ { name: a, expect: pass }, { name: b, expect: fail } ]\n");
  EXPECT_NE(all.find("rules/sample.test.yaml:1:7: error: there is no rule 'sampel'"), std::string::npos) << all;
  EXPECT_NE(all.find("did you mean 'sample'?"), std::string::npos) << all;
}

TEST(RuleTests, TestsAreNextToTheirRule) {
  const std::vector<yaml::SourceFile> files{kRule, {"elsewhere/sample.test.yaml", std::string(kShared) + kCases}};
  const RuleTestRun result = run_rule_tests(RuleLibrary::load(files).library, files);
  ASSERT_FALSE(result.problems.empty());
  EXPECT_NE(result.problems[0].find("the tests of 'sample' are in 'rules/sample.test.yaml'"), std::string::npos);
}

TEST(RuleTests, MistakesInACaseHaveTheirPlace) {
  const std::string all = problems_of(std::string(kShared) +
                                      "cases:\n"
                                      "  - { name: a, expect: pas }\n"
                                      "  - { name: b, expect: fail, options: { at: soon, purpos: server } }\n");
  EXPECT_NE(all.find("rules/sample.test.yaml:7:24: error: 'expect' is one of pass, fail, not_applicable and not_evaluated, not 'pas'"),
            std::string::npos)
      << all;
  EXPECT_NE(all.find("'at' is a day or a time such as 2026-06-01 or 2026-06-01T12:00:00Z, not 'soon'"), std::string::npos) << all;
  EXPECT_NE(all.find("'options' has no key 'purpos'"), std::string::npos) << all;
}

TEST(RuleTests, NamesThatAreNotDescribedAreMistakes) {
  const std::string all = problems_of(std::string(kShared) +
                                      "cases:\n"
                                      "  - { name: a, expect: pass, options: { anchors: [rot] } }\n"
                                      "  - { name: b, expect: fail, bundle: [sit.pem] }\n");
  EXPECT_NE(all.find("no certificate 'rot' is described"), std::string::npos) << all;
}

}  // namespace test_runner_test
}  // namespace chainlint::rules
