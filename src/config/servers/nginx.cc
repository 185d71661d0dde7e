// nginx: http, stream and mail. Documentation: ngx_http_ssl_module, "Server names", "Configuring HTTPS servers". Behaviour that it does not
// state was measured with nginx 1.22 and 1.26.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "syntax/loader.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// Settings that a lower level inherits, each as a whole list.
enum NginxSetting {
  kCertificate,
  kKey,
  kClientCa,
  kTrusted,
  kCrl,
  kPasswordFile,
  kVerify,
  kSslOn,
  kStarttls,
  kProxyCertificate,
  kProxyKey,
  kProxyTrusted,
  kGrpcCertificate,
  kGrpcKey,
  kGrpcTrusted,
  kUwsgiCertificate,
  kUwsgiKey,
  kUwsgiTrusted,
  kProxyVerify,
  kGrpcVerify,
  kUwsgiVerify,
  kNginxSettings
};

constexpr std::pair<std::string_view, NginxSetting> kNginxDirectives[] = {
    {"ssl_certificate", kCertificate},
    {"ssl_certificate_key", kKey},
    {"ssl_client_certificate", kClientCa},
    {"ssl_trusted_certificate", kTrusted},
    {"ssl_crl", kCrl},
    {"ssl_password_file", kPasswordFile},
    {"ssl_verify_client", kVerify},
    {"ssl", kSslOn},
    {"starttls", kStarttls},
    {"proxy_ssl_certificate", kProxyCertificate},
    {"proxy_ssl_certificate_key", kProxyKey},
    {"proxy_ssl_trusted_certificate", kProxyTrusted},
    {"grpc_ssl_certificate", kGrpcCertificate},
    {"grpc_ssl_certificate_key", kGrpcKey},
    {"grpc_ssl_trusted_certificate", kGrpcTrusted},
    {"uwsgi_ssl_certificate", kUwsgiCertificate},
    {"uwsgi_ssl_certificate_key", kUwsgiKey},
    {"uwsgi_ssl_trusted_certificate", kUwsgiTrusted},
    {"proxy_ssl_verify", kProxyVerify},
    {"grpc_ssl_verify", kGrpcVerify},
    {"uwsgi_ssl_verify", kUwsgiVerify},
};

// The first setting of each set for connections to other servers; key and trusted certificates follow.
constexpr NginxSetting kUpstreams[] = {kProxyCertificate, kGrpcCertificate, kUwsgiCertificate};

// Connections to other servers that use TLS.
struct NginxPass {
  std::string_view name, scheme;
  NginxSetting trusted, verify;
};
constexpr NginxPass kPasses[] = {{"proxy_pass", "https://", kProxyTrusted, kProxyVerify},
                                 {"grpc_pass", "grpcs://", kGrpcTrusted, kGrpcVerify},
                                 {"uwsgi_pass", "suwsgi://", kUwsgiTrusted, kUwsgiVerify}};

using NginxSettings = Settings<kNginxSettings>;

struct NginxListen {
  std::string group;  // servers of one group answer on the same port
  Listener listener;
  bool ssl = false, default_server = false;
};

struct NginxServer {
  const Statement* block = nullptr;
  NginxSettings settings;
  std::vector<NginxListen> listens;
  std::vector<ServedName> names;
  bool own_certificate = false;
  bool rejects = false;  // ssl_reject_handshake
};

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "443", "192.0.2.1:443", "[::]:443", "*:443", "unix:/run/nginx.sock", "www.example.com".
Listener parse_listen(const std::string& text) {
  if (text.starts_with("unix:")) return {.address = text, .port = ""};
  if (is_number(text)) return {.address = "*", .port = text};
  return parse_address(text, "80");
}

bool is_nginx_directive(const Statement& statement, std::string_view name) { return statement.name() == name; }

bool is_on(const std::vector<const Statement*>& values) {
  return !values.empty() && values.back()->words.size() > 1 && values.back()->words[1].text == "on";
}

