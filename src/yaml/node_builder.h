// Builds nodes from the events of yaml-cpp's parser and notes what this program does not allow.
#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/yaml/document.h"
#include "line_index.h"

namespace chainlint::yaml {

// Thrown through yaml-cpp, which offers no other way to stop; caught in parse().
struct TooDeep {};

// Takes the events of one document. `lines` must outlive it. After the document, `root` contains it.
class NodeBuilder : public YAML::EventHandler {
 public:
  NodeBuilder(const LineIndex& lines, std::vector<Problem>& problems) : lines_(lines), problems_(problems) {}

  std::optional<Node> take_root() { return std::move(root_); }
  Position document_start() const { return document_start_; }

  void OnDocumentStart(const YAML::Mark& mark) override { document_start_ = lines_.position(mark.line, mark.column); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  // A collection that is still open.
  struct Frame {
    Node node;
    bool is_key = false;      // is in the place of a key
    bool has_key = false;     // mapping: the key is there, its value is not
    bool drop_value = false;  // the key was a mistake: its value is read and forgotten
    std::string key;
    Position key_position;
    std::unordered_map<std::string, Position> keys;
  };

  void check_properties(const YAML::Mark& mark, YAML::anchor_t anchor);
  void open(Kind kind, const YAML::Mark& mark);
  void close();
  void add(Node node);
  void add_key(const Node& node);
  bool expects_key() const;
  void report(Position position, std::string message) { problems_.push_back({std::move(message), position, ""}); }

  const LineIndex& lines_;
  std::vector<Problem>& problems_;
  std::vector<Frame> frames_;
  std::optional<Node> root_;
  Position document_start_;
};

}  // namespace chainlint::yaml
