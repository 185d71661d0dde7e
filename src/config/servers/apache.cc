// Apache httpd. Documentation: mod_ssl, core, vhosts/details. Behaviour that it does not state was measured with httpd 2.4.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "syntax/loader.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// Settings that a VirtualHost inherits from the server, each as a whole list.
enum ApacheSetting {
  kApacheEngine,
  kApacheCertificate,
  kApacheKey,
  kApacheChain,
  kApacheClientCa,
  kApacheProxyCertificate,
  kApacheProxyChain,
  kApacheProxyCa,
  kApacheSettings
};

// In lower case: directives ignore the case.
constexpr std::pair<std::string_view, ApacheSetting> kApacheDirectives[] = {
    {"sslengine", kApacheEngine},
    {"sslcertificatefile", kApacheCertificate},
    {"sslcertificatekeyfile", kApacheKey},
    {"sslcertificatechainfile", kApacheChain},
    {"sslcacertificatefile", kApacheClientCa},
    {"sslproxymachinecertificatefile", kApacheProxyCertificate},
    {"sslproxymachinecertificatechainfile", kApacheProxyChain},
    {"sslproxycacertificatefile", kApacheProxyCa},
};

using ApacheSettings = std::array<std::vector<const Statement*>, kApacheSettings>;

struct VirtualHost {
  const Statement* block = nullptr;  // null: the server itself
  ApacheSettings settings;
  std::vector<Listener> addresses;
  std::vector<ServedName> names;
  bool own_certificate = false;  // not inherited
};

// "*:443", "_default_:443", "192.0.2.1", "[::1]:443".
Listener parse_host_address(const std::string& text) {
  const std::size_t colon = text.rfind(':'), bracket = text.rfind(']');
  const bool port = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  Listener listener{.address = port ? text.substr(0, colon) : text, .port = port ? text.substr(colon + 1) : "*"};
  if (listener.address.empty() || listener.address == "_default_" || listener.address == "0.0.0.0") listener.address = "*";
  return listener;
}

// As ap_strcasecmp_match(): `*` stands for anything, `?` for one character.
bool alias_matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, from = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++, from = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1, n = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

class ApacheReader {
 public:
  ApacheReader(const ServerFiles& files, bool main, Configuration& configuration)
      : loader_(files, configuration,
                [](std::string_view text, const std::string& path) {
                  return parse_lines(text, path,
                                     {.sections = true, .comment_anywhere = false, .single_quotes = true, .joins_comments = true});
                }),
        configuration_(configuration),
        main_(main) {
    const fs::path folder = fs::path(configuration.path).parent_path();
    static const std::set<std::string> kPartFolders{"conf",         "conf.d",         "sites-enabled", "sites-available", "conf-enabled",
                                                    "mods-enabled", "conf-available", "vhosts.d",      "extra",           "vhosts"};
    if (kPartFolders.contains(folder.filename().string())) bases_.push_back(folder.parent_path().string());
    bases_.push_back(folder.string());
  }

  void read() {
    expand(loader_.load(configuration_.path, nullptr), tree_);
    loader_.leave();
    VirtualHost server;
    server.settings = settings_of(tree_, {});
    add_names(tree_, server.names);
    for (const Statement& statement : tree_) {
      if (is(statement, "listen")) add_listen(statement);
    }
    add_upstream(server.settings, {});
    for (const Statement& statement : tree_) {
      if (statement.has_block && is(statement, "virtualhost")) read_host(statement, server);
    }
    add_server(std::move(server));
    finish();
  }

 private:
  static bool is(const Statement& statement, std::string_view name) { return equal_ignoring_ascii_case(statement.name(), name); }

  // Replaces ${X} by what Define says. One that is not defined stays as it is, which leaves the value undecided.
  void replace_variables(Statement& statement) {
    for (Word& word : statement.words) {
      for (std::size_t at = word.text.find("${"); at != std::string::npos; at = word.text.find("${", at)) {
        const std::size_t end = word.text.find('}', at);
        if (end == std::string::npos) break;
        const auto known = defines_.find(word.text.substr(at + 2, end - at - 2));
        if (known == defines_.end()) {
          at = end;
        } else {
          if (!loader_.replace(word, at, end + 1 - at, known->second)) break;
          at += known->second.size();
        }
      }
    }
  }

