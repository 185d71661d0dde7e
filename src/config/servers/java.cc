// Spring Boot, Kafka, Elasticsearch and MongoDB: properties, or YAML whose keys are joined to the same names. Documentation: Spring Boot
// "Configure SSL", Kafka "Broker Configs", Elasticsearch "Security settings", MongoDB "Configuration File Options".
#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"
#include "syntax/yaml_statements.h"

namespace chainlint::config {
namespace {

SettingsSyntax names_of_java(const Configuration& configuration) {
  const std::string ending = std::filesystem::path(configuration.path).extension().string();
  const bool yaml = ending == ".yml" || ending == ".yaml" || ending == ".conf";
  return {.parse = yaml ? parse_yaml : nullptr, .colons = true, .relaxed = true, .spaces = true};
}

bool is_off(const Setting* setting) { return setting != nullptr && (setting->value() == "false" || setting->value() == "disabled"); }

// "classpath:keystore.p12" is beside the file, or in an archive that is not read. Elasticsearch reads files of its folder alone.
FileReference file_of_java(const SettingsFile& settings, const Setting* setting) {
  if (setting == nullptr || setting->values.empty()) return {};
  Word word = settings.path_in(*setting);
  bool beside = setting->name.starts_with("xpack.");
  for (const std::string_view scheme : {"classpath:", "file:"}) {
    if (!word.text.starts_with(scheme)) continue;
    word.text.erase(0, scheme.size());
    beside = scheme == "classpath:";
    if (beside && word.text.starts_with('/')) word.text.erase(0, 1);
    while (word.text.starts_with("//")) word.text.erase(0, 1);
    // "file:///C:/keystore.p12"
    if (word.text.starts_with('/') && is_absolute(word.text.substr(1))) word.text.erase(0, 1);
  }
  return settings.file(*setting, word, beside);
}

// Not one that is encrypted, or that another source fills in.
bool is_clear_text(const Word& value) {
  static constexpr std::string_view kMarks[] = {"${", "{{", "{cipher}", "ENC(", "vault:", "env:", "file:"};
  return !value.text.empty() && !value.text.starts_with('$') && !value.has_template &&
         std::none_of(std::begin(kMarks), std::end(kMarks),
                      [&](std::string_view mark) { return value.text.find(mark) != std::string::npos; });
}

// Passwords of keystores and keys. Their values are never shown.
void note_passwords(SettingsFile& settings) {
  static constexpr std::string_view kEndings[] = {"ssl.keystorepassword",       "ssl.keypassword", ".keystore.password", ".key.password",
                                                  "certificatekeyfilepassword", "pemkeypassword"};
  for (const Setting& setting : settings.all()) {
    const bool secret =
        std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view end) { return setting.name.ends_with(end); });
    if (!secret || setting.values.empty() || !is_clear_text(setting.values.front())) continue;
    const std::string& word = setting.statement.name();
    settings.loader().note("config-password", Severity::warning,
                           in_quotes(word.substr(0, word.find_first_of("=:"))) + " contains a password in clear text", setting.location());
  }
}

// The value, or each of its list.
void add_authorities(const SettingsFile& settings, const std::string& name, Endpoint& endpoint) {
  for (const Setting& setting : settings.all()) {
    if (setting.name == name || setting.name.starts_with(name + ".")) endpoint.client_cas.push_back(file_of_java(settings, &setting));
  }
}

// A keystore, or PEM files, whose names are behind `prefix`.
struct JavaNames {
  std::string_view keystore, certificate, key, authorities, alias = {};
};
constexpr JavaNames kSpringNames{"keystore", "certificate", "certificateprivatekey", "trustcertificate", "keyalias"},
    kSpringKeystoreBundle{"keystore.location", "", "", "", "key.alias"},
    kSpringPemBundle{"", "keystore.certificate", "keystore.privatekey", "truststore.certificate"};

bool add_files(const SettingsFile& settings, const std::string& prefix, const JavaNames& names, Endpoint& endpoint) {
  const auto find = [&](std::string_view name) { return settings.last(prefix + std::string(name)); };
  const Setting* keystore = find(names.keystore);
  const Setting* certificate = keystore != nullptr ? keystore : find(names.certificate);
  if (certificate == nullptr || certificate->values.empty()) return false;
  endpoint.location = certificate->location();
  endpoint.block = prefix.substr(0, prefix.size() - 1);
  CertificateFiles files{.certificate = file_of_java(settings, certificate), .key = {}, .chain = {}};
  if (keystore == nullptr) files.key = file_of_java(settings, find(names.key));
  const Setting* alias = keystore == nullptr || names.alias.empty() ? nullptr : find(names.alias);
  if (alias != nullptr && !alias->values.empty()) files.alias = alias_of(alias->values.front(), alias->statement);
  endpoint.certificates.push_back(std::move(files));
  if (!names.authorities.empty()) add_authorities(settings, prefix + std::string(names.authorities), endpoint);
  return true;
}

