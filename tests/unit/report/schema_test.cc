// The schemas that editors use. Files are held against them in tests/report/validate_schemas.py.
#include "chainlint/report/schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "chainlint/facts/registry.h"
#include "chainlint/rules/operators.h"

namespace chainlint::report {
namespace schema_test {

using Json = nlohmann::ordered_json;

const rules::RuleLibrary& shipped() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  EXPECT_EQ(loaded.problems, std::vector<std::string>{});
  return loaded.library;
}

Json schema_of(SchemaKind kind) { return Json::parse(write_schema(kind, shipped())); }

TEST(Schemas, AreTheSameWhateverTheOrderOfTheRuleFiles) {
  std::vector<yaml::SourceFile> files = rules::shipped_rule_files();
  std::reverse(files.begin(), files.end());
  const rules::RuleLibrary::Loaded reversed = rules::RuleLibrary::load(files);
  ASSERT_EQ(reversed.problems, std::vector<std::string>{});
  for (const SchemaKind kind : kSchemaKindNames.values()) EXPECT_EQ(write_schema(kind, reversed.library), write_schema(kind, shipped()));
}

TEST(Schemas, StaySmallEnoughForAnEditor) {
  for (const SchemaKind kind : kSchemaKindNames.values()) EXPECT_LT(write_schema(kind, shipped()).size(), 800000u) << to_string(kind);
}

// A reference to nothing takes everything in some editors.
TEST(Schemas, EveryReferenceLeadsToADefinition) {
  for (const SchemaKind kind : kSchemaKindNames.values()) {
    const Json schema = schema_of(kind);
    std::size_t references = 0;
    const Json flat = schema.flatten();
    for (const auto& [path, value] : flat.items()) {
      if (!path.ends_with("/$ref")) continue;
      ++references;
      const std::string target = value.get<std::string>();
      ASSERT_TRUE(target.starts_with("#/definitions/")) << target;
      EXPECT_TRUE(schema.at("definitions").contains(target.substr(14))) << target;
    }
    EXPECT_EQ(references > 0, kind != SchemaKind::target && kind != SchemaKind::client) << to_string(kind);
  }
}

TEST(Schemas, EveryFactIsThereWithItsUnitAndWords) {
  const Json definitions = schema_of(SchemaKind::rule).at("definitions");
  for (const facts::FactDefinition& fact : facts::all_facts()) {
    const std::string name = std::string(facts::to_string(fact.subject)) + "." + std::string(fact.name);
    ASSERT_TRUE(definitions.contains(name)) << name;
    const std::string words = definitions.at(name).at("markdownDescription").get<std::string>();
    EXPECT_NE(words.find(fact.sentence), std::string::npos) << name;
    EXPECT_NE(words.find(fact.unit), std::string::npos) << name;
  }
}

// Every name that the reader of rules takes is found from the condition of its subject, itself or in a group that it refers to.
TEST(Schemas, EveryNameOfAFactIsOfferedForItsSubject) {
  const Json definitions = schema_of(SchemaKind::rule).at("definitions");
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    const facts::SubjectKind subject = static_cast<facts::SubjectKind>(kind);
    const Json& condition = definitions.at("condition_" + std::string(facts::to_string(subject)));
    Json offered = condition.at("properties");
    for (const Json& part : condition.at("allOf")) {
      offered.update(definitions.at(part.at("$ref").get<std::string>().substr(14)).at("properties"));
    }
    for (const std::string& name : facts::fact_names(subject)) {
      EXPECT_TRUE(offered.contains(name)) << facts::to_string(subject) << ": " << name;
    }
  }
}

TEST(Schemas, OperatorsFollowTheTypeOfTheFact) {
  const Json definitions = schema_of(SchemaKind::rule).at("definitions");
  const std::pair<facts::FactType, const char*> types[] = {{facts::FactType::boolean, "test_boolean"},
                                                           {facts::FactType::integer, "test_integer"},
                                                           {facts::FactType::text, "test_text"},
                                                           {facts::FactType::text_list, "test_text_list"},
                                                           {facts::FactType::time, "test_time"}};
  for (const auto& [type, name] : types) {
    const Json& operators = definitions.at(name).at("anyOf").front().at("properties");
    for (const rules::OperatorDefinition& definition : rules::all_operators()) {
      EXPECT_EQ(operators.contains(std::string(definition.name)), allows(definition, type)) << name << " " << definition.name;
    }
  }
}

TEST(Schemas, SetsOfferTheShippedRules) {
  const std::string text = write_schema(SchemaKind::set, shipped());
  for (const auto& rule : shipped().rules()) EXPECT_NE(text.find("\"" + rule->id + "\""), std::string::npos) << rule->id;
}

TEST(Schemas, PoliciesOfferTheParametersOfARuleWithTheirRange) {
  const yaml::SourceFile file{
      "rules/a.yaml",
      "id: a\ntitle: A\nseverity: error\nabout: content\nfor: certificate\nrequire: { validity.days: { max: $most } }\n"
      "params: { most: { type: integer, unit: days, default: 90, min: 1, max: 398 } }\nmessage: m\n"};
  const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load({file});
  ASSERT_EQ(loaded.problems, std::vector<std::string>{});
  const Json schema = Json::parse(write_schema(SchemaKind::policy, loaded.library));
  const Json& setting = schema.at("definitions").at("rules").at("properties").at("a");
  const Json& most = setting.at("anyOf").back().at("properties").at("params").at("properties").at("most");
  EXPECT_EQ(most.at("minimum"), 1);
  EXPECT_EQ(most.at("maximum"), 398);
  EXPECT_EQ(most.at("type"), "integer");
}

}  // namespace schema_test
}  // namespace chainlint::report
