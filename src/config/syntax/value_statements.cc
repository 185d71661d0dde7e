#include "syntax/value_statements.h"

#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::config {

bool ValueStatements::has_room(const std::string& name) {
  if (bytes_ <= ConfigLimits::kExpandedBytes && parsed.statements.size() < ConfigLimits::kStatements) {
    bytes_ += name.size();
    return true;
  }
  if (parsed.diagnostics.empty()) {
    parsed.diagnostics.push_back({Severity::error, "config-limit",
                                  "has more than " + std::to_string(ConfigLimits::kStatements) + " values, or keys with more than " +
                                      std::to_string(ConfigLimits::kExpandedBytes >> 20) + " MiB; the rest was not read",
                                  Location{.path = *path_}});
  }
  return false;
}

void ValueStatements::add(const std::string& name, ValuePlace name_place, std::string value, ValuePlace value_place, bool quoted) {
  Statement& statement = parsed.statements.emplace_back();
  statement.path = path_;
  statement.words.push_back({.text = name, .line = name_place.line, .column = name_place.column});
  Word& word = statement.words.emplace_back(Word{.text = std::move(value), .line = value_place.line, .column = value_place.column});
  if (quoted) word.quote = '"';
  word.has_template = contains_template(word.text);
  parsed.has_template = parsed.has_template || word.has_template;
}

}  // namespace chainlint::config
