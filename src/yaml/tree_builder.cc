#include "tree_builder.h"

#include <algorithm>
#include <iterator>

#include "chainlint/base/text.h"
#include "line_index.h"

namespace chainlint::yaml {
namespace {

constexpr std::size_t kShownIssues = 100;
constexpr std::size_t kShownKey = 60;
constexpr std::string_view kBinaryTag = "tag:yaml.org,2002:binary";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool ends_line(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && !(at + 1 < text.size() && text[at + 1] == '\n'));
}

// The byte after a scalar's tag and anchor, where it itself begins.
std::size_t skip_properties(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (is_space(text[at])) {
      ++at;
    } else if (text[at] == '!' || text[at] == '&') {
      while (at < text.size() && !is_space(text[at])) ++at;
    } else if (text[at] == '#') {
      while (at < text.size() && !ends_line(text, at)) ++at;
    } else {
      break;
    }
  }
  return at;
}

// The blanks before the first line with text, at or after `at`.
std::size_t indentation(std::string_view text, std::size_t at) {
  std::size_t blanks = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == ' ') {
      ++blanks;
    } else if (text[at] == '\n' || text[at] == '\r') {
      blanks = 0;
    } else {
      break;
    }
  }
  return blanks;
}

}  // namespace

Position TreeBuilder::position(const YAML::Mark& mark) const {
  return {source_.line + static_cast<std::uint32_t>(std::max(mark.line, 0)), static_cast<std::uint32_t>(std::max(mark.column, 0)) + 1};
}

void TreeBuilder::report(Severity severity, std::string code, std::string message, Position position) {
  if (issues_.size() >= kShownIssues) {
    ++withheld_;
    return;
  }
  issues_.push_back({severity, std::move(code), std::move(message), position});
}

void TreeBuilder::report_duplicate(const Tree::Member& first, const Tree::Member& second) {
  report(Severity::warning, "yaml-duplicate-key",
         "the key " + in_quotes(first.key.substr(0, kShownKey)) + " occurs twice; the one on line " +
             std::to_string(first.key_position.line) + " is not read, because kubectl uses the last one",
         second.key_position);
}

bool TreeBuilder::expects_key() const {
  return !frames_.empty() && !frames_.back().has_key && tree_.at(frames_.back().node).kind == Kind::mapping;
}

void TreeBuilder::count_node(const YAML::Mark& mark) {
  buffer_.note_event();
  if (++use_.nodes <= limits_.nodes) return;
  throw TreeLimitReached{
      {Severity::error, "yaml-nodes", "more than " + std::to_string(limits_.nodes) + " values; the rest was not read", position(mark)},
      true};
}

// yaml-cpp gives the place of whatever follows a missing value.
void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  count_node(mark);
  Tree::Node node;
  node.position = !frames_.empty() && frames_.back().has_key ? frames_.back().key_position : position(mark);
  add(std::move(node), anchor);
}

void TreeBuilder::refuse_alias(const YAML::Mark& mark, std::string message) {
  report(Severity::error, "yaml-alias", std::move(message), position(mark));
  if (!refused_) {
    Tree::Node null;
    null.position = position(mark);
    refused_ = tree_.add(std::move(null));
    weights_.push_back({});
  }
  attach(*refused_);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  buffer_.note_event();
  const auto known = anchors_.find(anchor);
  const bool open = known != anchors_.end() &&
                    std::any_of(frames_.begin(), frames_.end(), [&](const Frame& frame) { return frame.node == known->second; });
  if (known == anchors_.end() || open) {
    refuse_alias(mark, "an alias to a value that contains the alias itself; it was not read");
    return;
  }
  const Weight& weight = weights_[known->second];
  if (weight.nodes > limits_.nodes - use_.nodes || weight.octets > limits_.alias_octets - use_.alias_octets) {
    refuse_alias(mark, "aliases expand the document to more than " + std::to_string(limits_.nodes) + " values or " +
                           std::to_string(limits_.alias_octets >> 20) + " MiB of text; this one was not read");
    return;
  }
  use_.nodes += weight.nodes;
  use_.alias_octets += weight.octets;
  attach(known->second);
}

void TreeBuilder::set_style(Tree::Node& node, std::size_t at, bool plain) {
  const std::string_view text = source_.text;
  const std::size_t begin = skip_properties(text, at);
  const char first = begin < text.size() ? text[begin] : '\0';
  if (first == '"' || first == '\'') {
    node.style = Style::quoted;
    if (!quote_closes(text, begin)) report(Severity::error, "yaml-syntax", "the quote that opens here is never closed", node.position);
  } else if (!plain && (first == '|' || first == '>')) {
    node.style = first == '|' ? Style::literal : Style::folded;
    std::size_t line_end = begin;
    while (line_end < text.size() && !ends_line(text, line_end)) ++line_end;
    const auto passed = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(begin),
                                      [](char c) { return c == '\n'; });
    node.text_line = node.position.line + static_cast<std::uint32_t>(passed) + 1;
    const std::size_t in_file = indentation(text, std::min(line_end + 1, text.size())), in_text = indentation(node.text, 0);
    node.indent = static_cast<std::uint32_t>(in_file > in_text ? in_file - in_text : 0);
  }
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) {
  count_node(mark);
  Tree::Node node;
  node.kind = Kind::scalar;
  node.position = position(mark);
  node.text = value;
  node.binary = tag == kBinaryTag;
  set_style(node, static_cast<std::size_t>(std::max(mark.pos, 0)), tag == "?");
  if (!expects_key()) {
    add(std::move(node), anchor);
    return;
  }
  Frame& frame = frames_.back();
  if (anchor != 0) {
    anchors_[anchor] = tree_.add(node);
    weights_.push_back({1, node.text.size()});
  }
  frame.has_key = true;
  frame.key = std::move(node.text);
  frame.key_position = node.position;
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  open(Kind::sequence, mark, anchor);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  open(Kind::mapping, mark, anchor);
}

