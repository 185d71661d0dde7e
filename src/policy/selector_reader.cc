#include "selector_reader.h"

#include <algorithm>
#include <array>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/options.h"
#include "rule_setting_reader.h"

namespace chainlint::policy {
namespace {

using Need = yaml::MappingReader::Need;

// The value of a key that may be written in the singular or in the plural.
const yaml::Node* either(yaml::MappingReader& fields, std::string_view many, std::string_view one, yaml::Problems& problems) {
  const yaml::Node* node = fields.node(many);
  const yaml::Node* other = fields.node(one);
  if (node != nullptr && other != nullptr) {
    problems.add(other->position, in_quotes(many) + " and " + in_quotes(one) + " are the same; write one of them");
  }
  return node != nullptr ? node : other;
}

std::vector<std::string> read_patterns(yaml::MappingReader& fields, std::string_view key, PolicyScope& scope) {
  std::vector<std::string> patterns;
  const yaml::Node* node = fields.node(key);
  if (node == nullptr) return patterns;
  for (const PlacedWord& word : scope.words(*node, in_quotes(key))) {
    if (word.text.size() > PolicyLimits::kSelectorBytes) {
      scope.problems().add(word.position, "a pattern has " + std::to_string(word.text.size()) + " bytes; the limit is " +
                                              std::to_string(PolicyLimits::kSelectorBytes));
    } else {
      patterns.push_back(word.text);
    }
  }
  return patterns;
}

std::string without_separators(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != ':' && c != ' ') digits += c;
  }
  return to_lower_ascii(digits);
}

std::vector<std::string> read_fingerprints(yaml::MappingReader& fields, PolicyScope& scope) {
  std::vector<std::string> fingerprints;
  const yaml::Node* node = fields.node("fingerprints");
  if (node == nullptr) return fingerprints;
  for (const PlacedWord& word : scope.words(*node, "'fingerprints'")) {
    std::string digits = without_separators(word.text);
    const bool hexadecimal = digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hexadecimal || (digits.size() != 40 && digits.size() != 64)) {
      scope.problems().add(word.position,
                           "a fingerprint is 64 hexadecimal digits (SHA-256 of a certificate or of its key) or 40 (SHA-1), not " +
                               (hexadecimal ? std::to_string(digits.size()) + " digits" : in_quotes(word.text)));
    } else {
      fingerprints.push_back(std::move(digits));
    }
  }
  return fingerprints;
}

// Names are kept; `is_path_like` distinguishes files from built-in names.
std::vector<std::string> read_targets(const yaml::Node& node, PolicyScope& scope, NamesToValidate& names) {
  const std::vector<PlacedWord> words = scope.words(node, "'targets'");
  names.targets.insert(names.targets.end(), words.begin(), words.end());
  return texts_of(words);
}

}  // namespace

std::optional<PolicyOverride> read_override(const yaml::Node& node, PolicyScope& scope, NamesToValidate& names) {
  yaml::Problems& problems = scope.problems();
  yaml::MappingReader fields(node, "an override", problems);
  if (!fields.is_mapping()) return std::nullopt;
  PolicyOverride override;
  override.origin = scope.origin(node.position);
  override.paths = read_patterns(fields, "paths", scope);
  if (const yaml::Node* targets = fields.node("targets")) override.targets = read_targets(*targets, scope, names);
  override.names = read_patterns(fields, "names", scope);
  override.issuers = read_patterns(fields, "issuers", scope);
  override.fingerprints = read_fingerprints(fields, scope);
  const yaml::Node* rules = fields.node("rules");
  const yaml::Node* issuance = fields.node("issuance");
  if (rules != nullptr) override.rules = read_rule_settings(*rules, scope);
  override.declares = issuance != nullptr;
  if (issuance != nullptr) override.issuance = read_issuance(*issuance, problems).value_or(facts::Issuance::undeclared);
  for (const char* other : {"files", "file", "globs", "glob"}) {
    const auto found = std::find_if(node.members.begin(), node.members.end(), [&](const auto& member) { return member.key == other; });
    if (found == node.members.end()) continue;
    fields.node(other);
    problems.add(found->key_position, "an override has no key " + in_quotes(other), "did you mean 'paths'?");
  }
  fields.finish();
  const std::array<const char*, 5> selectors{"paths", "targets", "names", "issuers", "fingerprints"};
  if (std::none_of(selectors.begin(), selectors.end(), [&](const char* key) { return node.find(key) != nullptr; })) {
    problems.add(node.position, "an override needs paths, targets, names, issuers or fingerprints");
  }
  if (rules == nullptr && issuance == nullptr) problems.add(node.position, "an override needs rules or issuance");
  return override;
}

std::optional<PolicyBundle> read_bundle(const yaml::Node& node, PolicyScope& scope, NamesToValidate& names) {
  yaml::Problems& problems = scope.problems();
  yaml::MappingReader fields(node, "a bundle", problems);
  if (!fields.is_mapping()) return std::nullopt;
  PolicyBundle bundle;
  bundle.origin = scope.origin(node.position);
  bundle.name = fields.text("name").value_or("");
  const yaml::Node* files = either(fields, "files", "file", problems);
  if (files == nullptr) problems.add(node.position, "a bundle lacks the required key 'files'");
  for (const PlacedWord& file : files == nullptr ? std::vector<PlacedWord>() : scope.words(*files, "'files'")) {
    if (file.text == "-") problems.add(file.position, "'files' names standard input; a policy must name files");
    bundle.files.push_back(file.text);
    bundle.file_positions.push_back(file.position);
  }
  if (const yaml::Node* targets = either(fields, "targets", "target", problems)) bundle.targets = read_targets(*targets, scope, names);
  if (const yaml::Node* hosts = either(fields, "hosts", "host", problems)) {
    const std::vector<PlacedWord> words = scope.words(*hosts, "'hosts'");
    check_hosts(words, problems);
    bundle.hosts = texts_of(words);
  }
  const auto known = OptionName("--purpose").row().values;
  const std::vector<std::string> purpose_names(known.begin(), known.end());
  if (const yaml::Node* purposes = either(fields, "purpose", "purposes", problems)) {
    for (const PlacedWord& word : scope.words(*purposes, "'purpose'")) {
      if (std::find(purpose_names.begin(), purpose_names.end(), word.text) == purpose_names.end()) {
        problems.add(word.position, "'purpose' is one of " + join_and(purpose_names) + ", not " + in_quotes(word.text),
                     list_hint(word.text, purpose_names));
      } else {
        bundle.purposes.push_back(word.text);
      }
    }
  }
  bundle.previous = fields.text("previous").value_or("");
  if (const yaml::Node* issuance = fields.node("issuance")) {
    bundle.issuance = read_issuance(*issuance, problems).value_or(facts::Issuance::undeclared);
  }
  fields.finish();
  if (bundle.name.empty() && !bundle.files.empty()) bundle.name = bundle.files.front();
  return bundle;
}

}  // namespace chainlint::policy
