#include "config/unverified_uses.h"

#include <algorithm>

namespace chainlint::run {
namespace {

bool has_domain(const x509::Certificate& leaf) {
  const auto& names = leaf.extensions().subject_alt_name;
  return names && std::any_of(names->begin(), names->end(),
                              [](const x509::GeneralName& name) { return name.to_string().find('.') != std::string::npos; });
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
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      if (endpoint.names.empty()) continue;
      for (const config::Listener& listener : endpoint.listeners) named_.insert({endpoint.server, listener.text()});
    }
  }
}

// A single server without a name answers for all. HAProxy takes the names from the certificates: the first one also answers for its own.
bool UnverifiedUses::answers_unknown_names(const EndpointUse& use, const x509::Certificate& leaf) const {
  const config::Endpoint& endpoint = *use.endpoint;
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
