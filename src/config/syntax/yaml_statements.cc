#include "syntax/yaml_statements.h"

#include <utility>

#include "chainlint/yaml/stream.h"
#include "syntax/value_statements.h"

namespace chainlint::config {
namespace {

ValuePlace place_of(yaml::Position position) { return {position.line, position.column}; }

void take(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& name, yaml::Position key, ValueStatements& values) {
  if (!values.has_room(name)) return;
  if (node.kind == yaml::Kind::mapping && node.members.empty() && !name.empty()) {
    values.add(name, place_of(key), "{}", place_of(node.position), true);
  } else if (node.kind == yaml::Kind::mapping) {
    for (const auto& member : node.members) take(tree, tree.at(member.value), joined_name(name, member.key), member.key_position, values);
  } else if (node.kind == yaml::Kind::sequence) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      take(tree, tree.at(node.items[i]), name + "." + std::to_string(i), tree.at(node.items[i]).position, values);
    }
  } else if (node.kind == yaml::Kind::scalar && !name.empty()) {
    values.add(name, place_of(key), node.text, place_of(node.position), node.style != yaml::Style::plain);
  }
}

Parsed parse(std::string_view text, const std::string& path, bool marks) {
  ValueStatements values(path);
  yaml::DocumentStream stream(text);
  while (const auto document = stream.next()) {
    const ValuePlace place{document->line, 1};
    if (marks && document->number > 1) values.add(std::string(kDocumentMark), place, "", place, true);
    if (!document->tree.empty()) take(document->tree, document->tree.root(), "", {}, values);
  }
  return std::move(values.parsed);
}

}  // namespace

Parsed parse_yaml(std::string_view text, const std::string& path) { return parse(text, path, false); }

Parsed parse_yaml_documents(std::string_view text, const std::string& path) { return parse(text, path, true); }

}  // namespace chainlint::config
