// stunnel and OpenVPN. Documentation: stunnel(8), openvpn(8). Behaviour that it does not state was measured with stunnel 5.68.
#include <map>
#include <utility>
#include <vector>

#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

// The value of the service, or else the one before all services.
const Setting* of_service(const SettingsFile& settings, std::string_view name, std::size_t id) {
  const Setting* own = settings.last(name, id);
  return own != nullptr ? own : settings.last(name);
}

bool is_yes(const Setting* setting) { return setting != nullptr && setting->value() == "yes"; }

using Services = std::map<std::string, std::size_t>;  // the number of the block of each

Listener listener_of(const std::string& text) {
  return text.find(':') == std::string::npos ? Listener{.address = "*", .port = text} : parse_address(text, "");
}

// `sni = SERVICE:NAME`: on the port of another service, for one name.
void add_names(const SettingsFile& settings, const Services& services, const Setting& sni, Endpoint& endpoint) {
  const std::string text = sni.value(), master = text.substr(0, text.find(':'));
  if (master.size() == text.size()) return;
  const std::string name = text.substr(master.size() + 1);
  endpoint.names.push_back({.text = name, .form = form_of_name(name), .location = sni.location()});
  const auto at = services.find(master);
  if (at == services.end()) return;
  if (const Setting* accept = of_service(settings, "accept", at->second)) endpoint.listeners.push_back(listener_of(accept->value()));
}

void read_service(SettingsFile& settings, const Services& services, const std::string& name, std::size_t id) {
  const auto find = [&](std::string_view option) { return of_service(settings, option, id); };
  const bool client = is_yes(find("client"));
  // A certificate before all services belongs to the servers among them.
  const bool for_servers = client && !is_yes(settings.last("client"));
  const Setting *certificate = for_servers ? settings.last("cert", id) : find("cert"), *authorities = find("CAfile");
  const bool any = certificate != nullptr && !certificate->values.empty();
  if (!any && (!client || authorities == nullptr)) return;
  Endpoint endpoint{.server = Server::stunnel,
                    .role = client ? Role::client : Role::server,
                    .block = name,
                    .location = any ? certificate->location() : authorities->location()};
  const Setting *accept = find("accept"), *sni = find("sni");
  if (accept != nullptr && !client) endpoint.listeners.push_back(listener_of(accept->value()));
  if (sni != nullptr && !client) add_names(settings, services, *sni, endpoint);
  if (any) {
    endpoint.certificates.push_back({.certificate = settings.file(certificate), .key = settings.file(find("key")), .chain = {}});
    FileReference& key = endpoint.certificates.back().key;
    if (!key.is_named()) key.state = FileState::missing;
  }
  settings.add_client_cas(authorities, endpoint);
  const Setting* verify = find("verify");
  endpoint.pins_peers = is_yes(find("verifyPeer")) || (verify != nullptr && (verify->value() == "3" || verify->value() == "4"));
  endpoint.completed_from_cas = true;
  settings.add(std::move(endpoint));
}

}  // namespace

void read_stunnel(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.groups = true, .spaces = true, .includes = {{"include", ".conf"}}});
  settings.read();
  Services services;
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const Setting& setting : settings.all()) {
    if (setting.block == nullptr || (!order.empty() && order.back().first == setting.block->id)) continue;
    order.emplace_back(setting.block->id, setting.block->name);
    services.emplace(setting.block->name, setting.block->id);
  }
  for (const auto& [id, name] : order) read_service(settings, services, name, id);
}

void read_openvpn(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.includes = {{"config"}}});
  settings.read();
  const Setting* certificate = settings.last("cert") != nullptr ? settings.last("cert") : settings.last("pkcs12");
  if (certificate == nullptr || certificate->values.empty()) return;
  const Setting* mode = settings.last("mode");
  const bool server = settings.last("server") != nullptr || settings.last("server-bridge") != nullptr ||
                      settings.last("tls-server") != nullptr || (mode != nullptr && mode->value() == "server");
  Endpoint endpoint{
      .server = Server::openvpn, .role = server ? Role::server : Role::client, .block = "cert", .location = certificate->location()};
  if (server) {
    const Setting* port = settings.last("lport") != nullptr ? settings.last("lport") : settings.last("port");
    const Setting* address = settings.last("local");
    endpoint.listeners.push_back(
        {.address = address == nullptr ? "*" : address->value(), .port = port == nullptr ? "1194" : port->value()});
  }
  CertificateFiles named{.certificate = settings.file(certificate), .key = {}, .chain = {}};
  settings.loader().add_passwords_in(settings.file(settings.last("askpass")));
  if (certificate->name == "cert") named.key = settings.file(settings.last("key"));
  named.chain = settings.file(settings.last("extra-certs"));
  endpoint.certificates.push_back(std::move(named));
  settings.add_client_cas(settings.last("ca"), endpoint);
  settings.add(std::move(endpoint));
}

}  // namespace chainlint::config