  // Takes the statements in the order of the server, which decides conditions and variables while it reads.
  void expand(std::vector<Statement> statements, std::vector<Statement>& result) {
    for (Statement& statement : statements) {
      if (!loader_.count(statement)) return;
      if (statement.has_block && is(statement, "macro")) {
        if (statement.words.size() > 1 && macros_.size() < ConfigLimits::kDefines) {
          macros_.insert_or_assign(to_lower_ascii(statement.words[1].text), std::move(statement));
        }
        continue;
      }
      replace_variables(statement);
      if (take_define(statement)) continue;
      if (is(statement, "serverroot") && statement.words.size() > 1) take_server_root(statement);
      if (!statement.has_block && (is(statement, "include") || is(statement, "includeoptional"))) {
        include(statement, result);
      } else if (!statement.has_block && is(statement, "use")) {
        use_macro(statement, result);
      } else if (const std::optional<bool> condition = condition_of(statement)) {
        if (*condition) expand(std::move(statement.block), result);
      } else {
        std::vector<Statement> block;
        expand(std::move(statement.block), block);
        statement.block = std::move(block);
        result.push_back(std::move(statement));
      }
    }
  }

  void take_server_root(const Statement& statement) {
    const FileReference folder = loader_.find(statement.words[1], statement, bases_);
    if (folder.is_found() && loader_.files().kind_of(folder.path) == FileTree::Kind::folder) bases_.insert(bases_.begin(), folder.path);
  }

  bool take_define(const Statement& statement) {
    if (statement.has_block || statement.words.size() < 2) return false;
    if (is(statement, "undefine")) {
      defines_.erase(statement.words[1].text);
      return true;
    }
    if (!is(statement, "define")) return false;
    if (defines_.size() < ConfigLimits::kDefines) {
      defines_[statement.words[1].text] = statement.words.size() > 2 ? statement.words[2].text : "";
    }
    return true;
  }

  // Whether a section that is decided while reading is taken; nothing for other statements. Modules are taken to be loaded, and the version
  // to be a current one.
  std::optional<bool> condition_of(const Statement& statement) const {
    if (!statement.has_block) return std::nullopt;
    const bool argument = statement.words.size() > 1;
    const std::string text = argument ? statement.words[1].text : "";
    const bool inverted = text.starts_with('!');
    if (is(statement, "ifmodule")) return !inverted;
    if (is(statement, "ifdefine")) return defines_.contains(inverted ? text.substr(1) : text) != inverted;
    if (is(statement, "iffile")) {
      const std::string name = inverted ? text.substr(1) : text;
      return loader_.files().find(name, bases_, statement.location()).is_found() != inverted;
    }
    if (is(statement, "ifversion")) return version_fits(statement);
    return std::nullopt;
  }

  static bool version_fits(const Statement& statement) {
    static constexpr int kVersion[] = {2, 4, 62};
    const bool with_operator = statement.words.size() > 2;
    std::string sign = with_operator ? statement.words[1].text : "=";
    const bool inverted = sign.starts_with('!');
    if (inverted) sign.erase(0, 1);
    const std::string version = statement.words.back().text;
    int order = 0, given = 0;
    std::size_t part = 0;
    for (std::size_t i = 0; i <= version.size() && part < std::size(kVersion) && order == 0; ++i) {
      if (i == version.size() || version[i] == '.') {
        order = kVersion[part] - given;
        given = 0, ++part;
      } else if (version[i] >= '0' && version[i] <= '9' && given < 10000) {
        given = given * 10 + (version[i] - '0');
      }
    }
    const bool fits = sign == ">"    ? order > 0
                      : sign == ">=" ? order >= 0
                      : sign == "<"  ? order < 0
                      : sign == "<=" ? order <= 0
                                     : order == 0;
    return fits != inverted;
  }

