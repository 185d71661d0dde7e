// OpenLDAP's slapd: slapd.conf, and cn=config as LDIF. Documentation: slapd.conf(5), slapd-config(5).
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "servers/settings_file.h"
#include "syntax/ldif_statements.h"

namespace chainlint::config {
namespace {

Parsed parse_slapd(std::string_view text, const std::string& path) {
  const bool ldif = text.starts_with("dn:") || text.find("\ndn:") != std::string_view::npos;
  return ldif ? parse_ldif(text, path) : parse_lines(text, path, {});
}

// In slapd.conf, or in LDIF.
const Setting* find_tls(const SettingsFile& settings, const std::string& name) {
  for (const std::string& form : {name, "olc" + name}) {
    if (const Setting* setting = settings.last(to_lower_ascii(form)); setting != nullptr && !setting->values.empty()) return setting;
  }
  return nullptr;
}

}  // namespace

void read_slapd(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration,
                        {.indent_continues = true, .ignore_case = true, .parse = parse_slapd, .includes = {{"include"}}});
  settings.read();
  const Setting* certificate = find_tls(settings, "TLSCertificateFile");
  if (certificate == nullptr) return;
  Endpoint endpoint{.server = Server::slapd, .block = "TLS", .location = certificate->location()};
  endpoint.listeners.push_back({.address = "*", .port = "389", .tls = TlsUse::starttls});
  endpoint.certificates.push_back(
      {.certificate = settings.file(certificate), .key = settings.file(find_tls(settings, "TLSCertificateKeyFile")), .chain = {}});
  const Setting* authorities = find_tls(settings, "TLSCACertificateFile");
  if (authorities != nullptr) endpoint.client_cas.push_back(settings.file(authorities));
  endpoint.completed_from_cas = true;
  settings.add(std::move(endpoint));
}

}  // namespace chainlint::config
