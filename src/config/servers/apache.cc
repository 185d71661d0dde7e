// Apache httpd. Documentation: mod_ssl, core, vhosts/details. Behaviour that it does not state was measured with httpd 2.4.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/glob.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/apache_expansion.h"
#include "servers/directives.h"
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
  kApachePassPhrase,
  kApacheClientCaFolder,
  kApacheCrl,
  kApacheCrlFolder,
  kApacheCrlCheck,
  kApacheVerify,
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
    {"sslpassphrasedialog", kApachePassPhrase},
    {"sslcacertificatepath", kApacheClientCaFolder},
    {"sslcarevocationfile", kApacheCrl},
    {"sslcarevocationpath", kApacheCrlFolder},
    {"sslcarevocationcheck", kApacheCrlCheck},
    {"sslverifyclient", kApacheVerify},
    {"sslproxymachinecertificatefile", kApacheProxyCertificate},
    {"sslproxymachinecertificatechainfile", kApacheProxyChain},
    {"sslproxycacertificatefile", kApacheProxyCa},
};

using ApacheSettings = Settings<kApacheSettings>;

struct VirtualHost {
  const Statement* block = nullptr;  // null: the server itself
  ApacheSettings settings;
  std::vector<Listener> addresses;
  std::vector<ServedName> names;
  bool own_certificate = false;  // not inherited
};

// "*:443", "_default_:443", "192.0.2.1", "[::1]:443".
Listener parse_host_address(const std::string& text) {
  Listener listener = parse_address(text, "*");
  if (listener.address == "_default_") listener.address = "*";
  return listener;
}

// A certificate of mod_md, for the VirtualHosts that have one of its names: it takes the place of SSLCertificateFile.
struct ManagedDomain {
  const Statement* at = nullptr;
  const Statement *certificate = nullptr, *key = nullptr;  // null: mod_md obtains it
};

class ApacheReader {
 public:
  ApacheReader(const ServerFiles& files, bool main, Configuration& configuration)
      : loader_(files, configuration,
                [](std::string_view text, const std::string& path) {
                  return parse_lines(text, path,
                                     {.sections = true, .comment_anywhere = false, .single_quotes = true, .joins_comments = true});
                }),
        configuration_(configuration),
        main_(main),
        expansion_(loader_, folders_of(configuration.path)) {}

  void read() {
    tree_ = expansion_.read(configuration_.path);
    VirtualHost server;
    server.settings = settings_of(tree_, ApacheSettings{}, kApacheDirectives, is_directive);
    add_names(tree_, server.names);
    find_comments(tree_);
    for (const Statement& statement : tree_) {
      if (is_directive(statement, "listen")) add_listen(statement);
    }
    for (const Statement& statement : tree_) add_managed(statement);
    add_upstream(server.settings, {});
    for (const Statement& statement : tree_) {
      if (statement.has_block && is_directive(statement, "virtualhost")) read_host(statement, server);
    }
    add_server(std::move(server));
    finish();
  }

