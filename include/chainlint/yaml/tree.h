// A document that some other program wrote, in YAML or JSON, as plain data with the place of everything in it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/limits.h"
#include "chainlint/yaml/document.h"

namespace chainlint::yaml {

// How a scalar is written.
enum class Style {
  plain,
  quoted,
  literal,  // a block after '|': its lines are lines of the file
  folded,   // a block after '>'
};

// The nodes of one document. A node that several places share (an alias of YAML) is there once; no node contains itself. Owns its nodes;
// references to them are valid as long as the tree.
class Tree {
 public:
  using Index = std::uint32_t;

  struct Member {
    std::string key;  // "?" where the key is no scalar
    Position key_position;
    Index value = 0;
  };

  // Columns count bytes.
  struct Node {
    Kind kind = Kind::null;
    Style style = Style::plain;
    bool binary = false;          // tagged !!binary: `text` is the base64 as written
    Position position;            // of the value; of its key where there is no value
    std::uint32_t text_line = 0;  // literal: the line of the file on which `text` begins
    std::uint32_t indent = 0;     // literal: the blanks before each line that are not part of `text`
    std::string text;
    std::vector<Index> items;     // of a sequence
    std::vector<Member> members;  // of a mapping, in file order, each key once
  };

  const Node& root() const { return nodes_.at(root_); }
  const Node& at(Index index) const { return nodes_.at(index); }
  bool empty() const { return nodes_.empty(); }

  // The value of a key, or null. Linear.
  const Node* find(const Node& mapping, std::string_view key) const {
    for (const Member& member : mapping.members) {
      if (member.key == key) return &nodes_.at(member.value);
    }
    return nullptr;
  }

  // The text of a scalar under `key`; empty where there is none.
  std::string_view text_of(const Node& mapping, std::string_view key) const {
    const Node* node = find(mapping, key);
    return node != nullptr && node->kind == Kind::scalar ? std::string_view(node->text) : std::string_view();
  }

  // For the readers that build a tree.
  Index add(Node node) {
    nodes_.push_back(std::move(node));
    return static_cast<Index>(nodes_.size() - 1);
  }
  Node& edit(Index index) { return nodes_.at(index); }
  void set_root(Index index) { root_ = index; }

 private:
  std::deque<Node> nodes_;
  Index root_ = 0;
};

// What is wrong with a document. An error means that a part of it could not be read.
struct Issue {
  Severity severity = Severity::error;
  std::string code;  // kebab case, stable: "yaml-syntax"
  std::string message;
  Position position;
};

bool has_error(const std::vector<Issue>& issues);

// Keeps the last of the members with the same key and calls `dropped` for each earlier one, with the one that replaces it. Keys that are no
// scalar and merge keys may occur several times.
void drop_duplicates(Tree::Node& mapping, const std::function<void(const Tree::Member&, const Tree::Member&)>& dropped);

// Bounds on one file.
struct TreeLimits {
  std::size_t depth = Limits{}.document_depth;   // collections inside each other
  std::size_t nodes = Limits{}.document_values;  // in all documents, with aliases counted as what they stand for
  std::size_t documents = Limits{}.documents;
  std::size_t alias_octets = Limits{}.alias_bytes;  // of text that aliases repeat
};

}  // namespace chainlint::yaml
