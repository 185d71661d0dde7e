#include "fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"

namespace chainlint::mint {

void report(Problems& problems, yaml::Position position, std::string message, std::string suggestion) {
  problems.push_back({std::move(message), position, std::move(suggestion)});
}

void report_unknown(Problems& problems, yaml::Position position, std::string_view what, std::string_view typed,
                    const std::vector<std::string>& known) {
  auto near = typed.empty() ? std::nullopt : nearest(typed, known);
  report(problems, position, fmt::format("unknown {} {}", what, in_quotes(typed)), near ? fmt::format("did you mean '{}'?", *near) : "");
}

std::optional<Bytes> parse_hex(std::string_view text) {
  Bytes octets;
  int high = -1;
  for (char c : text) {
    if (c == ':' && high < 0) continue;
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      octets.push_back(static_cast<std::uint8_t>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0) return std::nullopt;
  return octets;
}

Fields::Fields(const yaml::Node& node, std::string what, const std::vector<std::string>& known, Problems& problems)
    : node_(node), what_(std::move(what)), problems_(problems) {
  if (node.kind != yaml::Kind::mapping) {
    report(problems_, node.position, fmt::format("{} must be a mapping; this is {}", what_, node.describe()));
    return;
  }
  for (const auto& member : node.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) {
      report_unknown(problems_, member.key_position, fmt::format("key in {}:", what_), member.key, known);
    }
  }
}

bool Fields::says(std::string_view key, std::string_view word) const {
  const auto* value = find(key);
  return value && value->kind == yaml::Kind::scalar && value->scalar == word;
}

void Fields::wrong(const yaml::Node& node, std::string_view key, std::string_view wanted) {
  report(problems_, node.position, fmt::format("'{}' must be {}; this is {}", key, wanted, node.describe()));
}

void Fields::wrong(std::string_view key, std::string_view wanted) { wrong(*find(key), key, wanted); }

std::optional<std::string> Fields::text(std::string_view key) {
  const auto* value = find(key);
  if (!value) return std::nullopt;
  auto text = value->as_text();
  if (!text) wrong(key, "text");
  return text;
}

std::optional<bool> Fields::boolean(std::string_view key) {
  const auto* value = find(key);
  if (!value) return std::nullopt;
  auto boolean = value->as_bool();
  if (!boolean) wrong(key, "true or false");
  return boolean;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t lowest, std::int64_t highest) {
  const auto* value = find(key);
  if (!value) return std::nullopt;
  auto integer = value->as_integer();
  if (!integer || *integer < lowest || *integer > highest) {
    wrong(key, fmt::format("an integer from {} to {}", lowest, highest));
    return std::nullopt;
  }
  return integer;
}

std::optional<Instant> Fields::time(std::string_view key) {
  const auto* value = find(key);
  if (!value) return std::nullopt;
  auto instant = value->kind == yaml::Kind::scalar ? Instant::parse(value->scalar) : std::nullopt;
  if (!instant) wrong(key, "a date (2026-12-01) or a time (2026-12-01T22:00:00Z)");
  return instant;
}

std::optional<Bytes> Fields::hex(std::string_view key) {
  const auto* value = find(key);
  if (!value) return std::nullopt;
  auto octets = value->kind == yaml::Kind::scalar ? parse_hex(value->scalar) : std::nullopt;
  if (!octets) wrong(key, "pairs of hexadecimal digits");
  return octets;
}

std::optional<std::string> read_word(const yaml::Node& node, std::string_view key, const std::vector<std::string>& words,
                                     Problems& problems) {
  const bool scalar = node.kind == yaml::Kind::scalar;
  if (scalar && std::find(words.begin(), words.end(), node.scalar) != words.end()) return node.scalar;
  auto near = scalar ? nearest(node.scalar, words) : std::nullopt;
  report(problems, node.position, fmt::format("'{}' must be one of {}; this is {}", key, join_and(words), node.describe()),
         near ? fmt::format("did you mean '{}'?", *near) : "");
  return std::nullopt;
}

std::optional<std::string> Fields::one_of(std::string_view key, const std::vector<std::string>& words) {
  const auto* value = find(key);
  return value ? read_word(*value, key, words, problems_) : std::nullopt;
}

std::optional<Bytes> read_oid(const yaml::Node& node, Problems& problems) {
  Bytes oid = node.kind == yaml::Kind::scalar ? asn1::oid_from_dotted(node.scalar) : Bytes();
  if (!oid.empty()) return oid;
  report(problems, node.position, fmt::format("an object identifier like 1.2.3.4 is expected here; this is {}", node.describe()));
  return std::nullopt;
}

std::optional<Bytes> Fields::oid(std::string_view key) {
  const auto* value = find(key);
  return value ? read_oid(*value, problems_) : std::nullopt;
}

std::vector<const yaml::Node*> Fields::list(std::string_view key) {
  const auto* value = find(key);
  if (!value) return {};
  if (value->kind == yaml::Kind::scalar) return {value};
  std::vector<const yaml::Node*> items;
  if (value->kind != yaml::Kind::sequence) {
    wrong(key, "a list");
    return items;
  }
  for (const auto& item : value->items) {
    if (item.kind == yaml::Kind::scalar) {
      items.push_back(&item);
    } else {
      wrong(item, key, "a list of words");
    }
  }
  return items;
}

}  // namespace chainlint::mint
