#include "schema/fact_test_schema.h"

#include <set>

#include "chainlint/rules/operators.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

constexpr facts::FactType kElements[] = {facts::FactType::boolean, facts::FactType::integer, facts::FactType::text, facts::FactType::time};

std::string named(std::string_view what, facts::FactType type) { return std::string(what) + "_" + std::string(type_name(type)); }

// Of a list, its items are requested.
facts::FactType element_type(facts::FactType type) { return type == facts::FactType::text_list ? facts::FactType::text : type; }

OrderedJson plain_value(facts::FactType type) {
  switch (type) {
    case facts::FactType::boolean:
      return boolean_schema();
    case facts::FactType::integer:
      return integer_schema();
    case facts::FactType::time:
      return time_schema();
    case facts::FactType::text:
    case facts::FactType::text_list:
      break;
  }
  return text_schema();
}

// A parameter or fact that is a list stands for all of its items.
OrderedJson list_of(OrderedJson value, facts::FactType element) {
  std::vector<OrderedJson> forms{list_schema(std::move(value)), reference_to("parameter"), reference_to(named("fact", element))};
  if (element == facts::FactType::text) forms.push_back(reference_to(named("fact", facts::FactType::text_list)));
  return any_of(std::move(forms));
}

// Whether the operator looks for a part of a text, which is none of the words that the fact has for values.
bool looks_inside(rules::Operator op, facts::FactType type) {
  switch (op) {
    case rules::Operator::starts_with:
    case rules::Operator::ends_with:
    case rules::Operator::matches:
    case rules::Operator::matches_only:
      return true;
    case rules::Operator::contains:
    case rules::Operator::not_contains:
    case rules::Operator::contains_any:
      return type == facts::FactType::text;
    default:
      return false;
  }
}

OrderedJson operand(rules::OperandShape shape, const OrderedJson& value, facts::FactType element) {
  switch (shape) {
    case rules::OperandShape::one:
      return value;
    case rules::OperandShape::list:
      return list_of(value, element);
    case rules::OperandShape::one_or_list:
      return any_of({value, list_of(value, element)});
    case rules::OperandShape::flag:
      break;
  }
  return boolean_schema();
}

// Forms with titles of their own: where an editor cannot tell them apart it shows none of their words, nor those of the fact.
OrderedJson titled(std::string_view title, OrderedJson schema) {
  OrderedJson result{{"title", title}};
  if (schema.contains("$ref")) {
    result["allOf"] = OrderedJson::array({std::move(schema)});
  } else {
    result.update(schema);
  }
  return result;
}

// `value` is what a fact of the type, or an item of it, is compared with; `of_words`: one of a set of words.
OrderedJson test_schema(facts::FactType type, const OrderedJson& value, bool of_words) {
  const facts::FactType element = element_type(type);
  OrderedJson operators = OrderedJson::object();
  for (const rules::OperatorDefinition& definition : rules::all_operators()) {
    if (!rules::allows(definition, type)) continue;
    const OrderedJson compared = looks_inside(definition.op, type) ? reference_to(named("value", element)) : value;
    operators[std::string(definition.name)] = described(operand(definition.shape, compared, element), definition.sentence);
  }
  OrderedJson mapping = titled("operators", mapping_schema(std::move(operators)));
  mapping["minProperties"] = 1;
  std::vector<OrderedJson> forms;
  if (type != facts::FactType::text_list) forms.push_back(titled("a value", value));
  if (type != facts::FactType::text_list && type != facts::FactType::boolean) {
    forms.push_back(titled("one of these values", list_schema(value)));
  }
  // Where none fits, editors report the mistake of the first: of facts with a set of words a word is misspelt most, of others an operator.
  forms.insert(of_words ? forms.end() : forms.begin(), std::move(mapping));
  return any_of(std::move(forms));
}

// Every name under which some rule reaches a fact of the type.
std::vector<std::string> names_of_type(facts::FactType type) {
  std::set<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    for (const std::string& name : facts::fact_names(static_cast<facts::SubjectKind>(kind))) {
      const Result<facts::FactReference> fact = facts::find_fact(static_cast<facts::SubjectKind>(kind), name);
      if (fact && fact->definition->type == type) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

std::string_view type_name(facts::FactType type) { return type == facts::FactType::text_list ? "text_list" : facts::to_string(type); }

FactTestSchemas::FactTestSchemas(OrderedJson& definitions) : definitions_(definitions) {
  add_operands();
  add_shared_values();
}

void FactTestSchemas::add_operands() {
  definitions_["parameter"] = described({{"type", "string"}, {"pattern", R"(^\$[a-z][a-z0-9_]*$)"}}, "A parameter of the rule: $max_days");
  for (const facts::FactType type : facts::kFactTypeNames.values()) {
    definitions_[named("fact", type)] = OrderedJson{{"title", "{ fact: NAME }"}};
    definitions_[named("fact", type)].update(mapping_schema(
        {{"fact",
          described(words_schema(names_of_type(type)), "A fact of type " + std::string(facts::to_string(type)) + ", to compare with")}},
        {"fact"}));
  }
}

void FactTestSchemas::add_shared_values() {
  for (const facts::FactType type : kElements) {
    std::vector<OrderedJson> forms{plain_value(type)};
    if (type != facts::FactType::text) forms.push_back(reference_to("parameter"));
    forms.push_back(reference_to(named("fact", type)));
    definitions_[named("value", type)] = any_of(std::move(forms));
  }
  for (const facts::FactType type : facts::kFactTypeNames.values()) {
    definitions_[named("test", type)] = test_schema(type, reference_to(named("value", element_type(type))), false);
  }
}

OrderedJson FactTestSchemas::tests_of(const facts::FactDefinition& fact) {
  if (fact.values.empty()) return reference_to(named("test", fact.type));
  std::vector<std::string> key{std::string(type_name(fact.type))};
  key.insert(key.end(), fact.values.begin(), fact.values.end());
  const auto [found, added] = by_words_.emplace(key, "");
  if (added) {
    const std::string owner = std::string(facts::to_string(fact.subject)) + "." + std::string(fact.name);
    found->second = "test." + owner;
    definitions_["value." + owner] =
        any_of({words_schema(fact.values), reference_to("parameter"), reference_to(named("fact", facts::FactType::text))});
    definitions_[found->second] = test_schema(fact.type, reference_to("value." + owner), true);
  }
  return reference_to(found->second);
}

}  // namespace chainlint::report
