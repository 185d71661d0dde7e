// Mosquitto. Documentation: mosquitto.conf(5). Behaviour that it does not state was measured with mosquitto 2.0.
#include <utility>
#include <vector>

#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

// The options up to the next `listener`.
struct ListenerOptions {
  std::string address = "*", port = "1883";
  const Setting *certificate = nullptr, *key = nullptr, *authorities = nullptr;
  bool verifies = false, folder = false;  // require_certificate; capath, which may have the root
};

void add_listener(SettingsFile& settings, const ListenerOptions& options) {
  if (options.certificate == nullptr) return;
  const Location location = options.certificate->location();
  if (options.key == nullptr) {
    settings.loader().note("config-tls-off", Severity::warning,
                           "configures a certificate for port " + options.port + " without 'keyfile', so the port does not use TLS",
                           location, "Configure 'keyfile' for the listener.");
    return;
  }
  Endpoint endpoint{.server = Server::mosquitto, .block = "listener", .location = location};
  endpoint.listeners.push_back({.address = options.address, .port = options.port});
  endpoint.certificates.push_back({.certificate = settings.file(options.certificate), .key = settings.file(options.key), .chain = {}});
  settings.add_client_cas(options.authorities, endpoint);
  endpoint.verifies_clients = options.verifies && !options.folder;
  endpoint.completed_from_cas = true;
  settings.add(std::move(endpoint));
}

// A bridge is a client of another broker.
void add_bridge(SettingsFile& settings) {
  const Setting* certificate = settings.last("bridge_certfile");
  if (certificate == nullptr) return;
  Endpoint endpoint{.server = Server::mosquitto, .role = Role::client, .block = "connection", .location = certificate->location()};
  endpoint.certificates.push_back(
      {.certificate = settings.file(certificate), .key = settings.file(settings.last("bridge_keyfile")), .chain = {}});
  settings.add_client_cas(settings.last("bridge_cafile"), endpoint);
  settings.add(std::move(endpoint));
}

}  // namespace

void read_mosquitto(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.comments = false, .spaces = true, .includes = {{"include_dir", ".conf"}}});
  settings.read();
  std::vector<ListenerOptions> listeners(1);
  for (const Setting& setting : settings.all()) {
    if (setting.values.empty()) continue;
    if (setting.name == "listener") {
      ListenerOptions& next = listeners.emplace_back();
      next.port = setting.value();
      if (setting.values.size() > 1) next.address = setting.values[1].text;
    }
    ListenerOptions& options = listeners.back();
    if (setting.name == "port" && listeners.size() == 1) options.port = setting.value();
    if (setting.name == "certfile") options.certificate = &setting;
    if (setting.name == "keyfile") options.key = &setting;
    if (setting.name == "cafile") options.authorities = &setting;
    if (setting.name == "capath") options.folder = true;
    if (setting.name == "require_certificate") options.verifies = setting.value() == "true";
  }
  for (const ListenerOptions& options : listeners) add_listener(settings, options);
  add_bridge(settings);
}

}  // namespace chainlint::config
