#include "config/endpoint_checks.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/successor.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/run/file_source.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/host_name.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

using chain::CertificateKind;
using chain::is_newer;
using chain::kind_of;

const x509::Certificate* first_leaf(const formats::Container& container) {
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate != nullptr) return entry.is_leaf() ? entry.certificate.get() : nullptr;
  }
  return nullptr;
}

bool has_key(const formats::Container& container) { return container.count(formats::EntryKind::private_key) > 0; }

std::string dates_of(const x509::Certificate& certificate) { return "valid until " + certificate.not_after()->date(); }

// Of a folder of HAProxy, the first file with a name answers for it, expired or not.
bool are_of_one_bind(const UsedBundle& a, const UsedBundle& b) {
  return std::any_of(a.uses->begin(), a.uses->end(), [&](const EndpointUse& use) {
    return std::any_of(b.uses->begin(), b.uses->end(), [&](const EndpointUse& other) { return use.endpoint == other.endpoint; });
  });
}

// Whether there are several certificates in the PEM file.
bool has_chain(const std::string& path, const FileSource& source) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  if (source.look_at(path).kind != FileSource::Place::Kind::file) return false;
  const Result<Bytes> content = source.read(path, ConfigLimits::kFileBytes);
  if (!content) return false;
  const std::string_view text = as_text(*content);
  const std::size_t first = text.find(kBegin);
  return first != std::string_view::npos && text.find(kBegin, first + 1) != std::string_view::npos;
}

// Where a server looks for the key of a certificate.
struct KeySource {
  config::Server server;
  std::string_view setting, title;
  bool setting_alone = false;  // the file of the certificate is not looked at
};
constexpr KeySource kKeySources[] = {
    {config::Server::nginx, "ssl_certificate_key", "nginx", true},
    {config::Server::apache, "SSLCertificateKeyFile", "Apache httpd"},
    {config::Server::haproxy, "", "HAProxy"},
    {config::Server::stunnel, "key", "stunnel"},
};

class EndpointChecker {
 public:
  EndpointChecker(const std::vector<UsedBundle>& used, const FileSource& source) : used_(used), source_(source) {}

  void run(const std::vector<KeptFile>& kept) {
    for (const UsedBundle& used : used_) {
      configured_.insert(used.read->files.begin(), used.read->files.end());
      if (const x509::Certificate* leaf = leaf_of(used)) configured_leaves_.insert(leaf->sha256());
    }
    for (const UsedBundle& used : used_) {
      find_key(used, kept);
      compare_with_truststore(used, kept);
    }
    compare_with_one_another();
    compare_with_others(kept);
    for (const UsedBundle& used : used_) find_chain_beside(used);
  }

 private:
  static const x509::Certificate* leaf_of(const UsedBundle& used) { return first_leaf(used.read->bundle.containers.front()); }
  static const std::string& path_of(const UsedBundle& used) { return used.read->bundle.containers.front().path; }
  static bool is_server(const UsedBundle& used) { return used.uses->front().endpoint->role == config::Role::server; }

  void add(const UsedBundle& used, const char* code, std::string message, const std::vector<std::string>& newer, std::string advice = "") {
    Diagnostic diagnostic{Severity::warning, code, std::move(message), used.uses->front().files->certificate.location};
    diagnostic.advice = std::move(advice);
    used.read->bundle.containers.front().diagnostics.push_back(std::move(diagnostic));
    used.read->newer.insert(used.read->newer.end(), newer.begin(), newer.end());
  }

