#include "literal.h"

#include <algorithm>

#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::rules {
namespace {

std::optional<facts::FactValue> read_list(const yaml::Node& node, std::string_view name, yaml::Problems& problems) {
  if (node.kind != yaml::Kind::sequence) {
    problems.add(node.position, std::string(name) + " is a list of text, not " + node.describe());
    return std::nullopt;
  }
  std::vector<std::string> list;
  for (const yaml::Node& item : node.items) {
    if (std::optional<std::string> text = read_text(item, "an item of " + std::string(name), problems)) list.push_back(std::move(*text));
  }
  if (list.size() != node.items.size()) return std::nullopt;
  return facts::FactValue(std::move(list));
}

}  // namespace

std::optional<facts::FactValue> read_literal(const yaml::Node& node, facts::FactType type, std::string_view name,
                                             yaml::Problems& problems) {
  switch (type) {
    case facts::FactType::boolean:
      if (const std::optional<bool> value = yaml::read_boolean(node, name, problems)) return facts::FactValue(*value);
      return std::nullopt;
    case facts::FactType::integer:
      if (const std::optional<std::int64_t> value = yaml::read_integer(node, name, problems)) return facts::FactValue(*value);
      return std::nullopt;
    case facts::FactType::text:
      if (std::optional<std::string> value = read_text(node, name, problems)) return facts::FactValue(std::move(*value));
      return std::nullopt;
    case facts::FactType::time: {
      const std::optional<std::string> text = node.as_text();
      const std::optional<Instant> value = text ? Instant::parse(*text) : std::nullopt;
      if (value) return facts::FactValue(*value);
      problems.add(node.position, std::string(name) + " is a time such as 2026-12-01 or 2026-12-01T22:00:00Z, not " + node.describe());
      return std::nullopt;
    }
    case facts::FactType::text_list:
      return read_list(node, name, problems);
  }
  return std::nullopt;
}

void check_allowed(const std::string& text, std::span<const std::string_view> values, std::string_view name, yaml::Position position,
                   yaml::Problems& problems) {
  if (values.empty() || std::find(values.begin(), values.end(), text) != values.end()) return;
  std::vector<std::string> words;
  for (const std::string_view value : values) words.emplace_back(value);
  problems.add(position, std::string(name) + " is never " + in_quotes(text) + "; its values are " + join_and(words),
               yaml::did_you_mean(text, values));
}

}  // namespace chainlint::rules
