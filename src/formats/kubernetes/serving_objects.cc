#include "kubernetes/serving_objects.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "values/value_walk.h"

namespace chainlint::formats {
namespace {

using yaml::Kind;
using yaml::Tree;
using Relation = ServingObject::Relation;

constexpr std::size_t kShownNameLength = 253;  // of an object (RFC 1123)
constexpr std::string_view kHttpsPort = "443";

class ServingNotes {
 public:
  ServingNotes(const Tree& tree, const Tree::Node& object, std::string_view kind, const ObjectName& name, const std::string& path,
               ServingCount& count, Container& container)
      : tree_(tree), object_(object), kind_(kind), name_(name), path_(path), count_(count), container_(container) {}

  void note() {
    const Tree::Node* spec = mapping(&object_, "spec");
    if (kind_ == "Secret" || kind_ == "SealedSecret") {
      note_created(metadata("namespace"), metadata("name"), object_);
    } else if (kind_ == "Kustomization") {
      for_each(sequence(&object_, "secretGenerator"), [&](const Tree::Node& item) {
        const std::string_view own = tree_.text_of(item, "namespace");
        note_created(own.empty() ? tree_.text_of(object_, "namespace") : own, tree_.text_of(item, "name"), item);
      });
    } else if (spec == nullptr) {
      return;
    } else if (kind_ == "ExternalSecret") {
      const Tree::Node* target = mapping(spec, "target");
      const std::string_view own = target == nullptr ? std::string_view() : tree_.text_of(*target, "name");
      note_created(metadata("namespace"), own.empty() ? metadata("name") : own, *spec);
    } else if (kind_ == "Certificate") {
      note_certificate(*spec);
    } else if (kind_ == "Ingress") {
      for_each(sequence(spec, "tls"), [&](const Tree::Node& item) {
        ServingObject serving = make(item, is_created() ? Relation::serves_created : Relation::serves, kHttpsPort);
        add_secret(item, "secretName", metadata("namespace"), serving);
        add_hosts(item, "hosts", serving);
        add(std::move(serving));
      });
      find_divided_entry(sequence(spec, "tls"));
    } else if (kind_ == "Gateway") {
      note_gateway(*spec);
    } else if (kind_ == "Route") {
      note_route(*spec);
    } else if (kind_ == "IngressRoute" || kind_ == "IngressRouteTCP") {
      note_ingress_route(*spec);
    }
  }

 private:
  const Tree::Node* mapping(const Tree::Node* node, std::string_view key) const {
    const Tree::Node* found = node == nullptr ? nullptr : tree_.find(*node, key);
    return found != nullptr && found->kind == Kind::mapping ? found : nullptr;
  }

  const Tree::Node* sequence(const Tree::Node* node, std::string_view key) const {
    const Tree::Node* found = node == nullptr ? nullptr : tree_.find(*node, key);
    return found != nullptr && found->kind == Kind::sequence ? found : nullptr;
  }

  // Calls `visit` with each mapping of a sequence, which may be null.
  template <class Visit>
  void for_each(const Tree::Node* items, const Visit& visit) const {
    for (std::size_t i = 0; items != nullptr && i < items->items.size() && count_.objects < KubernetesLimits::kServing; ++i) {
      const Tree::Node& item = tree_.at(items->items[i]);
      if (item.kind == Kind::mapping) visit(item);
    }
  }

  std::string_view metadata(std::string_view key) const {
    const Tree::Node* found = mapping(&object_, "metadata");
    return found == nullptr ? std::string_view() : tree_.text_of(*found, key);
  }

  Location place_of(const Tree::Node& node) const {
    return {.path = path_, .line = node.position.line, .column = node.position.column, .inner = name_.inner()};
  }

  ServingObject make(const Tree::Node& at, Relation relation, std::string_view port) const {
    return {
        .object = name_.object, .relation = relation, .location = place_of(at), .materials = {}, .hosts = {}, .port = std::string(port)};
  }

  // cert-manager creates the Secrets of an object with one of its annotations.
  bool is_created() const {
    const Tree::Node* annotations = mapping(mapping(&object_, "metadata"), "annotations");
    return annotations != nullptr && std::any_of(annotations->members.begin(), annotations->members.end(), [](const Tree::Member& member) {
             return member.key.starts_with("cert-manager.io/") || member.key.starts_with("certmanager.k8s.io/") ||
                    member.key == "kubernetes.io/tls-acme";
           });
  }

