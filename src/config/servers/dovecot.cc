// Dovecot 2.3 and 2.4. Documentation: "SSL configuration". Behaviour that it does not state was measured with Dovecot 2.3.
#include <algorithm>
#include <map>
#include <optional>

#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

// The names of a setting in 2.3, where "<" reads the value from a file, and in 2.4, where the value is a path.
struct DovecotNames {
  std::string_view content;
  std::string_view path;
  std::string_view in_block;  // ssl_server { ... }
};
constexpr DovecotNames kDovecotCertificate{"ssl_cert", "ssl_server_cert_file", "cert_file"},
    kDovecotKey{"ssl_key", "ssl_server_key_file", "key_file"},
    kDovecotOtherCertificate{"ssl_alt_cert", "ssl_server_alt_cert_file", "alt_cert_file"},
    kDovecotOtherKey{"ssl_alt_key", "ssl_server_alt_key_file", "alt_key_file"},
    kDovecotAuthorities{"ssl_ca", "ssl_server_ca_file", "ca_file"};

class DovecotReader {
 public:
  DovecotReader(const ServerFiles& files, Configuration& configuration)
      : settings_(files, configuration, {.braces = true, .includes = {{"!include"}, {.name = "!include_try", .optional = true}}}) {}

  void read() {
    settings_.read();
    const Setting* use = settings_.last("ssl");
    if (use != nullptr && use->value() == "no") return;
    // Each block that has settings of its own, once.
    std::map<std::size_t, std::string> blocks;
    for (const Setting& setting : settings_.all()) {
      const SettingBlock* block = setting.block.get();
      if (block == nullptr) continue;
      if (block->name == "ssl_server") groups_[block->outer == nullptr ? 0 : block->outer->id] = block->id;
      const SettingBlock& outermost = block->outermost();
      const bool selects = outermost.name.starts_with("local") || outermost.name.starts_with("protocol ");
      if (selects) blocks.emplace(outermost.id, outermost.name);
    }
    const Level top = level(0);
    listeners_ = listeners();
    find_passwords();
    add(top, {}, nullptr);
    for (const auto& [id, name] : blocks) add(level(id), name, &top);
  }

 private:
  struct Level {
    const Setting *certificate = nullptr, *key = nullptr, *other_certificate = nullptr, *other_key = nullptr, *authorities = nullptr;
  };

  // What the block of this number sets itself.
  Level level(std::size_t id) const {
    return {find(kDovecotCertificate, id), find(kDovecotKey, id), find(kDovecotOtherCertificate, id), find(kDovecotOtherKey, id),
            find(kDovecotAuthorities, id)};
  }

  const Setting* find(const DovecotNames& names, std::size_t id) const {
    const auto group = groups_.find(id);
    for (const Setting* found : {settings_.last(names.content, id), settings_.last(names.path, id),
                                 group == groups_.end() ? nullptr : settings_.last(names.in_block, group->second)}) {
      if (found != nullptr && !found->values.empty()) return found;
    }
    return nullptr;
  }

  void add(const Level& own, const std::string& block, const Level* top) {
    const Setting* certificate = own.certificate != nullptr || top == nullptr ? own.certificate : top->certificate;
    const Setting* key = own.key != nullptr || top == nullptr ? own.key : top->key;
    if (certificate == nullptr || (own.certificate == nullptr && own.key == nullptr)) return;
    Endpoint endpoint{
        .server = Server::dovecot, .block = block.empty() ? "ssl" : block.substr(0, block.find(' ')), .location = certificate->location()};
    endpoint.certificates.push_back({.certificate = file(certificate), .key = file(key), .chain = {}});
    if (own.other_certificate != nullptr) {
      endpoint.certificates.push_back({.certificate = file(own.other_certificate), .key = file(own.other_key), .chain = {}});
    }
    for (CertificateFiles& files : endpoint.certificates) files.key_password = key_password_;
    if (own.authorities != nullptr) endpoint.client_cas.push_back(file(own.authorities));
    endpoint.listeners = listeners_;
    if (block.starts_with("local_name ")) add_names(block.substr(block.find(' ') + 1), certificate->location(), endpoint);
    settings_.add(std::move(endpoint));
  }

