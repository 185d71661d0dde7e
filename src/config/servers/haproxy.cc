// HAProxy. Documentation: doc/configuration.txt (crt, crt-list, crt-store, ssl-load-extra-files). Behaviour that it does not state was
// measured with HAProxy 2.6 and 3.0.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
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

// Files beside a certificate that are no certificates of their own in a folder.
constexpr std::string_view kCompanions[] = {".key", ".issuer", ".ocsp", ".sctl"};
constexpr std::size_t kOthersShown = 20;  // files of a folder, in a remedy
// A certificate that does not exist is a set of files, one per key algorithm.
constexpr std::string_view kKeyKinds[] = {".rsa", ".ecdsa", ".dsa"};

// Options of `bind` and `server` that have a value which may look like another option.
const std::set<std::string>& valued_options() {
  static const std::set<std::string> kValued{"alpn",   "name",    "ciphers",    "ciphersuites", "curves",    "ecdhe",   "crl-file",
                                             "verify", "sni",     "verifyhost", "npn",          "interface", "process", "id",
                                             "thread", "maxconn", "check-sni",  "weight",       "cookie",    "track",   "ca-verify-file"};
  return kValued;
}

class HaproxyReader {
 public:
  HaproxyReader(const ServerFiles& files, Configuration& configuration)
      : loader_(files, configuration,
                [](std::string_view text, const std::string& path) {
                  return parse_lines(text, path,
                                     {.sections = false, .comment_anywhere = true, .single_quotes = true, .joins_comments = false});
                }),
        configuration_(configuration) {
    bases_.push_back(fs::path(configuration.path).parent_path().string());
  }

  void read() {
    statements_ = loader_.load(configuration_.path, nullptr);
    loader_.leave();
    std::string section;
    for (Statement& statement : statements_) {
      const std::string& name = statement.name();
      if (is_section(name)) section = name;
      replace_variables(statement);
      if (section == "global") read_global(statement);
      if (section == "crt-store") read_store(statement);
      has_server_defaults_ = has_server_defaults_ || name == "default-server";
    }
    section.clear();
    for (const Statement& statement : statements_) {
      const std::string& name = statement.name();
      if (is_section(name)) section = name;
      if (name == "bind" && (section == "frontend" || section == "listen")) read_bind(statement);
      if (name == "server" || name == "default-server" || name == "server-template") read_server(statement);
    }
  }

 private:
  // crt-base and key-base. Shared by all entries of a store.
  struct Folders {
    std::shared_ptr<const std::string> crt = std::make_shared<const std::string>(), key = crt;
  };

  struct StoreEntry {
    const Statement* at = nullptr;
    Folders folders;
    std::size_t crt = 0, key = 0;  // words; 0: none
  };

  static bool is_section(const std::string& name) {
    static const std::set<std::string> kSections{"global",    "defaults", "frontend",    "listen",    "backend",     "peers",
                                                 "resolvers", "userlist", "mailers",     "cache",     "http-errors", "ring",
                                                 "program",   "fcgi-app", "log-forward", "crt-store", "traces",      "acme"};
    return kSections.contains(name);
  }

  // A variable counts in double quotes alone, and only one that the file itself sets is known.
  void replace_variables(Statement& statement) {
    for (Word& word : statement.words) {
      if (word.quote != '"') continue;
      for (std::size_t at = word.text.find('$'); at != std::string::npos; at = word.text.find('$', at + 1)) {
        const bool braces = at + 1 < word.text.size() && word.text[at + 1] == '{';
        std::size_t begin = at + (braces ? 2 : 1), end = begin;
        while (end < word.text.size() && (word.text[end] == '_' || std::isalnum(static_cast<unsigned char>(word.text[end])) != 0)) ++end;
        const auto known = variables_.find(word.text.substr(begin, end - begin));
        if (known == variables_.end()) continue;
        if (braces) end = std::min(word.text.find('}', end), word.text.size() - 1) + 1;
        if (!loader_.replace(word, at, end - at, known->second)) continue;
        at += known->second.empty() ? 0 : known->second.size() - 1;
      }
    }
  }

