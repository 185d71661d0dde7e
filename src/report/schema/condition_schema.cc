#include "schema/condition_schema.h"

#include <map>
#include <set>

#include "chainlint/facts/registry.h"
#include "schema/fact_test_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

constexpr std::string_view kRunPrefix = "run.";

std::string condition_name(facts::SubjectKind kind) { return "condition_" + std::string(facts::to_string(kind)); }
std::string fact_key(const facts::FactDefinition& fact) {
  return std::string(facts::to_string(fact.subject)) + "." + std::string(fact.name);
}

// "leaf." of leaf.serial; empty for a fact of the subject itself.
std::string prefix_of(const std::string& name, const facts::FactReference& fact) {
  if (fact.hop != facts::FactReference::Hop::none) return name.substr(0, name.size() - fact.definition->name.size());
  return name.starts_with(kRunPrefix) ? std::string(kRunPrefix) : "";
}

std::string words_for(const facts::FactDefinition& fact) {
  std::string words = "`" + std::string(fact.name) + "`: " + std::string(facts::to_string(fact.type)) + " about a " +
                      std::string(facts::to_string(fact.subject));
  if (!fact.unit.empty()) words += ", in " + std::string(fact.unit);
  return words + ". " + std::string(fact.sentence);
}

// Names behind one prefix. Each group of names is written once and shared by all the conditions from which it can be reached.
class FactGroups {
 public:
  void add(const std::string& prefix, const std::string& name, const facts::FactDefinition& fact) {
    groups_[prefix][name] = reference_to(fact_key(fact));
  }

  // A name that begins with the prefix is one of the group; others are not its business.
  void write(OrderedJson& definitions) const {
    for (const auto& [prefix, names] : groups_) {
      const std::string word = prefix.substr(0, prefix.size() - 1);
      definitions[name_of(prefix)] = {
          {"properties", names}, {"patternProperties", {{"^(?!" + word + R"(\.))", true}}}, {"additionalProperties", false}};
    }
  }
  static std::string name_of(const std::string& prefix) { return prefix + "facts"; }

 private:
  std::map<std::string, OrderedJson> groups_;
};

OrderedJson combinations(facts::SubjectKind kind) {
  const OrderedJson list = list_schema(condition_about(kind));
  return {{"all_of", described(list, "Each of these conditions is true.")},
          {"any_of", described(list, "At least one of these conditions is true.")},
          {"not", described(condition_about(kind), "The condition is false.")}};
}

OrderedJson condition_schema(facts::SubjectKind kind, FactGroups& groups) {
  OrderedJson own = combinations(kind);
  std::set<std::string> prefixes;
  for (const std::string& name : facts::fact_names(kind)) {
    const Result<facts::FactReference> fact = facts::find_fact(kind, name);
    if (!fact) continue;
    const std::string prefix = prefix_of(name, *fact);
    if (prefix.empty()) {
      own[name] = reference_to(fact_key(*fact->definition));
    } else {
      groups.add(prefix, name, *fact->definition);
      prefixes.insert(prefix);
    }
  }
  OrderedJson behind = OrderedJson::object();
  OrderedJson parts = OrderedJson::array();
  for (const std::string& prefix : prefixes) {
    behind["^" + prefix.substr(0, prefix.size() - 1) + R"(\.)"] = true;
    parts.push_back(reference_to(FactGroups::name_of(prefix)));
  }
  OrderedJson schema = mapping_schema(std::move(own));
  schema["minProperties"] = 1;
  schema["patternProperties"] = std::move(behind);
  schema["allOf"] = std::move(parts);
  return schema;
}

}  // namespace

void define_conditions(OrderedJson& definitions) {
  FactGroups groups;
  for (const facts::SubjectKind kind : facts::kSubjectKindNames.values()) {
    definitions[condition_name(kind)] = condition_schema(kind, groups);
  }
  groups.write(definitions);
  FactTestSchemas tests(definitions);
  for (const facts::FactDefinition& fact : facts::all_facts()) {
    definitions[fact_key(fact)] = described(tests.tests_of(fact), words_for(fact));
  }
}

OrderedJson condition_about(facts::SubjectKind kind) { return reference_to(condition_name(kind)); }

std::vector<std::string> time_fact_names(facts::SubjectKind kind) {
  std::vector<std::string> names;
  for (const std::string& name : facts::fact_names(kind)) {
    const Result<facts::FactReference> fact = facts::find_fact(kind, name);
    if (fact && fact->definition->type == facts::FactType::time) names.push_back(name);
  }
  return names;
}

}  // namespace chainlint::report