std::string port_of(const Setting* setting, const char* usual) { return setting == nullptr ? usual : setting->value(); }

// SSL://host:9093,PLAINTEXT://:9092
std::vector<Listener> kafka_listeners(const Setting* setting) {
  std::vector<Listener> listeners;
  std::string text = setting == nullptr ? "" : setting->value();
  while (!text.empty()) {
    const std::string each = text.substr(0, text.find(','));
    text.erase(0, std::min(text.size(), each.size() + 1));
    const std::size_t scheme = each.find("://");
    const bool secured = scheme != std::string::npos && each.substr(0, scheme).ends_with("SSL");
    if (secured) listeners.push_back(parse_address(each.substr(scheme + 3), ""));
  }
  return listeners;
}

// In place, or as a bundle that has a name.
bool add_spring_files(const SettingsFile& settings, const std::string& prefix, Endpoint& endpoint) {
  const auto add = [&](Server server, const std::string& from, const JavaNames& names) {
    endpoint.server = server;
    return add_files(settings, from, names, endpoint);
  };
  if (const Setting* bundle = settings.last(prefix + "ssl.bundle")) {
    const std::string name = SettingsFile::relaxed(bundle->value()) + ".";
    return add(Server::java_keystore, "spring.ssl.bundle.jks." + name, kSpringKeystoreBundle) ||
           add(Server::java_pem, "spring.ssl.bundle.pem." + name, kSpringPemBundle);
  }
  const bool keystore = settings.last(prefix + "ssl.keystore") != nullptr;
  return add(keystore ? Server::java_keystore : Server::java_pem, prefix + "ssl.", kSpringNames);
}

}  // namespace

void read_spring(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, names_of_java(configuration));
  settings.read();
  note_passwords(settings);
  for (const std::string& prefix : {std::string("server."), std::string("management.server.")}) {
    if (is_off(settings.last(prefix + "ssl.enabled"))) continue;
    Endpoint endpoint{.location = {}};
    if (!add_spring_files(settings, prefix, endpoint)) continue;
    endpoint.listeners.push_back({.address = "*", .port = port_of(settings.last(prefix + "port"), "8080")});
    settings.add(std::move(endpoint));
  }
}

void read_kafka(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, names_of_java(configuration));
  settings.read();
  note_passwords(settings);
  // Those of one listener beat those of all.
  std::set<std::string> prefixes{"ssl."};
  for (const Setting& setting : settings.all()) {
    const std::size_t at = setting.name.find(".ssl.keystore.location");
    if (setting.name.starts_with("listener.name.") && at != std::string::npos) prefixes.insert(setting.name.substr(0, at) + ".ssl.");
  }
  for (const std::string& prefix : prefixes) {
    Endpoint endpoint{.server = Server::kafka, .location = {}};
    if (!add_files(settings, prefix, {"keystore.location", "", "", ""}, endpoint)) continue;
    endpoint.listeners = kafka_listeners(settings.last("listeners"));
    settings.add(std::move(endpoint));
  }
}

void read_elasticsearch(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, names_of_java(configuration));
  settings.read();
  note_passwords(settings);
  for (const auto& [part, port] : {std::pair("http", "9200"), std::pair("transport", "9300")}) {
    const std::string prefix = std::string("xpack.security.") + part + ".ssl.";
    // Nodes are clients of each other with the certificate of the transport.
    const bool keystore = settings.last(prefix + "keystore.path") != nullptr, http = std::string_view(part) == "http";
    Endpoint endpoint{.server = !http ? Server::elasticsearch : keystore ? Server::java_keystore : Server::java_pem, .location = {}};
    if (is_off(settings.last(prefix + "enabled"))) continue;
    if (!add_files(settings, prefix, {"keystore.path", "certificate", "key", "certificate_authorities"}, endpoint)) continue;
    endpoint.listeners.push_back({.address = "*", .port = port_of(settings.last(std::string(part) + ".port"), port)});
    settings.add(std::move(endpoint));
  }
}

void read_mongodb(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, names_of_java(configuration));
  settings.read();
  note_passwords(settings);
  for (const std::string& prefix : {std::string("net.tls."), std::string("net.ssl.")}) {
    Endpoint endpoint{.server = Server::mongodb, .location = {}};
    const bool old = prefix == "net.ssl.";
    if (is_off(settings.last(prefix + "mode"))) continue;
    if (!add_files(settings, prefix, {"", old ? "pemkeyfile" : "certificatekeyfile", "", "cafile"}, endpoint)) continue;
    endpoint.listeners.push_back({.address = "*", .port = port_of(settings.last("net.port"), "27017")});
    endpoint.completed_from_cas = true;
    return settings.add(std::move(endpoint));
  }
}

}  // namespace chainlint::config