  // A server without a key refuses its configuration. Keys that are kept out of a repository are configured nevertheless.
  void find_key(const UsedBundle& used, const std::vector<KeptFile>& kept) {
    const config::CertificateFiles& files = *used.uses->front().files;
    const auto server = std::find_if(std::begin(kKeySources), std::end(kKeySources),
                                     [&](const KeySource& each) { return each.server == used.uses->front().endpoint->server; });
    if (files.key.is_named() || files.key.state != config::FileState::missing || server == std::end(kKeySources)) return;
    const std::vector<formats::Container>& containers = used.read->bundle.containers;
    const bool any = std::any_of(containers.begin(), containers.end(), has_key);
    const x509::Certificate* leaf = leaf_of(used);
    if (leaf == nullptr || (any && !server->setting_alone)) return;
    const std::string key = key_of(*leaf, kept), found = key.empty() ? "KEY.pem" : key;
    const std::string path = path_of(used);
    std::string message = in_quotes(path) + " contains no private key, and ", advice;
    if (server->server == config::Server::haproxy) {
      message += in_quotes(path + ".key") + " does not exist";
      advice = "Copy the private key to the file that HAProxy looks for: cp " + shell_word(found, "KEY") + " " +
               shell_word(path + ".key", "FILE");
    } else {
      if (server->setting_alone) message = in_quotes(path) + " is configured, and ";
      message += in_quotes(server->setting) + " is not set";
      advice = "Set " + in_quotes(server->setting) + " to the private key" + (key.empty() ? "." : ", which is in " + in_quotes(key) + ".");
    }
    add(used, "config-certificate-missing", message + ": " + std::string(server->title) + " does not start", {}, std::move(advice));
  }

  // Java finds no key in the one, and no trusted certificate in the other.
  void compare_with_truststore(const UsedBundle& used, const std::vector<KeptFile>& kept) {
    const config::FileReference& truststore = used.uses->front().endpoint->truststore;
    const formats::Container& keystore = used.read->bundle.containers.front();
    if (!truststore.is_found() || keystore.count(formats::EntryKind::certificate) == 0 || has_key(keystore)) return;
    const std::string identity = source_.look_at(truststore.path).identity;
    const bool other_has_key = std::any_of(kept.begin(), kept.end(), [&](const KeptFile& file) {
      return source_.look_at(file.path).identity == identity &&
             std::any_of(file.containers.begin(), file.containers.end(), [](const auto& found) { return has_key(found.container); });
    });
    if (!other_has_key) return;
    add(used, "config-stores-interchanged",
        "keystore " + in_quotes(path_of(used)) + " has no private key, and truststore " + in_quotes(truststore.path) +
            " has one: they are interchanged",
        {});
  }

  // The file with the key of the certificate; empty where it is not part of the run.
  static std::string key_of(const x509::Certificate& leaf, const std::vector<KeptFile>& kept) {
    if (leaf.public_key().der.empty()) return "";
    const auto fits = [&](const formats::Entry& entry) {
      return entry.key && !entry.key->public_canonical.empty() && equal(entry.key->public_canonical, leaf.public_key().canonical());
    };
    for (const KeptFile& file : kept) {
      for (const formats::FoundContainer& found : file.containers) {
        if (std::any_of(found.container.entries.begin(), found.container.entries.end(), fits)) return found.container.path;
      }
    }
    return "";
  }

  void compare_with_one_another() {
    std::map<CertificateKind, std::vector<const UsedBundle*>> by_kind;
    for (const UsedBundle& used : used_) {
      const x509::Certificate* leaf = is_server(used) ? leaf_of(used) : nullptr;
      const std::optional<CertificateKind> kind = leaf == nullptr ? std::nullopt : kind_of(*leaf);
      if (kind) by_kind[*kind].push_back(&used);
    }
    for (const auto& [kind, same] : by_kind) {
      const UsedBundle* newest = same.front();
      for (const UsedBundle* each : same) newest = is_newer(*leaf_of(*each), *leaf_of(*newest)) ? each : newest;
      for (const UsedBundle* each : same) {
        const bool one_keystore = each->uses == newest->uses;
        const bool chosen = one_keystore && !each->uses->front().files->alias.text.empty();
        if (chosen || !is_newer(*leaf_of(*newest), *leaf_of(*each))) continue;
        const bool first = are_of_one_bind(*each, *newest);
        add(*each, first ? "config-older-first" : "config-copies-differ",
            in_quotes(each->read->bundle.name) + " (" + dates_of(*leaf_of(*each)) + ") is for the same names as the newer " +
                in_quotes(newest->read->bundle.name) + ", configured at " + to_string(newest->uses->front().files->certificate.location),
            newest->read->files,
            one_keystore ? "Configure the alias of the newer entry, or delete the older entry from the keystore." : "");
        told_.insert(each);
      }
    }
  }

