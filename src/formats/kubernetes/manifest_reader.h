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

// Reads the objects of one file, document by document, in file order. Secrets and ConfigMaps are read value by value, a Route of OpenShift
// as its router does; in every other kind, and in YAML that is no object at all, every string is looked at. Lists are read item by item.
// Hosts that a Route, an Ingress, a Gateway or a Certificate of cert-manager serves become Container::served_hosts.
class ManifestReader {
 public:
  ManifestReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  // `damaged` where the document was not read to its end: what is missing in it may be there.
  void read_document(const yaml::Tree& tree, std::size_t number, bool damaged);

 private:
  void read_object(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& place, std::string_view kind);
  void read_list(const yaml::Tree& tree, const yaml::Tree::Node& items, const std::string& place, std::string_view item_kind);
  void read_route(const yaml::Tree& tree, const yaml::Tree::Node& route, const yaml::Tree::Node& tls, const ObjectName& name);
  void read_route_value(const yaml::Tree& tree, const yaml::Tree::Node& tls, std::string_view field, const ObjectName& name);
  void note_hosts(const yaml::Tree& tree, const yaml::Tree::Node& object, std::string_view kind);
  void note_host(const yaml::Tree& tree, const yaml::Tree::Node& object, std::string_view secret, std::string_view host);
  void note_hosts_of_gateway(const yaml::Tree& tree, const yaml::Tree::Node& gateway, const yaml::Tree::Node& spec);
  void read_sealed_secret(const yaml::Tree& tree, const yaml::Tree::Node& node, const ObjectName& name);
  void walk(const yaml::Tree& tree, const yaml::Tree::Node& node, const ObjectName& name);
  ObjectName name_of(const yaml::Tree& tree, const yaml::Tree::Node& node, const std::string& place, std::string_view kind);

  ReadContext& context_;
  Container& container_;
  std::set<std::string> units_;  // taken in this file
  bool damaged_ = false;
};

}  // namespace chainlint::formats
