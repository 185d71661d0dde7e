// Spring Boot, Kafka, Elasticsearch and MongoDB: properties, or YAML whose keys are joined to the same names. Documentation: Spring Boot
// "Configure SSL", Kafka "Broker Configs", Elasticsearch "Security settings", MongoDB "Configuration File Options".
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"
#include "syntax/yaml_statements.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

SettingsSyntax names_of_java(const Configuration& configuration) {
  const std::string ending = fs::path(configuration.path).extension().string();
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

// Passwords of keystores and keys. That of a truststore is no secret: it protects from changes alone. What "${NAME:DEFAULT}" is without the
// variable is tried, too.
void note_passwords(SettingsFile& settings) {
  static constexpr std::string_view kSecret[] = {"ssl.keystorepassword", "ssl.keypassword", ".keystore.password",         ".key.password",
                                                 ".privatekeypassword",  "key_passphrase",  "certificatekeyfilepassword", "pemkeypassword"},
                                    kPublic[] = {"ssl.truststorepassword", ".truststore.password"};
  for (const Setting& setting : settings.all()) {
    const auto is_any = [&](const auto& endings) {
      return std::any_of(std::begin(endings), std::end(endings), [&](std::string_view end) { return setting.name.ends_with(end); });
    };
    const bool secret = is_any(kSecret);
    if (!secret && !is_any(kPublic)) continue;
    const std::string value = setting.value();
    const std::size_t usual = value.starts_with("${") && value.ends_with('}') ? value.find(':') : std::string::npos;
    if (usual != std::string::npos) settings.loader().add_password(value.substr(usual + 1, value.size() - usual - 2));
    secret ? settings.note_password(setting) : settings.loader().add_password(value);
  }
}

// The setting of a name that counts; null where there is none.
using Find = std::function<const Setting*(const std::string& name)>;

Find find_in(const SettingsFile& settings) {
  return [&settings](const std::string& name) { return settings.last(name); };
}

// The value, or each of its list.
void add_authorities(const SettingsFile& settings, const Find& find, const std::string& name, Endpoint& endpoint) {
  if (const Setting* one = find(name)) endpoint.client_cas.push_back(file_of_java(settings, one));
  for (std::size_t i = 0;; ++i) {
    const Setting* each = find(name + "." + std::to_string(i));
    if (each == nullptr) return;
    endpoint.client_cas.push_back(file_of_java(settings, each));
  }
}

// A keystore, or PEM files, whose names are behind `prefix`.
struct JavaNames {
  std::string_view keystore, certificate, key, authorities, alias = {}, truststore = {};
};
constexpr JavaNames kSpringNames{"keystore", "certificate", "certificateprivatekey", "trustcertificate", "keyalias", "truststore"},
    kSpringKeystoreBundle{"keystore.location", "", "", "", "key.alias", "truststore.location"},
    kSpringPemBundle{"", "keystore.certificate", "keystore.privatekey", "truststore.certificate"},
    kElasticsearchNames{"keystore.path", "certificate", "key", "certificate_authorities", "", "truststore.path"},
    kKafkaNames{"keystore.location", "", "", "", "", "truststore.location"};

bool add_files(const SettingsFile& settings, const Find& find_whole, const std::string& prefix, const JavaNames& names,
               Endpoint& endpoint) {
  const auto find = [&](std::string_view name) { return find_whole(prefix + std::string(name)); };
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
  const Setting* truststore = keystore == nullptr || names.truststore.empty() ? nullptr : find(names.truststore);
  if (truststore != nullptr && !truststore->values.empty()) endpoint.truststore = file_of_java(settings, truststore);
  if (!names.authorities.empty()) add_authorities(settings, find_whole, prefix + std::string(names.authorities), endpoint);
  return true;
}

std::string port_of(const Setting* setting, const char* usual) { return setting == nullptr ? usual : setting->value(); }

bool is_undecided(std::string_view value) {
  return value.find('$') != std::string_view::npos || value.find("{{") != std::string_view::npos;
}

// In place, or as a bundle that has a name.
bool add_spring_files(const SettingsFile& settings, const Find& find, const std::string& prefix, Endpoint& endpoint) {
  const auto add = [&](Server server, const std::string& from, const JavaNames& names) {
    endpoint.server = server;
    return add_files(settings, find, from, names, endpoint);
  };
  if (const Setting* bundle = find(prefix + "ssl.bundle")) {
    const std::string name = SettingsFile::relaxed(bundle->value()) + ".";
    return add(Server::java_keystore, "spring.ssl.bundle.jks." + name, kSpringKeystoreBundle) ||
           add(Server::java_pem, "spring.ssl.bundle.pem." + name, kSpringPemBundle);
  }
  const bool keystore = find(prefix + "ssl.keystore") != nullptr;
  return add(keystore ? Server::java_keystore : Server::java_pem, prefix + "ssl.", kSpringNames);
}

Parsed parse_spring(std::string_view text, const std::string& path) {
  const bool yaml = path.ends_with(".yml") || path.ends_with(".yaml");
  return yaml ? parse_yaml_documents(text, path) : parse_lines(text, path, {.documents = true});
}

// application.yml, or application-PROFILE.yml on top of it. Documents that a profile activates are alternatives: each is read on top of
// those that always count.
class SpringReader {
 public:
  SpringReader(const ServerFiles& files, Configuration& configuration)
      : settings_(files, configuration, {.parse = parse_spring, .colons = true, .relaxed = true, .documents = true, .spaces = true}),
        configuration_(configuration) {}

  void read() {
    settings_.read();
    note_passwords(settings_);
    own_documents_ = settings_.blocks().size();
    const std::string stem = fs::path(configuration_.path).stem().string();
    const std::string profile = stem.starts_with(kBase) ? stem.substr(kBase.size()) : "";
    if (!profile.empty()) read_base();
    take_values(false);
    const Endpoints base = endpoints(0);
    take_values(true);
    const Endpoints own = endpoints(0);
    add(own, base, profile);
    for (std::size_t id = 1; id <= own_documents_; ++id) {
      if (const Setting* condition = condition_of(id)) add(endpoints(id), own, condition->value());
    }
  }

 private:
  static constexpr std::string_view kBase = "application-";
  static constexpr std::size_t kBaseBytes = 1u << 20;  // of application.yml, which is read again for each file of a profile
  using Endpoints = std::vector<Endpoint>;

  // The base is a configuration of its own: here it only gives values.
  void read_base() {
    const std::size_t files = configuration_.files.size(), diagnostics = configuration_.diagnostics.size();
    for (const char* name : {"application.yaml", "application.yml", "application.properties"}) {
      const std::string path = fs::path(configuration_.path).replace_filename(name).string();
      const ServerFiles& tree = settings_.loader().files();
      if (tree.kind_of(path) == FileTree::Kind::file && tree.read(path, kBaseBytes)) settings_.read(path);
    }
    configuration_.files.resize(std::min(files, configuration_.files.size()));
    configuration_.diagnostics.resize(std::min(diagnostics, configuration_.diagnostics.size()));
  }

  // The profile that a document is for; null where it always counts.
  const Setting* condition_of(std::size_t id) const {
    for (const char* name : {"spring.config.activate.onprofile", "spring.config.activate.onprofile.0",
                             "spring.config.activate.oncloudplatform", "spring.profiles", "spring.profiles.0"}) {
      if (const Setting* setting = settings_.last(name, id)) return setting;
    }
    return nullptr;
  }

  bool is_own(const Setting& setting) const { return setting.block->id <= own_documents_; }

  // Of the documents that always count: those of the file, or those of its base.
  void take_values(bool own) {
    std::vector<bool> counts(settings_.blocks().size() + 1);
    for (std::size_t id = 1; id < counts.size(); ++id) counts[id] = condition_of(id) == nullptr;
    for (const Setting& setting : settings_.all()) {
      if (is_own(setting) == own && counts[setting.block->id]) values_[setting.name] = &setting;
    }
  }

  // With the document of this number, which may be before one that always counts; 0: none.
  Endpoints endpoints(std::size_t id) const {
    const Find find = [&](const std::string& name) {
      const auto at = values_.find(name);
      const Setting *always = at == values_.end() ? nullptr : at->second, *own = id == 0 ? nullptr : settings_.last(name, id);
      const bool later = own != nullptr && (always == nullptr || !is_own(*always) || always->block->id < id);
      return later ? own : always;
    };
    Endpoints result;
    for (const std::string& prefix : {std::string("server."), std::string("management.server.")}) {
      Endpoint endpoint{.location = {}};
      if (is_off(find(prefix + "ssl.enabled")) || !add_spring_files(settings_, find, prefix, endpoint)) continue;
      endpoint.listeners.push_back({.address = "*", .port = port_of(find(prefix + "port"), "8080")});
      result.push_back(std::move(endpoint));
    }
    return result;
  }

  static bool are_same(const Endpoint& a, const Endpoint& b) {
    const CertificateFiles &one = a.certificates.front(), &other = b.certificates.front();
    return one.certificate.written == other.certificate.written && one.key.written == other.key.written &&
           one.alias.text == other.alias.text && a.listeners == b.listeners && a.block == b.block;
  }

  // Those that the profile changes.
  void add(const Endpoints& endpoints, const Endpoints& without, const std::string& profile) {
    for (Endpoint endpoint : endpoints) {
      if (std::any_of(without.begin(), without.end(), [&](const Endpoint& each) { return are_same(each, endpoint); })) continue;
      if (!profile.empty()) endpoint.block += ", profile " + profile;
      settings_.add(std::move(endpoint));
    }
  }

  SettingsFile settings_;
  Configuration& configuration_;
  std::size_t own_documents_ = 0;
  std::map<std::string_view, const Setting*> values_;
};

// As the names of settings are read.
std::string plain_name(std::string_view text) { return SettingsFile::relaxed(std::string(trimmed(text))); }

// Names with what is behind the separator: "SSL://host:9093,PLAINTEXT://:9092", "CLIENT:SASL_SSL".
std::vector<std::pair<std::string, std::string>> kafka_list(const Setting* setting, std::string_view separator) {
  std::vector<std::pair<std::string, std::string>> list;
  std::string text;
  for (std::size_t i = 0; setting != nullptr && i < setting->values.size(); ++i) text += setting->values[i].text;
  for (std::string_view rest = text; !rest.empty() && list.size() < ConfigLimits::kNames;) {
    const std::string_view each = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), each.size() + 1));
    const std::size_t at = std::min(each.find(separator), each.size());
    list.emplace_back(plain_name(each.substr(0, at)), each.substr(std::min(each.size(), at + separator.size())));
  }
  return list;
}

