#include "kubernetes/manifest_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "embedded.h"
#include "kubernetes/secret_reader.h"
#include "kubernetes/serving_objects.h"
#include "values/value_names.h"
#include "values/value_walk.h"

namespace chainlint::formats {
namespace {

using yaml::Kind;
using yaml::Tree;

// The fields of spec.tls whose certificates the router of OpenShift sends, in its order, and the key.
constexpr std::array<std::string_view, 3> kRouteFields = {"certificate", "caCertificate", "key"};
constexpr std::string_view kRouteBackend = "destinationCACertificate";

const Tree::Node* find_mapping(const Tree& tree, const Tree::Node* node, std::string_view key) {
  const Tree::Node* found = node == nullptr ? nullptr : tree.find(*node, key);
  return found != nullptr && found->kind == Kind::mapping ? found : nullptr;
}

bool has_route_certificates(const Tree& tree, const Tree::Node& tls) {
  const auto given = [&](std::string_view field) { return !tree.text_of(tls, field).empty(); };
  return std::any_of(kRouteFields.begin(), kRouteFields.end(), given) || given(kRouteBackend) ||
         tree.find(tls, "externalCertificate") != nullptr;
}

}  // namespace

bool is_kubernetes_object(const Tree& tree, const Tree::Node& node) {
  return node.kind == Kind::mapping && !tree.text_of(node, "apiVersion").empty() && !tree.text_of(node, "kind").empty();
}

ObjectName ManifestReader::name_of(const Tree& tree, const Tree::Node& node, const std::string& place, std::string_view kind) {
  ObjectName result;
  result.place = place;
  result.kind = shown_name(kind);
  result.object = result.kind;
  const Tree::Node* metadata = tree.find(node, "metadata");
  if (metadata != nullptr) {
    const std::string_view name_space = tree.text_of(*metadata, "namespace"), name = tree.text_of(*metadata, "name");
    result.name = shown_name(name);
    if (!name.empty()) result.object = object_text(kind, name_space, name);
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
    walk(tree, root, {place, "", "", "", place});
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
  note_serving(tree, node, kind, name, context_.path, serving_, container_);
  const Tree::Node* tls = kind == "Route" ? find_mapping(tree, tree.find(node, "spec"), "tls") : nullptr;
  if (tls != nullptr && has_route_certificates(tree, *tls)) {
    read_route(tree, *tls, name);
  } else if (kind == "Secret") {
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
  if (values == nullptr) return;
  bool reported = false;
  for (const Tree::Member& member : values->members) {
    Frame frame = frame_of(tree.at(member.value), member.key_position,
                           name.inner() + " " + path_to_member("spec.encryptedData", member.key, PathStyle::dotted));
    frame.unit = name.unit;
    if (is_key_name(member.key)) {
      report_sealed_key(context_, container_, "kubeseal", frame);
    } else if (is_certificate_name(member.key) && !std::exchange(reported, true)) {
      Diagnostic diagnostic{Severity::error,
                            "value-encrypted",
                            "values of a SealedSecret are encrypted for the controller in the cluster",
                            {.path = context_.path, .line = frame.line, .inner = frame.inner}};
      diagnostic.advice = "Check the Secret that the controller creates: kubectl get secret --namespace NAMESPACE " +
                          shell_word(name.name, "NAME") + " -o yaml > secret.yaml";
      report(context_, container_, std::move(diagnostic));
    }
  }
}

// The router writes certificate and caCertificate into one file, in this order. What it trusts of the backend is no part of the chain.
void ManifestReader::read_route(const Tree& tree, const Tree::Node& tls, const ObjectName& name) {
  for (const std::string_view field : kRouteFields) read_route_value(tree, tls, field, name);
  read_route_value(tree, tls, kRouteBackend, name);
}

void ManifestReader::read_route_value(const Tree& tree, const Tree::Node& tls, std::string_view field, const ObjectName& name) {
  const auto member = std::find_if(tls.members.begin(), tls.members.end(), [&](const Tree::Member& m) { return m.key == field; });
  if (member == tls.members.end() || context_.entries_full) return;
  const Tree::Node& value = tree.at(member->value);
  if (value.kind != Kind::scalar || value.text.find_first_not_of(" \t\r\n") == std::string::npos) return;
  const bool backend = field == kRouteBackend;
  const std::string path = path_to_member("spec.tls", field, PathStyle::dotted);
  const Frame frame = frame_of(value, member->key_position, name.inner() + " " + path);
  if (is_template_text(value.text) && !mentions_pem(value.text)) {
    report_template(context_, container_, {.path = context_.path, .line = member->key_position.line, .inner = frame.inner});
    return;
  }
  const std::size_t first = container_.entries.size();
  if (!read_embedded_text(value.text, frame, context_, container_)) {
    report_warning(context_, container_, "kubernetes-tls-value",
                   fmt::format("the value contains no {}", field == "key" ? "private key" : "certificate"),
                   {.path = context_.path, .line = member->key_position.line, .inner = frame.inner});
  }
  for (std::size_t i = first; i < container_.entries.size(); ++i) {
    Entry& entry = container_.entries[i];
    const std::string unit = backend ? name.unit + " " + path : name.unit;
    entry.object = unit;
    entry.unit = entry.unit.empty() ? unit : unit + " > " + entry.unit;
    entry.for_trust |= backend && entry.kind == EntryKind::certificate;
  }
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

}  // namespace chainlint::formats
