#include "value_units.h"

#include <algorithm>
#include <map>

#include "value_names.h"

namespace chainlint {
namespace {

bool is_keystore(Format format) {
  switch (format) {
    case Format::pkcs12:
    case Format::jks:
    case Format::jceks:
    case Format::bks:
    case Format::uber:
      return true;
    default:
      return false;
  }
}

struct Group {
  std::vector<std::size_t> values;
  bool has_key = false;
};

bool holds_key(const ReadValue& value, const Container& container) {
  for (std::size_t i = value.first_entry; i < value.end_entry; ++i) {
    if (container.entries[i].kind == EntryKind::private_key) return true;
  }
  return false;
}

void set_unit(const ReadValue& value, const std::string& unit, Container& container) {
  for (std::size_t i = value.first_entry; i < value.end_entry; ++i) {
    std::string& own = container.entries[i].unit;
    own = own.empty() ? unit : unit + " > " + own;
  }
}

}  // namespace

void assign_units(const std::string& object, const std::vector<ReadValue>& values, Container& container) {
  std::map<std::string, Group> authorities, plain;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ReadValue& value = values[i];
    if (value.alone || is_keystore(value.format)) {
      set_unit(value, value.own, container);
      continue;
    }
    Group& group = (is_ca_name(value.name) ? authorities : plain)[stem_of(value.name)];
    group.values.push_back(i);
    group.has_key = group.has_key || holds_key(value, container);
  }
  for (const auto& [stem, group] : authorities) {
    const std::string& first = values[group.values.front()].own;
    for (const std::size_t i : group.values) set_unit(values[i], group.has_key ? first : values[i].own, container);
  }
  const auto with_keys = std::count_if(plain.begin(), plain.end(), [](const auto& item) { return item.second.has_key; });
  for (const auto& [stem, group] : plain) {
    const bool apart = with_keys > 1 && !stem.empty();
    const std::string unit = apart ? object + " " + stem : object;
    for (const std::size_t i : group.values) set_unit(values[i], unit, container);
  }
}

}  // namespace chainlint
