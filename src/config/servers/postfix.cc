// Postfix. Documentation: postconf(5), master(5), TLS_README. Behaviour that it does not state was measured with Postfix 3.7.
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/bytes.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

// A service of master.cf that has TLS, with the settings that its `-o` options change. The default is that of a main.cf without master.cf.
struct PostfixService {
  std::string name = "smtpd";
  std::optional<Location> location;
  Listener listener{.address = "*", .port = "25", .tls = TlsUse::starttls};
  std::map<std::string, Setting, std::less<>> changed;
};

class PostfixReader {
 public:
  PostfixReader(const ServerFiles& files, Configuration& configuration)
      : settings_(files, configuration, {.indent_continues = true, .comments = false}),
        services_file_(files, configuration, {.indent_continues = true}),
        names_file_(files, configuration, {.indent_continues = true}),
        services_path_((std::filesystem::path(configuration.path).parent_path() / "master.cf").string()) {}

  void read() {
    settings_.read();
    std::vector<PostfixService> servers, clients;
    const bool has_services = settings_.loader().files().kind_of(services_path_) == FileTree::Kind::file;
    if (has_services) {
      services_file_.read(services_path_);
      for (const Setting& line : services_file_.all()) read_service(line, servers, clients);
    } else {
      servers.emplace_back();
    }
    read_servers(servers);
    read_endpoint("smtp_tls_", Role::client, {}, {});
    for (const PostfixService& client : clients) {
      if (changes_files(client, "smtp_tls_")) read_endpoint("smtp_tls_", Role::client, client, {});
    }
  }

 private:
  // `smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes`.
  void read_service(const Setting& line, std::vector<PostfixService>& servers, std::vector<PostfixService>& clients) const {
    constexpr std::size_t kCommand = 6;  // after the type and the columns
    if (line.values.size() <= kCommand) return;
    const std::string& type = line.values.front().text;
    const std::string& command = line.values[kCommand].text;
    PostfixService service{.name = line.statement.name(), .location = line.location(), .listener = {}, .changed = {}};
    for (std::size_t i = kCommand + 1; i + 1 < line.values.size(); ++i) {
      if (line.values[i].text != "-o") continue;
      // `-o name=value` and `-o { name = value }`.
      std::string text;
      std::size_t at = ++i;
      if (line.values[at].text.starts_with('{')) {
        while (at < line.values.size() && !line.values[at].text.ends_with('}')) text += line.values[at++].text;
        if (at < line.values.size()) text += line.values[at].text;
        std::erase_if(text, [](char c) { return c == '{' || c == '}'; });
        i = at;
      } else {
        text = line.values[at].text;
      }
      const std::size_t equals = text.find('=');
      if (equals == std::string::npos || at >= line.values.size()) continue;
      Setting option = line;
      option.name = text.substr(0, equals);
      option.statement.words = {line.values[at]};
      option.values = {line.values[at]};
      option.values.front().text = text.substr(equals + 1);
      if (option.values.front().text.empty()) option.values.clear();
      service.changed.insert_or_assign(option.name, std::move(option));
    }
    const bool serves = (command == "smtpd" || command == "postscreen") && type == "inet";
    if (serves || (command == "smtp" && type == "unix")) (serves ? servers : clients).push_back(std::move(service));
  }

  const Setting* find(std::string_view name, const PostfixService& service) const {
    const auto changed = service.changed.find(name);
    return changed == service.changed.end() ? settings_.last(name) : &changed->second;
  }

  bool is(std::string_view name, std::string_view value, const PostfixService& service) const {
    const Setting* setting = find(name, service);
    return setting != nullptr && setting->value() == value;
  }

  static bool changes_files(const PostfixService& service, std::string_view prefix) {
    return std::any_of(service.changed.begin(), service.changed.end(), [&](const auto& each) {
      return each.first.starts_with(prefix) && (each.first.ends_with("_file") || each.first.ends_with("_files"));
    });
  }

