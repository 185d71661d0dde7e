#include "fact_test_schema.h"

#include <set>

#include "chainlint/rules/operators.h"
#include "schema_parts.h"

namespace chainlint {
namespace {

constexpr FactType kTypes[] = {FactType::boolean, FactType::integer, FactType::text, FactType::text_list, FactType::time};
constexpr FactType kElements[] = {FactType::boolean, FactType::integer, FactType::text, FactType::time};

std::string named(std::string_view what, FactType type) { return std::string(what) + "_" + std::string(type_name(type)); }

// Of a list, its items are asked for.
FactType element_type(FactType type) { return type == FactType::text_list ? FactType::text : type; }

OrderedJson plain_value(FactType type) {
  switch (type) {
    case FactType::boolean:
      return boolean_schema();
    case FactType::integer:
      return integer_schema();
    case FactType::time:
      return time_schema();
    case FactType::text:
    case FactType::text_list:
      break;
  }
  return text_schema();
}

// A parameter or fact that is a list stands for all of its items.
OrderedJson list_of(OrderedJson value, FactType element) {
  std::vector<OrderedJson> forms{list_schema(std::move(value)), reference_to("parameter"), reference_to(named("fact", element))};
  if (element == FactType::text) forms.push_back(reference_to(named("fact", FactType::text_list)));
  return any_of(std::move(forms));
}

// Whether the operator looks for a part of a text, which is none of the words that the fact has for values.
bool looks_inside(Operator op, FactType type) {
  switch (op) {
    case Operator::starts_with:
    case Operator::ends_with:
    case Operator::matches:
    case Operator::matches_only:
      return true;
    case Operator::contains:
    case Operator::not_contains:
    case Operator::contains_any:
      return type == FactType::text;
    default:
      return false;
  }
}

OrderedJson operand(OperandShape shape, const OrderedJson& value, FactType element) {
  switch (shape) {
    case OperandShape::one:
      return value;
    case OperandShape::list:
      return list_of(value, element);
    case OperandShape::one_or_list:
      return any_of({value, list_of(value, element)});
    case OperandShape::flag:
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
OrderedJson test_schema(FactType type, const OrderedJson& value, bool of_words) {
  const FactType element = element_type(type);
  OrderedJson operators = OrderedJson::object();
  for (const OperatorDefinition& definition : all_operators()) {
    if (!allows(definition, type)) continue;
    const OrderedJson compared = looks_inside(definition.op, type) ? reference_to(named("value", element)) : value;
    operators[std::string(definition.name)] = described(operand(definition.shape, compared, element), definition.sentence);
  }
  OrderedJson mapping = titled("operators", mapping_schema(std::move(operators)));
  mapping["minProperties"] = 1;
  std::vector<OrderedJson> forms;
  if (type != FactType::text_list) forms.push_back(titled("a value", value));
  if (type != FactType::text_list && type != FactType::boolean) forms.push_back(titled("one of these values", list_schema(value)));
  // Where none fits, editors speak of the first: of facts with a set of words a word is misspelt most, of others an operator.
  forms.insert(of_words ? forms.end() : forms.begin(), std::move(mapping));
  return any_of(std::move(forms));
}

// Every name under which some rule reaches a fact of the type.
std::vector<std::string> names_of_type(FactType type) {
  std::set<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::run); ++kind) {
    for (const std::string& name : fact_names(static_cast<SubjectKind>(kind))) {
      const Result<FactReference> fact = find_fact(static_cast<SubjectKind>(kind), name);
      if (fact && fact->definition->type == type) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

std::string_view type_name(FactType type) { return type == FactType::text_list ? "text_list" : to_string(type); }

FactTestSchemas::FactTestSchemas(OrderedJson& definitions) : definitions_(definitions) {
  add_operands();
  add_shared_values();
}

void FactTestSchemas::add_operands() {
  definitions_["parameter"] = described({{"type", "string"}, {"pattern", R"(^\$[a-z][a-z0-9_]*$)"}}, "A parameter of the rule: $max_days");
  for (const FactType type : kTypes) {
    definitions_[named("fact", type)] = OrderedJson{{"title", "{ fact: NAME }"}};
    definitions_[named("fact", type)].update(mapping_schema(
        {{"fact", described(words_schema(names_of_type(type)), "A fact of type " + std::string(to_string(type)) + ", to compare with")}},
        {"fact"}));
  }
}

void FactTestSchemas::add_shared_values() {
  for (const FactType type : kElements) {
    std::vector<OrderedJson> forms{plain_value(type)};
    if (type != FactType::text) forms.push_back(reference_to("parameter"));
    forms.push_back(reference_to(named("fact", type)));
    definitions_[named("value", type)] = any_of(std::move(forms));
  }
  for (const FactType type : kTypes) {
    definitions_[named("test", type)] = test_schema(type, reference_to(named("value", element_type(type))), false);
  }
}

OrderedJson FactTestSchemas::tests_of(const FactDefinition& fact) {
  if (fact.values.empty()) return reference_to(named("test", fact.type));
  std::vector<std::string> key{std::string(type_name(fact.type))};
  key.insert(key.end(), fact.values.begin(), fact.values.end());
  const auto [found, added] = by_words_.emplace(key, "");
  if (added) {
    const std::string owner = std::string(to_string(fact.subject)) + "." + std::string(fact.name);
    found->second = "test." + owner;
    definitions_["value." + owner] = any_of(
        {words_schema({fact.values.begin(), fact.values.end()}), reference_to("parameter"), reference_to(named("fact", FactType::text))});
    definitions_[found->second] = test_schema(fact.type, reference_to("value." + owner), true);
  }
  return reference_to(found->second);
}

}  // namespace chainlint
