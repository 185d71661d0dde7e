#include "syntax/yaml_statements.h"

#include <memory>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/yaml/stream.h"

namespace chainlint::config {
namespace {

class Flattener {
 public:
  explicit Flattener(const std::string& path) : path_(std::make_shared<const std::string>(path)) {}

  void take(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& name, yaml::Position key) {
    if (bytes_ > ConfigLimits::kExpandedBytes || parsed.statements.size() >= ConfigLimits::kStatements) return stop();
    bytes_ += name.size();
    if (node.kind == yaml::Kind::mapping) {
      for (const auto& member : node.members) {
        take(tree, tree.at(member.value), name.empty() ? member.key : name + "." + member.key, member.key_position);
      }
    } else if (node.kind == yaml::Kind::sequence) {
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        take(tree, tree.at(node.items[i]), name + "." + std::to_string(i), tree.at(node.items[i]).position);
      }
    } else if (node.kind == yaml::Kind::scalar && !name.empty()) {
      add(node, name, key);
    }
  }

  Parsed parsed;

 private:
  void stop() {
    if (!parsed.diagnostics.empty()) return;
    parsed.diagnostics.push_back({Severity::error, "config-limit",
                                  "has more than " + std::to_string(ConfigLimits::kStatements) + " values, or keys with more than " +
                                      std::to_string(ConfigLimits::kExpandedBytes >> 20) + " MiB; the rest was not read",
                                  Location{.path = *path_}});
  }

  void add(const yaml::Tree::Node& node, const std::string& name, yaml::Position key) {
    Statement& statement = parsed.statements.emplace_back();
    statement.path = path_;
    statement.words.push_back({.text = name, .line = key.line, .column = key.column});
    Word& value = statement.words.emplace_back(Word{.text = node.text, .line = node.position.line, .column = node.position.column});
    if (node.style != yaml::Style::plain) value.quote = '"';
    value.has_template = node.text.find("{{") != std::string::npos || node.text.find("{%") != std::string::npos;
    parsed.has_template = parsed.has_template || value.has_template;
  }

  std::shared_ptr<const std::string> path_;
  std::size_t bytes_ = 0;  // of names
};

}  // namespace

Parsed parse_yaml(std::string_view text, const std::string& path) {
  Flattener flattener(path);
  yaml::DocumentStream stream(text);
  while (const auto document = stream.next()) {
    if (!document->tree.empty()) flattener.take(document->tree, document->tree.root(), "", {});
  }
  return std::move(flattener.parsed);
}

}  // namespace chainlint::config
