#include "manifest_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "secret_reader.h"
#include "value_names.h"
#include "value_walk.h"

namespace chainlint {
namespace {

using yaml::Kind;
using yaml::Tree;

constexpr std::size_t kLongestName = 253;  // of an object (RFC 1123)

std::string shown(std::string_view name) { return printable(std::string(name.substr(0, kLongestName))); }

}  // namespace

bool is_kubernetes_object(const Tree& tree, const Tree::Node& node) {
  return node.kind == Kind::mapping && !tree.text_of(node, "apiVersion").empty() && !tree.text_of(node, "kind").empty();
}

ObjectName ManifestReader::name_of(const Tree& tree, const Tree::Node& node, const std::string& place, std::string_view kind) {
  ObjectName result;
  result.place = place;
  result.kind = shown(kind);
  result.object = result.kind;
  const Tree::Node* metadata = tree.find(node, "metadata");
  if (metadata != nullptr) {
    const std::string_view name_space = tree.text_of(*metadata, "namespace"), name = tree.text_of(*metadata, "name");
    if (!name.empty()) result.object += " " + (name_space.empty() ? "" : shown(name_space) + "/") + shown(name);
  }
  result.unit = result.object;
  if (result.object == result.kind || units_.count(result.unit) != 0) result.unit += " (" + place + ")";
  for (int n = 2; units_.count(result.unit) != 0; ++n) result.unit = fmt::format("{} ({}, {})", result.object, place, n);
  units_.insert(result.unit);
  return result;
}

void ManifestReader::read_document(const Tree& tree, std::size_t number, bool damaged) {
  if (tree.empty()) return;
  damaged_ = damaged;
  const Tree::Node& root = tree.root();
  const std::string place = fmt::format("document {}", number);
  if (is_kubernetes_object(tree, root)) {
    read_object(tree, root, place, tree.text_of(root, "kind"));
  } else if (root.kind != Kind::null) {
    walk(tree, root, {place, "", "", place});
  }
}

void ManifestReader::read_object(const Tree& tree, const Tree::Node& node, const std::string& place, std::string_view kind) {
  if (context_.entries_full) return;
  const Tree::Node* items = tree.find(node, "items");
  if (items != nullptr && items->kind == Kind::sequence && kind.ends_with("List")) {
    read_list(tree, *items, place, kind.substr(0, kind.size() - 4));
    return;
  }
  const ObjectName name = name_of(tree, node, place, kind);
  if (kind == "Secret") {
    SecretReader(tree, name, context_, container_).read_secret(node, damaged_);
  } else if (kind == "ConfigMap") {
    SecretReader(tree, name, context_, container_).read_config_map(node);
  } else if (kind == "SealedSecret") {
    read_sealed_secret(tree, node, name);
  } else {
    walk(tree, node, name);
  }
}

// Items of a SecretList have no kind of their own.
void ManifestReader::read_list(const Tree& tree, const Tree::Node& items, const std::string& place, std::string_view item_kind) {
  for (std::size_t i = 0; i < items.items.size(); ++i) {
    const Tree::Node& item = tree.at(items.items[i]);
    if (item.kind != Kind::mapping) continue;
    const std::string_view kind = tree.text_of(item, "kind");
    read_object(tree, item, fmt::format("{} item {}", place, i + 1), kind.empty() ? item_kind : kind);
  }
}

void ManifestReader::read_sealed_secret(const Tree& tree, const Tree::Node& node, const ObjectName& name) {
  const Tree::Node* spec = tree.find(node, "spec");
  const Tree::Node* values = spec != nullptr ? tree.find(*spec, "encryptedData") : nullptr;
  if (values == nullptr || values->members.empty()) return;
  const auto about_certificates = std::find_if(values->members.begin(), values->members.end(),
                                               [](const Tree::Member& member) { return is_certificate_name(member.key); });
  const bool any = about_certificates != values->members.end();
  const Tree::Member& first = any ? *about_certificates : values->members.front();
  report(context_, container_, any ? Severity::error : Severity::note, "value-encrypted",
         "sealed secret: its values are encrypted, so nothing could be looked at; give the Secret that its controller makes of it",
         {.path = context_.path,
          .line = first.key_position.line,
          .inner = name.inner() + " " + path_to_member("spec.encryptedData", first.key, PathStyle::dotted)});
}

void ManifestReader::walk(const Tree& tree, const Tree::Node& node, const ObjectName& name) {
  std::size_t nested = 0;
  const auto hook = [&](const Tree::Node& mapping, const std::string&) {
    if (&mapping == &node || !is_kubernetes_object(tree, mapping)) return false;
    // References to other objects have a kind and nothing to read; a template of a Secret has values.
    const std::string_view kind = tree.text_of(mapping, "kind");
    if (kind != "Secret" && kind != "ConfigMap" && kind != "SealedSecret") return false;
    read_object(tree, mapping, fmt::format("{} object {}", name.inner(), ++nested), kind);
    return true;
  };
  ValueWalk(tree, {PathStyle::dotted, name.inner(), name.unit}, context_, container_, hook).walk(node);
}

}  // namespace chainlint
