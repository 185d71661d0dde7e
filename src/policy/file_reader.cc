#include "file_reader.h"

#include <algorithm>
#include <array>
#include <map>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "rule_setting_reader.h"
#include "selector_reader.h"
#include "venafi_reader.h"

namespace chainlint::policy {
namespace {

// Keys of other tools, and their names here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kElsewhere{
    {{"at", "the time of a run is specified with --at, not in a policy"},
     {"margin", "write 'window: { margin: 30 }'"},
     {"previous", "write it in an item of 'bundles', or specify --previous"},
     {"previous_ref", "a revision is specified with --previous-ref, not in a policy"},
     {"rollback", "the rollback bundle is specified with --rollback, not in a policy"},
     {"waivers_from", "a revision is specified with --waivers-from, so that a change of this file cannot undo it"},
     {"policy", "a policy includes another with 'extends'"},
     {"policy_from", "a revision is specified with --policy-from, so that a change of this file cannot undo it"},
     {"no_policy", "--no-policy is only an option of the command line"},
     {"format", "write 'outputs: [{ format: sarif, file: report.sarif }]'"},
     {"report", "write 'outputs: [{ format: sarif, file: report.sarif }]'"},
     {"output", "write 'outputs: [{ format: sarif, file: report.sarif }]'"},
     {"password_env", "write 'passwords: [{ env: NAME }]'"},
     {"password_file", "write 'passwords: [{ file: PATH }]'"},
     {"password_fd", "write 'passwords: [{ fd: 3 }]'"},
     {"key", "write the files of a bundle in an item of 'bundles'"}}};

std::size_t count_nodes(const yaml::Node& node) {
  std::size_t count = 1;
  for (const yaml::Node& item : node.items) count += count_nodes(item);
  for (const yaml::Node::Member& member : node.members) count += count_nodes(member.value);
  return count;
}

// Reads the members that are not options.
class FileReader {
 public:
  FileReader(const yaml::Node& root, PolicyScope& scope) : root_(root), scope_(scope), fields_(root, "a policy", scope.problems()) {}

  WrittenPolicy read() {
    if (const yaml::Node* node = fields_.node("extends")) written_.extends = scope_.words(*node, "'extends'");
    read_rule_sets();
    if (const yaml::Node* node = fields_.node("venafi")) read_venafi(*node, scope_, policy());
    if (const yaml::Node* node = fields_.node("rules")) append(read_rule_settings(*node, scope_), policy().rules);
    if (const yaml::Node* node = fields_.node("overrides")) read_overrides(*node);
    if (const yaml::Node* node = fields_.node("bundles")) read_bundles(*node);
    if (const yaml::Node* node = fields_.node("outputs")) policy().outputs = read_outputs(*node, scope_);
    if (const yaml::Node* node = fields_.node("waivers")) read_waivers(*node);
    if (const yaml::Node* node = fields_.node("issuance")) {
      if (const auto issuance = read_issuance(*node, scope_.problems())) {
        policy().issuance = *issuance;
        policy().issuance_origin = scope_.origin(node->position);
        written_.has_issuance = true;
      }
    }
    written_.has_passwords = root_.find("passwords") != nullptr;
    read_options(fields_, scope_, policy().options, written_.names);
    note_keys_of_elsewhere();
    fields_.finish();
    return std::move(written_);
  }

 private:
  Policy& policy() { return written_.policy; }

  template <class T>
  static void append(std::vector<T> from, std::vector<T>& to) {
    for (T& item : from) to.push_back(std::move(item));
  }

  void read_rule_sets() {
    const yaml::Node* node = fields_.node("rulesets");
    const yaml::Node* other = fields_.node("ruleset");
    if (node != nullptr && other != nullptr) {
      scope_.problems().add(other->position, "'rulesets' and 'ruleset' are the same; write one of them");
    }
    if (node == nullptr) node = other;
    if (node != nullptr) written_.rule_sets = scope_.words(*node, "'rulesets'");
  }

  void read_overrides(const yaml::Node& node) {
    for (const yaml::Node* item : scope_.items(node, "'overrides'")) {
      if (auto override = read_override(*item, scope_, written_.names)) policy().overrides.push_back(std::move(*override));
    }
    std::size_t patterns = 0;
    for (const PolicyOverride& override : policy().overrides) {
      patterns += override.paths.size() + override.names.size() + override.issuers.size();
    }
    if (patterns > PolicyLimits::kEntries) {
      scope_.problems().add(node.position, "'overrides' has " + std::to_string(patterns) + " patterns; the limit is " +
                                               std::to_string(PolicyLimits::kEntries));
    }
  }

  void read_bundles(const yaml::Node& node) {
    std::map<std::string, yaml::Position> names;
    for (const yaml::Node* item : scope_.items(node, "'bundles'")) {
      auto bundle = read_bundle(*item, scope_, written_.names);
      if (!bundle) continue;
      const auto [first, added] = names.emplace(bundle->name, item->position);
      if (!added && !bundle->name.empty()) {
        scope_.problems().add(item->position, "the bundle " + in_quotes(bundle->name) + " occurs twice; the first is on line " +
                                                  std::to_string(first->second.line));
      }
      policy().bundles.push_back(std::move(*bundle));
    }
  }

  void read_waivers(const yaml::Node& node) {
    if (node.kind == yaml::Kind::sequence && node.items.empty()) return;
    for (const yaml::Node* item : scope_.items(node, "'waivers'")) policy().waivers.emplace_back(*item, scope_.path());
  }

  // Reported with the key to use instead. They are read, so that they are not reported as unknown too.
  void note_keys_of_elsewhere() {
    for (const yaml::Node::Member& member : root_.members) {
      const auto* known = std::find_if(kElsewhere.begin(), kElsewhere.end(), [&](const auto& row) { return row.first == member.key; });
      if (known != kElsewhere.end()) {
        fields_.node(member.key);
        scope_.problems().add(member.key_position, "a policy has no key " + in_quotes(member.key) + "; " + std::string(known->second));
      } else if (is_venafi_key(member.key)) {
        fields_.node(member.key);
        scope_.problems().add(member.key_position, "a policy has no key " + in_quotes(member.key) + "; write it under 'venafi:'");
      }
    }
  }

  const yaml::Node& root_;
  PolicyScope& scope_;
  yaml::MappingReader fields_;
  WrittenPolicy written_;
};

}  // namespace

const yaml::FileKind& policy_file_kind() {
  static const std::vector<std::string_view> kKeys = [] {
    std::vector<std::string_view> keys{"extends", "rulesets", "ruleset",  "rules",  "overrides", "bundles",
                                       "outputs", "waivers",  "issuance", "venafi", "passwords", "window"};
    for (const Option* option : policy_keys()) keys.insert(keys.end(), {option->key, option->other_key});
    for (const auto& [key, remedy] : kElsewhere) keys.push_back(key);
    for (const std::string_view key : venafi_keys()) keys.push_back(key);
    std::erase(keys, "");
    return keys;
  }();
  static const yaml::FileKind kKind{"a policy", "a policy is a mapping of keys to values: 'rules: { ... }'", kKeys, other_kind_of_file};
  return kKind;
}

WrittenPolicy read_policy_file(const yaml::Node& root, PolicyScope& scope) {
  if (count_nodes(root) > PolicyLimits::kValues) {
    scope.problems().add(root.position, "the file has more than " + std::to_string(PolicyLimits::kValues) + " values");
    return {};
  }
  if (is_venafi_specification(root)) {
    WrittenPolicy written;
    read_venafi(root, scope, written.policy);
    return written;
  }
  return FileReader(root, scope).read();
}

}  // namespace chainlint::policy
