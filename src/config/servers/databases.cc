// PostgreSQL, MySQL and MariaDB: one certificate for the server. Documentation: "SSL" of PostgreSQL's "Connections and Authentication",
// "Option Files" and "Secure Connections" of MariaDB. Behaviour that it does not state was measured with PostgreSQL 15 and MariaDB 10.11.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

bool is_on(const Setting* setting) {
  const std::string value = setting == nullptr ? "" : to_lower_ascii(setting->value());
  return value == "on" || value == "true" || value == "yes" || value == "1";
}

std::string value_of(const Setting* setting, const char* usual) {
  return setting == nullptr || setting->values.empty() ? usual : setting->value();
}

bool is_server_group(const std::string& group) {
  static constexpr std::string_view kGroups[] = {"mysqld", "server", "mariadb", "mariadbd", "client-server"};
  return std::any_of(std::begin(kGroups), std::end(kGroups),
                     [&](std::string_view each) { return group == each || group.starts_with(std::string(each) + "-"); });
}

bool is_client_group(const std::string& group) { return group == "client" || group == "mysql" || group == "mariadb-client"; }

// The last value counts, in whichever of the groups it is.
const Setting* last_in(const SettingsFile& settings, std::string_view name, bool (*in_group)(const std::string&)) {
  const auto& all = settings.all();
  const auto at = std::find_if(all.rbegin(), all.rend(), [&](const Setting& setting) {
    const std::string_view own = setting.name.starts_with("loose_") ? std::string_view(setting.name).substr(6) : setting.name;
    return own == name && setting.block != nullptr && in_group(setting.block->name) && !setting.values.empty();
  });
  return at == all.rend() ? nullptr : &*at;
}

}  // namespace

void read_postgresql(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(
      files, configuration,
      {.ignore_case = true, .includes = {{"include"}, {.name = "include_if_exists", .optional = true}, {"include_dir", ".conf"}}});
  settings.read();
  std::string folder = std::filesystem::path(configuration.path).parent_path().string();
  if (const Setting* data = settings.last("data_directory"); data != nullptr) {
    const FileReference file = settings.file(data);
    if (file.is_found()) folder = file.path;
    settings.add_base(file.is_found() ? folder : data->value());
  }
  // What ALTER SYSTEM wrote is in the data directory and is read last.
  const FileReference altered = files.find("postgresql.auto.conf", {folder}, {});
  if (altered.is_found() && altered.path != configuration.path) settings.read(altered.path);
  const Setting* certificate = settings.last("ssl_cert_file");
  const Setting* use = settings.last("ssl");
  if (certificate == nullptr) return;
  Endpoint endpoint{.server = Server::postgresql, .block = "ssl", .location = certificate->location()};
  const Setting* addresses = settings.last("listen_addresses");
  endpoint.listeners.push_back({.address = value_of(addresses, "localhost"),
                                .port = value_of(settings.last("port"), "5432"),
                                .tls = is_on(use) ? TlsUse::starttls : TlsUse::off});
  if (use == nullptr) {
    settings.loader().note("config-tls-off", Severity::warning, "configures a certificate, but 'ssl' is not on", certificate->location(),
                           "Set 'ssl = on'.");
  }
  if (!is_on(use)) return;
  endpoint.certificates.push_back(
      {.certificate = settings.file(certificate), .key = settings.file(settings.last("ssl_key_file")), .chain = {}});
  settings.add_client_cas(settings.last("ssl_ca_file"), endpoint);
  endpoint.completed_from_cas = true;
  settings.add(std::move(endpoint));
}

void read_mariadb(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(
      files, configuration,
      {.groups = true, .dashes = true, .spaces = true, .includes = {{.name = "!include", .optional = true}, {"!includedir", ".cnf"}}});
  settings.read();
  for (const Role role : {Role::server, Role::client}) {
    const auto in_group = role == Role::server ? is_server_group : is_client_group;
    const Setting* certificate = last_in(settings, "ssl_cert", in_group);
    if (certificate == nullptr) continue;
    Endpoint endpoint{.server = Server::mariadb, .role = role, .block = certificate->block->name, .location = certificate->location()};
    if (role == Role::server) {
      endpoint.listeners.push_back({.address = value_of(last_in(settings, "bind_address", in_group), "*"),
                                    .port = value_of(last_in(settings, "port", in_group), "3306"),
                                    .tls = TlsUse::starttls});
    }
    endpoint.certificates.push_back(
        {.certificate = settings.file(certificate), .key = settings.file(last_in(settings, "ssl_key", in_group)), .chain = {}});
    settings.add_client_cas(last_in(settings, "ssl_ca", in_group), endpoint);
    endpoint.completed_from_cas = true;
    settings.add(std::move(endpoint));
  }
}

}  // namespace chainlint::config
