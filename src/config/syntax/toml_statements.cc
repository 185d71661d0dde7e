#include "syntax/toml_statements.h"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "syntax/value_statements.h"

namespace chainlint::config {
namespace {

ValuePlace place_of(toml::source_position position) { return {position.line, position.column}; }

// As it is written, strings without quotes.
std::string text_of(const toml::node& value) {
  if (const auto* text = value.as_string()) return text->get();
  std::ostringstream text;
  value.visit([&](const auto& each) { text << each; });
  return text.str();
}

void take(const toml::node& node, const std::string& name, toml::source_position key, ValueStatements& values) {
  if (!values.has_room(name)) return;
  if (const toml::table* table = node.as_table(); table != nullptr && table->empty() && !name.empty()) {
    values.add(name, place_of(key), "{}", place_of(node.source().begin), true);
  } else if (table != nullptr) {
    for (const auto& [member, value] : *table) take(value, joined_name(name, std::string(member.str())), member.source().begin, values);
  } else if (const toml::array* array = node.as_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) take((*array)[i], name + "." + std::to_string(i), (*array)[i].source().begin, values);
  } else {
    values.add(name, place_of(key), text_of(node), place_of(node.source().begin), node.is_string());
  }
}

}  // namespace

Parsed parse_toml(std::string_view text, const std::string& path) {
  ValueStatements values(path);
  Parsed& parsed = values.parsed;
  try {
    take(toml::parse(text), "", {}, values);
  } catch (const toml::parse_error& error) {
    const ValuePlace place = place_of(error.source().begin);
    parsed.diagnostics.push_back({Severity::warning, "config-syntax", "is not valid TOML from here on; the file was not read",
                                  Location{.path = path, .line = place.line, .column = place.column}});
    // A template is often no TOML.
    parsed.has_template = contains_template(text);
  }
  const auto place = [](const Statement& statement) { return std::pair(statement.words[1].line, statement.words[1].column); };
  std::stable_sort(parsed.statements.begin(), parsed.statements.end(),
                   [&](const Statement& a, const Statement& b) { return place(a) < place(b); });
  return std::move(parsed);
}

}  // namespace chainlint::config
