#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace rule_set_test {

yaml::SourceFile rule(const std::string& id, const std::string& more = "") {
  return rule_file("require: { role: leaf }\nmessage: m\n" + more, id);
}

yaml::SourceFile set_file(const std::string& id, const std::string& parts) {
  return {"rules/sets/" + id + ".yaml", "set: " + id + "\ntitle: A set\n" + parts};
}

std::string members(const RuleLibrary& library, const std::string& id) {
  std::string all;
  const RuleSet* set = library.find_set(id);
  if (set == nullptr) return "(no set)";
  for (const RuleSet::Member& member : set->members) {
    all += member.rule->id + (member.severity ? "=" + std::string(to_string(*member.severity)) : "") + " ";
  }
  return all;
}

TEST(RuleSets, ContainTheirRulesSortedById) {
  const auto loaded = RuleLibrary::load({rule("c"), rule("a"), rule("b"), set_file("small", "rules: [c, a]\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  EXPECT_EQ(members(loaded.library, "small"), "a c ");
}

TEST(RuleSets, AllIsEveryRule) {
  const auto loaded = RuleLibrary::load({rule("c"), rule("a"), set_file("all", "rules: all\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  EXPECT_EQ(members(loaded.library, "all"), "a c ");
}

TEST(RuleSets, ExtendOthersAndReplaceSeverities) {
  const auto loaded =
      RuleLibrary::load({rule("a"), rule("b"), rule("c"), set_file("base", "rules: [ a, { id: b, severity: note } ]\n"),
                         set_file("more", "extends: [base]\nassume_server_chain: true\nrules: [ { id: b, severity: error }, c ]\n"),
                         set_file("same", "extends: [base]\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  EXPECT_EQ(members(loaded.library, "base"), "a b=note ");
  EXPECT_EQ(members(loaded.library, "more"), "a b=error c ");
  EXPECT_EQ(members(loaded.library, "same"), "a b=note ");
  EXPECT_TRUE(loaded.library.find_set("more")->assume_server_chain);
  EXPECT_FALSE(loaded.library.find_set("base")->assume_server_chain);
}

TEST(RuleSets, AFormerIdMeansTheRule) {
  const auto loaded = RuleLibrary::load({rule("a", "formerly: [old-a]\n"), set_file("small", "rules: [old-a]\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  EXPECT_EQ(members(loaded.library, "small"), "a ");
  EXPECT_EQ(loaded.library.find_rule("old-a"), loaded.library.find_rule("a"));
  EXPECT_EQ(loaded.library.find_rule("old-b"), nullptr);
}

TEST(RuleSets, AnUnknownRuleSuggestsTheNearest) {
  EXPECT_EQ(load_problems({rule("leaf-expired"), set_file("small", "rules: [leaf-expird]\n")}),
            "rules/sets/small.yaml:3:9: error: there is no rule 'leaf-expird'\n"
            "  | rules: [leaf-expird]\n"
            "  |         ^\n"
            "did you mean 'leaf-expired'?\n");
}

TEST(RuleSets, ARuleWithMistakesIsNotAlsoAnUnknownOne) {
  const std::string all = load_problems({rule("a", "colour: red\n"), set_file("small", "rules: [a]\n")});
  EXPECT_EQ(all.find("there is no rule"), std::string::npos) << all;
  EXPECT_NE(all.find("a rule has no key 'colour'"), std::string::npos) << all;
}

TEST(RuleSets, AnUnknownSetAndACircleAreMistakes) {
  EXPECT_EQ(load_problems({rule("a"), set_file("base", "rules: [a]\n"), set_file("more", "extends: [bas]\n")}),
            "rules/sets/more.yaml:3:11: error: there is no rule set 'bas'\n"
            "  | extends: [bas]\n"
            "  |           ^\n"
            "did you mean 'base'?\n");
  EXPECT_EQ(load_problems({set_file("one", "extends: [two]\n"), set_file("two", "extends: [one]\n")}),
            "rules/sets/two.yaml:3:11: error: rule sets extend one another in a circle: 'one' extends 'two' extends 'one'\n"
            "  | extends: [one]\n"
            "  |           ^\n");
  EXPECT_NE(load_problems({set_file("one", "extends: [one]\n")}), "");
}

TEST(RuleSets, MistakesOfAFileAreAllNamed) {
  EXPECT_EQ(
      load_problems({rule("a"), {"rules/sets/small.yaml", "set: tiny\nrules: [ a, a, 3, { id: a, severity: fatal } ]\nextend: [b]\n"}}),
      "rules/sets/small.yaml:1:1: error: a rule set lacks the required key 'title'\n"
      "  | set: tiny\n"
      "  | ^\n"
      "rules/sets/small.yaml:1:6: error: the rule set id 'tiny' is not the name of its file, 'small'\n"
      "  | set: tiny\n"
      "  |      ^\n"
      "rules/sets/small.yaml:2:13: error: the rule 'a' occurs twice; the first is on line 2\n"
      "  | rules: [ a, a, 3, { id: a, severity: fatal } ]\n"
      "  |             ^\n"
      "rules/sets/small.yaml:2:16: error: an item of 'rules' is text, not the number 3; put it between quotes\n"
      "  | rules: [ a, a, 3, { id: a, severity: fatal } ]\n"
      "  |                ^\n"
      "rules/sets/small.yaml:2:25: error: the rule 'a' occurs twice; the first is on line 2\n"
      "  | rules: [ a, a, 3, { id: a, severity: fatal } ]\n"
      "  |                         ^\n"
      "rules/sets/small.yaml:2:38: error: 'severity' is one of error, warning and note, not 'fatal'\n"
      "  | rules: [ a, a, 3, { id: a, severity: fatal } ]\n"
      "  |                                      ^\n"
      "rules/sets/small.yaml:3:1: error: a rule set has no key 'extend'\n"
      "  | extend: [b]\n"
      "  | ^\n"
      "did you mean 'extends'?\n");
}

TEST(RuleSets, AFormerIdIsTakenOnce) {
  EXPECT_NE(load_problems({rule("a", "formerly: [b]\n"), rule("b")}).find("the former id 'b' is the id of rules/b.yaml:1:5"),
            std::string::npos);
  EXPECT_NE(load_problems({rule("a", "formerly: [x]\n"), rule("b", "formerly: [x]\n")}).find("the former id 'x' is also the id of 'a'"),
            std::string::npos);
}

}  // namespace rule_set_test
}  // namespace chainlint::rules