  // A renewed certificate that no endpoint uses.
  void compare_with_others(const std::vector<KeptFile>& kept) {
    std::map<CertificateKind, std::pair<const x509::Certificate*, std::string>> newest;
    for (const KeptFile& file : kept) {
      for (const formats::FoundContainer& found : file.containers) {
        const x509::Certificate* leaf = found.apart || configured_.contains(file.path) ? nullptr : first_leaf(found.container);
        if (leaf == nullptr || configured_leaves_.contains(leaf->sha256())) continue;
        const std::optional<CertificateKind> kind = kind_of(*leaf);
        if (!kind) continue;
        auto& known = newest[*kind];
        if (known.first == nullptr || is_newer(*leaf, *known.first)) known = {leaf, found.container.path};
      }
    }
    for (const UsedBundle& used : used_) {
      const x509::Certificate* leaf = leaf_of(used);
      if (leaf == nullptr || told_.contains(&used)) continue;
      const std::optional<CertificateKind> kind = kind_of(*leaf);
      const auto other = kind ? newest.find(*kind) : newest.end();
      if (other == newest.end() || !is_newer(*other->second.first, *leaf)) continue;
      add(used, "config-old-certificate",
          in_quotes(path_of(used)) + " (" + dates_of(*leaf) + ") is configured, and the newer " + in_quotes(other->second.second) +
              " is not",
          {other->second.second.substr(0, other->second.second.find('!'))});
    }
  }

  // What certbot and acme.sh write beside the certificate: the same with its chain.
  void find_chain_beside(const UsedBundle& used) {
    const std::filesystem::path path(path_of(used));
    const bool certbot = path.filename() == "cert.pem",
               acme = path.extension() == ".cer" && path.stem() != "fullchain" && path.stem() != "ca";
    if (!is_server(used) || !(certbot || acme)) return;
    std::size_t certificates = 0;
    for (const formats::Container& container : used.read->bundle.containers) {
      certificates += container.count(formats::EntryKind::certificate);
    }
    const std::string whole = (path.parent_path() / (certbot ? "fullchain.pem" : "fullchain.cer")).string();
    if (certificates != 1 || !has_chain(whole, source_)) return;
    add(used, "config-chain-beside",
        in_quotes(path_of(used)) + " contains only the certificate; " + in_quotes(whole) + " also contains its chain", {});
  }

  const std::vector<UsedBundle>& used_;
  const FileSource& source_;
  std::set<std::string> configured_;
  std::set<Digest256> configured_leaves_;
  std::set<const UsedBundle*> told_;
};

// Looks for certificates by their thumbprints in all bundles of a run.
class ThumbprintChecker {
 public:
  explicit ThumbprintChecker(std::vector<ReadBundle>& bundles) {
    for (ReadBundle& read : bundles) {
      const formats::Container& container = read.bundle.containers.front();
      stores_ = stores_ || std::any_of(container.entries.begin(), container.entries.end(),
                                       [](const formats::Entry& entry) { return !entry.store.empty(); });
      const x509::Certificate* leaf = first_leaf(container);
      if (leaf == nullptr) continue;
      by_thumbprint_.emplace(crypto::thumbprint(*leaf), &read);
      const std::optional<CertificateKind> kind = kind_of(*leaf);
      if (!kind) continue;
      const ReadBundle*& known = newest_[*kind];
      if (known == nullptr || is_newer(*leaf, leaf_of(*known))) known = &read;
    }
  }

