#include "config/unverified_uses.h"

#include <algorithm>

#include "chainlint/x509/host_name.h"

namespace chainlint::run {
namespace {

// Not one that no client can reach (RFC 6761): "default.invalid".
bool is_domain(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const std::string top = dot == std::string::npos ? "" : name.substr(dot + 1);
  return !top.empty() && top != "invalid" && top != "localhost" && top != "localdomain";
}

bool has_domain(const x509::Certificate& leaf) {
  const auto& names = leaf.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [](const x509::GeneralName& name) { return is_domain(name.to_string()); });
}

bool is_default_of_traefik(const config::Endpoint& endpoint) {
  return endpoint.server == config::Server::traefik && endpoint.block == "defaultCertificate";
}

// Other mail servers encrypt without a certificate that they can verify (RFC 3207 section 4.1, RFC 7435), users' programs do not.
bool is_mail_exchange(const config::Endpoint& endpoint) {
  return endpoint.server == config::Server::postfix && endpoint.names.empty() && !endpoint.listeners.empty() &&
         std::all_of(endpoint.listeners.begin(), endpoint.listeners.end(),
                     [](const config::Listener& listener) { return listener.port == "25" && listener.tls == config::TlsUse::starttls; });
}

}  // namespace

UnverifiedUses::UnverifiedUses(const std::vector<config::Configuration>& configurations) {
  for (const config::Configuration& configuration : configurations) {
    for (const config::ServedName& name : configuration.routed) routed_.insert(name.text);
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      traefik_has_others_ = traefik_has_others_ || (endpoint.server == config::Server::traefik && !is_default_of_traefik(endpoint));
      if (endpoint.names.empty()) continue;
      for (const config::Listener& listener : endpoint.listeners) named_.insert({endpoint.server, listener.text()});
    }
  }
}

// A single server without a name answers for all. HAProxy takes the names from the certificates: the first one also answers for its own.
// So does the default certificate of Traefik, whose routers have the names.
bool UnverifiedUses::answers_unknown_names(const EndpointUse& use, const x509::Certificate& leaf) const {
  const config::Endpoint& endpoint = *use.endpoint;
  if (is_default_of_traefik(endpoint)) {
    return traefik_has_others_ &&
           std::none_of(routed_.begin(), routed_.end(), [&](const std::string& name) { return x509::covers(leaf, name); });
  }
  if (!endpoint.names.empty() || endpoint.listeners.empty()) return false;
  if (endpoint.server == config::Server::haproxy) return endpoint.certificates.size() > 1 && !has_domain(leaf);
  return std::all_of(endpoint.listeners.begin(), endpoint.listeners.end(), [&](const config::Listener& listener) {
    return listener.is_default && named_.contains({endpoint.server, listener.text()});
  });
}

std::string UnverifiedUses::reason(const std::vector<EndpointUse>& uses, const x509::Certificate& leaf) const {
  const auto all = [&](const auto& test) { return std::all_of(uses.begin(), uses.end(), test); };
  if (!all([](const EndpointUse& use) { return use.endpoint->role == config::Role::server; })) return "";
  if (all([&](const EndpointUse& use) { return answers_unknown_names(use, leaf); })) {
    return "only clients that request an unknown name receive it";
  }
  if (all([](const EndpointUse& use) { return is_mail_exchange(*use.endpoint); })) {
    return "mail servers that use port 25 do not verify it, as they do with MTA-STS";
  }
  return "";
}

}  // namespace chainlint::run
