// Kubernetes objects, from YAML or JSON.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "chainlint/yaml/tree.h"
#include "reading.h"

namespace chainlint::formats {

bool is_kubernetes_object(const yaml::Tree& tree, const yaml::Tree::Node& node);

// Names an object in messages and units.
struct ObjectName {
  std::string place;   // "document 2", "document 2 item 3"
  std::string kind;    // "Secret"
  std::string name;    // "www"
  std::string object;  // "Secret prod/www"
  std::string unit;    // the same, made distinct within the file: "Secret prod/www (document 3)"

  std::string inner() const { return object.empty() ? place : place + " " + object; }
};

// How much of a file was added to Container::serving.
struct ServingCount {
  std::size_t hosts = 0, objects = 0;
};

// Reads the objects of one file, document by document, in file order. Secrets and ConfigMaps are read value by value, a Route of OpenShift
// as its router does; in every other kind, and in YAML that is no object at all, every string is looked at. Lists are read item by item.
// What serves hosts and what creates Secrets becomes Container::serving (serving_objects.h).
class ManifestReader {
 public:
  ManifestReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  // `damaged` where the document was not read to its end: what is missing in it may be there.
  void read_document(const yaml::Tree& tree, std::size_t number, bool damaged);

 private:
  void read_object(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& place, std::string_view kind);
  void read_list(const yaml::Tree& tree, const yaml::Tree::Node& items, const std::string& place, std::string_view item_kind);
  void read_route(const yaml::Tree& tree, const yaml::Tree::Node& tls, const ObjectName& name);
  void read_route_value(const yaml::Tree& tree, const yaml::Tree::Node& tls, std::string_view field, const ObjectName& name);
  void read_sealed_secret(const yaml::Tree& tree, const yaml::Tree::Node& node, const ObjectName& name);
  void walk(const yaml::Tree& tree, const yaml::Tree::Node& node, const ObjectName& name);
  ObjectName name_of(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& place, std::string_view kind);

  ReadContext& context_;
  Container& container_;
  std::set<std::string> units_;  // taken in this file
  ServingCount serving_;
  bool damaged_ = false;
};

}  // namespace chainlint::formats
