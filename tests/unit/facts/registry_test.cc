#include "chainlint/facts/registry.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

namespace chainlint::facts {
namespace registry_test {

TEST(FactRegistry, IsSortedAndKnowsEachNameOnce) {
  const auto facts = all_facts();
  for (std::size_t i = 1; i < facts.size(); ++i) {
    EXPECT_TRUE(facts[i - 1].subject < facts[i].subject || (facts[i - 1].subject == facts[i].subject && facts[i - 1].name < facts[i].name))
        << facts[i].name;
  }
}

TEST(FactRegistry, HasASentenceForEachFact) {
  for (const FactDefinition& fact : all_facts()) {
    ASSERT_GT(fact.sentence.size(), 20u) << fact.name;
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(fact.sentence.front()))) << fact.name;
    EXPECT_EQ(fact.sentence.back(), '.') << fact.name;
    EXPECT_EQ(fact.sentence.find(".."), fact.sentence.find("...")) << fact.name;
  }
}

TEST(FactRegistry, GivesUnitsToIntegersAndSetsOfValuesToTextAlone) {
  for (const FactDefinition& fact : all_facts()) {
    if (fact.type != FactType::integer) {
      EXPECT_EQ(fact.unit, "") << fact.name;
    }
    if (!fact.values.empty()) {
      EXPECT_TRUE(fact.type == FactType::text || fact.type == FactType::text_list) << fact.name;
    }
  }
}

TEST(FactRegistry, FindsAFactOfTheSubjectItself) {
  const auto found = find_fact(SubjectKind::certificate, "validity.days");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->definition->name, "validity.days");
  EXPECT_EQ(found->hop, FactReference::Hop::none);
}

TEST(FactRegistry, FindsFactsBehindPrefixes) {
  const auto issuer = find_fact(SubjectKind::link, "issuer.subject.cn");
  ASSERT_TRUE(issuer.ok());
  EXPECT_EQ(issuer->hop, FactReference::Hop::issuer);
  EXPECT_EQ(issuer->definition->subject, SubjectKind::certificate);
  const auto bundle = find_fact(SubjectKind::key, "bundle.kind");
  ASSERT_TRUE(bundle.ok());
  EXPECT_EQ(bundle->hop, FactReference::Hop::bundle);
  EXPECT_EQ(bundle->definition->subject, SubjectKind::bundle);
}

TEST(FactRegistry, PrefersTheOwnFactToOneBehindAPrefix) {
  const auto found = find_fact(SubjectKind::certificate, "issuer.display");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->hop, FactReference::Hop::none);
}

TEST(FactRegistry, KnowsFactsOfTheRunEverywhereAndBehindNoPrefix) {
  for (const SubjectKind kind :
       {SubjectKind::bundle, SubjectKind::container, SubjectKind::certificate, SubjectKind::key, SubjectKind::link, SubjectKind::chain}) {
    EXPECT_TRUE(find_fact(kind, "run.at").ok()) << to_string(kind);
    EXPECT_FALSE(find_fact(kind, "bundle.run.at").ok()) << to_string(kind);
  }
}

TEST(FactRegistry, RefusesPrefixesThatLeadNowhereFromTheSubject) {
  EXPECT_FALSE(find_fact(SubjectKind::certificate, "child.subject").ok());
  EXPECT_FALSE(find_fact(SubjectKind::bundle, "top.subject").ok());
}

TEST(FactRegistry, SuggestsTheNearestName) {
  const auto found = find_fact(SubjectKind::certificate, "validty.days");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "fact-unknown");
  EXPECT_EQ(found.error().message, "there is no fact 'validty.days' about a certificate; did you mean 'validity.days'?");
}

TEST(FactRegistry, SuggestsToDropAPrefixThatLeadsBack) {
  const auto found = find_fact(SubjectKind::bundle, "bundle.kind");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, "there is no fact 'bundle.kind' about a bundle; did you mean 'kind'?");
}

TEST(FactRegistry, ListsOnlyNamesThatCanBeFound) {
  for (const SubjectKind kind :
       {SubjectKind::bundle, SubjectKind::container, SubjectKind::certificate, SubjectKind::key, SubjectKind::link, SubjectKind::chain}) {
    const std::vector<std::string> names = fact_names(kind);
    EXPECT_GT(names.size(), 50u);
    for (const std::string& name : names) EXPECT_TRUE(find_fact(kind, name).ok()) << to_string(kind) << " " << name;
  }
}

}  // namespace registry_test
}  // namespace chainlint::facts