  void include(const Statement& statement, std::vector<Statement>& result) {
    if (statement.words.size() < 2) return;
    const Word& word = statement.words[1];
    const bool pattern = word.text.find_first_of("*?[") != std::string::npos, optional = is(statement, "includeoptional");
    std::vector<std::string> paths;
    if (word.has_template || word.text.find("${") != std::string::npos) {
      note_include(statement, "cannot be determined");
    } else if (pattern) {
      bool folder = false;
      paths = loader_.files().glob(word.text, bases_, folder);
      if (!folder && !optional) note_include(statement, "is not part of the input");
    } else {
      const FileReference file = loader_.find(word, statement, bases_);
      if (file.is_found()) paths.push_back(file.path);
      if (!file.is_found() && !optional) note_include(statement, "was not found");
    }
    for (const std::string& path : paths) include_path(path, statement, result, 0);
  }

  // A folder is read whole, with all that it contains.
  void include_path(const std::string& path, const Statement& statement, std::vector<Statement>& result, std::size_t depth) {
    if (loader_.files().kind_of(path) == FileTree::Kind::file) {
      expand(loader_.load(path, &statement), result);
      loader_.leave();
      return;
    }
    const Result<std::vector<std::string>> names = loader_.files().names_in(path);
    if (!names || depth >= ConfigLimits::kIncludeDepth) return;
    for (const std::string& name : *names) include_path((fs::path(path) / name).string(), statement, result, depth + 1);
  }

  void note_include(const Statement& statement, const std::string& what) {
    loader_.note("config-include", Severity::note, "includes " + in_quotes(statement.words[1].text) + ", which " + what,
                 statement.location());
  }

  void use_macro(const Statement& statement, std::vector<Statement>& result) {
    const auto macro = statement.words.size() < 2 ? macros_.end() : macros_.find(to_lower_ascii(statement.words[1].text));
    // One that uses itself is refused by the server.
    if (macro == macros_.end() || macros_in_use_.size() >= ConfigLimits::kIncludeDepth) return;
    if (!macros_in_use_.insert(macro->first).second) return;
    std::vector<std::pair<std::string, std::string>> values;
    const std::string name = macro->first;
    const std::vector<Word>& names = macro->second.words;
    for (std::size_t i = 2; i < names.size() && i < statement.words.size(); ++i) {
      values.emplace_back(names[i].text, statement.words[i].text);
    }
    // A longer name first: $host before $ho.
    std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    if (!loader_.may_copy(macro->second.block)) return;
    std::vector<Statement> body = macro->second.block;
    for (Statement& each : body) replace_parameters(each, values);
    expand(std::move(body), result);
    macros_in_use_.erase(name);
  }

  void replace_parameters(Statement& statement, const std::vector<std::pair<std::string, std::string>>& values) {
    for (Word& word : statement.words) {
      for (const auto& [parameter, value] : values) {
        for (std::size_t at = parameter.empty() ? std::string::npos : word.text.find(parameter); at != std::string::npos;
             at = word.text.find(parameter, at + value.size())) {
          if (!loader_.replace(word, at, parameter.size(), value)) break;
        }
      }
    }
    for (Statement& each : statement.block) replace_parameters(each, values);
  }

  static ApacheSettings settings_of(const std::vector<Statement>& statements, const ApacheSettings& inherited) {
    ApacheSettings own;
    for (const Statement& statement : statements) {
      if (statement.has_block || statement.words.size() < 2) continue;
      const std::string name = to_lower_ascii(statement.name());
      const auto* row =
          std::find_if(std::begin(kApacheDirectives), std::end(kApacheDirectives), [&](const auto& each) { return each.first == name; });
      if (row != std::end(kApacheDirectives)) own[row->second].push_back(&statement);
    }
    for (std::size_t i = 0; i < kApacheSettings; ++i) {
      if (own[i].empty()) own[i] = inherited[i];
    }
    return own;
  }