  void read_global(const Statement& statement) {
    const std::string& name = statement.name();
    if (name == "ssl-load-extra-del-ext") replaces_ending_ = true;
    if (statement.words.size() < 2) return;
    const std::string& value = statement.words[1].text;
    read_folders(statement, folders_);
    if (name == "ca-base") ca_base_ = value;
    if (name == "issuers-chain-path") add_issuers(statement);
    if (name == "ssl-load-extra-files") {
      extra_files_ = {};
      for (std::size_t i = 1; i < statement.words.size(); ++i) extra_files_.insert(statement.words[i].text);
    }
    const bool sets = name == "setenv" || name == "presetenv";
    if (sets && statement.words.size() > 2 && variables_.size() < ConfigLimits::kDefines) variables_[value] = statement.words[2].text;
  }

  // The chains of a folder, which complete the certificates without one. A relative path is one of the working folder, which is not known.
  void add_issuers(const Statement& statement) {
    FileReference file = find(statement.words[1], statement, "");
    if (file.state == FileState::missing) file.state = FileState::not_supplied;
    if (!file.is_found()) return issuers_.push_back(std::move(file));
    if (loader_.files().kind_of(file.path) != FileTree::Kind::folder) return;
    std::vector<CertificateFiles> chains;
    add_folder(file, chains, false);
    for (CertificateFiles& chain : chains) issuers_.push_back(std::move(chain.certificate));
  }

  bool loads_extra(const std::string& kind) const { return extra_files_.contains("all") || extra_files_.contains(kind); }

  static void read_folders(const Statement& statement, Folders& folders) {
    if (statement.words.size() < 2) return;
    if (statement.name() == "crt-base") folders.crt = std::make_shared<const std::string>(statement.words[1].text);
    if (statement.name() == "key-base") folders.key = std::make_shared<const std::string>(statement.words[1].text);
  }

  // crt-store [NAME], whose folders take the place of those of `global`.
  void read_store(const Statement& statement) {
    if (statement.name() == "crt-store") store_ = statement.words.size() > 1 ? statement.words[1].text : "", store_folders_ = folders_;
    read_folders(statement, store_folders_);
    if (statement.name() == "load") read_store_entry(statement);
  }

  // load crt FILE [key FILE] [alias NAME] in a crt-store: used as @STORE/ALIAS or @STORE/FILE, without a name of the store as FILE, too.
  void read_store_entry(const Statement& statement) {
    const Statement* at = &statement;
    std::size_t crt = 0, key = 0;
    std::string alias;
    for (std::size_t i = 1; i + 1 < statement.words.size(); ++i) {
      if (statement.words[i].text == "crt") crt = i + 1;
      if (statement.words[i].text == "key") key = i + 1;
      if (statement.words[i].text == "alias") alias = statement.words[i + 1].text;
    }
    if (crt == 0 || store_entries_.size() >= ConfigLimits::kDefines || store_.size() > ConfigLimits::kValueBytes) return;
    const StoreEntry entry{at, store_folders_, crt, key};
    store_entries_["@" + store_ + "/" + statement.words[crt].text] = entry;
    if (!alias.empty()) store_entries_["@" + store_ + "/" + alias] = entry;
    if (store_.empty()) store_entries_[statement.words[crt].text] = entry;
  }

  FileReference find(const Word& word, const Statement& statement, const std::string& base) {
    const bool unknown = word.quote == '"' && word.text.find('$') != std::string::npos;
    if (unknown) return Loader::unread(word, statement, FileState::undecided);
    Word whole = word;
    if (!base.empty() && !is_absolute(word.text)) loader_.replace(whole, 0, 0, base + "/");
    return loader_.find(whole, statement, bases_);
  }

  FileReference beside(const FileReference& certificate, const std::string& path) const {
    return {.written = path, .location = certificate.location, .state = FileState::found, .path = path, .tried = {}};
  }

  // Without a key-base, a key is in the working folder, which is not known.
  FileReference find_key(const StoreEntry& entry) {
    const Word& word = entry.at->words[entry.key];
    FileReference key = find(word, *entry.at, *entry.folders.key);
    return key.is_found() || !entry.folders.key->empty() ? key : find(word, *entry.at, *entry.folders.crt);
  }

