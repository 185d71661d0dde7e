#include "help_url.h"

#include <string_view>
#include <unordered_set>

#include "chainlint/rules/library.h"

namespace chainlint::report {

std::string help_url(const rules::Rule& rule) {
  static const std::unordered_set<std::string_view> kShipped = [] {
    std::unordered_set<std::string_view> paths;
    for (const yaml::SourceFile& file : rules::shipped_rule_files()) paths.insert(file.path);
    return paths;
  }();
  if (kShipped.contains(rule.source_path)) return std::string(kProjectUrl) + "/blob/main/" + rule.source_path;
  for (const rules::Reference& reference : rule.outcome->references) {
    if (reference.url.starts_with("https://")) return reference.url;
  }
  return std::string(kProjectUrl) + "/blob/main/docs/rules.md";
}

}  // namespace chainlint::report
