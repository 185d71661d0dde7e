#include "field_reader.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "chainlint/base/text.h"

namespace chainlint::profiles {
namespace {

// No count, size or age in a profile comes near it, and it fits every integer that holds one.
constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();

std::optional<std::int64_t> read_count(std::string_view key, yaml::MappingReader& mapping, yaml::Problems& problems) {
  const std::optional<std::int64_t> read = mapping.integer(key);
  if (!read || (*read >= 0 && *read <= kLargest)) return read;
  problems.add(mapping.node(key)->position,
               in_quotes(key) + " is from 0 to " + std::to_string(kLargest) + ", not " + std::to_string(*read));
  return {};
}

bool is_known(const std::string& word, const std::vector<std::string>& known) {
  return known.empty() || std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace

void FieldReader::read(std::string_view key, bool& value) { value = mapping_.boolean(key).value_or(value); }

void FieldReader::read(std::string_view key, std::string& value) {
  if (auto read = mapping_.text(key)) value = std::move(*read);
}

void FieldReader::read(std::string_view key, std::uint32_t& value) {
  if (const auto read = read_count(key, mapping_, problems_)) value = static_cast<std::uint32_t>(*read);
}

void FieldReader::read(std::string_view key, std::size_t& value) {
  if (const auto read = read_count(key, mapping_, problems_)) value = static_cast<std::size_t>(*read);
}

void FieldReader::read(std::string_view key, std::string& value, const std::vector<std::string>& known) {
  if (const auto chosen = mapping_.choice(key, known)) value = known[*chosen];
}

void FieldReader::read(std::string_view key, std::vector<std::string>& list, const std::vector<std::string>& known) {
  const yaml::Node* node = mapping_.node(key);
  if (node == nullptr) return;
  if (node->kind != yaml::Kind::sequence) {
    problems_.add(node->position, in_quotes(key) + " is a list, not " + node->describe());
    return;
  }
  list.clear();
  for (const yaml::Node& item : node->items) {
    auto word = yaml::read_text(item, "an item of " + in_quotes(key), problems_);
    if (!word) continue;
    if (!is_known(*word, known)) {
      problems_.add(item.position, "an item of " + in_quotes(key) + " is one of " + join_and(known) + ", not " + in_quotes(*word),
                    yaml::did_you_mean(*word, known));
      continue;
    }
    list.push_back(std::move(*word));
  }
}

}  // namespace chainlint::profiles
