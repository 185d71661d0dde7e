#include "syntax/toml_statements.h"

#include <toml++/toml.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>

#include "chainlint/base/limits.h"

namespace chainlint::config {
namespace {

bool has_template(std::string_view text) { return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos; }

// As it is written, strings without quotes.
std::string text_of(const toml::node& value) {
  if (const auto* text = value.as_string()) return text->get();
  std::ostringstream text;
  value.visit([&](const auto& each) { text << each; });
  return text.str();
}

class TomlFlattener {
 public:
  explicit TomlFlattener(const std::string& path) : path_(std::make_shared<const std::string>(path)) {}

  void take(const toml::node& node, const std::string& name, toml::source_position place) {
    if (bytes_ > ConfigLimits::kExpandedBytes || parsed.statements.size() >= ConfigLimits::kStatements) return stop();
    bytes_ += name.size();
    if (const toml::table* table = node.as_table()) {
      const std::string before = name.empty() ? "" : name + ".";
      for (const auto& [key, value] : *table) take(value, before + std::string(key.str()), key.source().begin);
    } else if (const toml::array* array = node.as_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) take((*array)[i], name + "." + std::to_string(i), (*array)[i].source().begin);
    } else {
      add(node, name, place);
    }
  }

  void note(std::string code, Severity severity, std::string message, toml::source_position place) {
    Location where{.path = *path_};
    if (place.line > 0) where.line = place.line;
    if (place.line > 0) where.column = place.column;
    parsed.diagnostics.push_back({severity, std::move(code), std::move(message), std::move(where)});
  }

  Parsed parsed;

 private:
  void stop() {
    if (parsed.diagnostics.empty()) note("config-limit", Severity::error, "has too many values; the rest was not read", {});
  }

  void add(const toml::node& node, const std::string& name, toml::source_position place) {
    const toml::source_position at = node.source().begin;
    Statement& statement = parsed.statements.emplace_back();
    statement.path = path_;
    statement.words.push_back({.text = name, .line = place.line, .column = place.column});
    Word& value = statement.words.emplace_back(Word{.text = text_of(node), .line = at.line, .column = at.column});
    if (node.is_string()) value.quote = '"';
    value.has_template = has_template(value.text);
  }

  std::shared_ptr<const std::string> path_;
  std::size_t bytes_ = 0;  // of names
};

}  // namespace

Parsed parse_toml(std::string_view text, const std::string& path) {
  TomlFlattener flattener(path);
  try {
    flattener.take(toml::parse(text), "", {});
  } catch (const toml::parse_error& error) {
    flattener.note("config-syntax", Severity::warning, "is not TOML from here on, and was not read", error.source().begin);
  }
  std::vector<Statement>& statements = flattener.parsed.statements;
  const auto place = [](const Statement& statement) { return std::pair(statement.words[1].line, statement.words[1].column); };
  std::stable_sort(statements.begin(), statements.end(), [&](const Statement& a, const Statement& b) { return place(a) < place(b); });
  flattener.parsed.has_template = has_template(text);
  return std::move(flattener.parsed);
}

}  // namespace chainlint::config