  // Of an endpoint; one without a thumbprint is none of Windows.
  void check(const config::Endpoint& endpoint, const config::FileReference& certificate) {
    if (certificate.sha1.empty()) return;
    const auto found = by_thumbprint_.find(certificate.sha1);
    if (found == by_thumbprint_.end()) {
      diagnostics.push_back({stores_ ? Severity::warning : Severity::note,
                             stores_ ? "config-thumbprint-missing" : "config-file-not-supplied",
                             "certificate " + certificate.written + " is not part of the input", certificate.location});
      return;
    }
    formats::Bundle& bundle = found->second->bundle;
    note_use(endpoint, bundle);
    const x509::Certificate& leaf = leaf_of(*found->second);
    const std::optional<CertificateKind> kind = kind_of(leaf);
    if (!kind || !is_newer(leaf_of(*newest_.at(*kind)), leaf)) return;
    const x509::Certificate& newer = leaf_of(*newest_.at(*kind));
    Diagnostic old{Severity::warning, "config-old-certificate",
                   "binding has the old certificate of " + in_quotes(x509::display_name(leaf)) + " (" + dates_of(leaf) +
                       "), not the newer one (" + dates_of(newer) + ")",
                   certificate.location};
    old.advice = "Set the binding to the thumbprint " + crypto::thumbprint(newer) + ", in IIS Manager or with netsh http update sslcert.";
    bundle.containers.front().diagnostics.push_back(std::move(old));
  }

  Diagnostics diagnostics;

 private:
  // Of a bundle that has one.
  static const x509::Certificate& leaf_of(const ReadBundle& read) { return *first_leaf(read.bundle.containers.front()); }

  static void note_use(const config::Endpoint& endpoint, formats::Bundle& bundle) {
    bundle.configured_at.push_back(endpoint.location);
    for (const config::ServedName& name : endpoint.names) {
      const bool known =
          std::any_of(bundle.hosts.begin(), bundle.hosts.end(), [&](const formats::ServedHost& host) { return host.name == name.text; });
      if (name.form == config::NameForm::exact && !known) bundle.hosts.push_back({name.text, name.location});
    }
  }

  std::map<std::string, ReadBundle*> by_thumbprint_;
  std::map<CertificateKind, const ReadBundle*> newest_;
  bool stores_ = false;  // a store of Windows is part of the run
};

}  // namespace

void check_endpoints(const std::vector<UsedBundle>& used, const std::vector<KeptFile>& kept, const FileSource& source) {
  EndpointChecker(used, source).run(kept);
}

Diagnostics check_routed(const std::vector<config::Configuration>& configurations, const std::vector<UsedBundle>& used) {
  std::vector<const x509::Certificate*> leaves;
  for (const UsedBundle& each : used) {
    const x509::Certificate* leaf = first_leaf(each.read->bundle.containers.front());
    if (each.uses->front().endpoint->server != config::Server::traefik) continue;
    if (leaf == nullptr) return {};
    leaves.push_back(leaf);
  }
  for (const config::Configuration& configuration : configurations) {
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      const bool known = std::all_of(endpoint.certificates.begin(), endpoint.certificates.end(),
                                     [](const config::CertificateFiles& files) { return files.certificate.is_found(); });
      if (configuration.server == config::Server::traefik && !known) return {};
    }
  }
  Diagnostics diagnostics;
  for (const config::Configuration& configuration : configurations) {
    for (const config::ServedName& name : configuration.routed) {
      const auto covers = [&](const x509::Certificate* leaf) { return x509::covers(*leaf, name.text); };
      if (leaves.empty() || std::any_of(leaves.begin(), leaves.end(), covers)) continue;
      diagnostics.push_back({Severity::warning, "config-route-not-covered",
                             "no configured certificate covers " + in_quotes(name.text) + ": Traefik sends its default certificate",
                             name.location});
    }
  }
  return diagnostics;
}

Diagnostics check_thumbprints(const std::vector<config::Configuration>& configurations, std::vector<ReadBundle>& bundles) {
  const bool any = std::any_of(configurations.begin(), configurations.end(),
                               [](const config::Configuration& each) { return each.server == config::Server::iis; });
  if (!any) return {};
  ThumbprintChecker checker(bundles);
  for (const config::Configuration& configuration : configurations) {
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      for (const config::CertificateFiles& files : endpoint.certificates) checker.check(endpoint, files.certificate);
    }
  }
  return std::move(checker.diagnostics);
}

}  // namespace chainlint::run