  // Services with the same certificates are one endpoint.
  void read_servers(std::vector<PostfixService>& services) {
    std::vector<Listener> shared;
    const PostfixService main;
    for (PostfixService& service : services) {
      if (service.location) set_listener(service);
      const bool wrapped = is("smtpd_tls_wrappermode", "yes", service);
      if (!wrapped && is("smtpd_tls_security_level", "none", service)) continue;
      if (wrapped) service.listener.tls = TlsUse::on;
      if (changes_files(service, "smtpd_tls_") || service.changed.contains("tls_server_sni_maps")) {
        read_endpoint("smtpd_tls_", Role::server, service, {service.listener});
        read_names(service, {service.listener});
      } else {
        shared.push_back(service.listener);
      }
    }
    if (shared.empty()) return;
    read_endpoint("smtpd_tls_", Role::server, main, shared);
    read_names(main, shared);
  }

  // "smtps", "127.0.0.1:10025", "[::1]:submission".
  static void set_listener(PostfixService& service) {
    static constexpr std::pair<std::string_view, std::string_view> kPorts[] = {
        {"smtp", "25"}, {"smtps", "465"}, {"submissions", "465"}, {"submission", "587"}};
    service.listener = parse_address(service.name, "");
    if (service.listener.port.empty()) service.listener = {.address = "*", .port = service.name};
    for (const auto& [name, port] : kPorts) {
      if (service.listener.port == name) service.listener.port = port;
    }
    service.listener.tls = TlsUse::starttls;
  }

  // `smtpd_tls_chain_files` beats all others, which a service may have by turning it off.
  void read_endpoint(const std::string& prefix, Role role, const PostfixService& service, std::vector<Listener> listeners) {
    Endpoint endpoint{.server = Server::postfix, .role = role, .block = prefix.substr(0, prefix.find('_')), .location = {}};
    const Setting* chains = find(prefix + "chain_files", service);
    if (chains != nullptr && !chains->values.empty()) {
      endpoint.location = chains->location();
      read_chain_files(*chains, endpoint);
    } else {
      for (const char* kind : {"", "ec", "d"}) read_pair(prefix + kind, service, endpoint);
    }
    if (endpoint.certificates.empty()) return;
    if (service.location) endpoint.block = service.name;
    endpoint.listeners = std::move(listeners);
    if (const Setting* authorities = find(prefix + "CAfile", service); is_set(authorities)) {
      endpoint.client_cas.push_back(file(*authorities, authorities->values.front()));
      endpoint.completed_from_cas = true;
    }
    settings_.add(std::move(endpoint));
  }

  static bool is_set(const Setting* setting) { return setting != nullptr && !setting->values.empty() && setting->value() != "none"; }

  void read_pair(const std::string& prefix, const PostfixService& service, Endpoint& endpoint) {
    const Setting* certificate = find(prefix + "cert_file", service);
    if (!is_set(certificate)) return;
    if (endpoint.certificates.empty()) endpoint.location = certificate->location();
    CertificateFiles files{.certificate = file(*certificate, certificate->values.front()), .key = {}, .chain = {}};
    const Setting* key = find(prefix + "key_file", service);
    if (is_set(key)) files.key = file(*key, key->values.front());
    if (files.key.written == files.certificate.written) files.key = {};
    endpoint.certificates.push_back(std::move(files));
  }

  // Each key precedes its certificate, in the same file or in one of its own.
  void read_chain_files(const Setting& chains, Endpoint& endpoint) {
    FileReference key;
    bool key_known = false;  // whether the first of all is a key
    for (const Word& word : chains.values) {
      for (const Word& name : names_in(word)) {
        FileReference reference = file(chains, name);
        if (!key_known) {
          const std::optional<bool> key_first = begins_with_key(reference);
          key_known = key_first.has_value();
          if (key_first == false) note_key_order(reference);
        }
        const bool is_key = name.text.find("key") != std::string::npos && !key.is_named();
        if (is_key) {
          key = std::move(reference);
          continue;
        }
        endpoint.certificates.push_back({.certificate = std::move(reference), .key = std::move(key), .chain = {}});
        key = {};
      }
    }
    if (key.is_named()) endpoint.certificates.push_back({.certificate = std::move(key), .key = {}, .chain = {}});
  }

