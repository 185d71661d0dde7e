#include "schema/schema_parts.h"

#include <utility>

#include "chainlint/base/diagnostic.h"

namespace chainlint::report {

OrderedJson reference_to(std::string_view definition) { return {{"$ref", "#/definitions/" + std::string(definition)}}; }

OrderedJson described(OrderedJson schema, std::string_view words) {
  const bool markup = words.find_first_of("`*") != std::string_view::npos;
  OrderedJson result{{markup ? "markdownDescription" : "description", words}};
  // Beside a reference nothing else counts (draft-07, section 8.3).
  if (schema.contains("$ref")) {
    result["allOf"] = OrderedJson::array({std::move(schema)});
  } else {
    result.update(schema);
  }
  return result;
}

OrderedJson text_schema() { return {{"type", "string"}, {"minLength", 1}}; }
OrderedJson boolean_schema() { return {{"type", "boolean"}}; }
OrderedJson integer_schema() { return {{"type", "integer"}}; }
OrderedJson words_schema(const std::vector<std::string>& words) { return {{"enum", words}}; }

OrderedJson time_schema() {
  return {{"type", "string"}, {"pattern", R"(^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$)"}};
}

OrderedJson words_schema(std::span<const std::string_view> words) {
  return words_schema(std::vector<std::string>(words.begin(), words.end()));
}

OrderedJson list_schema(OrderedJson item) { return {{"type", "array"}, {"minItems", 1}, {"items", std::move(item)}}; }

OrderedJson mapping_schema(OrderedJson properties, const std::vector<std::string>& required) {
  OrderedJson schema{{"type", "object"}};
  if (!required.empty()) schema["required"] = required;
  schema["additionalProperties"] = false;
  schema["properties"] = std::move(properties);
  return schema;
}

OrderedJson id_schema() { return {{"type", "string"}, {"pattern", "^[a-z0-9]+(-[a-z0-9]+)*$"}}; }

OrderedJson any_of(std::vector<OrderedJson> alternatives) { return {{"anyOf", std::move(alternatives)}}; }

OrderedJson rule_id_schema(const rules::RuleLibrary& library) {
  std::vector<std::string> ids, titles;
  for (const auto& rule : library.rules()) {
    ids.push_back(rule->id);
    titles.push_back(rule->title);
  }
  return any_of({{{"enum", ids}, {"enumDescriptions", titles}}, id_schema()});
}

OrderedJson set_id_schema(const rules::RuleLibrary& library) {
  std::vector<std::string> ids, titles;
  for (const auto& set : library.sets()) {
    ids.push_back(set->id);
    titles.push_back(set->title);
  }
  return any_of({{{"enum", ids}, {"enumDescriptions", titles}}, id_schema()});
}

OrderedJson severity_schema() { return words_schema(kSeverityNames); }

OrderedJson document(std::string_view title, std::string_view words, OrderedJson schema) {
  OrderedJson result{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}, {"description", words}};
  result.update(schema);
  return result;
}

}  // namespace chainlint::report
