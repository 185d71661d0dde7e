// FreeRADIUS 3: the TLS settings of EAP and of RADIUS over TLS. Documentation: the comments of mods-available/eap and sites-available/tls.
#include <filesystem>
#include <set>
#include <utility>

#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// ${certdir} and ${cadir} are the folder `certs` of the configuration unless radiusd.conf says otherwise.
FileReference file_of_radius(const SettingsFile& settings, const Setting* setting) {
  if (setting == nullptr || setting->values.empty()) return {};
  Word word = setting->values.front();
  for (const auto& [variable, folder] :
       {std::pair("${certdir}", "certs"), {"${cadir}", "certs"}, {"${confdir}", "."}, {"${raddbdir}", "."}}) {
    if (word.text.starts_with(variable)) word.text.replace(0, std::string_view(variable).size(), folder);
  }
  FileReference file = settings.file(*setting, word);
  file.written = setting->value();
  return file;
}

}  // namespace

void read_freeradius(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.braces = true});
  // mods-enabled/eap is below the folder of the configuration.
  const fs::path folder = fs::path(configuration.path).parent_path();
  settings.add_base(folder.parent_path().string());
  settings.read();
  std::set<std::size_t> blocks;
  for (const Setting& setting : settings.all()) {
    if (setting.name != "certificate_file" || setting.block == nullptr || !blocks.insert(setting.block->id).second) continue;
    const auto find = [&](std::string_view name) { return settings.last(name, setting.block->id); };
    const Setting *certificate = find("certificate_file"), *chain = find("auto_chain");
    const bool client = setting.block->outermost().name.starts_with("home_server");
    Endpoint endpoint{.server = Server::freeradius,
                      .role = client ? Role::client : Role::server,
                      .block = setting.block->name,
                      .location = certificate->location()};
    CertificateFiles named{
        .certificate = file_of_radius(settings, certificate), .key = file_of_radius(settings, find("private_key_file")), .chain = {}};
    if (named.key.written == named.certificate.written) named.key = {};
    const Setting* password = find("private_key_password");
    if (password != nullptr && !password->values.empty()) {
      named.key_password = true;
      // The one that is shipped is no secret, and stays where the key is not encrypted.
      const bool shipped = password->value() == "whatever";
      shipped ? settings.loader().add_password(password->value()) : settings.note_password(*password);
    }
    endpoint.certificates.push_back(std::move(named));
    if (const Setting* authorities = find("ca_file")) endpoint.client_cas.push_back(file_of_radius(settings, authorities));
    endpoint.completed_from_cas = chain == nullptr || chain->value() != "no";
    settings.add(std::move(endpoint));
  }
}

}  // namespace chainlint::config