  // A certificate file with the files that belong to it by their names.
  CertificateFiles with_companions(FileReference certificate) const {
    CertificateFiles files{.certificate = std::move(certificate), .key = {}, .chain = {}};
    files.key.state = FileState::missing;
    if (!files.certificate.is_found() || !loads_extra("key")) return files;
    const std::string& path = files.certificate.path;
    // Only the ending .crt is replaced.
    const bool replaced = replaces_ending_ && path.ends_with(".crt");
    const std::string key = (replaced ? path.substr(0, path.size() - 4) : path) + ".key";
    if (loader_.files().kind_of(key) == FileTree::Kind::file) files.key = beside(files.certificate, key);
    return files;
  }

  void add_certificate(const Word& word, const Statement& statement, std::vector<CertificateFiles>& result) {
    const auto stored = store_entries_.find(word.text);
    if (stored != store_entries_.end()) {
      const StoreEntry& entry = stored->second;
      CertificateFiles files = with_companions(find(entry.at->words[entry.crt], *entry.at, *entry.folders.crt));
      if (entry.key > 0) files.key = find_key(entry);
      result.push_back(std::move(files));
      return;
    }
    FileReference file = find(word, statement, *folders_.crt);
    if (file.is_found() && loader_.files().kind_of(file.path) == FileTree::Kind::folder) return add_folder(file, result, true);
    if (file.state == FileState::missing && loads_extra("bundle")) {
      const std::size_t before = result.size();
      for (const std::string_view kind : kKeyKinds) {
        Word one = word;
        one.text += kind;
        FileReference part = find(one, statement, *folders_.crt);
        if (part.is_found()) result.push_back(with_companions(std::move(part)));
      }
      if (result.size() > before) return;
    }
    result.push_back(with_companions(std::move(file)));
  }

  // Every file of the folder, in alphabetical order.
  void add_folder(const FileReference& folder, std::vector<CertificateFiles>& result, bool for_bind) {
    const Result<std::vector<std::string>> names = loader_.files().names_in(folder.path);
    if (!names) return;
    std::vector<std::string> others;
    for (const std::string& name : *names) {
      const bool companion =
          std::any_of(std::begin(kCompanions), std::end(kCompanions), [&](std::string_view ending) { return name.ends_with(ending); });
      const std::string path = (fs::path(folder.path) / name).string();
      if (name.starts_with('.') || companion || loader_.files().kind_of(path) != FileTree::Kind::file) continue;
      if (result.size() >= ConfigLimits::kNames) return;
      FileReference file = folder;
      file.path = path;
      CertificateFiles files = with_companions(std::move(file));
      if (for_bind && !is_loadable(files)) {
        others.push_back(in_quotes(name));
      } else {
        result.push_back(std::move(files));
      }
    }
    if (others.empty()) return;
    const std::string all = join_and(others, kOthersShown);
    loader_.note("config-certificate-missing", Severity::warning,
                 "HAProxy does not start: " + count_noun(others.size(), "file") + " in " + in_quotes(folder.path) +
                     (others.size() == 1 ? " has" : " have") + " no certificate with its private key",
                 folder.location, "Move these files out of the folder, because HAProxy loads every file in it: " + all);
  }

  // Whether the file has a certificate, and a key in it or beside it. One that is not PEM is left to the check of the file.
  bool is_loadable(const CertificateFiles& files) const {
    const Result<Bytes> content = loader_.files().read(files.certificate.path, ConfigLimits::kFileBytes);
    if (!content) return true;
    const std::string_view text = as_text(*content);
    const bool key = files.key.is_named() || text.find("PRIVATE KEY-----") != std::string_view::npos;
    return key && text.find("-----BEGIN ") != std::string_view::npos && text.find("CERTIFICATE-----") != std::string_view::npos;
  }

