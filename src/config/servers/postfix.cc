// Postfix. Documentation: postconf(5), TLS_README. Behaviour that it does not state was measured with Postfix 3.7.
#include <algorithm>
#include <set>

#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

class PostfixReader {
 public:
  PostfixReader(const ServerFiles& files, Configuration& configuration) : settings_(files, configuration, {.indent_continues = true}) {}

  void read() {
    settings_.read();
    read_role("smtpd_tls_", Role::server);
    read_role("smtp_tls_", Role::client);
  }

 private:
  // `smtpd_tls_chain_files` beats all others.
  void read_role(const std::string& prefix, Role role) {
    Endpoint endpoint{.server = Server::postfix, .role = role, .block = prefix.substr(0, prefix.find('_')), .location = {}};
    const Setting* chains = settings_.last(prefix + "chain_files");
    if (chains != nullptr && !chains->values.empty()) {
      endpoint.location = chains->location();
      read_chain_files(*chains, endpoint);
    } else {
      for (const char* kind : {"", "ec", "d"}) read_pair(prefix + kind, endpoint);
    }
    if (endpoint.certificates.empty()) return;
    if (role == Role::server) endpoint.listeners.push_back({.address = "*", .port = "25", .tls = TlsUse::starttls});
    if (const Setting* authorities = settings_.last(prefix + "CAfile"); is_set(authorities)) {
      endpoint.client_cas.push_back(file(*authorities, authorities->values.front()));
      endpoint.completed_from_cas = true;
    }
    settings_.add(std::move(endpoint));
  }

  static bool is_set(const Setting* setting) { return setting != nullptr && !setting->values.empty() && setting->value() != "none"; }

  void read_pair(const std::string& prefix, Endpoint& endpoint) {
    const Setting* certificate = settings_.last(prefix + "cert_file");
    if (!is_set(certificate)) return;
    if (endpoint.certificates.empty()) endpoint.location = certificate->location();
    CertificateFiles files{.certificate = file(*certificate, certificate->values.front()), .key = {}, .chain = {}};
    const Setting* key = settings_.last(prefix + "key_file");
    if (is_set(key)) files.key = file(*key, key->values.front());
    if (files.key.written == files.certificate.written) files.key = {};
    endpoint.certificates.push_back(std::move(files));
  }

  // Each key precedes its certificate, in the same file or in one of its own.
  void read_chain_files(const Setting& chains, Endpoint& endpoint) {
    FileReference key;
    for (const Word& word : chains.values) {
      for (const Word& name : names_in(word)) {
        FileReference reference = file(chains, name);
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

  SettingsFile settings_;
};

}  // namespace

void read_postfix(const ServerFiles& files, bool, Configuration& configuration) { PostfixReader(files, configuration).read(); }

}  // namespace chainlint::config