 private:
  // A comment behind an argument is one, too.
  void find_comments(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      find_comments(statement.block);
      const bool takes_one = std::any_of(std::begin(kApacheDirectives), std::end(kApacheDirectives),
                                         [&](const auto& each) { return is_directive(statement, each.first); });
      if (takes_one && statement.words.size() > 2 && statement.words[2].text.starts_with('#')) {
        note_comment(loader_, statement.words[2], statement, statement.name());
      }
    }
  }

  // Where relative paths begin, without a ServerRoot.
  static std::vector<std::string> folders_of(const std::string& path) {
    const fs::path folder = fs::path(path).parent_path();
    static const std::set<std::string> kPartFolders{"conf",         "conf.d",         "sites-enabled", "sites-available", "conf-enabled",
                                                    "mods-enabled", "conf-available", "vhosts.d",      "extra",           "vhosts"};
    if (!kPartFolders.contains(folder.filename().string())) return {folder.string()};
    return {folder.parent_path().string(), folder.string()};
  }

  void add_listen(const Statement& statement) {
    if (statement.words.size() < 2) return;
    const std::string& text = statement.words[1].text;
    const bool port_alone = text.find_first_not_of("0123456789") == std::string::npos;
    Listener listener = parse_host_address(port_alone ? "*:" + text : text);
    if (statement.words.size() > 2 && equal_ignoring_ascii_case(statement.words[2].text, "https")) https_.insert(listener.text());
    listens_.push_back(std::move(listener));
  }

  // `MDomain a.test b.test`, <MDomain a.test b.test> with MDCertificateFile.
  void add_managed(const Statement& statement) {
    if (is_directive(statement, "mdstoredir") && statement.words.size() > 1) managed_store_ = statement.words[1].text;
    const bool known = is_directive(statement, "mdomain") || is_directive(statement, "mdomainset");
    const bool full = managed_.size() >= ConfigLimits::kDefines || managed_names_.size() >= ConfigLimits::kDefines;
    if (!known || statement.words.size() < 2 || full) return;
    ManagedDomain managed{.at = &statement};
    for (const Statement& inner : statement.block) {
      if (inner.words.size() < 2) continue;
      if (is_directive(inner, "mdcertificatefile")) managed.certificate = &inner;
      if (is_directive(inner, "mdcertificatekeyfile")) managed.key = &inner;
    }
    for (std::size_t i = 1; i < statement.words.size(); ++i) {
      managed_names_.try_emplace(to_lower_ascii(statement.words[i].text), managed_.size());
    }
    managed_.push_back(managed);
  }

  const ManagedDomain* managed_for(const VirtualHost& host) const {
    for (const ServedName& name : host.names) {
      const auto found = managed_names_.find(name.text);
      if (found != managed_names_.end()) return &managed_[found->second];
    }
    return nullptr;
  }

  CertificateFiles managed_files(const ManagedDomain& managed) const {
    CertificateFiles files;
    if (managed.certificate != nullptr) {
      files.certificate = reference(*managed.certificate);
      if (managed.key != nullptr) files.key = reference(*managed.key);
      return files;
    }
    const auto stored = [&](const char* name) {
      Word word = managed.at->words[1];
      word.text = managed_store_ + "/domains/" + to_lower_ascii(word.text) + "/" + name;
      FileReference file = loader_.find(word, *managed.at, expansion_.bases());
      if (!file.is_found()) file.state = FileState::created;
      return file;
    };
    files.certificate = stored("pubcert.pem");
    files.key = stored("privkey.pem");
    return files;
  }

  static void add_names(const std::vector<Statement>& statements, std::vector<ServedName>& names) {
    bool named = false;
    for (const Statement& statement : statements) {
      const bool alias = is_directive(statement, "serveralias");
      if (!alias && !is_directive(statement, "servername")) continue;
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
    host.settings = settings_of(block.block, server.settings, kApacheDirectives, is_directive);
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
    if (word.text.starts_with("pkcs11:")) return Loader::unread(word, statement, FileState::inlined);
    if (word.text.find("${") != std::string::npos) return Loader::unread(word, statement, FileState::undecided);
    return loader_.find(word, statement, expansion_.bases());
  }

  std::vector<CertificateFiles> certificates_of(const ApacheSettings& settings) const {
    std::vector<CertificateFiles> result;
    const std::vector<const Statement*>&keys = settings[kApacheKey], &chains = settings[kApacheChain];
    for (std::size_t i = 0; i < settings[kApacheCertificate].size(); ++i) {
      CertificateFiles files{.certificate = reference(*settings[kApacheCertificate][i]), .key = {}, .chain = {}};
      if (i < keys.size()) files.key = reference(*keys[i]);
      if (keys.empty() && main_) files.key.state = FileState::missing;
      // Obsolete since 2.4.8, and not ignored: its certificates are sent in place of those behind the first of the certificate's file.
      if (!chains.empty()) files.chain = reference(*chains.back());
      files.chain_replaces = files.chain.is_found();
      const std::vector<const Statement*>& dialog = settings[kApachePassPhrase];
      if (!dialog.empty() && to_lower_ascii(dialog.back()->words[1].text) != "builtin") files.key_password = true;
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
    loader_.add(std::move(endpoint));
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
      if ((!found || host < *found) && glob_matches(pattern, name)) found = host;
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
    if (const ManagedDomain* managed = own_tls ? managed_for(host) : nullptr) endpoint.certificates = {managed_files(*managed)};
    if (!own_tls || endpoint.certificates.empty()) {
      if (own_tls || first_tls == &host || first_tls->settings[kApacheCertificate].empty()) return note_without_certificate(endpoint);
      endpoint.certificates = certificates_of(first_tls->settings);
      endpoint.default_certificate = true;
      const std::string place = first_tls->block == nullptr ? configuration_.path : to_string(first_tls->block->location());
      loader_.note("config-default-certificate", Severity::warning,
                   "VirtualHost has no 'SSLEngine on' and sends the certificate of the first VirtualHost of its port, at " + place, where);
    }
    add_served_names(index, sets, endpoint);
    endpoint.completed_from_cas = true;
    for (const Statement* statement : host.settings[kApacheClientCa]) endpoint.client_cas.push_back(reference(*statement));
    // Without SSLCARevocationCheck, the file is not used.
    const std::vector<const Statement*>& check = host.settings[kApacheCrlCheck];
    const bool checks = !check.empty() && to_lower_ascii(check.back()->words[1].text) != "none" && check.back()->words.size() == 2;
    for (const Statement* statement : host.settings[kApacheCrl]) {
      if (checks && host.settings[kApacheCrlFolder].empty()) endpoint.crls.push_back(reference(*statement));
    }
    for (const Statement* statement : host.settings[kApacheVerify]) {
      const std::string mode = to_lower_ascii(statement->words[1].text);
      const bool none = main_ && endpoint.client_cas.empty() && host.settings[kApacheClientCaFolder].empty();
      if (mode == "require" && none && unverifiable_.insert(statement).second) {
        note_no_authorities(loader_, "SSLVerifyClient", "SSLCACertificateFile", "Apache httpd refuses every client", statement->location());
      }
      endpoint.verifies_clients = (mode == "require" || mode == "optional") && host.settings[kApacheClientCaFolder].empty();
    }
    loader_.add(std::move(endpoint));
  }

  void note_without_certificate(const Endpoint& endpoint) {
    if (!main_) return;
    loader_.note("config-certificate-missing", Severity::warning,
                 "VirtualHost uses TLS and has no SSLCertificateFile: Apache httpd does not start", endpoint.location);
  }

  void add_switched_off(Endpoint endpoint, const VirtualHost& host) {
    for (Listener& listener : endpoint.listeners) listener.tls = TlsUse::off;
    endpoint.names = host.names;
    const std::string ports = host.addresses.empty() ? "" : " on port " + host.addresses.front().port;
    loader_.note("config-tls-off", Severity::warning,
                 "VirtualHost has a certificate but does not use TLS" + ports + ": it has no 'SSLEngine on'",
                 endpoint.certificates.front().certificate.location, "Write 'SSLEngine on' into the VirtualHost.");
    loader_.add(std::move(endpoint));
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
                         to_string(hosts_[*other].block->location()) + ", so this VirtualHost never answers for it",
                     name.location);
      }
    }
  }

  Loader loader_;
  Configuration& configuration_;
  const bool main_;
  ApacheExpansion expansion_;
  std::vector<Statement> tree_;
  std::vector<Listener> listens_;
  std::set<std::string> https_;  // that Listen says are for TLS
  std::vector<VirtualHost> hosts_;
  std::vector<ManagedDomain> managed_;
  std::map<std::string, std::size_t> managed_names_;
  std::string managed_store_ = "md";
  std::set<const Statement*> unverifiable_;  // settings that verify without CA certificates, each reported once
};

}  // namespace

void read_apache(const ServerFiles& files, bool main, Configuration& configuration) { ApacheReader(files, main, configuration).read(); }

}  // namespace chainlint::config
