// OpenLDAP's slapd: slapd.conf, and cn=config as LDIF. Documentation: slapd.conf(5), slapd-config(5).
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

// In slapd.conf, or in LDIF, where the name ends in a colon. A second colon says that the value is base64.
const Setting* find_tls(const SettingsFile& settings, const std::string& name) {
  for (const std::string& form : {name, "olc" + name + ":", "olc" + name + "::"}) {
    if (const Setting* setting = settings.last(to_lower_ascii(form)); setting != nullptr && !setting->values.empty()) return setting;
  }
  return nullptr;
}

FileReference file_of(const SettingsFile& settings, const Setting* setting) {
  const bool encoded = setting != nullptr && setting->name.ends_with("::");
  return encoded ? Loader::unread(setting->values.front(), setting->statement, FileState::undecided) : settings.file(setting);
}

}  // namespace

void read_slapd(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.ignore_case = true, .includes = {{"include"}}});
  settings.read();
  const Setting* certificate = find_tls(settings, "TLSCertificateFile");
  if (certificate == nullptr) return;
  Endpoint endpoint{.server = Server::slapd, .block = "TLS", .location = certificate->location()};
  endpoint.listeners.push_back({.address = "*", .port = "389", .tls = TlsUse::starttls});
  endpoint.certificates.push_back(
      {.certificate = file_of(settings, certificate), .key = file_of(settings, find_tls(settings, "TLSCertificateKeyFile")), .chain = {}});
  const Setting* authorities = find_tls(settings, "TLSCACertificateFile");
  if (authorities != nullptr) endpoint.client_cas.push_back(file_of(settings, authorities));
  endpoint.completed_from_cas = true;
  settings.add(std::move(endpoint));
}

}  // namespace chainlint::config