class NginxReader {
 public:
  NginxReader(const ServerFiles& files, bool main, Configuration& configuration)
      : loader_(files, configuration, parse_blocks), configuration_(configuration), main_(main) {
    const fs::path folder = fs::path(configuration.path).parent_path();
    static const std::set<std::string> kPartFolders{"conf.d",   "sites-enabled", "sites-available", "snippets",  "http.d",  "vhosts.d",
                                                    "stream.d", "vhosts",        "sites",           "default.d", "includes"};
    if (!main && kPartFolders.contains(folder.filename().string())) bases_.push_back(folder.parent_path().string());
    bases_.push_back(folder.string());
  }

  void read() {
    tree_ = expanded(loader_.load(configuration_.path, nullptr));
    loader_.leave();
    find_maps(tree_);
    if (main_) {
      for (const Statement& statement : tree_) read_top(statement);
    } else {
      read_level(tree_, {}, "http");
      for (const Statement& statement : tree_) read_top(statement);
      if (servers_.empty()) add_bare_certificates();
    }
    finish_group("http");
  }

 private:
  std::vector<Statement> expanded(std::vector<Statement> statements) {
    std::vector<Statement> result;
    for (Statement& statement : statements) {
      if (!loader_.count(statement)) break;
      if (statement.name() == "include" && !statement.has_block && statement.words.size() > 1) {
        include(statement, result);
        continue;
      }
      const bool passwords = statement.name().ends_with("ssl_password_file") && statement.words.size() > 1;
      if (passwords) loader_.add_passwords_in(reference(statement));
      statement.block = expanded(std::move(statement.block));
      while (std::optional<Statement> next = swallowed(statement)) result.push_back(std::exchange(statement, std::move(*next)));
      result.push_back(std::move(statement));
    }
    return result;
  }

  // The directive that a statement without its ';' took in as its words: on a line of its own.
  std::optional<Statement> swallowed(Statement& statement) {
    if (statement.words.size() < 3) return std::nullopt;
    const auto begins = [&](const Word& word) {
      const bool known = std::any_of(std::begin(kNginxDirectives), std::end(kNginxDirectives), [&](const auto& each) {
        return each.first.find('_') != std::string_view::npos && each.first == word.text;
      });
      return known && word.quote == 0 && word.line > statement.words.front().line;
    };
    const auto at = std::find_if(statement.words.begin() + 1, statement.words.end(), begins);
    if (at == statement.words.end()) return std::nullopt;
    loader_.note("config-syntax", Severity::warning,
                 "has no ';' after " + in_quotes(statement.name()) + ", so nginx reads " + in_quotes(at->text) + " as a parameter",
                 statement.location(), "Insert ';' before " + in_quotes(at->text) + ", and test the configuration: nginx -t");
    Statement next;
    next.path = statement.path;
    next.words.assign(at, statement.words.end());
    std::swap(next.block, statement.block);
    std::swap(next.has_block, statement.has_block);
    statement.words.erase(at, statement.words.end());
    return next;
  }

  void include(const Statement& statement, std::vector<Statement>& result) {
    for (const std::string& path : loader_.included(statement, statement.words[1].text, bases_)) {
      if (loader_.files().kind_of(path) != FileTree::Kind::file) continue;
      std::vector<Statement> included = expanded(loader_.load(path, &statement));
      loader_.leave();
      std::move(included.begin(), included.end(), std::back_inserter(result));
    }
  }

  // A statement outside of all blocks.
  void read_top(const Statement& statement) {
    if (!statement.has_block) return;
    for (const char* kind : {"http", "stream", "mail"}) {
      if (statement.name() != kind) continue;
      read_level(statement.block, {}, kind);
      finish_group(kind);
    }
  }

