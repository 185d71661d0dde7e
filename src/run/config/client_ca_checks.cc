#include "config/client_ca_checks.h"

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
  explicit ClientCaChecker(const std::map<std::string, formats::Container>& files) {
    for (const auto& [path, container] : files) files_.emplace(path, look_at(container));
  }

  void check(const config::Endpoint& endpoint) {
    for (std::size_t i = 0; !endpoint.pins_peers && i < endpoint.client_cas.size(); ++i) find_leaf(endpoint.client_cas[i]);
    if (endpoint.verifies_clients && !endpoint.client_cas.empty()) find_root(endpoint.client_cas);
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

  // Once for each directive, which several endpoints may inherit.
  void add(const char* code, std::string message, const config::FileReference& file) {
    if (!told_.emplace(code, to_string(file.location)).second) return;
    diagnostics.push_back({Severity::warning, code, std::move(message), file.location});
  }

  std::map<std::string, CaFile> files_;
  std::set<std::pair<std::string, std::string>> told_;
};

}  // namespace

Diagnostics check_client_cas(const std::vector<config::Configuration>& configurations,
                             const std::map<std::string, formats::Container>& files) {
  ClientCaChecker checker(files);
  for (const config::Configuration& configuration : configurations) {
    for (const config::Endpoint& endpoint : configuration.endpoints) checker.check(endpoint);
  }
  return std::move(checker.diagnostics);
}

}  // namespace chainlint::run