void TreeBuilder::open(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
  count_node(mark);
  if (frames_.size() >= limits_.depth) {
    throw TreeLimitReached{{Severity::error, "yaml-depth",
                            "lists and mappings are nested more than " + std::to_string(limits_.depth) + " deep", position(mark)}};
  }
  Frame frame;
  Tree::Node node;
  node.kind = kind;
  node.position = position(mark);
  frame.node = tree_.add(std::move(node));
  weights_.push_back({});
  if (anchor != 0) anchors_[anchor] = frame.node;
  frames_.push_back(std::move(frame));
}

void TreeBuilder::close() {
  if (frames_.empty()) return;
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Tree::Node& node = tree_.edit(frame.node);
  if (node.kind == Kind::mapping) {
    drop_duplicates(node, [this](const Tree::Member& first, const Tree::Member& second) { report_duplicate(first, second); });
    merge(node);
  }
  weights_[frame.node] = frame.weight;
  attach(frame.node);
}

void TreeBuilder::finish() {
  while (!frames_.empty()) close();
  if (withheld_ > 0) {
    issues_.push_back({Severity::warning, "yaml-issues",
                       count_noun(withheld_, "more problem") + " of this document " + (withheld_ == 1 ? "is" : "are") + " not listed",
                       tree_.empty() ? Position{source_.line, 1} : tree_.root().position});
  }
}

void TreeBuilder::add(Tree::Node node, YAML::anchor_t anchor) {
  const std::uint64_t octets = node.text.size();
  const Tree::Index index = tree_.add(std::move(node));
  weights_.push_back({1, octets});
  if (anchor != 0) anchors_[anchor] = index;
  attach(index);
}

void TreeBuilder::attach(Tree::Index index) {
  if (frames_.empty()) {
    if (!has_root_) tree_.set_root(index);
    has_root_ = true;
    return;
  }
  Frame& frame = frames_.back();
  Tree::Node& parent = tree_.edit(frame.node);
  frame.weight.nodes += weights_[index].nodes;
  frame.weight.octets += weights_[index].octets;
  if (parent.kind == Kind::sequence) {
    parent.items.push_back(index);
  } else if (frame.has_key) {
    frame.has_key = false;
    frame.weight.octets += frame.key.size();
    parent.members.push_back({std::move(frame.key), frame.key_position, index});
  } else {
    const Tree::Node& key = tree_.at(index);
    frame.has_key = true;
    frame.key = key.kind == Kind::scalar ? key.text : "?";
    frame.key_position = key.position;
  }
}

void TreeBuilder::merge_from(const Tree::Node& source, std::vector<Tree::Member>& members, std::unordered_map<std::string, bool>& known) {
  for (const Tree::Member& member : source.members) {
    if (use_.nodes >= limits_.nodes || use_.alias_octets + member.key.size() > limits_.alias_octets) {
      report(Severity::error, "yaml-alias", "merged mappings have more than " + std::to_string(limits_.nodes) + " values",
             member.key_position);
      return;
    }
    if (!known.emplace(member.key, true).second) continue;
    ++use_.nodes;
    use_.alias_octets += member.key.size();
    members.push_back(member);
  }
}

// The merge key of YAML 1.1, which kubectl and Helm follow: what is in the mapping itself comes first.
void TreeBuilder::merge(Tree::Node& mapping) {
  std::vector<Tree::Member>& members = mapping.members;
  const auto is_merge = [](const Tree::Member& member) { return member.key == "<<"; };
  if (std::none_of(members.begin(), members.end(), is_merge)) return;
  std::vector<Tree::Member> merged;
  std::unordered_map<std::string, bool> known;
  for (const Tree::Member& member : members) known.emplace(member.key, true);
  for (const Tree::Member& member : members) {
    if (!is_merge(member)) continue;
    const Tree::Node& source = tree_.at(member.value);
    if (source.kind == Kind::mapping) merge_from(source, merged, known);
    for (const Tree::Index item : source.items) merge_from(tree_.at(item), merged, known);
  }
  members.erase(std::remove_if(members.begin(), members.end(), is_merge), members.end());
  std::move(merged.begin(), merged.end(), std::back_inserter(members));
}

}  // namespace chainlint::yaml
