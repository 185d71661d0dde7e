#include <algorithm>
#include <tuple>

#include "chainlint/base/log_text.h"
#include "chainlint/policy/baseline.h"

namespace chainlint::policy {
namespace {

// A string of JSON (RFC 8259 section 7). `text` is printable: well-formed UTF-8 without control characters.
std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] == '\\') out += '\\';
    begins_command(text, i) ? out += "\\u0023" : out += text[i];
  }
  return out + '"';
}

auto identity_of(const BaselineEntry& entry) {
  return std::tie(entry.rule, entry.by, entry.identity, entry.role, entry.leaf, entry.bundle);
}

auto order_of(const BaselineEntry& entry) {
  return std::tie(entry.rule, entry.by, entry.identity, entry.role, entry.leaf, entry.bundle, entry.path, entry.subject, entry.message);
}

std::string line_of(const BaselineEntry& entry) {
  static constexpr std::string_view kBy[] = {"certificate", "key", "path"};
  std::string line = "{\"rule\": " + json_string(entry.rule) + ", " + json_string(kBy[static_cast<std::size_t>(entry.by)]) + ": " +
                     json_string(entry.identity);
  const bool of_leaf = entry.by == BaselineEntry::By::certificate && entry.leaf == entry.identity;
  if (!entry.leaf.empty() && !of_leaf) line += ", \"leaf\": " + json_string(entry.leaf);
  if (!entry.bundle.empty()) line += ", \"path\": " + json_string(entry.bundle);
  if (!entry.role.empty()) line += ", \"role\": " + json_string(entry.role);
  line += ", \"hint\": {\"subject\": " + json_string(entry.subject) + ", \"path\": " + json_string(entry.path) +
          ", \"message\": " + json_string(entry.message) + "}}";
  return line;
}

}  // namespace

std::string write_baseline(std::vector<BaselineEntry> entries, std::string_view version) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto same = [](const auto& a, const auto& b) { return identity_of(a) == identity_of(b); };
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
  std::string out =
      "{\"baseline\": \"1.1\", \"tool\": {\"name\": \"chainlint\", \"version\": " + json_string(version) + "}, \"entries\": [";
  for (std::size_t i = 0; i < entries.size(); ++i) out += (i == 0 ? "\n" : ",\n") + line_of(entries[i]);
  return out + "\n]}\n";
}

}  // namespace chainlint::policy