  // Whether a key is the first of the PEM file; nothing where it has neither key nor certificate.
  std::optional<bool> begins_with_key(const FileReference& file) {
    if (!file.is_found()) return true;  // not known
    const Result<Bytes> content = settings_.loader().files().read(file.path, ConfigLimits::kFileBytes);
    const std::string_view text = content ? as_text(*content) : "";
    const std::size_t key = text.find("PRIVATE KEY-----"), certificate = text.find("-----BEGIN CERTIFICATE-----");
    return key == std::string_view::npos && certificate == std::string_view::npos ? std::nullopt : std::optional(key < certificate);
  }

  void note_key_order(const FileReference& file) {
    settings_.loader().note("config-setting-form", Severity::warning,
                            in_quotes(file.path) + " has no private key before the certificate, so Postfix offers no TLS", file.location,
                            "Write the private key before the certificate: in one file, or as a file of its own that is listed first.");
  }

  // `tls_server_sni_maps = hash:/etc/postfix/sni`: lines of a name, ".example.com" for the names below it, and its chain files.
  void read_names(const PostfixService& service, const std::vector<Listener>& listeners) {
    static constexpr std::string_view kTextTypes[] = {"hash", "btree", "lmdb", "cdb", "dbm", "sdbm", "texthash"};
    const Setting* maps = find("tls_server_sni_maps", service);
    if (maps == nullptr) return;
    for (const Word& word : maps->values) {
      for (Word& map : names_in(word)) {
        const std::size_t colon = map.text.find(':');
        const std::string type = map.text.substr(0, colon);
        const bool is_text = std::find(std::begin(kTextTypes), std::end(kTextTypes), type) != std::end(kTextTypes);
        Setting include = *maps;
        include.values = {map};
        if (colon == std::string::npos || !is_text) {
          settings_.note_include(include, "is not read");
          continue;
        }
        map.text.erase(0, colon + 1);
        const FileReference source = file(*maps, map);
        if (!source.is_found()) {
          settings_.note_include(include, source.state == FileState::undecided ? "cannot be determined" : "was not found");
          continue;
        }
        const std::size_t first = names_file_.all().size();
        names_file_.read(source.path);
        for (std::size_t i = first; i < names_file_.all().size(); ++i) add_name(names_file_.all()[i], listeners);
      }
    }
  }

  void add_name(const Setting& line, const std::vector<Listener>& listeners) {
    const std::string& name = line.statement.name();
    Endpoint endpoint{.server = Server::postfix, .block = "tls_server_sni_maps", .location = line.location(), .listeners = listeners};
    read_chain_files(line, endpoint);
    if (endpoint.certificates.empty()) return;
    const bool below = name.starts_with('.');
    endpoint.names.push_back(
        {.text = below ? "*" + name : name, .form = below ? NameForm::wildcard : NameForm::exact, .location = endpoint.location});
    settings_.add(std::move(endpoint));
  }

  // Of "a.pem,b.pem".
  static std::vector<Word> names_in(const Word& word) {
    std::vector<Word> names;
    for (std::size_t at = 0; at < word.text.size();) {
      const std::size_t end = std::min(word.text.find(',', at), word.text.size());
      if (end > at) {
        Word& name = names.emplace_back(word);
        name.text = word.text.substr(at, end - at);
        name.column += static_cast<std::uint32_t>(at);
      }
      at = end + 1;
    }
    return names;
  }

  // A variable is another setting of the file.
  FileReference file(const Setting& setting, Word word) {
    std::set<std::string> used;
    for (std::size_t at = word.text.find('$'); at != std::string::npos; at = word.text.find('$')) {
      const bool braces = word.text.compare(at + 1, 1, "{") == 0 || word.text.compare(at + 1, 1, "(") == 0;
      const std::size_t begin = at + (braces ? 2 : 1);
      const std::size_t end =
          std::min(word.text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", begin), word.text.size());
      const std::string name = word.text.substr(begin, end - begin);
      const Setting* value = settings_.last(name);
      const std::size_t length = std::min(end + (braces ? 1 : 0), word.text.size()) - at;
      if (value == nullptr || !used.insert(name).second || !settings_.loader().replace(word, at, length, value->value())) break;
    }
    return settings_.file(setting, word);
  }

  SettingsFile settings_, services_file_, names_file_;
  std::string services_path_;
};

}  // namespace

void read_postfix(const ServerFiles& files, bool, Configuration& configuration) { PostfixReader(files, configuration).read(); }

}  // namespace chainlint::config