  // A template names nothing yet.
  void add_secret(const Tree::Node& holder, std::string_view key, std::string_view name_space, ServingObject& serving) {
    const Tree::Node* name = tree_.find(holder, key);
    if (name == nullptr || name->kind != Kind::scalar || name->text.empty() || is_template_text(name->text)) return;
    if (is_template_text(name_space) || ++count_.objects > KubernetesLimits::kServing) return;
    serving.materials.push_back(
        {object_text("Secret", name_space, name->text), shown_name(name_space), shown_name(name->text), place_of(*name)});
  }

  void add_host(std::string_view host, const Tree::Node& at, ServingObject& serving) {
    if (host.empty() || is_template_text(host) || ++count_.hosts > KubernetesLimits::kServedHosts) return;
    serving.hosts.push_back({std::string(host), place_of(at)});
  }

  void add_host_of(const Tree::Node& holder, std::string_view key, ServingObject& serving) {
    const Tree::Node* host = tree_.find(holder, key);
    if (host != nullptr && host->kind == Kind::scalar) add_host(host->text, *host, serving);
  }

  void add_hosts(const Tree::Node& holder, std::string_view key, ServingObject& serving) {
    const Tree::Node* hosts = sequence(&holder, key);
    for (std::size_t i = 0; hosts != nullptr && i < hosts->items.size(); ++i) {
      const Tree::Node& host = tree_.at(hosts->items[i]);
      add_host(host.text, host, serving);
    }
  }

  // `- hosts: [a]` and `- secretName: b` in place of one entry with both: the hosts have no Secret.
  void find_divided_entry(const Tree::Node* entries) {
    const Tree::Node *hosts_alone = nullptr, *secret_alone = nullptr;
    for_each(entries, [&](const Tree::Node& item) {
      const bool hosts = tree_.find(item, "hosts") != nullptr, secret = tree_.find(item, "secretName") != nullptr;
      if (hosts && !secret && hosts_alone == nullptr) hosts_alone = &item;
      if (secret && !hosts && secret_alone == nullptr) secret_alone = &item;
    });
    if (hosts_alone == nullptr || secret_alone == nullptr) return;
    container_.diagnostics.push_back({Severity::warning, "kubernetes-ingress-divided",
                                      "'hosts' and 'secretName' are in two entries of spec.tls, so that the hosts have no Secret",
                                      place_of(*secret_alone)});
  }

  void add(ServingObject serving) {
    if (++count_.objects <= KubernetesLimits::kServing) container_.serving.push_back(std::move(serving));
  }

  void note_created(std::string_view name_space, std::string_view name, const Tree::Node& at) {
    if (name.empty() || is_template_text(name) || is_template_text(name_space)) return;
    ServingObject serving = make(at, Relation::creates, "");
    serving.materials.push_back({object_text("Secret", name_space, name), shown_name(name_space), shown_name(name), serving.location});
    add(std::move(serving));
  }

  void note_certificate(const Tree::Node& spec) {
    ServingObject serving = make(spec, Relation::creates, "");
    add_secret(spec, "secretName", metadata("namespace"), serving);
    if (tree_.text_of(spec, "isCA") != "true") add_hosts(spec, "dnsNames", serving);
    if (!serving.materials.empty()) add(std::move(serving));
  }

