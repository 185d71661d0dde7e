#include "node_builder.h"

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::yaml {
namespace {}  // namespace

// Tags are seen in the text: yaml-cpp gives a quoted scalar the same tag as one that is written '! text'.
void NodeBuilder::check_properties(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (anchor != 0) report(lines_.position(mark.line, mark.column), "anchors and aliases are not allowed; write the value out");
  if (lines_.at(mark.line, mark.column) == '!') {
    report(lines_.position(mark.line, mark.column), "tags are not allowed; quote the text that begins with '!'");
  }
}

bool NodeBuilder::expects_key() const { return !frames_.empty() && frames_.back().node.kind == Kind::mapping && !frames_.back().has_key; }

// yaml-cpp gives the place of whatever follows a missing value.
void NodeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (anchor != 0) check_properties(mark, anchor);
  Node node;
  node.position = lines_.position(mark.line, mark.column);
  if (!frames_.empty()) {
    const Frame& frame = frames_.back();
    node.position = frame.has_key ? frame.key_position : frame.node.position;
  }
  add(std::move(node));
}

void NodeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  report(lines_.position(mark.line, mark.column), "anchors and aliases are not allowed; write the value out");
  Node node;
  node.kind = Kind::scalar;
  node.position = lines_.position(mark.line, mark.column);
  add(std::move(node));
}

void NodeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) {
  check_properties(mark, anchor);
  Node node;
  node.kind = Kind::scalar;
  node.position = lines_.position(mark.line, mark.column);
  node.scalar = value;
  node.quoted = tag == "!";
  const char first = lines_.at(mark.line, mark.column);
  if (node.quoted && (first == '"' || first == '\'') && !lines_.quote_closes(mark.line, mark.column)) {
    report(node.position, "the quote that opens here is never closed");
  }
  add(std::move(node));
}

void NodeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  check_properties(mark, anchor);
  open(Kind::sequence, mark);
}

void NodeBuilder::OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  check_properties(mark, anchor);
  open(Kind::mapping, mark);
}

void NodeBuilder::open(Kind kind, const YAML::Mark& mark) {
  const Position position = lines_.position(mark.line, mark.column);
  if (frames_.size() >= YamlLimits::kDepth) {
    report(position, "lists and mappings are nested more than " + std::to_string(YamlLimits::kDepth) + " deep");
    throw TooDeep();
  }
  Frame frame;
  frame.is_key = expects_key();
  frame.node.kind = kind;
  frame.node.position = position;
  frames_.push_back(std::move(frame));
}

void NodeBuilder::close() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  add(std::move(frame.node));
}

void NodeBuilder::add(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node);
  } else if (expects_key()) {
    add_key(node);
  } else if (frames_.back().node.kind == Kind::sequence) {
    frames_.back().node.items.push_back(std::move(node));
  } else {
    Frame& frame = frames_.back();
    frame.has_key = false;
    if (!frame.drop_value) frame.node.members.push_back({std::move(frame.key), frame.key_position, std::move(node)});
  }
}

void NodeBuilder::add_key(const Node& node) {
  Frame& frame = frames_.back();
  frame.has_key = true;
  frame.drop_value = true;
  frame.key_position = node.position;
  if (node.kind != Kind::scalar) {
    report(node.position, "a key is text, not " + node.describe());
    return;
  }
  const auto [first, added] = frame.keys.emplace(node.scalar, node.position);
  if (!added) {
    report(node.position,
           "the key " + in_quotes(node.scalar) + " occurs twice; the first is on line " + std::to_string(first->second.line));
    return;
  }
  frame.key = node.scalar;
  frame.drop_value = false;
}

}  // namespace chainlint::yaml
