// Small pieces from which schemas are put together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/rules/library.h"
#include "json/json_text.h"

namespace chainlint::report {

// {"$ref": "#/definitions/NAME"}
OrderedJson reference_to(std::string_view definition);

// A definition with words of its own for hovering: Markdown where it has backticks or asterisks.
OrderedJson described(OrderedJson schema, std::string_view words);

OrderedJson text_schema();
OrderedJson boolean_schema();
OrderedJson integer_schema();
// One of the words.
OrderedJson words_schema(const std::vector<std::string>& words);
OrderedJson words_schema(std::span<const std::string_view> words);
// A date or an RFC 3339 time.
OrderedJson time_schema();
// A list with at least one item.
OrderedJson list_schema(OrderedJson item);
// A mapping of the properties and no others.
OrderedJson mapping_schema(OrderedJson properties, const std::vector<std::string>& required = {});
// Lower-case words joined by '-'.
OrderedJson id_schema();

// Any of the alternatives.
OrderedJson any_of(std::vector<OrderedJson> alternatives);

// The ids of rules with their titles; other ids are allowed, because a user has rules of his own.
OrderedJson rule_id_schema(const rules::RuleLibrary& library);
OrderedJson set_id_schema(const rules::RuleLibrary& library);
OrderedJson severity_schema();

// The document around a schema.
OrderedJson document(std::string_view title, std::string_view words, OrderedJson schema);

}  // namespace chainlint::report