std::map<std::string, std::string> kafka_map(const Setting* setting, std::string_view separator) {
  std::map<std::string, std::string> map;
  for (auto& entry : kafka_list(setting, separator)) map.insert(std::move(entry));
  return map;
}

// One keystore for all listeners, and those of single listeners. Brokers present it to each other if their listener uses TLS and asks for
// it; a controller is a broker for this.
class KafkaReader {
 public:
  explicit KafkaReader(SettingsFile& settings) : settings_(settings) {
    for (const Setting& setting : settings.all()) {
      const std::size_t at = setting.name.find(".ssl.keystore.location");
      if (setting.name.starts_with("listener.name.") && at != std::string::npos) prefixes_.insert(setting.name.substr(0, at) + ".ssl.");
    }
    protocols_ = kafka_map(settings.last("listener.security.protocol.map"), ":");
    find_peers();
    find_listeners();
  }

  void add() {
    for (const std::string& prefix : prefixes_) {
      Endpoint endpoint{.server = Server::kafka, .location = {}};
      if (!add_files(settings_, find_in(settings_), prefix, kKafkaNames, endpoint)) continue;
      endpoint.listeners = std::move(listeners_[prefix]);
      endpoint.names = std::move(names_[prefix]);
      endpoint.peers = peers_.empty() ? PeerUse::undecided : peers_[prefix];
      settings_.add(std::move(endpoint));
    }
  }