  // `map $ssl_server_name $certificate { a.test /etc/a.pem; }`: the name that the client sends decides.
  void find_maps(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      if (!statement.has_block) continue;
      const bool by_name =
          statement.name() == "map" && statement.words.size() > 2 && variable_in(statement.words[1].text) == "ssl_server_name";
      if (by_name) maps_.insert_or_assign(variable_in(statement.words[2].text), &statement);
      if (statement.name() == "http" || statement.name() == "stream") find_maps(statement.block);
    }
  }

  // A value that a map chooses: "$name", or "/etc/ssl/$name.pem" with the variable in its middle.
  struct MappedValue {
    const Statement* map = nullptr;
    const Statement* statement = nullptr;
    std::size_t at = 0, length = 0;  // of the variable in the second word
  };

  static bool is_of_name(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

  // The name of the variable of which the text consists; empty for another text.
  static std::string variable_in(std::string_view text) {
    if (!text.starts_with('$')) return "";
    text.remove_prefix(1);
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    const bool name = std::all_of(text.begin(), text.end(), is_of_name);
    return name ? std::string(text) : "";
  }

  // Nothing for a value without a variable of a map, or with several variables.
  std::optional<MappedValue> mapped_value(const std::vector<const Statement*>& statements) const {
    if (statements.size() != 1) return std::nullopt;
    const std::string& text = statements.front()->words[1].text;
    const std::size_t at = text.find('$');
    if (at == std::string::npos || text.find('$', at + 1) != std::string::npos || text.size() > ConfigLimits::kValueBytes) {
      return std::nullopt;
    }
    std::size_t end = at + 1;
    if (text.find('{', end) == end) {
      end = std::min(text.find('}', end), text.size() - 1) + 1;
    } else {
      while (end < text.size() && is_of_name(text[end])) ++end;
    }
    const auto map = maps_.find(variable_in(text.substr(at, end - at)));
    if (map == maps_.end()) return std::nullopt;
    return MappedValue{map->second, statements.front(), at, end - at};
  }

  // The file for one entry of the map, whose place it has.
  FileReference reference(const MappedValue& value, const Statement& entry) {
    const Word& whole = value.statement->words[1];
    Word word = entry.words[1];
    word.has_template = word.has_template || whole.has_template;
    const bool fits = loader_.replace(word, word.text.size(), 0, whole.text.substr(value.at + value.length)) &&
                      loader_.replace(word, 0, 0, whole.text.substr(0, value.at));
    return fits ? reference(word, entry) : Loader::unread(entry.words[1], entry, FileState::undecided);
  }

  // An endpoint for each entry of the map that chooses the certificate, with the name of the entry. False where no map does.
  bool add_mapped(const NginxServer& server, const Endpoint& endpoint) {
    const std::optional<MappedValue> certificate = mapped_value(server.settings[kCertificate]), key = mapped_value(server.settings[kKey]);
    if (!certificate) return false;
    std::map<std::string, const Statement*> keys;
    if (key) {
      for (const Statement& entry : key->map->block) {
        if (entry.words.size() > 1) keys[entry.name()] = &entry;
      }
    } else if (!server.settings[kKey].empty()) {
      keys["default"] = server.settings[kKey].front();
    }
    const auto key_for = [&](const std::string& name) {
      const auto own = keys.find(name), found = own == keys.end() ? keys.find("default") : own;
      if (found == keys.end()) return FileReference();
      return key ? reference(*key, *found->second) : reference(*found->second);
    };
    for (const Statement& entry : certificate->map->block) {
      if (configuration_.endpoints.size() >= ConfigLimits::kEndpoints) break;  // add() said so
      if (entry.words.size() < 2 || entry.words[1].text.empty()) continue;
      const bool usual = entry.name() == "default";
      Endpoint mapped = endpoint;
      mapped.block = "map";
      mapped.location = entry.location();
      mapped.names.clear();
      if (!usual) add_names(entry.words.front(), mapped.location, mapped.names);
      for (Listener& listener : mapped.listeners) listener.is_default = listener.is_default && usual;
      mapped.certificates = {{.certificate = reference(*certificate, entry), .key = key_for(entry.name()), .chain = {}}};
      loader_.add(std::move(mapped));
    }
    return true;
  }

  void read_level(const std::vector<Statement>& statements, const NginxSettings& inherited, const std::string& kind) {
    const NginxSettings settings = settings_of(statements, inherited, kNginxDirectives, is_nginx_directive);
    add_upstreams(settings, inherited);
    for (const Statement& statement : statements) {
      check_pass(statement, settings);
      if (!statement.has_block) continue;
      if (statement.name() == "server") {
        read_server(statement, settings, kind);
      } else if (statement.name() == "location" || statement.name() == "if" || statement.name() == "limit_except") {
        read_level(statement.block, settings, kind);
      }
    }
  }

  // nginx verifies no server without CA certificates, and a part may inherit them.
  void check_pass(const Statement& statement, const NginxSettings& settings) {
    for (const NginxPass& pass : kPasses) {
      const bool tls = statement.name() == pass.name && statement.words.size() > 1 && statement.words[1].text.starts_with(pass.scheme);
      if (tls && is_on(settings[pass.verify])) note_unverifiable(settings[pass.verify].back(), settings[pass.trusted]);
    }
  }

  void note_unverifiable(const Statement* verify, const std::vector<const Statement*>& authorities) {
    if (!main_ || !authorities.empty() || !unverifiable_.insert(verify).second) return;
    const std::string prefix = verify->name().substr(0, verify->name().find("ssl_"));
    note_no_authorities(loader_, verify->name(), prefix + (prefix.empty() ? "ssl_client_certificate" : "ssl_trusted_certificate"),
                        "nginx does not start", verify->location());
  }

  void read_server(const Statement& block, const NginxSettings& inherited, const std::string& kind) {
    NginxServer server{
        .block = &block, .settings = settings_of(block.block, inherited, kNginxDirectives, is_nginx_directive), .listens = {}, .names = {}};
    add_upstreams(server.settings, inherited);
    for (const Statement& statement : block.block) {
      if (statement.name() == "listen" && statement.words.size() > 1) server.listens.push_back(listen(statement));
      if (statement.name() == "server_name") add_names(statement, server.names);
      if (statement.name() == "ssl_certificate") server.own_certificate = true;
      if (statement.name() == "ssl_reject_handshake") server.rejects = statement.words.size() > 1 && statement.words[1].text == "on";
      if (statement.has_block && statement.name() == "location") read_level(statement.block, server.settings, kind);
    }
    if (server.listens.empty() && main_ && kind == "http") {
      server.listens.push_back({.group = "*:80", .listener = {.address = "*", .port = "80"}});
    }
    for (NginxListen& each : server.listens) each.ssl = each.ssl || is_on(server.settings[kSslOn]);
    servers_.push_back(std::move(server));
  }

  static NginxListen listen(const Statement& statement) {
    NginxListen result{.group = "", .listener = parse_listen(statement.words[1].text)};
    bool quic = false;
    for (std::size_t i = 2; i < statement.words.size(); ++i) {
      const std::string& word = statement.words[i].text;
      quic = quic || word == "quic" || word == "http3" || word == "udp";
      result.ssl = result.ssl || word == "ssl" || word == "quic";
      result.default_server = result.default_server || word == "default_server" || word == "default";
    }
    result.group = result.listener.text() + (quic ? "/udp" : "");
    return result;
  }

  static void add_names(const Statement& statement, std::vector<ServedName>& names) {
    for (std::size_t i = 1; i < statement.words.size() && names.size() < ConfigLimits::kNames; ++i) {
      add_names(statement.words[i], statement.location(i), names);
    }
  }

  static void add_names(const Word& word, const Location& where, std::vector<ServedName>& names) {
    const std::string text = to_lower_ascii(word.text);
    if (word.has_template || text.starts_with('~') || text.find('$') != std::string::npos || text.ends_with(".*")) {
      names.push_back({word.text, NameForm::undecided, where});
    } else if (text.starts_with("*.")) {
      names.push_back({text, NameForm::wildcard, where});
    } else if (text.size() > 1 && text.starts_with('.')) {
      names.push_back({text.substr(1), NameForm::exact, where});
      names.push_back({"*" + text, NameForm::wildcard, where});
    } else if (!text.empty() && text != "_") {
      names.push_back({text, NameForm::exact, where});
    }
  }

  FileReference reference(const Statement& statement) const { return reference(statement.words[1], statement); }

  FileReference reference(const Word& word, const Statement& statement) const {
    if (word.text.starts_with("engine:") || word.text.starts_with("store:")) return Loader::unread(word, statement, FileState::inlined);
    if (word.text.starts_with("data:")) {
      FileReference file = Loader::unread(word, statement, FileState::inlined);
      file.written = "data:";  // a key may follow
      return file;
    }
    if (word.text.find('$') != std::string::npos) return Loader::unread(word, statement, FileState::undecided);
    return loader_.find(word, statement, bases_);
  }

  std::vector<CertificateFiles> certificates_of(const NginxSettings& settings, NginxSetting certificate) const {
    std::vector<CertificateFiles> result;
    const std::vector<const Statement*>&certificates = settings[certificate], &keys = settings[certificate + 1];
    for (std::size_t i = 0; i < certificates.size(); ++i) {
      CertificateFiles files{.certificate = reference(*certificates[i]), .key = {}, .chain = {}};
      if (i < keys.size()) files.key = reference(*keys[i]);
      if (i >= keys.size() && main_) files.key.state = FileState::missing;
      // A part may inherit it from a file that includes it.
      if (certificate == kCertificate && (main_ || !settings[kPasswordFile].empty())) files.key_password = !settings[kPasswordFile].empty();
      result.push_back(std::move(files));
    }
    return result;
  }

  // What the level itself configures for connections to other servers.
  void add_upstreams(const NginxSettings& settings, const NginxSettings& inherited) {
    for (const NginxSetting first : kUpstreams) {
      const bool own = settings[first] != inherited[first] || settings[first + 2] != inherited[first + 2];
      if (!own || (settings[first].empty() && settings[first + 2].empty())) continue;
      const Statement& at = settings[first].empty() ? *settings[first + 2].front() : *settings[first].front();
      Endpoint endpoint{.server = Server::nginx,
                        .role = Role::client,
                        .block = at.name(),
                        .location = at.location(),
                        .listeners = {},
                        .names = {},
                        .certificates = certificates_of(settings, first),
                        .client_cas = {}};
      for (const Statement* trusted : settings[first + 2]) endpoint.client_cas.push_back(reference(*trusted));
      loader_.add(std::move(endpoint));
    }
  }

  // A part with certificates and no server: a snippet that others include.
  void add_bare_certificates() {
    const NginxSettings settings = settings_of(tree_, NginxSettings{}, kNginxDirectives, is_nginx_directive);
    if (settings[kCertificate].empty()) return;
    const Statement& first = *settings[kCertificate].front();
    loader_.add({.server = Server::nginx,
                 .block = first.name(),
                 .location = first.location(),
                 .listeners = {},
                 .names = {},
                 .certificates = certificates_of(settings, kCertificate),
                 .client_cas = {}});
  }

  struct Group {
    std::size_t default_server = 0;
    bool ssl = false, any_default = false;
    std::map<std::string, std::size_t> names;  // the server that a name selects: the first that has it
  };

  // The servers of one block http, stream or mail, once all are known.
  void finish_group(const std::string& kind) {
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
      for (const NginxListen& listen : servers_[i].listens) {
        const auto [group, first] = groups.try_emplace(listen.group);
        if (first || (listen.default_server && !group->second.any_default)) group->second.default_server = i;
        group->second.any_default = group->second.any_default || listen.default_server;
        group->second.ssl = group->second.ssl || listen.ssl;
        for (const ServedName& name : servers_[i].names) group->second.names.try_emplace(name.text, i);
      }
    }
    for (std::size_t i = 0; i < servers_.size(); ++i) finish_server(i, groups, kind);
    servers_.clear();
  }

  void finish_server(std::size_t index, const std::map<std::string, Group>& groups, const std::string& kind) {
    const NginxServer& server = servers_[index];
    Endpoint endpoint{.server = Server::nginx,
                      .block = "server",
                      .location = server.block->location(),
                      .listeners = {},
                      .names = {},
                      .certificates = certificates_of(server.settings, kCertificate),
                      .client_cas = {}};
    std::vector<const Group*> tls;
    const std::vector<const Statement*>& starttls = server.settings[kStarttls];
    const bool starts_tls =
        kind == "mail" && !starttls.empty() && starttls.back()->words.size() > 1 && starttls.back()->words[1].text != "off";
    for (const NginxListen& listen : server.listens) {
      const Group& group = groups.at(listen.group);
      Listener listener = listen.listener;
      listener.is_default = group.default_server == index;
      listener.tls = group.ssl ? TlsUse::on : starts_tls ? TlsUse::starttls : TlsUse::off;
      if (listener.tls != TlsUse::off) tls.push_back(&group);
      const bool again = std::find(endpoint.listeners.begin(), endpoint.listeners.end(), listener) != endpoint.listeners.end();
      if (!again) endpoint.listeners.push_back(std::move(listener));
    }
    const bool switched_off = tls.empty() && !server.listens.empty();
    if (switched_off && !server.own_certificate) return;
    if (!switched_off) std::erase_if(endpoint.listeners, [](const Listener& listener) { return listener.tls == TlsUse::off; });
    add_served_names(server, index, tls, endpoint);
    if (endpoint.certificates.empty() && !take_default_certificate(server, index, tls, endpoint)) return;
    for (const NginxSetting setting : {kClientCa, kTrusted}) {
      for (const Statement* statement : server.settings[setting]) endpoint.client_cas.push_back(reference(*statement));
    }
    for (const Statement* statement : server.settings[kCrl]) endpoint.crls.push_back(reference(*statement));
    for (const Statement* statement : server.settings[kVerify]) {
      endpoint.verifies_clients = statement->words[1].text == "on" || statement->words[1].text == "optional";
      // Since 1.27.2, ssl_trusted_certificate alone is sufficient.
      if (endpoint.verifies_clients && endpoint.client_cas.empty()) note_unverifiable(statement, {});
    }
    if (switched_off) {
      loader_.note("config-tls-off", Severity::warning,
                   "server has a certificate, but none of its ports uses TLS: 'listen " + server.listens.front().listener.text() +
                       "' lacks the parameter 'ssl'",
                   endpoint.certificates.front().certificate.location,
                   "Add 'ssl' to the directive: listen " + server.listens.front().listener.port + " ssl;");
    }
    if (!add_mapped(server, endpoint)) loader_.add(std::move(endpoint));
  }

  // The names for which the endpoint answers: one that an earlier server of the port has is not among them.
  void add_served_names(const NginxServer& server, std::size_t index, const std::vector<const Group*>& tls, Endpoint& endpoint) {
    for (const ServedName& name : server.names) {
      const bool served =
          tls.empty() || std::any_of(tls.begin(), tls.end(), [&](const Group* group) { return group->names.at(name.text) == index; });
      if (served) {
        endpoint.names.push_back(name);
        continue;
      }
      const NginxServer& first = servers_[tls.front()->names.at(name.text)];
      if (&first == &server || name.form == NameForm::undecided) continue;
      loader_.note("config-name-duplicate", Severity::warning,
                   in_quotes(name.text) + " is already served on this port by the server at " + to_string(first.block->location()) +
                       ", so this server never answers for it",
                   name.location);
    }
  }

  // A server without a certificate sends that of the default server of its port. False where there is none.
  bool take_default_certificate(const NginxServer& server, std::size_t index, const std::vector<const Group*>& tls, Endpoint& endpoint) {
    if (server.rejects || tls.empty()) return false;
    const NginxServer& other = servers_[tls.front()->default_server];
    if (tls.front()->default_server == index || other.settings[kCertificate].empty()) {
      if (main_ && !other.rejects) {
        loader_.note("config-certificate-missing", Severity::warning,
                     "server on a TLS port has no ssl_certificate, and neither has the default server of the port: nginx does not start",
                     endpoint.location);
      }
      return false;
    }
    endpoint.certificates = certificates_of(other.settings, kCertificate);
    endpoint.default_certificate = true;
    loader_.note("config-default-certificate", Severity::warning,
                 "server has no ssl_certificate and sends that of the default server at " + to_string(other.block->location()),
                 endpoint.location);
    return true;
  }

  Loader loader_;
  Configuration& configuration_;
  const bool main_;
  std::vector<std::string> bases_;
  std::vector<Statement> tree_;  // with all includes in their places
  std::vector<NginxServer> servers_;
  std::set<const Statement*> unverifiable_;       // settings that verify without CA certificates, each reported once
  std::map<std::string, const Statement*> maps_;  // by the variable that each sets
};

}  // namespace

void read_nginx(const ServerFiles& files, bool main, Configuration& configuration) { NginxReader(files, main, configuration).read(); }

}  // namespace chainlint::config
