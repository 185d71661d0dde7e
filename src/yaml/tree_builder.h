// Builds a Tree from the events of yaml-cpp's parser.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/yaml/tree.h"
#include "part_buffer.h"

namespace chainlint::yaml {

// Thrown through yaml-cpp, which offers no other way to stop.
struct TreeLimitReached {
  Issue issue;
  bool ends_stream = false;
};

// What the documents of one stream have used of its limits.
struct TreeUse {
  std::size_t nodes = 0;
  std::size_t alias_octets = 0;
};

// One document's text and the line of the file on which it begins.
struct TreeSource {
  std::string_view text;
  std::uint32_t line = 1;
};

// Takes the events of one document. Aliases become another way to the same node; one that would contain itself, or would multiply nodes
// past the limit, becomes a null with an error.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(TreeSource source, const TreeLimits& limits, TreeUse& use, PartBuffer& buffer, Tree& tree, std::vector<Issue>& issues)
      : source_(source), limits_(limits), use_(use), buffer_(buffer), tree_(tree), issues_(issues) {}

  // Closes what damage left open.
  void finish();

  Position position(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  // The node after its aliases are followed.
  struct Weight {
    std::uint64_t nodes = 1;
    std::uint64_t octets = 0;
  };
  // A collection that is still open.
  struct Frame {
    Tree::Index node = 0;
    Weight weight;
    bool has_key = false;  // mapping: the key is there, its value is not
    std::string key;
    Position key_position;
  };

  bool expects_key() const;
  void refuse_alias(const YAML::Mark& mark, std::string message);
  void count_node(const YAML::Mark& mark);
  void open(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor);
  void close();
  void add(Tree::Node node, YAML::anchor_t anchor);
  void attach(Tree::Index index);
  void report_duplicate(const Tree::Member& first, const Tree::Member& second);
  void merge(Tree::Node& mapping);
  void merge_from(const Tree::Node& source, std::vector<Tree::Member>& members, std::unordered_map<std::string, bool>& known);
  void set_style(Tree::Node& node, std::size_t at, bool plain);
  void report(Severity severity, std::string code, std::string message, Position position);

  TreeSource source_;
  const TreeLimits& limits_;
  TreeUse& use_;
  PartBuffer& buffer_;
  Tree& tree_;
  std::vector<Issue>& issues_;
  std::vector<Frame> frames_;
  std::vector<Weight> weights_;  // of each node of the tree
  std::unordered_map<YAML::anchor_t, Tree::Index> anchors_;
  std::optional<Tree::Index> refused_;  // the null in place of every alias that was refused
  bool has_root_ = false;
  std::size_t withheld_ = 0;
};

}  // namespace chainlint::yaml
