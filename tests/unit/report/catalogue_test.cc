#include "chainlint/report/catalogue.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "chainlint/facts/registry.h"

namespace chainlint::report {
namespace catalogue_test {

using Texts = std::vector<std::string>;

const yaml::SourceFile kRule{
    "ours/leaf-sample.yaml",
    "id: leaf-sample\ntitle: A leaf <that> lives | long\nseverity: warning\n"
    "severity_when: [ { severity: error, when: { validity.days: { above: 398 } } } ]\n"
    "about: content\nfor: certificate\nwhen: { role: leaf, self_signed: false }\n"
    "require: { any_of: [ { validity.days: { max: $max_days } }, { not: { san.dns: { contains: internal } } } ] }\n"
    "params:\n  max_days: { type: integer, unit: days, default: 90, min: 1, max: 398, by: validity.not_before,\n"
    "              steps: [ { from: 2027-01-01, value: 60 } ], sentence: The *longest* life. }\n"
    "message: '{validity.days} days'\nwhy: because\nfix: renew with `certbot`\n"
    "references: [ { title: our handbook, url: 'https://example.com/book' } ]\nsince: 0.1.0\n"};

struct Page {
  explicit Page(const std::vector<yaml::SourceFile>& files) : loaded(rules::RuleLibrary::load(files)) {
    EXPECT_EQ(loaded.problems, Texts{});
    for (const auto& rule : loaded.library.rules()) set.members.push_back({rule.get(), std::nullopt});
  }
  std::string catalogue(const RuleExamples& examples = {}) const {
    return write_catalogue(set, loaded.library, [&](const rules::Rule&) { return examples; });
  }
  rules::RuleLibrary::Loaded loaded;
  rules::RuleSet set;
};

TEST(Catalogue, HasAllOfARule) {
  RuleExamples examples;
  examples.found = {"a *year*"};
  examples.accepted = {"a month"};
  examples.message = "365 days";
  EXPECT_EQ(
      Page({kRule}).catalogue(examples),
      "# Rules\n\n"
      "1 rule, by the question that they answer. A rule checks each of its subjects on its own; names such as `validity.days` are "
      "facts, which `chainlint rules facts` explains.\n\n"
      "## Contents\n\n"
      "- [What is in the file?](#what-is-in-the-file)\n"
      "  - [leaf-sample](#leaf-sample): A leaf &lt;that&gt; lives \\| long\n\n"
      "## What is in the file?\n\n"
      "### leaf-sample\n\n"
      "A leaf &lt;that&gt; lives \\| long.\n\n"
      "- **Severity:** warning; error where `validity.days` is more than `398`\n"
      "- **Checks:** each certificate where `role` is `leaf` and `self_signed` is `false`\n"
      "- **Requires:** `validity.days` is at most `$max_days` or not (`san.dns` contains `internal`)\n"
      "- **Sets:** none\n"
      "- **Message:** `<validity days> days`\n"
      "- **For example:** `365 days`\n"
      "- **Finds:** a \\*year\\*\n"
      "- **Accepts:** a month\n"
      "- **Since:** `0.1.0`\n"
      "- **File:** `ours/leaf-sample.yaml`\n\n"
      "**Why:** because\n\n"
      "**Fix:** renew with \\`certbot\\`\n\n"
      "| parameter | type | default | allowed | steps | meaning |\n"
      "| --- | --- | --- | --- | --- | --- |\n"
      "| `max_days` | integer | 90 days | 1 to 398 days | 60 days from 2027-01-01, by `validity.not_before` | The \\*longest\\* life. |\n\n"
      "References:\n\n"
      "- [our handbook](https://example.com/book)\n");
}

TEST(Catalogue, OfTheShippedRulesHasASectionForEachAndNoTrailingBlanks) {
  const Page page(rules::shipped_rule_files());
  const std::string text = page.catalogue();
  std::set<std::string> anchors, links;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_FALSE(line.ends_with(' ')) << line;
    if (line.starts_with("### ")) {
      EXPECT_TRUE(anchors.insert(line.substr(4)).second) << line;
    }
    if (line.starts_with("  - [")) links.insert(line.substr(5, line.find(']') - 5));
  }
  EXPECT_EQ(anchors.size(), page.loaded.library.rules().size());
  EXPECT_EQ(anchors, links);
  EXPECT_FALSE(text.ends_with("\n\n"));
}

TEST(Examples, AreTheNamesOfCasesAndTheFirstWholeMessage) {
  const RuleExamples examples =
      read_examples("a.test.yaml",
                    "rule: a\ncases:\n  - { name: one, expect: pass }\n  - { name: two, expect: fail }\n"
                    "  - { name: three, expect: fail, message: m }\n  - { name: four, expect: not_applicable }\n");
  EXPECT_EQ(examples.accepted, Texts{"one"});
  EXPECT_EQ(examples.found, (Texts{"two", "three"}));
  EXPECT_EQ(examples.message, "m");
}

TEST(Examples, OfAFileWithMistakesAreWhatCouldBeRead) {
  EXPECT_TRUE(read_examples("a.test.yaml", "cases: 7").found.empty());
  EXPECT_TRUE(read_examples("a.test.yaml", "{").found.empty());
}

TEST(RulePage, BreaksLinesWhereTheTerminalEnds) {
  const Page page({kRule});
  TextStyle style;
  style.columns = 60;
  std::istringstream lines(write_rule_page({page.loaded.library.rules().front().get(), {}}, page.loaded.library, {}, style));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 60u) << line;
  EXPECT_GT(count, 15u);
}

TEST(FactReference, NamesEveryFactAndEveryPrefix) {
  const std::string text = write_fact_reference(std::nullopt, {});
  for (const facts::FactDefinition& fact : facts::all_facts()) {
    EXPECT_NE(text.find("\n  " + std::string(fact.name) + " "), std::string::npos) << fact.name;
  }
  for (const char* prefix : {"run.", "bundle.", "chain.", "leaf.", "previous.", "child.", "issuer.", "top."}) {
    EXPECT_NE(text.find("\n  " + std::string(prefix) + " "), std::string::npos) << prefix;
  }
}

// A prefix that came later must be explained as well.
TEST(FactReference, ExplainsEveryPrefixThatARuleMayWrite) {
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    const facts::SubjectKind subject = static_cast<facts::SubjectKind>(kind);
    const std::string text = write_fact_reference(subject, {});
    for (const std::string& name : facts::fact_names(subject)) {
      const Result<facts::FactReference> fact = facts::find_fact(subject, name);
      ASSERT_TRUE(fact.ok());
      const std::string prefix = name.substr(0, name.size() - fact->definition->name.size());
      if (!prefix.empty()) {
        EXPECT_NE(text.find("\n  " + prefix + " "), std::string::npos) << facts::to_string(subject) << ": " << name;
      }
    }
  }
}

TEST(FactReference, OfOneSubjectLeavesTheOthersOut) {
  const std::string text = write_fact_reference(facts::SubjectKind::link, {});
  EXPECT_NE(text.find("Facts about a link"), std::string::npos);
  EXPECT_EQ(text.find("Facts about a bundle"), std::string::npos);
  EXPECT_NE(text.find("\n  issuer. "), std::string::npos);
  EXPECT_EQ(text.find("\n  top. "), std::string::npos);
}

}  // namespace catalogue_test
}  // namespace chainlint::report
