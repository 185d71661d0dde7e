#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "file_description.h"

namespace chainlint::mint {
namespace {

void check_name(const Item& item, const KnownNames& known, Problems& problems) {
  if (item.kind == Item::Kind::text) return;
  const auto& names = item.kind == Item::Kind::crl ? known.crls : known.certificates;
  if (std::find(names.begin(), names.end(), item.name) != names.end()) return;
  report_unknown(problems, item.position, item.kind == Item::Kind::crl ? "CRL" : "certificate", item.name, names);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The words after the name in `key(leaf, pkcs1, encrypted:secret)`.
bool read_key_words(std::string_view words, Item& item) {
  while (!words.empty()) {
    auto comma = words.find(',');
    auto word = trimmed(words.substr(0, comma));
    words = comma == std::string_view::npos ? std::string_view() : words.substr(comma + 1);
    if (word == "pkcs1" || word == "sec1" || word == "pkcs8") {
      item.key_format = word;
    } else if (word.rfind("encrypted:", 0) == 0) {
      item.password = std::string(word.substr(10));
    } else {
      return false;
    }
  }
  return true;
}

const std::vector<std::pair<std::string, Item::Kind>>& functions() {
  static const std::vector<std::pair<std::string, Item::Kind>> known = {
      {"key", Item::Kind::key}, {"crl", Item::Kind::crl}, {"csr", Item::Kind::request}, {"public", Item::Kind::public_key}};
  return known;
}

std::optional<Item> read_short_item(const yaml::Node& node, Problems& problems) {
  Item item;
  item.position = node.position;
  std::string_view text = node.scalar;
  for (const auto& [word, kind] : functions()) {
    const std::string function = word + "(";
    if (text.rfind(function, 0) != 0) continue;
    if (text.back() != ')') {
      report(problems, node.position, fmt::format("{} has no closing bracket; an item with a comma in it must be quoted", in_quotes(text)));
      return std::nullopt;
    }
    text = text.substr(function.size(), text.size() - function.size() - 1);
    auto comma = text.find(',');
    item.name = trimmed(text.substr(0, comma));
    item.kind = kind;
    const bool words_fit =
        comma == std::string_view::npos || (item.kind == Item::Kind::key && read_key_words(text.substr(comma + 1), item));
    if (words_fit) return item;
    report(problems, node.position,
           fmt::format("{}: the name may be followed by pkcs8, pkcs1, sec1 or encrypted:PASSWORD, for a key", in_quotes(node.scalar)));
    return std::nullopt;
  }
  item.name = text;
  return item;
}

void read_properties(Fields& fields, Item& item) {
  const auto* node = fields.find("properties");
  if (!node) return;
  if (node->kind != yaml::Kind::sequence) return fields.wrong("properties", "a list of {id: 11, value: 6100}");
  for (const auto& entry : node->items) {
    Fields property(entry, "a property", {"id", "value"}, fields.problems());
    auto id = property.integer("id", 0, 0xFFFFFFFF);
    auto value = property.hex("value");
    if (id && value) item.properties.push_back({*id, std::move(*value)});
  }
}

void read_attributes(Fields& fields, Item& item) {
  const auto* node = fields.find("attributes");
  if (!node) return;
  if (node->kind != yaml::Kind::sequence) return fields.wrong("attributes", "a list of {oid: 1.2.3, values: 0500}");
  for (const auto& entry : node->items) {
    Fields attribute(entry, "an attribute", {"oid", "values"}, fields.problems());
    auto oid = attribute.oid("oid");
    auto values = attribute.hex("values");
    if (oid && values) item.attributes.push_back({std::move(*oid), std::move(*values)});
  }
}

std::optional<Item> read_long_item(const yaml::Node& node, Problems& problems) {
  Fields fields(node, "an item",
                {"certificate", "key", "crl", "csr", "public", "text", "format", "password", "label", "friendly_name", "local_key_id",
                 "provider", "archived", "properties", "attributes"},
                problems);
  Item item;
  item.position = node.position;
  int kinds = 0;
  std::vector<std::pair<std::string, Item::Kind>> members = functions();
  members.insert(members.begin(), {{"certificate", Item::Kind::certificate}, {"text", Item::Kind::text}});
  for (const auto& [key, kind] : members) {
    if (!fields.has(key)) continue;
    ++kinds;
    item.kind = kind;
    item.position = fields.find(key)->position;
    item.name = fields.text(key).value_or("");
  }
  if (kinds != 1) {
    report(problems, node.position, "an item must have exactly one of certificate, key, crl, csr, public and text");
    return std::nullopt;
  }
  item.key_format = fields.one_of("format", {"pkcs8", "pkcs1", "sec1"}).value_or("pkcs8");
  item.password = fields.text("password");
  item.label = fields.text("label");
  item.friendly_name = fields.text("friendly_name");
  item.local_key_id = fields.says("local_key_id", "none") ? Bytes() : fields.hex("local_key_id");
  item.provider = fields.text("provider");
  item.archived = fields.boolean("archived").value_or(false);
  read_properties(fields, item);
  read_attributes(fields, item);
  if (item.kind != Item::Kind::key && (fields.has("format") || fields.has("password"))) {
    report(problems, node.position, "'format' and 'password' belong to a key");
  }
  return item;
}

}  // namespace

std::optional<Item> read_item(const yaml::Node& node, const KnownNames& known, Problems& problems) {
  if (node.kind != yaml::Kind::mapping && !(node.kind == yaml::Kind::scalar && node.as_text() && !node.scalar.empty())) {
    report(problems, node.position,
           fmt::format("an item must be a name, key(name), crl(name), csr(name), public(name) or a mapping; this is {}", node.describe()));
    return std::nullopt;
  }
  auto item = node.kind == yaml::Kind::mapping ? read_long_item(node, problems) : read_short_item(node, problems);
  if (item) check_name(*item, known, problems);
  return item;
}

}  // namespace chainlint::mint
