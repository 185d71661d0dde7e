#include <gtest/gtest.h>

#include <ctime>

#include "bench.h"

namespace chainlint::rules {
namespace rule_errors_test {

TEST(RuleErrors, AllMistakesOfAFileAreNamedAtOnce) {
  const yaml::SourceFile file{"rules/leaf/leaf-short.yaml",
                              "id: leaf-short\n"
                              "title: 80\n"
                              "severty: error\n"
                              "for: certificate\n"
                              "when: { rol: leaf }\n"
                              "require:\n"
                              "  key.bits: { min: \"2048\" }\n"
                              "message: \"{key.bit} bits\"\n"
                              "about: content\n"};
  EXPECT_EQ(load_problems({file}),
            "rules/leaf/leaf-short.yaml:1:1: error: a rule lacks the required key 'severity'\n"
            "  | id: leaf-short\n"
            "  | ^\n"
            "rules/leaf/leaf-short.yaml:2:8: error: 'title' is text, not the number 80; put it between quotes\n"
            "  | title: 80\n"
            "  |        ^\n"
            "rules/leaf/leaf-short.yaml:3:1: error: a rule has no key 'severty'\n"
            "  | severty: error\n"
            "  | ^\n"
            "did you mean 'severity'?\n"
            "rules/leaf/leaf-short.yaml:5:9: error: a certificate has no fact 'rol'\n"
            "  | when: { rol: leaf }\n"
            "  |         ^\n"
            "did you mean 'role'?\n"
            "rules/leaf/leaf-short.yaml:7:20: error: 'key.bits' is an integer, not the text '2048'\n"
            "  |   key.bits: { min: \"2048\" }\n"
            "  |                    ^\n"
            "rules/leaf/leaf-short.yaml:8:10: error: a certificate has no fact 'key.bit'\n"
            "  | message: \"{key.bit} bits\"\n"
            "  |          ^\n"
            "did you mean 'key.bits'?\n");
}

TEST(RuleErrors, AnEmptyFileIsAMistake) {
  EXPECT_EQ(load_problems({{"rules/a.yaml", ""}}), "rules/a.yaml:1:1: error: the file is empty\n");
}

TEST(RuleErrors, AFileThatIsNoMappingIsAMistake) {
  EXPECT_EQ(load_problems({{"rules/a.yaml", "- a\n"}}),
            "rules/a.yaml:1:1: error: the file is a list, not a rule; a rule is a mapping of keys to values: 'id: our-rule'\n");
}

TEST(RuleErrors, EveryMissingKeyIsNamed) {
  EXPECT_EQ(load_problems({{"rules/a.yaml", "id: a\n"}}),
            "rules/a.yaml:1:1: error: a rule lacks the required key 'title'\n  | id: a\n  | ^\n"
            "rules/a.yaml:1:1: error: a rule lacks the required key 'severity'\n  | id: a\n  | ^\n"
            "rules/a.yaml:1:1: error: a rule lacks the required key 'about'\n  | id: a\n  | ^\n"
            "rules/a.yaml:1:1: error: a rule lacks the required key 'for'\n  | id: a\n  | ^\n"
            "rules/a.yaml:1:1: error: a rule lacks the required key 'require'\n  | id: a\n  | ^\n"
            "rules/a.yaml:1:1: error: a rule lacks the required key 'message'\n  | id: a\n  | ^\n");
}

TEST(RuleErrors, TheIdIsTheNameOfTheFile) {
  yaml::SourceFile file = rule_file("require: { role: leaf }\nmessage: m\n", "leaf-old");
  file.path = "rules/leaf-aged.yaml";
  EXPECT_EQ(load_problems({file}),
            "rules/leaf-aged.yaml:1:5: error: the rule id 'leaf-old' is not the name of its file, 'leaf-aged'\n"
            "  | id: leaf-old\n"
            "  |     ^\n");
}

TEST(RuleErrors, AnIdIsKebabCase) {
  for (const char* id : {"Leaf", "leaf_old", "-leaf", "leaf-", "leaf--old"}) {
    EXPECT_NE(load_problems({rule_file("require: { role: leaf }\nmessage: m\n", id)}).find("a rule id is lower-case words joined by '-'"),
              std::string::npos)
        << id;
  }
}

TEST(RuleErrors, TwoRulesOfOneIdAreNamedWithBothPlaces) {
  const yaml::SourceFile first = rule_file("require: { role: leaf }\nmessage: m\n");
  const yaml::SourceFile second{"extra/sample.yaml", "# ours\n" + first.text};
  EXPECT_EQ(load_problems({first, second}),
            "extra/sample.yaml:2:5: error: the rule id 'sample' is already used by rules/sample.yaml:1:5; each rule needs its own id\n"
            "  | id: sample\n"
            "  |     ^\n");
}

TEST(RuleErrors, AFactOfAnotherSubjectSaysWhose) {
  EXPECT_EQ(load_problems({rule_file("require: { has_leaf: true }\nmessage: m\n")}),
            "rules/sample.yaml:5:12: error: a certificate has no fact 'has_leaf'; it is a fact of a bundle\n"
            "  | require: { has_leaf: true }\n"
            "  |            ^\n"
            "did you mean 'bundle.has_leaf'?\n");
}

TEST(RuleErrors, AWrongSubjectIsOneMistakeAndNotOneMoreForEachFact) {
  EXPECT_EQ(load_problems({{"rules/a.yaml",
                            "id: a\ntitle: t\nseverity: error\nfor: certificat\nrequire: { x: 1, y: 2 }\nmessage: '{z}'\nabout: path\n"}}),
            "rules/a.yaml:4:6: error: 'for' is one of bundle, container, diagnostic, certificate, key, link, chain, renewal, waiver "
            "and run, not 'certificat'\n"
            "  | for: certificat\n"
            "  |      ^\n"
            "did you mean 'certificate'?\n");
}

TEST(RuleErrors, AValueThatAFactNeverHasIsAMistake) {
  EXPECT_EQ(load_problems({rule_file("require: { role: [leaf, rot] }\nmessage: m\n")}),
            "rules/sample.yaml:5:25: error: 'role' is never 'rot'; its values are leaf, intermediate and root\n"
            "  | require: { role: [leaf, rot] }\n"
            "  |                         ^\n"
            "did you mean 'root'?\n");
}

TEST(RuleErrors, ATestWithoutValueIsAMistake) {
  EXPECT_EQ(load_problems({rule_file("require:\n  role:\nmessage: m\n")}),
            "rules/sample.yaml:6:3: error: the test of 'role' is missing\n"
            "  |   role:\n"
            "  |   ^\n");
}

TEST(RuleErrors, AnEmptyConditionIsAMistake) {
  for (const char* condition : {"{}", "{ any_of: [] }", "{ any_of: [ {} ] }", "{ not: {} }", "{ role: {} }", "{ role: [] }", "[ role ]"}) {
    EXPECT_NE(load_problems({rule_file("require: " + std::string(condition) + "\nmessage: m\n")}), "") << condition;
  }
}

TEST(RuleErrors, BracesOfAMessageMustClose) {
  EXPECT_NE(load_problems({rule_file("require: { role: leaf }\nmessage: 'a {role'\n")}).find("'{' without '}'"), std::string::npos);
  EXPECT_NE(load_problems({rule_file("require: { role: leaf }\nmessage: 'a role}'\n")}).find("'}' without '{'"), std::string::npos);
  EXPECT_EQ(load_problems({rule_file("require: { role: leaf }\nmessage: 'a {{role}}'\n")}), "");
}

TEST(RuleErrors, ARuleSaysWhichQuestionItAnswers) {
  const std::string rule = "id: a\ntitle: t\nseverity: error\nfor: certificate\nrequire: { role: leaf }\nmessage: m\n";
  EXPECT_EQ(load_problems({{"rules/a.yaml", rule}}),
            "rules/a.yaml:1:1: error: a rule lacks the required key 'about'\n"
            "  | id: a\n"
            "  | ^\n");
  EXPECT_EQ(load_problems({{"rules/a.yaml", rule + "about: clients\n"}}),
            "rules/a.yaml:7:8: error: 'about' is one of path, sending, client, content and protection, not 'clients'\n"
            "  | about: clients\n"
            "  |        ^\n"
            "did you mean 'client'?\n");
  EXPECT_EQ(load_problems({{"rules/a.yaml", rule + "about: sending\n"}}), "");
}

TEST(RuleErrors, TestFilesArePassedOver) { EXPECT_EQ(load_problems({{"rules/sample.test.yaml", "anything: at all\n"}}), ""); }

TEST(RuleErrors, AReferenceNeedsATitle) {
  EXPECT_EQ(load_problems({rule_file("require: { role: leaf }\nmessage: m\nreferences: [ { link: x } ]\n")}),
            "rules/sample.yaml:7:15: error: a reference lacks the required key 'title'\n"
            "  | references: [ { link: x } ]\n"
            "  |               ^\n"
            "rules/sample.yaml:7:17: error: a reference has no key 'link'\n"
            "  | references: [ { link: x } ]\n"
            "  |                 ^\n");
}

TEST(RuleErrors, AFactBehindAPrefixOfOtherSubjectsSaysWhose) {
  const std::string all = load_problems({rule_file("require: { child.role: leaf }\nmessage: m\n")});
  EXPECT_NE(all.find("a certificate has no fact 'child.role'; a rule about a link has it"), std::string::npos) << all;
}

// Each costs a walk through the text: a file of mistakes must not cost the square of its size.
TEST(RuleErrors, AHundredMistakesAreShownAndTheOthersCounted) {
  std::string text = rule_file("require: { role: leaf }\nmessage: m\n").text;
  for (int i = 0; i < 150; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const std::vector<std::string> problems = RuleLibrary::load({{"rules/sample.yaml", text}}).problems;
  ASSERT_EQ(problems.size(), 101u);
  EXPECT_EQ(problems.back().substr(0, problems.back().find('\n')), "rules/sample.yaml:108:1: error: more mistakes follow from here on: 50");
}

// To look for what is meant by each of these names took a minute and more.
TEST(RuleErrors, SimilarNamesAreSearchedOnlyIfShown) {
  std::string message;
  for (int i = 0; i < 5000; ++i) message += "{subject.displayed_name" + std::to_string(i) + "} ";
  const std::clock_t start = std::clock();
  const std::vector<std::string> problems =
      RuleLibrary::load({rule_file("require: { role: leaf }\nmessage: \"" + message + "\"\n")}).problems;
  EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 15);
  EXPECT_EQ(problems.size(), 101u);
}

TEST(RuleErrors, BoundsThatNothingIsWithinAreAMistake) {
  const std::string all = load_problems({rule_file("require: { key.bits: { min: 4096, below: 2048 } }\nmessage: m\n")});
  EXPECT_NE(all.find("no 'key.bits' is at least 4096 and at most 2047; use 'any_of' for one or the other"), std::string::npos) << all;
  EXPECT_EQ(load_problems({rule_file("require: { key.bits: { min: 2048, below: 2049 } }\nmessage: m\n")}), "");
}

TEST(RuleErrors, TheWordsOfOtherToolsAreUnderstood) {
  const std::string all = load_problems({rule_file("require: { key.bits: { gte: 2048 }, role: { equals: leaf } }\nmessage: m\n")});
  EXPECT_NE(all.find("did you mean 'min'?"), std::string::npos) << all;
  EXPECT_NE(all.find("write the value alone for 'is equal to'"), std::string::npos) << all;
}

}  // namespace rule_errors_test
}  // namespace chainlint::rules