  void add_listen(const Statement& statement) {
    if (statement.words.size() < 2) return;
    const std::string& text = statement.words[1].text;
    const bool port_alone = text.find_first_not_of("0123456789") == std::string::npos;
    Listener listener = parse_host_address(port_alone ? "*:" + text : text);
    if (statement.words.size() > 2 && equal_ignoring_ascii_case(statement.words[2].text, "https")) https_.insert(listener.text());
    listens_.push_back(std::move(listener));
  }

  static void add_names(const std::vector<Statement>& statements, std::vector<ServedName>& names) {
    bool named = false;
    for (const Statement& statement : statements) {
      const bool alias = is(statement, "serveralias");
      if (!alias && !is(statement, "servername")) continue;
      if (!alias && std::exchange(named, true)) std::erase_if(names, [](const ServedName& name) { return name.form == NameForm::exact; });
      for (std::size_t i = 1; i < statement.words.size() && names.size() < ConfigLimits::kNames; ++i) {
        names.push_back(served_name(statement, i));
        if (!alias) break;
      }
    }
  }

  static ServedName served_name(const Statement& statement, std::size_t index) {
    const Word& word = statement.words[index];
    std::string text = to_lower_ascii(word.text);
    const std::size_t scheme = text.find("://");
    if (scheme != std::string::npos) text.erase(0, scheme + 3);
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && !text.ends_with(']') && text.find_first_not_of("0123456789", colon + 1) == std::string::npos) {
      text.erase(colon);
    }
    NameForm form = NameForm::exact;
    if (word.has_template || text.find('$') != std::string::npos || text.find('?') != std::string::npos ||
        text.rfind('*') != text.find('*') || (text.find('*') != std::string::npos && !text.starts_with("*."))) {
      form = NameForm::undecided;
    } else if (text.starts_with("*.")) {
      form = NameForm::wildcard;
    }
    return {form == NameForm::undecided ? word.text : text, form, statement.location(index)};
  }

  void read_host(const Statement& block, const VirtualHost& server) {
    VirtualHost host;
    host.block = &block;
    host.settings = settings_of(block.block, server.settings);
    add_upstream(host.settings, server.settings);
    add_names(block.block, host.names);
    host.own_certificate = host.settings[kApacheCertificate] != server.settings[kApacheCertificate];
    for (std::size_t i = 1; i < block.words.size(); ++i) host.addresses.push_back(parse_host_address(block.words[i].text));
    hosts_.push_back(std::move(host));
  }

  // The server itself answers where no VirtualHost has the address.
  void add_server(VirtualHost server) {
    server.own_certificate = !server.settings[kApacheCertificate].empty();
    const bool alone = hosts_.empty() && (server.own_certificate || is_switched_on(server.settings));
    if (!alone) return;
    server.addresses = listens_;
    hosts_.push_back(std::move(server));
  }

  static bool is_switched_on(const ApacheSettings& settings) {
    const std::vector<const Statement*>& engine = settings[kApacheEngine];
    return !engine.empty() && equal_ignoring_ascii_case(engine.back()->words[1].text, "on");
  }

  bool uses_tls(const VirtualHost& host) const {
    if (!host.settings[kApacheEngine].empty()) return is_switched_on(host.settings);
    // As httpd does, which compares addresses: 'Listen 192.0.2.1:443 https' says nothing about <VirtualHost *:443>.
    return std::any_of(host.addresses.begin(), host.addresses.end(),
                       [&](const Listener& address) { return https_.contains(address.text()); });
  }

  FileReference reference(const Statement& statement) const {
    const Word& word = statement.words[1];
    FileReference file{.written = word.text, .location = statement.location(1), .state = FileState::undecided, .path = "", .tried = {}};
    if (word.text.starts_with("pkcs11:")) {
      file.state = FileState::inlined;
      return file;
    }
    if (word.text.find("${") != std::string::npos) return file;
    return loader_.find(word, statement, bases_);
  }

  std::vector<CertificateFiles> certificates_of(const ApacheSettings& settings) const {
    std::vector<CertificateFiles> result;
    const std::vector<const Statement*>&keys = settings[kApacheKey], &chains = settings[kApacheChain];
    for (std::size_t i = 0; i < settings[kApacheCertificate].size(); ++i) {
      CertificateFiles files{.certificate = reference(*settings[kApacheCertificate][i]), .key = {}, .chain = {}};
      if (i < keys.size()) files.key = reference(*keys[i]);
      // Obsolete since 2.4.8, and not ignored: its certificates are sent in place of those behind the first of the certificate's file.
      if (!chains.empty()) files.chain = reference(*chains.back());
      files.chain_replaces = files.chain.is_found();
      result.push_back(std::move(files));
    }
    return result;
  }

  void add_upstream(const ApacheSettings& settings, const ApacheSettings& inherited) {
    const bool own =
        settings[kApacheProxyCertificate] != inherited[kApacheProxyCertificate] || settings[kApacheProxyCa] != inherited[kApacheProxyCa];
    if (!own || (settings[kApacheProxyCertificate].empty() && settings[kApacheProxyCa].empty())) return;
    const bool any = !settings[kApacheProxyCertificate].empty();
    const Statement& at = any ? *settings[kApacheProxyCertificate].back() : *settings[kApacheProxyCa].back();
    Endpoint endpoint{.server = Server::apache,
                      .role = Role::client,
                      .block = at.name(),
                      .location = at.location(),
                      .listeners = {},
                      .names = {},
                      .certificates = {},
                      .client_cas = {}};
    if (any) endpoint.certificates.push_back({.certificate = reference(at), .key = {}, .chain = {}});
    for (const Statement* statement : settings[kApacheProxyCa]) endpoint.client_cas.push_back(reference(*statement));
    add(std::move(endpoint));
  }

  void add(Endpoint endpoint) {
    if (configuration_.endpoints.size() < ConfigLimits::kEndpoints) {
      configuration_.endpoints.push_back(std::move(endpoint));
    } else if (!std::exchange(full_, true)) {
      loader_.note("config-limit", Severity::error,
                   "has more than " + std::to_string(ConfigLimits::kEndpoints) + " TLS endpoints; the rest was not read",
                   endpoint.location);
    }
  }

  // VirtualHosts of one address and port, in order: the first answers for names that none has.
  struct Set {
    std::vector<std::size_t> hosts;
    std::map<std::string, std::size_t> names;
    std::vector<std::pair<std::string, std::size_t>> patterns;
  };

  // The first host whose name or alias matches.
  static std::optional<std::size_t> host_for(const Set& set, const std::string& name) {
    const auto exact = set.names.find(name);
    std::optional<std::size_t> found = exact == set.names.end() ? std::nullopt : std::optional(exact->second);
    for (const auto& [pattern, host] : set.patterns) {
      if ((!found || host < *found) && alias_matches(pattern, name)) found = host;
    }
    return found;
  }

  void finish() {
    std::map<std::string, Set> sets;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      for (const Listener& address : hosts_[i].addresses) {
        Set& set = sets[address.text()];
        set.hosts.push_back(i);
        for (const ServedName& name : hosts_[i].names) {
          set.names.try_emplace(name.text, i);
          const bool pattern = name.form != NameForm::exact && set.patterns.size() < ConfigLimits::kNames;
          if (pattern) set.patterns.emplace_back(to_lower_ascii(name.text), i);
        }
      }
    }
    for (std::size_t i = 0; i < hosts_.size(); ++i) finish_host(i, sets);
  }

  void finish_host(std::size_t index, const std::map<std::string, Set>& sets) {
    const VirtualHost& host = hosts_[index];
    const Location where = host.block == nullptr ? Location{.path = configuration_.path, .line = 1, .column = 1} : host.block->location();
    Endpoint endpoint{.server = Server::apache,
                      .block = host.block == nullptr ? "server" : "VirtualHost",
                      .location = where,
                      .listeners = host.addresses,
                      .names = {},
                      .certificates = certificates_of(host.settings),
                      .client_cas = {}};
    const VirtualHost* first_tls = nullptr;  // of its addresses: answers first, with TLS
    for (const Listener& address : host.addresses) {
      const VirtualHost& first = hosts_[sets.at(address.text()).hosts.front()];
      if (uses_tls(first)) first_tls = &first;
    }
    const bool own_tls = uses_tls(host);
    if (!own_tls && first_tls == nullptr) {
      if (host.own_certificate) add_switched_off(std::move(endpoint), host);
      return;
    }
    for (Listener& listener : endpoint.listeners) listener.is_default = sets.at(listener.text()).hosts.front() == index;
    if (!own_tls || endpoint.certificates.empty()) {
      if (own_tls || first_tls == &host || first_tls->settings[kApacheCertificate].empty()) return note_without_certificate(endpoint);
      endpoint.certificates = certificates_of(first_tls->settings);
      endpoint.default_certificate = true;
      const std::string place = first_tls->block == nullptr ? configuration_.path : to_string(first_tls->block->location());
      loader_.note("config-default-certificate", Severity::warning,
                   "VirtualHost has no 'SSLEngine on' and sends the certificate of the first one of its port, at " + place, where);
    }
    add_served_names(index, sets, endpoint);
    for (const Statement* statement : host.settings[kApacheClientCa]) endpoint.client_cas.push_back(reference(*statement));
    add(std::move(endpoint));
  }

  void note_without_certificate(const Endpoint& endpoint) {
    if (!main_) return;
    loader_.note("config-certificate-missing", Severity::warning,
                 "VirtualHost uses TLS and has no SSLCertificateFile: Apache httpd does not start", endpoint.location);
  }

  void add_switched_off(Endpoint endpoint, const VirtualHost& host) {
    for (Listener& listener : endpoint.listeners) listener.tls = TlsUse::off;
    endpoint.names = host.names;
    loader_.note("config-tls-off", Severity::warning, "VirtualHost has a certificate and does not use TLS: it has no 'SSLEngine on'",
                 endpoint.certificates.front().certificate.location);
    add(std::move(endpoint));
  }

  // The names for which the host answers: one that an earlier host of the address has is not among them.
  void add_served_names(std::size_t index, const std::map<std::string, Set>& sets, Endpoint& endpoint) {
    for (const ServedName& name : hosts_[index].names) {
      std::optional<std::size_t> other;
      bool served = hosts_[index].addresses.empty();
      for (const Listener& address : hosts_[index].addresses) {
        const Set& set = sets.at(address.text());
        const std::optional<std::size_t> found =
            name.form == NameForm::exact ? host_for(set, name.text) : std::optional(set.names.at(name.text));
        if (found == index) {
          served = true;
        } else {
          other = found;
        }
      }
      if (served) {
        endpoint.names.push_back(name);
      } else if (name.form != NameForm::undecided && other && hosts_[*other].block != nullptr) {
        loader_.note("config-name-duplicate", Severity::warning,
                     in_quotes(name.text) + " is already served on this port by the VirtualHost at " +
                         to_string(hosts_[*other].block->location()) + ", so this one never answers for it",
                     name.location);
      }
    }
  }

  Loader loader_;
  Configuration& configuration_;
  const bool main_;
  std::vector<std::string> bases_;
  std::map<std::string, std::string> defines_;
  std::map<std::string, Statement> macros_;  // by their names in lower case
  std::set<std::string> macros_in_use_;
  std::vector<Statement> tree_;
  std::vector<Listener> listens_;
  std::set<std::string> https_;  // that Listen says are for TLS
  std::vector<VirtualHost> hosts_;
  bool full_ = false;
};

}  // namespace

void read_apache(const ServerFiles& files, bool main, Configuration& configuration) { ApacheReader(files, main, configuration).read(); }

}  // namespace chainlint::config
