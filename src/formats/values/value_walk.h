// Certificates and keys in the strings of a tree whose shape is not known beforehand: JSON, values files, custom resources.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/yaml/tree.h"
#include "embedded.h"
#include "values/value_units.h"

namespace chainlint::formats {

// How places in the tree are written.
enum class PathStyle {
  pointer,  // RFC 6901: /data/ca_chain/0
  dotted,   // spec.webhooks[0].clientConfig.caBundle
};

// What the walk knows about the tree.
struct WalkPlace {
  PathStyle style = PathStyle::pointer;
  std::string inner;  // before the path in Location::inner: "document 2 Issuer prod/ca", "" in a JSON file of one document
  std::string unit;   // before the path in Entry::unit
};

// The frame of a value: its lines where it is a literal block, else the line of its key.
Frame frame_of(const yaml::Tree::Node& value, yaml::Position key, std::string inner);

// A path one step further, in a form that is safe to print; a path too long to be read keeps its end.
std::string path_to_member(std::string_view path, std::string_view key, PathStyle style);
std::string path_to_item(std::string_view path, std::size_t index, PathStyle style);

// Whether a program fills in the value: "{{ .Values.crt }}", "${TLS_CRT}". None of it occurs in base64.
bool is_template_text(std::string_view text);

// That the value is a template, as a note: what it becomes is not in the file.
void report_template(ReadContext& context, Container& container, Location where);

// Whether SOPS encrypted the value.
bool is_sops_text(std::string_view text);

// That the program encrypted a private key: an entry and a note. That is how a key belongs in a repository, and the certificates beside it
// can be checked without it.
void report_sealed_key(ReadContext& context, Container& container, std::string_view program, const Frame& frame);

// That SOPS encrypted the value of that name: an error, but a note where it is a private key.
void report_sops(ReadContext& context, Container& container, std::string_view name, const Frame& frame);

// Reads every string at or below a node that is PEM or base64 of material, in file order. The strings of one mapping, with those of its
// lists, are one unit, divided by assign_units.
class ValueWalk {
 public:
  // Takes over a mapping that is more than a mapping: true where it has read it.
  using Hook = std::function<bool(const yaml::Tree::Node& mapping, const std::string& path)>;

  ValueWalk(const yaml::Tree& tree, WalkPlace place, ReadContext& context, Container& container, Hook hook = {})
      : tree_(tree), place_(std::move(place)), context_(context), container_(container), hook_(std::move(hook)) {}

  void walk(const yaml::Tree::Node& root, const std::string& path = {});

 private:
  struct Holder {
    std::string path;
    std::vector<ReadValue> values;
  };
  void walk_mapping(const yaml::Tree::Node& mapping, const std::string& path);
  void walk_items(const yaml::Tree::Node& sequence, const std::string& name, const std::string& own, const std::string& path,
                  Holder& holder);
  void read_value(const yaml::Tree::Node& value, yaml::Position key, const std::string& name, const std::string& own,
                  const std::string& path, Holder& holder);
  std::optional<Format> read_authority(const yaml::Tree::Node& value, const Frame& frame);
  void report_unread(const yaml::Tree::Node& value, const std::string& name, const Frame& frame);
  void mark_repeated(const yaml::Tree::Node& mapping, Holder& holder) const;
  void check_announced(const yaml::Tree::Node& mapping, const std::string& path, const Holder& holder);
  std::string full_inner(const std::string& path) const;
  std::string full_unit(const std::string& path) const;

  const yaml::Tree& tree_;
  WalkPlace place_;
  ReadContext& context_;
  Container& container_;
  Hook hook_;
};

}  // namespace chainlint::formats