  static void add_names(std::string text, const Location& location, Endpoint& endpoint) {
    while (!text.empty()) {
      const std::string name = text.substr(0, text.find(' '));
      text.erase(0, std::min(text.size(), name.size() + 1));
      if (name.empty()) continue;
      endpoint.names.push_back({.text = name, .form = form_of_name(name), .location = location});
    }
  }

  // As with the certificates, "<" reads the value from a file.
  void find_passwords() {
    for (const Setting& setting : settings_.all()) {
      const bool in_group = setting.name == "key_password" && setting.block != nullptr && setting.block->name == "ssl_server";
      const bool named = setting.name == "ssl_key_password" || setting.name == "ssl_server_key_password";
      if ((!named && !in_group) || setting.values.empty()) continue;
      key_password_ = true;
      Word word = setting.values.front();
      if (word.quote != 0 || !word.text.starts_with('<')) {
        settings_.note_password(setting);
        continue;
      }
      word.text.erase(0, 1);
      settings_.loader().add_passwords_in(settings_.file(setting, word));
    }
  }

  // The ports of inet_listener blocks, or the usual ones.
  std::vector<Listener> listeners() const {
    std::map<std::size_t, Listener> blocks;
    for (const Setting& setting : settings_.all()) {
      if (setting.block == nullptr || !setting.block->name.starts_with("inet_listener")) continue;
      Listener& listener =
          blocks.try_emplace(setting.block->id, Listener{.address = "*", .port = "", .tls = TlsUse::starttls}).first->second;
      if (setting.name == "port") listener.port = setting.value();
      if (setting.name == "ssl" && setting.value() == "yes") listener.tls = TlsUse::on;
    }
    std::vector<Listener> found;
    for (const auto& [id, listener] : blocks) {
      if (listener.tls == TlsUse::on && listener.port != "0" && !listener.port.empty()) found.push_back(listener);
    }
    if (found.empty()) found = {{.address = "*", .port = "993"}, {.address = "*", .port = "995"}};
    return found;
  }

  FileReference file(const Setting* setting) {
    if (setting == nullptr) return {};
    Word word = setting->values.front();
    const bool reads = word.quote == 0 && word.text.starts_with('<');
    const bool wants = is_content(setting->name);
    if (wants && is_from_2_4()) note_former_name(*setting);
    if (reads != wants) {
      settings_.loader().note(
          "config-setting-form", Severity::warning,
          in_quotes(setting->name) + (wants ? " has no '<' before the file name, so Dovecot uses the file name as the content"
                                            : " has '<' before the file name, so Dovecot uses the content of the file as the file name"),
          setting->location());
      return Loader::unread(word, setting->statement, FileState::inlined);
    }
    if (reads) word.text.erase(0, 1);
    if (word.text.empty() && setting->values.size() > 1) word = setting->values[1];
    return settings_.file(*setting, word);
  }

  bool is_from_2_4() const {
    const Setting* version = settings_.last("dovecot_config_version");
    return version != nullptr && !version->value().starts_with("2.3");
  }

  void note_former_name(const Setting& setting) {
    const DovecotNames* names = names_of(setting.name);
    settings_.loader().note(
        "config-setting-form", Severity::warning,
        in_quotes(setting.name) + " is a setting of Dovecot 2.3: with this dovecot_config_version, Dovecot does not start",
        setting.location(), "Write '" + std::string(names->path) + " = PATH', without '<' before the path.");
  }

  // Null for a setting that is a path.
  static const DovecotNames* names_of(const std::string& name) {
    static constexpr DovecotNames kAll[] = {kDovecotCertificate, kDovecotKey, kDovecotOtherCertificate, kDovecotOtherKey,
                                            kDovecotAuthorities};
    const auto at = std::find_if(std::begin(kAll), std::end(kAll), [&](const DovecotNames& names) { return names.content == name; });
    return at == std::end(kAll) ? nullptr : at;
  }

  static bool is_content(const std::string& name) { return names_of(name) != nullptr; }

  SettingsFile settings_;
  std::map<std::size_t, std::size_t> groups_;  // the last ssl_server { } in each block, 0 outside of all
  std::vector<Listener> listeners_;
  std::optional<bool> key_password_;
};

}  // namespace

void read_dovecot(const ServerFiles& files, bool, Configuration& configuration) { DovecotReader(files, configuration).read(); }

}  // namespace chainlint::config
