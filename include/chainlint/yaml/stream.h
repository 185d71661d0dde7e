// Streams of YAML documents that others wrote, such as Kubernetes manifests: read leniently, one document after another.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/yaml/tree.h"

namespace chainlint::yaml {

// One document of a stream. `tree` is empty where the document is, and contains what is before the damage where it does not parse.
struct StreamDocument {
  std::size_t number = 1;  // in the file, empty documents counted (YAML 1.2 section 9.2)
  std::uint32_t line = 1;  // on which it begins
  Tree tree;
  std::vector<Issue> issues;
};

// Reads a text document by document. Anchors and aliases are followed without being copied, '<<' merges, and tags other than !!binary are
// skipped. A key that occurs twice keeps its last value, as kubectl does, with a warning. A document that does not parse has an error
// with its place; those after it are read nevertheless, because a line '---' at the margin ends a document whatever is before it.
//
// Past a limit there is an error and the rest is not read. Linear in the size of the text; never throws. Borrows the text, which is UTF-8
// without a byte order mark.
class DocumentStream {
 public:
  explicit DocumentStream(std::string_view text, const TreeLimits& limits = {}) : text_(text), limits_(limits) {}

  // The next document; nothing at the end.
  std::optional<StreamDocument> next();

 private:
  struct Part {
    std::string_view text;
    std::uint32_t line = 1;
    bool marked = false;  // begins with '---'
  };
  Part take_part();
  void read_part(const Part& part, StreamDocument& document);

  std::string_view text_;
  TreeLimits limits_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  std::size_t alias_octets_ = 0;
  bool stopped_ = false;
};

}  // namespace chainlint::yaml
