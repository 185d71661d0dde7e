#include <algorithm>
#include <array>
#include <initializer_list>

#include "chainlint/base/text.h"
#include "file_reader.h"

namespace chainlint::policy {
namespace {

struct OtherKind {
  std::initializer_list<std::string_view> keys;  // all of them stand at the top
  std::string_view what;
};

const std::array<OtherKind, 9>& other_kinds() {
  static const std::array<OtherKind, 9> kKinds{{
      {{"set"}, "a rule set, not a policy; name it under 'rulesets' of a policy, or with --ruleset"},
      {{"rule", "cases"}, "a file of rule tests, not a policy; run it with 'chainlint rules test'"},
      {{"id", "require"}, "a rule, not a policy; name it, or the folder of it, under 'rulesets' of a policy, or with --ruleset"},
      {{"id", "message"}, "a rule, not a policy; name it, or the folder of it, under 'rulesets' of a policy, or with --ruleset"},
      {{"records"}, "a file of records, not a policy; name it under 'rulesets' of a policy, or with --ruleset"},
      {{"target", "family"}, "a target, not a policy; name it under 'targets' of a policy, or with --target"},
      {{"client", "family"}, "a client, not a policy; name it under 'clients' of a policy, or with --client"},
      {{"apiVersion", "kind"}, "a Kubernetes manifest, not a policy; give it to 'chainlint check'"},
      {{"schema_version", "findings"}, "a baseline or a report, not a policy; name a baseline under 'baseline' of a policy"},
  }};
  return kKinds;
}

}  // namespace

std::string other_kind_of_file(const yaml::Node& root) {
  if (root.kind != yaml::Kind::mapping) return "";
  for (const OtherKind& kind : other_kinds()) {
    const bool all = std::all_of(kind.keys.begin(), kind.keys.end(), [&](std::string_view key) { return root.find(key) != nullptr; });
    if (all && root.find("rules") == nullptr) return std::string(kind.what);
    if (all && *kind.keys.begin() == "set") return std::string(kind.what);
  }
  return "";
}

std::string other_kind_of_file(std::string_view text) {
  const bool pem = text.find("-----BEGIN ") != std::string_view::npos;
  if (pem) return "a PEM file, not a policy; give it to 'chainlint check'";
  if (text.find('\0') != std::string_view::npos || !is_utf8(text)) {
    return "no text: a policy is a YAML file; give certificates and keystores to 'chainlint check'";
  }
  return "";
}

std::string kind_without_keys(std::string_view text, const std::optional<yaml::Node>& root) {
  if (root) {
    if (root->kind == yaml::Kind::sequence) return "a list";
    return root->kind == yaml::Kind::scalar ? "plain text" : "";
  }
  // What does not parse is a policy with a mistake where it begins as one.
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == '#' || line.starts_with("---") || line.starts_with('%')) continue;
    const std::size_t after = line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-\"' ", first);
    const bool key = after != std::string_view::npos && after > first && (line.substr(after) == ":" || line.substr(after, 2) == ": ");
    const bool begins = line[first] == '{' || (key && line[first] != '-');
    return begins ? "" : "plain text";
  }
  return "";
}

}  // namespace chainlint::policy