 private:
  // "ssl." or "listener.name.NAME.ssl.".
  std::string prefix_of(const std::string& listener) const {
    const std::string own = "listener.name." + listener + ".ssl.";
    return prefixes_.contains(own) ? own : "ssl.";
  }

  // Without a map, listeners have the names of protocols.
  std::string protocol_of(const std::string& listener) const {
    const auto at = protocols_.find(listener);
    return plain_name(at == protocols_.end() ? listener : at->second);
  }

  bool uses_tls(const std::string& listener) const { return protocol_of(listener).ends_with("ssl"); }

  std::string value_of(const std::string& name, const char* usual) const {
    const Setting* setting = settings_.last(name);
    return setting == nullptr ? usual : setting->value();
  }

  // With SASL, only the setting of the listener itself counts.
  std::string client_auth_of(const std::string& listener) const {
    const std::string usual = protocol_of(listener) == "ssl" ? value_of("ssl.client.auth", "none") : "none";
    return to_lower_ascii(value_of("listener.name." + listener + ".ssl.client.auth", usual.c_str()));
  }

  // None at all where the listener of the brokers cannot be determined.
  void find_peers() {
    const Setting* own = settings_.last("inter.broker.listener.name");
    internal_.insert(plain_name(own == nullptr ? value_of("security.inter.broker.protocol", "PLAINTEXT") : own->value()));
    for (const auto& [name, rest] : kafka_list(settings_.last("controller.listener.names"), ",")) internal_.insert(name);
    const bool undecided = std::any_of(internal_.begin(), internal_.end(), [&](const std::string& listener) {
      return is_undecided(listener) || is_undecided(protocol_of(listener)) || is_undecided(client_auth_of(listener));
    });
    if (undecided) return;
    for (const std::string& prefix : prefixes_) peers_[prefix] = PeerUse::never;
    for (const std::string& listener : internal_) {
      if (uses_tls(listener) && client_auth_of(listener) != "none") peers_[prefix_of(listener)] = PeerUse::verified;
    }
  }

