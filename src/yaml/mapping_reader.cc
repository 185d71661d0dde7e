#include "chainlint/yaml/mapping_reader.h"

#include <algorithm>

namespace chainlint::yaml {

std::optional<std::string> read_text(const Node& value, std::string_view name, Problems& problems) {
  std::optional<std::string> text = value.as_text();
  if (text && text->empty()) {
    problems.add(value.position, std::string(name) + " is empty");
    return std::nullopt;
  }
  if (!text) {
    const bool needs_quotes = value.kind == Kind::scalar;
    problems.add(value.position, std::string(name) + " is text, not " + value.describe() + (needs_quotes ? "; put it between quotes" : ""));
  }
  return text;
}

MappingReader::MappingReader(const Node& node, std::string_view what, Problems& problems) : node_(node), what_(what), problems_(problems) {
  if (!is_mapping()) {
    problems_.add(node.position, what_ + " is a mapping of keys to values, not " + node.describe());
  }
}

const Node* MappingReader::node(std::string_view key, Need need) {
  asked_.emplace_back(key);
  const Node* value = is_mapping() ? node_.find(key) : nullptr;
  if (value == nullptr && need == Need::required && is_mapping()) {
    problems_.add(node_.position, what_ + " needs the key " + in_quotes(key));
  }
  return value;
}

void MappingReader::wrong_type(const Node& value, std::string_view key, std::string_view expected) {
  problems_.add(value.position, in_quotes(key) + " is " + std::string(expected) + ", not " + value.describe());
}

std::optional<std::string> MappingReader::text(std::string_view key, Need need) {
  const Node* value = node(key, need);
  return value == nullptr ? std::nullopt : read_text(*value, in_quotes(key), problems_);
}

std::optional<bool> MappingReader::boolean(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::optional<bool> read = value->as_bool();
  if (!read) {
    wrong_type(*value, key, "true or false");
  }
  return read;
}

std::optional<std::int64_t> MappingReader::integer(std::string_view key) {
  const Node* value = node(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> read = value->as_integer();
  if (!read) {
    wrong_type(*value, key, "an integer");
  }
  return read;
}

std::vector<const Node*> MappingReader::items(std::string_view key, Need need) {
  std::vector<const Node*> found;
  const Node* value = node(key, need);
  if (value == nullptr) {
    return found;
  }
  if (value->kind != Kind::sequence) {
    wrong_type(*value, key, "a list");
    return found;
  }
  if (value->items.empty()) {
    problems_.add(value->position, in_quotes(key) + " is an empty list");
  }
  for (const Node& item : value->items) {
    found.push_back(&item);
  }
  return found;
}

std::vector<std::string> MappingReader::texts(std::string_view key, Need need) {
  std::vector<std::string> found;
  for (const Node* item : items(key, need)) {
    if (std::optional<std::string> text = read_text(*item, "an item of " + in_quotes(key), problems_)) {
      found.push_back(std::move(*text));
    }
  }
  return found;
}

std::optional<std::size_t> MappingReader::choice(std::string_view key, const std::vector<std::string>& allowed, Need need) {
  const Node* value = node(key, need);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::optional<std::string> text = read_text(*value, in_quotes(key), problems_);
  if (!text) {
    return std::nullopt;
  }
  const auto found = std::find(allowed.begin(), allowed.end(), *text);
  if (found == allowed.end()) {
    problems_.add(value->position, in_quotes(key) + " is one of " + join_and(allowed) + ", not " + in_quotes(*text),
                  did_you_mean(*text, allowed));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - allowed.begin());
}

void MappingReader::finish() {
  for (const Node::Member& member : node_.members) {
    if (std::find(asked_.begin(), asked_.end(), member.key) == asked_.end()) {
      problems_.add(member.key_position, what_ + " has no key " + in_quotes(member.key), did_you_mean(member.key, asked_));
    }
  }
}

}  // namespace chainlint::yaml