  // 192.0.2.1:443,:::443 -- `*` where there is no address.
  static std::vector<Listener> listeners_of(const std::string& text) {
    std::vector<Listener> listeners;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      std::string one = text.substr(at, end - at);
      at = end + 1;
      if (one.empty()) continue;
      for (const std::string_view family : {"ipv4@", "ipv6@", "quic4@", "quic6@"}) {
        if (one.starts_with(family)) one.erase(0, family.size());
      }
      const std::size_t colon = one.rfind(':');
      const bool path = one.starts_with('/') || one.starts_with("unix@") || one.starts_with("abns@") || one.starts_with("fd@");
      Listener listener{.address = path || colon == std::string::npos ? one : one.substr(0, colon),
                        .port = path || colon == std::string::npos ? "" : one.substr(colon + 1)};
      if (listener.address.empty() || listener.address == "0.0.0.0") listener.address = "*";
      listeners.push_back(std::move(listener));
    }
    return listeners;
  }

  void read_bind(const Statement& statement) {
    if (statement.words.size() < 2) return;
    Endpoint endpoint{.server = Server::haproxy,
                      .block = "bind",
                      .location = statement.location(),
                      .listeners = listeners_of(statement.words[1].text),
                      .names = {},
                      .certificates = {},
                      .client_cas = {}};
    bool ssl = false, more_authorities = false, verifies = false;
    std::vector<Endpoint> listed;
    std::set<std::string> certificates;  // a default-crt may also be a crt; with lists that do not exist
    for (std::size_t i = 2; i < statement.words.size(); ++i) {
      const std::string& option = statement.words[i].text;
      ssl = ssl || option == "ssl";
      if (i + 1 == statement.words.size()) break;
      const Word& value = statement.words[i + 1];
      if (option == "crt" || option == "default-crt") {
        if (certificates.insert(value.text).second) add_certificate(value, statement, endpoint.certificates);
        ++i;
      } else if (option == "crt-list") {
        if (!read_list(value, statement, endpoint, listed)) certificates.insert(value.text);
        ++i;
      } else if (option == "ca-file") {
        endpoint.client_cas.push_back(find(value, statement, ca_base_)), ++i;
      } else if (option == "crl-file") {
        endpoint.crls.push_back(find(value, statement, ca_base_)), ++i;
      } else if (valued_options().contains(option)) {
        if (option == "verify") endpoint.verifies_clients = verifies = value.text == "required" || value.text == "optional";
        more_authorities = more_authorities || option == "ca-verify-file";
        ++i;
      }
    }
    if (ssl && verifies && !more_authorities && endpoint.client_cas.empty()) {
      note_no_authorities(loader_, "verify", "ca-file", "HAProxy does not start", endpoint.location);
    }
    if (more_authorities) endpoint.verifies_clients = false;  // the root may be there
    if (endpoint.certificates.empty() && listed.empty()) {
      if (ssl && certificates.empty()) {
        loader_.note("config-certificate-missing", Severity::warning, "bind line uses TLS and has no 'crt': HAProxy does not start",
                     endpoint.location);
      }
      return;
    }
    for (Listener& listener : endpoint.listeners) listener.tls = ssl ? TlsUse::on : TlsUse::off, listener.is_default = ssl;
    if (!ssl) {
      loader_.note(
          "config-tls-off", Severity::warning,
          "bind line for " + endpoint.listeners.front().text() + " has a certificate but lacks the word 'ssl', so it does not use TLS",
          endpoint.location, "Write 'ssl' before 'crt' on the bind line.");
    }
    endpoint.issuers = issuers_;
    const bool own = !endpoint.certificates.empty();
    const std::vector<Listener> listeners = endpoint.listeners;
    const std::vector<FileReference> client_cas = endpoint.client_cas;
    if (own) loader_.add(std::move(endpoint));
    for (std::size_t i = 0; i < listed.size(); ++i) {
      listed[i].listeners = listeners;
      for (Listener& listener : listed[i].listeners) listener.is_default = ssl && !own && i == 0;
      listed[i].client_cas = client_cas;
      listed[i].issuers = issuers_;
      loader_.add(std::move(listed[i]));
    }
  }

  // FILE [options] [!]filter ... per line: each line is an endpoint of its own, and its filters are its names. A list that is not part of
  // the input is in the place of its certificates. False where it does not exist.
  bool read_list(const Word& word, const Statement& bind, Endpoint& of, std::vector<Endpoint>& listed) {
    FileReference list = find(word, bind, "");
    if (list.state == FileState::missing) {
      loader_.note("config-file-missing", Severity::warning, "crt-list " + in_quotes(word.text) + " was not found", list.location);
      return false;
    }
    if (!list.is_found()) {
      of.certificates.push_back({.certificate = std::move(list), .key = {}, .chain = {}});
      return true;
    }
    lists_.push_back(loader_.load(list.path, &bind));
    loader_.leave();
    for (Statement& line : lists_.back()) {
      if (!loader_.count(line) || listed.size() >= ConfigLimits::kEndpoints) break;
      read_list_line(line, of, listed);
    }
    return true;
  }

  void read_list_line(const Statement& line, const Endpoint& of, std::vector<Endpoint>& listed) {
    Endpoint endpoint{.server = Server::haproxy,
                      .block = "crt-list of " + to_string(of.location),
                      .location = line.location(),
                      .listeners = {},
                      .names = {},
                      .certificates = {},
                      .client_cas = {}};
    Word file = line.words.front();
    std::size_t next = 1;
    // The options in brackets are one word where the first and the last touch them: "[alpn h2 ocsp x]" is three.
    std::vector<Word> options;
    if (next < line.words.size() && line.words[next].text.starts_with('[')) {
      do {
        options.push_back(line.words[next]);
      } while (!line.words[next++].text.ends_with(']') && next < line.words.size());
    }
    add_certificate(file, line, endpoint.certificates);
    for (std::size_t i = 0; i + 1 < options.size(); ++i) {
      std::string option = options[i].text;
      if (option.starts_with('[')) option.erase(0, 1);
      if (option != "key") continue;
      Word key = options[i + 1];
      if (key.text.ends_with(']')) key.text.pop_back();
      for (CertificateFiles& files : endpoint.certificates) files.key = find(key, line, *folders_.key);
    }
    for (; next < line.words.size() && endpoint.names.size() < ConfigLimits::kNames; ++next) {
      const std::string name = to_lower_ascii(line.words[next].text);
      if (name.starts_with('!') || name == "*") continue;
      const NameForm form = form_of_name(name);
      endpoint.names.push_back({name, form, line.location(next)});
    }
    listed.push_back(std::move(endpoint));
  }

  void read_server(const Statement& statement) {
    Endpoint endpoint{.server = Server::haproxy,
                      .role = Role::client,
                      .block = statement.name(),
                      .location = statement.location(),
                      .listeners = {},
                      .names = {},
                      .certificates = {},
                      .client_cas = {}};
    bool verifies = false, any_authorities = has_server_defaults_;
    for (std::size_t i = 1; i + 1 < statement.words.size(); ++i) {
      const std::string& option = statement.words[i].text;
      const Word& value = statement.words[i + 1];
      any_authorities = any_authorities || option == "ca-file";
      verifies = verifies || (option == "verify" && value.text == "required");
      if (option == "crt") {
        add_certificate(value, statement, endpoint.certificates), ++i;
      } else if (option == "ca-file" && !value.text.starts_with('@')) {
        endpoint.client_cas.push_back(find(value, statement, ca_base_)), ++i;
      } else if (valued_options().contains(option)) {
        ++i;
      }
    }
    const bool ssl = std::any_of(statement.words.begin(), statement.words.end(), [](const Word& word) { return word.text == "ssl"; });
    const bool unverifiable = ssl && verifies && !any_authorities;
    if (unverifiable) note_no_authorities(loader_, "verify", "ca-file", "HAProxy does not start", endpoint.location);
    if (!endpoint.certificates.empty() || !endpoint.client_cas.empty()) loader_.add(std::move(endpoint));
  }

  Loader loader_;
  Configuration& configuration_;
  std::vector<std::string> bases_;
  std::vector<Statement> statements_;
  std::vector<std::vector<Statement>> lists_;
  std::map<std::string, std::string> variables_;
  Folders folders_, store_folders_;  // of `global`, and of the crt-store that is read
  std::string ca_base_, store_;
  std::set<std::string> extra_files_{"all"};
  std::vector<FileReference> issuers_;
  bool replaces_ending_ = false;      // ssl-load-extra-del-ext
  bool has_server_defaults_ = false;  // some server may have its ca-file from a default-server
  std::map<std::string, StoreEntry> store_entries_;
};

}  // namespace

void read_haproxy(const ServerFiles& files, bool, Configuration& configuration) { HaproxyReader(files, configuration).read(); }

}  // namespace chainlint::config