  // Clients connect to the advertised address, and compare its name with the certificate. Brokers do not where this is switched off.
  void find_listeners() {
    const Setting *listeners = settings_.last("listeners"), *advertised = settings_.last("advertised.listeners");
    const std::map<std::string, std::string> addresses = kafka_map(advertised, "://");
    const Setting* comparison = settings_.last("ssl.endpoint.identification.algorithm");
    std::set<std::pair<std::string, std::string>> known;
    for (const auto& [name, address] : kafka_list(listeners, "://")) {
      if (!uses_tls(name)) continue;
      const std::string prefix = prefix_of(name);
      listeners_[prefix].push_back(parse_address(address, ""));
      if (comparison != nullptr && comparison->value().empty() && internal_.contains(name)) continue;
      const auto at = addresses.find(name);
      std::string host = parse_address(at == addresses.end() ? address : at->second, "").address;
      if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
      if (host == "*" || host == "::" || !known.emplace(prefix, host).second) continue;
      names_[prefix].push_back(
          {host, is_undecided(host) ? NameForm::undecided : NameForm::exact, (at == addresses.end() ? listeners : advertised)->location()});
    }
  }

  SettingsFile& settings_;
  std::set<std::string> prefixes_{"ssl."};
  std::map<std::string, std::string> protocols_;  // of listeners
  std::set<std::string> internal_;                // listeners that brokers use among themselves
  std::map<std::string, PeerUse> peers_;          // by prefix, as all below
  std::map<std::string, std::vector<Listener>> listeners_;
  std::map<std::string, std::vector<ServedName>> names_;
};

}  // namespace

void read_spring(const ServerFiles& files, bool, Configuration& configuration) { SpringReader(files, configuration).read(); }

void read_kafka(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, names_of_java(configuration));
  settings.read();
  note_passwords(settings);
  KafkaReader(settings).add();
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
    if (!add_files(settings, find_in(settings), prefix, kElasticsearchNames, endpoint)) continue;
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
    if (!add_files(settings, find_in(settings), prefix, {"", old ? "pemkeyfile" : "certificatekeyfile", "", "cafile"}, endpoint)) continue;
    endpoint.listeners.push_back({.address = "*", .port = port_of(settings.last("net.port"), "27017")});
    // Members of a replica set or a sharded cluster are clients of each other, with clusterFile where there is one.
    const bool member = std::any_of(settings.all().begin(), settings.all().end(), [](const Setting& setting) {
      return setting.name.starts_with("replication.") || setting.name.starts_with("sharding.");
    });
    if (!member || settings.last(prefix + "clusterfile") != nullptr) endpoint.peers = PeerUse::never;
    endpoint.completed_from_cas = true;
    return settings.add(std::move(endpoint));
  }
}

}  // namespace chainlint::config
