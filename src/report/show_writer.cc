#include <map>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "drawing.h"
#include "terminal.h"

namespace chainlint {
namespace {

std::string field(std::string_view name, const std::string& value) {
  return value.empty() ? "" : "       " + padded(name, 11) + value + "\n";
}

std::string time_range(const EntryReport& entry) {
  if (!entry.not_before && !entry.not_after) return "";
  return (entry.not_before ? entry.not_before->to_string() : "?") + " to " + (entry.not_after ? entry.not_after->to_string() : "?");
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 8;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

std::string belongs_to(const EntryReport& entry) {
  std::vector<std::string> numbers;
  for (std::size_t index : entry.matches) numbers.push_back(std::to_string(index + 1));
  return numbers.empty() ? "" : join_and(numbers);
}

// The place inside the file, whose name stands above all of its entries.
std::string place_in_file(const Location& location) {
  if (location.line) return "line " + std::to_string(*location.line);
  return location.inner.empty() ? "" : printable(location.inner);
}

std::string entry_block(const TextStyle& style, const EntryReport& entry, std::size_t number) {
  std::string kind(to_string(entry.kind));
  for (char& c : kind) c = c == '_' ? ' ' : c;
  if (entry.role) kind += " (" + std::string(to_string(*entry.role)) + ")";
  std::string out = "  " + padded(std::to_string(number), 4) + ink(style, Ink::bold, kind);
  if (!entry.label.empty()) out += " " + in_quotes(entry.label);
  if (const std::string place = place_in_file(entry.location); !place.empty()) out += "  " + ink(style, Ink::dim, place);
  out += "\n";
  if (entry.kind == EntryKind::certificate) {
    out += field("subject", entry.subject) + field("issuer", entry.issuer) + field("serial", entry.serial);
    out +=
        field("valid", time_range(entry)) + field("key", entry.key) + field("names", listed(entry.names)) + field("sha256", entry.sha256);
  } else {
    out += field("stored as", entry.description) + field("key", entry.key) + field("state", entry.key_state);
    out += field("belongs to", belongs_to(entry));
  }
  return out + field("encrypted", entry.protection);
}

}  // namespace

std::string write_show(const Report& report, const TextStyle& style) {
  std::multimap<std::string, const BundleReport*> bundles;
  for (const BundleReport& bundle : report.bundles) bundles.emplace(bundle.name, &bundle);
  std::string out;
  for (const InputReport& input : report.inputs) {
    out += file_line(style, input);
    if (!input.integrity.empty()) out += "  integrity: " + input.integrity + "\n";
    out += diagnostic_lines(style, input);
    const auto [first, last] = bundles.equal_range(input.path);
    for (auto bundle = first; bundle != last; ++bundle) {
      for (std::size_t i = 0; i < bundle->second->entries.size(); ++i) out += entry_block(style, bundle->second->entries[i], i + 1);
      out += chain_drawing(style, *bundle->second);
    }
    out += "\n";
  }
  for (const std::string& path : report.skipped) out += "skipped " + printable(path) + ": of no known kind\n";
  return out;
}

}  // namespace chainlint
