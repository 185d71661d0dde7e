// Redis. Documentation: "TLS" and the comments of redis.conf. Behaviour that it does not state was measured with Redis 7.0: TLS is set up
// only with `tls-port`, or as a client for `tls-replication` and `tls-cluster`; a relative path is one of `dir`, wherever that is set; with
// `tls-auth-clients` (the default), members refuse the certificate of another member that does not allow clientAuth.
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

class RedisReader {
 public:
  RedisReader(const ServerFiles& files, Configuration& configuration)
      : settings_(files, configuration, {.ignore_case = true, .comments = false, .includes = {{"include"}}}) {}

  void read() {
    settings_.read();
    if (const Setting* folder = settings_.last("dir"); is_set(folder)) settings_.add_base(folder->value());
    for (const char* name : {"tls-key-file-pass", "tls-client-key-file-pass"}) {
      if (const Setting* password = settings_.last(name)) settings_.note_password(*password);
    }
    const Setting* certificate = settings_.last("tls-cert-file");
    const Setting* port = settings_.last("tls-port");
    const bool serves = is_set(port) && port->value() != "0";
    const bool connects = is_on("tls-replication") || is_on("tls-cluster");
    if (is_set(certificate) && !serves && !connects) {
      settings_.loader().note("config-tls-off", Severity::warning, "configures a certificate, but 'tls-port' is not set",
                              certificate->location(), "Set 'tls-port', and 'port 0' if TLS is required.");
    }
    // Without a certificate of its own, the client has that of the server.
    const Setting* client = settings_.last("tls-client-cert-file");
    if (connects && !is_set(client) && !has_value("tls-auth-clients", "no")) peers_ = PeerUse::verified;
    note_without_authorities(serves, connects);
    if (is_set(certificate) && serves) add(Role::server, "tls-", *certificate, port->value());
    if (is_set(client)) add(Role::client, "tls-client-", *client, "");
    if (is_set(certificate) && !is_set(client) && !serves && connects) add(Role::client, "tls-", *certificate, "");
  }

 private:
  static bool is_set(const Setting* setting) { return setting != nullptr && !setting->value().empty(); }

  bool has_value(std::string_view name, std::string_view value) const {
    const Setting* setting = settings_.last(name);
    return setting != nullptr && to_lower_ascii(setting->value()) == value;
  }

  bool is_on(std::string_view name) const { return has_value(name, "yes"); }

  void note_without_authorities(bool serves, bool connects) {
    const bool any = is_set(settings_.last("tls-ca-cert-file")) || is_set(settings_.last("tls-ca-cert-dir"));
    const bool clients = !has_value("tls-auth-clients", "no");
    if (any || (!connects && (!serves || !clients))) return;
    const char* verifies = clients ? "tls-auth-clients" : is_on("tls-cluster") ? "tls-cluster" : "tls-replication";
    const Setting *own = settings_.last(verifies), *port = settings_.last("tls-port");
    if (own == nullptr) own = port != nullptr ? port : settings_.last("tls-replication");
    if (own == nullptr) own = settings_.last("tls-cluster");
    note_no_authorities(settings_.loader(), verifies, "tls-ca-cert-file", "Redis does not start", own->location());
  }

  void add(Role role, const std::string& prefix, const Setting& certificate, const std::string& port) {
    Endpoint endpoint{.server = Server::redis, .role = role, .block = certificate.name, .location = certificate.location()};
    if (role == Role::server) {
      const Setting* bind = settings_.last("bind");
      if (!is_set(bind)) endpoint.listeners.push_back({.address = "*", .port = port});
      for (std::size_t i = 0; is_set(bind) && i < bind->values.size(); ++i) {
        std::string address = bind->values[i].text;
        if (address.starts_with('-')) address.erase(0, 1);  // an address that need not exist
        endpoint.listeners.push_back({.address = address.find(':') == std::string::npos ? address : "[" + address + "]", .port = port});
      }
    }
    endpoint.certificates.push_back(
        {.certificate = settings_.file(&certificate), .key = settings_.file(settings_.last(prefix + "key-file")), .chain = {}});
    if (is_set(settings_.last(prefix + "key-file-pass"))) endpoint.certificates.back().key_password = true;
    settings_.add_client_cas(settings_.last("tls-ca-cert-file"), endpoint);
    endpoint.verifies_clients = role == Role::server && !has_value("tls-auth-clients", "no") && !is_set(settings_.last("tls-ca-cert-dir"));
    endpoint.completed_from_cas = true;
    endpoint.peers = peers_;
    settings_.add(std::move(endpoint));
  }

  SettingsFile settings_;
  PeerUse peers_ = PeerUse::undecided;  // of the servers: members of a cluster and replicas
};

}  // namespace

void read_redis(const ServerFiles& files, bool, Configuration& configuration) { RedisReader(files, configuration).read(); }

}  // namespace chainlint::config