  // Of the Gateway API `listeners`, of Istio `servers`, whose Secret is in the namespace of the pods and not of the Gateway.
  void note_gateway(const Tree::Node& spec) {
    const Relation relation = is_created() ? Relation::serves_created : Relation::serves;
    for_each(sequence(&spec, "listeners"), [&](const Tree::Node& listener) {
      const Tree::Node* tls = mapping(&listener, "tls");
      if (tls == nullptr || tree_.text_of(*tls, "mode") == "Passthrough") return;
      ServingObject serving = make(listener, relation, tree_.text_of(listener, "port"));
      for_each(sequence(tls, "certificateRefs"), [&](const Tree::Node& reference) {
        const std::string_view kind = tree_.text_of(reference, "kind"), name_space = tree_.text_of(reference, "namespace");
        if (!kind.empty() && kind != "Secret") return;
        add_secret(reference, "name", name_space.empty() ? metadata("namespace") : name_space, serving);
      });
      add_host_of(listener, "hostname", serving);
      add(std::move(serving));
    });
    for_each(sequence(&spec, "servers"), [&](const Tree::Node& server) {
      const Tree::Node *tls = mapping(&server, "tls"), *port = mapping(&server, "port");
      if (tls == nullptr || tree_.find(*tls, "credentialName") == nullptr) return;
      ServingObject serving = make(server, relation, port == nullptr ? std::string_view() : tree_.text_of(*port, "number"));
      add_secret(*tls, "credentialName", "", serving);
      const Tree::Node* hosts = sequence(&server, "hosts");
      for (std::size_t i = 0; hosts != nullptr && i < hosts->items.size(); ++i) {
        const Tree::Node& at = tree_.at(hosts->items[i]);
        const std::string_view host = at.text;  // "prod/www.example.com", "*"
        const std::string_view name = host.substr(host.find('/') + 1);
        if (name != "*") add_host(name, at, serving);
      }
      add(std::move(serving));
    });
  }

  void note_route(const Tree::Node& spec) {
    const Tree::Node* tls = mapping(&spec, "tls");
    if (tls == nullptr || tree_.text_of(*tls, "termination") == "passthrough") return;
    ServingObject serving = make(*tls, Relation::serves, kHttpsPort);
    if (!tree_.text_of(*tls, "certificate").empty()) serving.materials.push_back({name_.unit, "", "", serving.location});
    if (const Tree::Node* external = mapping(tls, "externalCertificate")) add_secret(*external, "name", metadata("namespace"), serving);
    add_host_of(spec, "host", serving);
    add(std::move(serving));
  }

  void note_ingress_route(const Tree::Node& spec) {
    const Tree::Node* tls = mapping(&spec, "tls");
    if (tls == nullptr || tree_.text_of(*tls, "passthrough") == "true") return;
    ServingObject serving = make(*tls, Relation::serves_from_pool, "");
    add_secret(*tls, "secretName", metadata("namespace"), serving);
    for_each(sequence(&spec, "routes"), [&](const Tree::Node& route) {
      if (const Tree::Node* match = tree_.find(route, "match")) add_rule_hosts(*match, serving);
    });
    add(std::move(serving));
  }

  // Host(`a.example.com`) && PathPrefix(`/api`), Host("a.example.com", "b.example.com").
  void add_rule_hosts(const Tree::Node& match, ServingObject& serving) {
    const std::string_view rule = match.kind == Kind::scalar ? std::string_view(match.text) : std::string_view();
    for (const std::string_view function : {"Host(", "HostSNI("}) {
      for (std::size_t at = rule.find(function); at != std::string_view::npos; at = rule.find(function, at + 1)) {
        std::string_view arguments = rule.substr(at + function.size());
        arguments = arguments.substr(0, arguments.find(')'));
        while (true) {
          const std::size_t first = arguments.find_first_of("`\"'");
          if (first == std::string_view::npos) break;
          const std::size_t last = arguments.find(arguments[first], first + 1);
          if (last == std::string_view::npos) break;
          const std::string_view host = arguments.substr(first + 1, last - first - 1);
          if (host != "*") add_host(host, match, serving);
          arguments.remove_prefix(last + 1);
        }
      }
    }
  }

  const Tree& tree_;
  const Tree::Node& object_;
  std::string_view kind_;
  const ObjectName& name_;
  const std::string& path_;
  ServingCount& count_;
  Container& container_;
};

}  // namespace

std::string shown_name(std::string_view name) { return printable(std::string(name.substr(0, kShownNameLength))); }

std::string object_text(std::string_view kind, std::string_view name_space, std::string_view name) {
  return shown_name(kind) + " " + (name_space.empty() ? "" : shown_name(name_space) + "/") + shown_name(name);
}

void note_serving(const Tree& tree, const Tree::Node& object, std::string_view kind, const ObjectName& name, const std::string& path,
                  ServingCount& count, Container& container) {
  ServingNotes(tree, object, kind, name, path, count, container).note();
}

}  // namespace chainlint::formats
