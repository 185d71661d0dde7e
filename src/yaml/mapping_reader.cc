#include "chainlint/yaml/mapping_reader.h"

#include <algorithm>
#include <limits>

namespace chainlint::yaml {
namespace {

// Larger than every count, size or age in a file, and small enough for every integer type that is used for one.
constexpr std::int64_t kLargestCount = std::numeric_limits<std::int32_t>::max();

void add_wrong_type(const Node& value, std::string_view name, std::string_view expected, Problems& problems) {
  problems.add(value.position, std::string(name) + " is " + std::string(expected) + ", not " + value.describe());
}

template <class Words>
void add_not_allowed(const Node& value, const std::string& typed, const std::string& name, const Words& allowed, Problems& problems) {
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  problems.add(value.position, name + " is one of " + join_and(words) + ", not " + in_quotes(typed), did_you_mean(typed, words));
}

}  // namespace

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

std::optional<bool> read_boolean(const Node& value, std::string_view name, Problems& problems) {
  const std::optional<bool> read = value.as_bool();
  if (!read) add_wrong_type(value, name, "true or false", problems);
  return read;
}

std::optional<std::int64_t> read_integer(const Node& value, std::string_view name, Problems& problems) {
  const std::optional<std::int64_t> read = value.as_integer();
  if (!read) add_wrong_type(value, name, "an integer", problems);
  return read;
}

std::optional<std::int64_t> read_integer(const Node& value, std::string_view name, std::int64_t least, std::int64_t most,
                                         Problems& problems) {
  const std::optional<std::int64_t> read = value.as_integer();
  if (read && *read >= least && *read <= most) return read;
  add_wrong_type(value, name, "an integer from " + std::to_string(least) + " to " + std::to_string(most), problems);
  return std::nullopt;
}

std::vector<const Node*> read_items(const Node& value, std::string_view name, Problems& problems, std::string_view expected) {
  std::vector<const Node*> found;
  if (value.kind != Kind::sequence) {
    add_wrong_type(value, name, expected, problems);
    return found;
  }
  if (value.items.empty()) problems.add(value.position, std::string(name) + " is an empty list");
  for (const Node& item : value.items) found.push_back(&item);
  return found;
}

MappingReader::MappingReader(const Node& node, std::string_view what, Problems& problems) : node_(node), what_(what), problems_(problems) {
  asked_.reserve(16);
  if (!is_mapping()) problems_.add(node.position, what_ + " is a mapping of keys to values, not " + node.describe());
}

const Node* MappingReader::node(std::string_view key, Need need) {
  asked_.push_back(key);
  const Node* value = is_mapping() ? node_.find(key) : nullptr;
  if (value == nullptr && need == Need::required && is_mapping()) {
    problems_.add(node_.position, what_ + " lacks the required key " + in_quotes(key));
  }
  return value;
}

std::optional<std::string> MappingReader::text(std::string_view key, Need need) {
  const Node* value = node(key, need);
  if (value == nullptr) return std::nullopt;
  std::optional<std::string> text = value->as_text();
  return text && !text->empty() ? text : read_text(*value, in_quotes(key), problems_);
}

std::optional<bool> MappingReader::boolean(std::string_view key) {
  const Node* value = node(key);
  return value == nullptr ? std::nullopt : read_boolean(*value, in_quotes(key), problems_);
}

std::optional<std::int64_t> MappingReader::integer(std::string_view key) {
  const Node* value = node(key);
  return value == nullptr ? std::nullopt : read_integer(*value, in_quotes(key), problems_);
}

std::optional<std::int64_t> MappingReader::count(std::string_view key) {
  const std::optional<std::int64_t> read = integer(key);
  if (!read || (*read >= 0 && *read <= kLargestCount)) return read;
  problems_.add(node(key)->position, in_quotes(key) + " is from 0 to " + std::to_string(kLargestCount) + ", not " + std::to_string(*read));
  return std::nullopt;
}

std::optional<Instant> MappingReader::instant(std::string_view key, Need need) {
  const Node* value = node(key, need);
  if (value == nullptr) return std::nullopt;
  const bool scalar = value->kind == Kind::scalar;
  const std::optional<Instant> time = scalar ? Instant::parse(value->scalar) : std::nullopt;
  if (!time) {
    problems_.add(value->position, in_quotes(key) + " is a day or a time such as 2026-06-01 or 2026-06-01T12:00:00Z, not " +
                                       (scalar ? in_quotes(value->scalar) : value->describe()));
  }
  return time;
}

std::vector<const Node*> MappingReader::items(std::string_view key, Need need) {
  const Node* value = node(key, need);
  return value == nullptr ? std::vector<const Node*>() : read_items(*value, in_quotes(key), problems_);
}

std::vector<std::string> MappingReader::texts(std::string_view key, Need need) {
  std::vector<std::string> found;
  const std::vector<const Node*> all = items(key, need);
  if (all.empty()) return found;
  const std::string name = "an item of " + in_quotes(key);
  for (const Node* item : all) {
    if (std::optional<std::string> text = read_text(*item, name, problems_)) found.push_back(std::move(*text));
  }
  return found;
}

std::optional<std::size_t> MappingReader::choice(std::string_view key, const std::vector<std::string>& allowed, Need need) {
  return choose(key, std::vector<std::string_view>(allowed.begin(), allowed.end()), need);
}

std::optional<std::size_t> MappingReader::choose(std::string_view key, std::span<const std::string_view> allowed, Need need) {
  const Node* value = node(key, need);
  if (value == nullptr) return std::nullopt;
  const auto found = value->kind == Kind::scalar ? std::find(allowed.begin(), allowed.end(), value->scalar) : allowed.end();
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  const std::optional<std::string> typed = read_text(*value, in_quotes(key), problems_);
  if (typed) add_not_allowed(*value, *typed, in_quotes(key), allowed, problems_);
  return std::nullopt;
}

void MappingReader::read(std::string_view key, bool& value) { value = boolean(key).value_or(value); }

void MappingReader::read(std::string_view key, std::string& value, Need need) {
  if (auto read = text(key, need)) value = std::move(*read);
}

void MappingReader::read(std::string_view key, std::uint32_t& value) {
  if (const auto read = count(key)) value = static_cast<std::uint32_t>(*read);
}

void MappingReader::read(std::string_view key, std::size_t& value) {
  if (const auto read = count(key)) value = static_cast<std::size_t>(*read);
}

void MappingReader::read(std::string_view key, std::string& value, const std::vector<std::string>& allowed) {
  if (const auto chosen = choice(key, allowed)) value = allowed[*chosen];
}

void MappingReader::read(std::string_view key, std::vector<std::string>& list, const std::vector<std::string>& allowed) {
  const Node* value = node(key);
  if (value == nullptr) return;
  if (value->kind != Kind::sequence) return add_wrong_type(*value, in_quotes(key), "a list", problems_);
  list.clear();
  const std::string name = "an item of " + in_quotes(key);
  for (const Node& item : value->items) {
    auto word = read_text(item, name, problems_);
    if (!word) continue;
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), *word) != allowed.end()) {
      list.push_back(std::move(*word));
    } else {
      add_not_allowed(item, *word, name, allowed, problems_);
    }
  }
}

void MappingReader::finish() {
  for (const Node::Member& member : node_.members) {
    if (std::find(asked_.begin(), asked_.end(), member.key) == asked_.end()) {
      problems_.add(member.key_position, what_ + " has no key " + in_quotes(member.key),
                    did_you_mean(member.key, std::span<const std::string_view>(asked_)));
    }
  }
}

}  // namespace chainlint::yaml
