#include "config/client_ca_checks.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

// What a file contains. Many endpoints may name it.
struct CaFile {
  const formats::Entry* leaf = nullptr;  // of an end entity; a self-signed one is pinned, and is its own CA
  const x509::Certificate* intermediate = nullptr;
  bool may_have_root = false;
};

CaFile look_at(const formats::Container& container) {
  CaFile file;
  file.may_have_root = container.has_error();
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate == nullptr) continue;
    if (x509::looks_self_signed(*entry.certificate)) {
      file.may_have_root = true;
    } else if (entry.is_leaf()) {
      file.leaf = file.leaf == nullptr ? &entry : file.leaf;
    } else if (file.intermediate == nullptr) {
      file.intermediate = entry.certificate.get();
    }
  }
  return file;
}

class ClientCaChecker {
 public:
  ClientCaChecker(const std::map<std::string, formats::Container>& files, Instant at) : contents_(files), at_(at) {
    for (const auto& [path, container] : files) files_.emplace(path, look_at(container));
  }

  void check(const config::Endpoint& endpoint) {
    for (std::size_t i = 0; !endpoint.pins_peers && i < endpoint.client_cas.size(); ++i) find_leaf(endpoint.client_cas[i]);
    if (!endpoint.verifies_clients || endpoint.client_cas.empty()) return;
    find_root(endpoint.client_cas);
    for (const config::FileReference& file : endpoint.crls) check_crls(endpoint, file);
  }

  Diagnostics diagnostics;

 private:
  // That certificate alone is trusted, and its issuer is not.
  void find_leaf(const config::FileReference& file) {
    const auto at = files_.find(file.path);
    if (at == files_.end() || at->second.leaf == nullptr) return;
    add("config-client-ca-leaf",
        "CA file " + in_quotes(file.path) + " contains an end-entity certificate at " + to_string(at->second.leaf->location), file);
  }

  // OpenSSL accepts no intermediate in place of a root (without X509_V_FLAG_PARTIAL_CHAIN). The root may be in any file of the endpoint.
  void find_root(const std::vector<config::FileReference>& client_cas) {
    const x509::Certificate* intermediate = nullptr;
    for (const config::FileReference& file : client_cas) {
      const auto at = files_.find(file.path);
      if (at == files_.end() || at->second.may_have_root) return;
      if (intermediate == nullptr) intermediate = at->second.intermediate;
    }
    if (intermediate == nullptr) return;
    add("config-client-ca-no-root",
        "CA file " + in_quotes(client_cas.front().path) + " contains no root; chains of clients end at " +
            in_quotes(x509::display_name(*intermediate)),
        client_cas.front());
  }

  bool is_client_ca(const config::Endpoint& endpoint, const x509::Name& name) const {
    return std::any_of(endpoint.client_cas.begin(), endpoint.client_cas.end(), [&](const config::FileReference& file) {
      const auto at = contents_.find(file.path);
      return at == contents_.end() || std::any_of(at->second.entries.begin(), at->second.entries.end(), [&](const formats::Entry& entry) {
               return entry.certificate != nullptr && entry.certificate->subject().canonical() == name.canonical();
             });
    });
  }

  // With a file of CRLs, OpenSSL refuses the certificates of a CA that has no current one there.
  void check_crls(const config::Endpoint& endpoint, const config::FileReference& file) {
    const auto content = contents_.find(file.path);
    if (content == contents_.end() || content->second.has_error()) return;
    std::map<std::string, const x509::Crl*> newest;
    bool of_clients = endpoint.crls.size() > 1;
    for (const formats::Entry& entry : content->second.entries) {
      if (entry.crl == nullptr || !entry.crl->next_update()) return;
      of_clients = of_clients || is_client_ca(endpoint, entry.crl->issuer());
      const x509::Crl*& known = newest[entry.crl->issuer().canonical()];
      if (known == nullptr || *known->next_update() < *entry.crl->next_update()) known = entry.crl.get();
    }
    if (newest.empty()) return;
    if (!of_clients) {
      return add("config-crl",
                 in_quotes(file.path) + " has no CRL of a CA in " + in_quotes(endpoint.client_cas.front().path) +
                     ": every client certificate is refused",
                 file);
    }
    for (const auto& [issuer, crl] : newest) {
      if (!(*crl->next_update() < at_) || !is_client_ca(endpoint, crl->issuer())) continue;
      add("config-crl",
          "CRL of " + in_quotes(crl->issuer().display()) + " in " + in_quotes(file.path) + " expired on " + crl->next_update()->date() +
              ": client certificates of the CA are refused",
          file);
    }
  }

  // Once for each directive, which several endpoints may inherit.
  void add(const char* code, std::string message, const config::FileReference& file) {
    if (!told_.emplace(code, to_string(file.location)).second) return;
    diagnostics.push_back({Severity::warning, code, std::move(message), file.location});
  }

  const std::map<std::string, formats::Container>& contents_;
  const Instant at_;
  std::map<std::string, CaFile> files_;
  std::set<std::pair<std::string, std::string>> told_;
};

}  // namespace

Diagnostics check_client_cas(const std::vector<config::Configuration>& configurations,
                             const std::map<std::string, formats::Container>& files, Instant at) {
  ClientCaChecker checker(files, at);
  for (const config::Configuration& configuration : configurations) {
    for (const config::Endpoint& endpoint : configuration.endpoints) checker.check(endpoint);
  }
  return std::move(checker.diagnostics);
}

}  // namespace chainlint::run
