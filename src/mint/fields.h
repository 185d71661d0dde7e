// The members of a mapping in a description, read strictly: unknown keys and wrong types become problems.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"
#include "chainlint/yaml/document.h"

namespace chainlint::mint {

using Problems = std::vector<yaml::Problem>;

void report(Problems& problems, yaml::Position position, std::string message, std::string suggestion = {});

// Reports a value that is not one of `known`, with the nearest of them: "unknown certificate 'intr'".
void report_unknown(Problems& problems, yaml::Position position, std::string_view what, std::string_view typed,
                    const std::vector<std::string>& known);

// The bytes of hexadecimal text with or without colons. Nothing where it is anything else; empty text has no bytes.
std::optional<Bytes> parse_hex(std::string_view text);

// One mapping. Borrows the node and the list of problems. A getter answers nothing both for an absent key and for a wrong value; the wrong
// value has been reported.
class Fields {
 public:
  // `what` names the mapping in messages: "certificate 'leaf'". Reports every key that is not in `known`, and a node that is no mapping.
  Fields(const yaml::Node& node, std::string what, const std::vector<std::string>& known, Problems& problems);

  const yaml::Node* find(std::string_view key) const { return node_.find(key); }
  bool has(std::string_view key) const { return find(key) != nullptr; }
  // Whether the value is the scalar `word`.
  bool says(std::string_view key, std::string_view word) const;

  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t lowest, std::int64_t highest);
  std::optional<Instant> time(std::string_view key);
  std::optional<Bytes> hex(std::string_view key);
  std::optional<std::string> one_of(std::string_view key, const std::vector<std::string>& words);
  // Content bytes.
  std::optional<Bytes> oid(std::string_view key);
  // The scalars of a list; a single scalar is a list of one.
  std::vector<const yaml::Node*> list(std::string_view key);

  void wrong(std::string_view key, std::string_view wanted);
  void wrong(const yaml::Node& node, std::string_view key, std::string_view wanted);
  Problems& problems() { return problems_; }
  const yaml::Node& node() const { return node_; }
  const std::string& what() const { return what_; }

 private:
  const yaml::Node& node_;
  std::string what_;
  Problems& problems_;
};

// The scalar, which must be one of `words`; reported where it is not.
std::optional<std::string> read_word(const yaml::Node& node, std::string_view key, const std::vector<std::string>& words,
                                     Problems& problems);

// The content bytes of a dotted identifier; reported where it is none.
std::optional<Bytes> read_oid(const yaml::Node& node, Problems& problems);

}  // namespace chainlint::mint
