#include "config/endpoint_bundles.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/config/server_files.h"
#include "chainlint/run/configurations.h"
#include "chainlint/x509/host_name.h"
#include "chainlint/x509/self_signed.h"
#include "config/client_ca_checks.h"
#include "config/key_access.h"
#include "config/keystore_aliases.h"
#include "config/replaced_chain.h"
#include "config/unverified_uses.h"
#include "inputs/input_index.h"

namespace chainlint::run {
namespace {

using config::FileReference;
using config::FileState;

// Every file of CA certificates that the endpoint names.
std::vector<const FileReference*> authorities_of(const config::Endpoint& endpoint) {
  std::vector<const FileReference*> files;
  for (const std::vector<FileReference>* list : {&endpoint.client_cas, &endpoint.issuers}) {
    for (const FileReference& file : *list) files.push_back(&file);
  }
  return files;
}

// Every file with which the endpoint verifies its peers or completes a chain.
std::vector<const FileReference*> verification_files_of(const config::Endpoint& endpoint) {
  std::vector<const FileReference*> files = authorities_of(endpoint);
  for (const FileReference& file : endpoint.crls) files.push_back(&file);
  return files;
}

// Every file that the endpoint names.
std::vector<const FileReference*> references_of(const config::Endpoint& endpoint) {
  std::vector<const FileReference*> references;
  for (const config::CertificateFiles& files : endpoint.certificates) {
    for (const FileReference* file : {&files.certificate, &files.chain, &files.key}) {
      if (file->is_named()) references.push_back(file);
    }
  }
  const std::vector<const FileReference*> others = verification_files_of(endpoint);
  references.insert(references.end(), others.begin(), others.end());
  return references;
}

std::string tried_text(const FileReference& file) {
  constexpr std::size_t kTriedShown = 3;
  std::vector<std::string> places;
  for (std::size_t i = 0; i < file.tried.size() && i < kTriedShown; ++i) places.push_back(in_quotes(file.tried[i]));
  return places.empty() ? "" : "; looked for " + join_and(places);
}

// A self-signed certificate that a package of the distribution makes when it is installed, and that its default configuration names.
bool is_made_by_package(std::string_view path) {
  static constexpr std::string_view kMade[] = {"/etc/ssl/certs/ssl-cert-snakeoil.pem", "/etc/pki/tls/certs/localhost.crt",
                                               "/etc/pki/tls/certs/postfix.pem", "/etc/pki/dovecot/certs/dovecot.pem",
                                               "/etc/dovecot/private/dovecot.pem"};
  return std::find(std::begin(kMade), std::end(kMade), path) != std::end(kMade);
}

// What is said of a file that was not found; nothing where it was. Keys are kept out of repositories: without `roots`, the lack of one is
// no mistake, nor is that of a file which the server itself makes.
std::optional<Diagnostic> about(const FileReference& file, bool key, bool roots) {
  const auto make = [&](Severity severity, const char* code, const std::string& text) {
    return Diagnostic{severity, code, in_quotes(file.written) + " " + text, file.location};
  };
  switch (file.state) {
    case FileState::found:
    case FileState::inlined:
    case FileState::created:
    case FileState::stored:
      return std::nullopt;
    case FileState::missing:
      if ((key || is_made_by_package(file.written)) && !roots) {
        return make(Severity::note, "config-file-not-supplied", "is not part of the input" + tried_text(file));
      }
      return make(Severity::warning, "config-file-missing", "is configured but does not exist" + tried_text(file));
    case FileState::not_supplied:
      return make(Severity::note, "config-file-not-supplied",
                  "is not part of the input" + tried_text(file) + "; specify the folder that corresponds to / on the server with --root");
    case FileState::outside:
      return make(Severity::note, "config-file-outside",
                  "is outside of the folders that are checked; specify a folder above it with --root");
    case FileState::undecided:
      return make(Severity::note, "config-file-undecided", "contains a variable or a template, so the path cannot be determined");
  }
  return std::nullopt;
}

bool is_client_host(const std::string& name) { return name == "localhost" || name.starts_with("localhost."); }

// HAProxy looks for issuers-chain-path by the key ids, and takes the whole file.
bool begins_with_issuer(const formats::Container& chain, const x509::Certificate& child) {
  const x509::Certificate* first = chain.entries.empty() ? nullptr : chain.entries.front().certificate.get();
  const std::optional<x509::AuthorityKeyId>& wanted = child.extensions().authority_key_id;
  if (first == nullptr || !wanted || !wanted->key_id) return false;
  const std::optional<ByteView>& own = first->extensions().subject_key_id;
  return own && equal(*own, *wanted->key_id) && first->subject().canonical() == child.issuer().canonical();
}

bool is_any(const std::vector<EndpointUse>& uses, config::PeerUse peers) {
  return std::any_of(uses.begin(), uses.end(), [&](const EndpointUse& use) { return use.endpoint->peers == peers; });
}

// Without a certificate of an end entity, the first one: openssl req -x509 marks it as a CA.
const x509::Certificate* leaf_in(const ReadBundle& read) {
  const x509::Certificate* first = nullptr;
  for (const formats::Container& container : read.bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.is_leaf()) return entry.certificate.get();
      if (first == nullptr) first = entry.certificate.get();
    }
  }
  return first;
}

}  // namespace

EndpointBundles::EndpointBundles(const RunOptions& options, const LintPlan& plan, InputFiles& found) : options_(options), plan_(plan) {
  configurations_ = read_configurations(found, options.roots, *options.files);
  // Where it was named, one that is of no interest is an input without certificates.
  std::erase_if(configurations_, is_of_no_interest);
  if (!any()) return;
  take_configuration_files(found);
  for (config::Configuration& configuration : configurations_) note_files(configuration);
  for (const config::Configuration& configuration : configurations_) {
    for (const config::Endpoint& endpoint : configuration.endpoints) plan_endpoint(endpoint);
  }
  if (plan.bundles != nullptr) plans_.plans = plan.bundles->plans;
  policy_plans_ = plans_.plans.size();
  for (Planned& planned : planned_) {
    BundlePlan own;
    own.told = &planned.told;
    own.files = planned.told.files;
    own.purposes = purposes_of(planned.uses);
    own.deployments = deployments_for(planned.uses.front());
    own.always = true;
    plans_.plans.push_back(std::move(own));
  }
  add_client_cas(found);
}

void EndpointBundles::take_configuration_files(InputFiles& found) {
  for (const config::Configuration& configuration : configurations_) {
    for (const std::string& path : configuration.files) {
      if (!container_of_.try_emplace(path, containers_.size()).second) continue;
      formats::Container& container = containers_.emplace_back();
      container.path = path;
      container.format = formats::Format::configuration;
    }
  }
  std::erase_if(found.files, [&](const InputFile& file) { return container_of_.contains(file.path); });
}

void EndpointBundles::add_diagnostic(Diagnostic diagnostic) {
  const auto at = container_of_.find(diagnostic.location.path);
  if (at == container_of_.end()) return;
  formats::Container& container = containers_[at->second];
  if (diagnostic.severity == Severity::error) container.status = formats::ReadStatus::partial;
  if (diagnostic.code == "config-limit") diagnostic.advice = "Check one part of the configuration at a time.";
  container.diagnostics.push_back(std::move(diagnostic));
}

// A folder of the server of which one file was found is part of the input: another file of it does not exist.
void EndpointBundles::find_missing(config::Configuration& configuration) const {
  std::map<std::string, std::string> folders;  // of the server, with those of the input
  const auto folder_of = [](const std::string& path) { return path.substr(0, path.rfind('/')); };
  const auto each_reference = [&](const auto& act) {
    for (config::Endpoint& endpoint : configuration.endpoints) {
      for (config::CertificateFiles& files : endpoint.certificates) {
        for (FileReference* file : {&files.certificate, &files.chain, &files.key}) {
          if (config::is_absolute(file->written)) act(*file);
        }
      }
    }
  };
  each_reference([&](FileReference& file) {
    if (file.is_found()) folders.emplace(folder_of(file.written), folder_of(file.path));
  });
  each_reference([&](FileReference& file) {
    const auto known = folders.find(folder_of(file.written));
    if (file.state != FileState::not_supplied || known == folders.end()) return;
    file.state = FileState::missing;
    file.tried = {known->second + file.written.substr(file.written.rfind('/'))};
  });
}

void EndpointBundles::note_files(config::Configuration& configuration) {
  find_missing(configuration);
  for (Diagnostic& diagnostic : configuration.diagnostics) add_diagnostic(std::move(diagnostic));
  std::set<std::string> told;  // each file once
  for (const config::Endpoint& endpoint : configuration.endpoints) {
    for (const FileReference* file : references_of(endpoint)) {
      // Without a file of its own, the key is in that of the certificate.
      const bool key = std::any_of(endpoint.certificates.begin(), endpoint.certificates.end(), [&](const config::CertificateFiles& files) {
        return &files.key == file || (&files.certificate == file && !files.key.is_named());
      });
      std::optional<Diagnostic> diagnostic = about(*file, key, !options_.roots.empty());
      if (diagnostic && diagnostic->code == "config-file-missing") {
        std::vector<std::string>& missing = missing_of_[file->location.path];
        missing.insert(missing.end(), file->tried.begin(), file->tried.end());
      }
      if (diagnostic && told.insert(file->written).second) add_diagnostic(std::move(*diagnostic));
    }
  }
}

void EndpointBundles::plan_endpoint(const config::Endpoint& endpoint) {
  for (const config::CertificateFiles& files : endpoint.certificates) {
    if (!files.certificate.is_found()) continue;
    std::vector<std::string> paths{files.certificate.path};
    for (const FileReference* file : {&files.chain, &files.key}) {
      if (file->is_found() && std::find(paths.begin(), paths.end(), file->path) == paths.end()) paths.push_back(file->path);
    }
    std::vector<std::string> key = paths;
    key.emplace_back(config::to_string(endpoint.server));
    key.emplace_back(config::to_string(endpoint.role));
    key.emplace_back(files.chain_replaces ? "replaced" : "");
    key.push_back(to_lower_ascii(files.alias.text));
    const auto [known, added] = by_files_.try_emplace(std::move(key), nullptr);
    if (added) {
      Planned& planned = planned_.emplace_back();
      planned.told.name = paths.front();
      planned.told.files = std::move(paths);
      known->second = &planned;
    }
    known->second->uses.push_back({&endpoint, &files});
  }
}

chain::Purposes EndpointBundles::purposes_of(const std::vector<EndpointUse>& uses) const {
  if (uses.front().endpoint->role == config::Role::client) return chain::Purpose::client;
  chain::Purposes purposes = options_.purposes;
  if (!options_.purpose_given && is_any(uses, config::PeerUse::verified)) purposes.add(chain::Purpose::client);
  return purposes;
}

// Those of the run come first: they were chosen.
const profiles::DeploymentRequest* EndpointBundles::deployments_for(const EndpointUse& use) {
  if (use.endpoint->role == config::Role::client) return &nowhere_;
  if (!options_.targets.empty()) return nullptr;
  const std::string target(use.files->chain_replaces ? "apache-legacy" : config::to_string(use.endpoint->server));
  std::unique_ptr<DeploymentChoice>& choice = deployments_[target];
  if (choice == nullptr) {
    choice = std::make_unique<DeploymentChoice>();
    RunOptions options;
    options.targets.push_back(target);
    options.clients = options_.clients;
    options.judged_by = options_.judged_by;
    UsageProblems problems;  // of the clients: told already
    choose_deployments(options, plan_.reading, plan_.certificates, *choice, problems);
    choice->request.stores = plan_.deployments.stores;
  }
  return &choice->request;
}

// They are read as any file that was met.
void EndpointBundles::add_client_cas(InputFiles& found) {
  std::set<std::string> known;
  for (const InputFile& file : found.files) known.insert(options_.files->look_at(file.path).identity);
  for (const config::Configuration& configuration : configurations_) {
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      for (const FileReference* file : verification_files_of(endpoint)) {
        if (!file->is_found()) continue;
        const FileSource::Place place = options_.files->look_at(file->path);
        if (place.kind == FileSource::Place::Kind::file && known.insert(place.identity).second) found.files.push_back({file->path, false});
      }
    }
  }
}

void EndpointBundles::prepare(const ToldInputs& told, InputFiles& found, ListedFiles& listed) {
  if (!any()) return;
  std::set<std::size_t> keys, others;
  for (const ToldFiles& files : told.bundles) {
    const bool own = files.plan >= plans_.plans.data() + policy_plans_ && files.plan < plans_.plans.data() + plans_.plans.size();
    for (const std::size_t file : files.files) {
      bool key = false;
      if (own) {
        const Planned& planned = planned_[static_cast<std::size_t>(files.plan - plans_.plans.data()) - policy_plans_];
        const config::CertificateFiles& named = *planned.uses.front().files;
        key = found.files[file].path != named.certificate.path && file == files.files.back() && named.key.is_found() &&
              named.key.path != named.certificate.path;
      }
      (key ? keys : others).insert(file);
    }
  }
  for (const std::size_t file : keys) {
    if (!others.contains(file)) found.files[file].part = formats::FileUse::key;
  }
  for (const formats::Container& container : containers_) listed.inputs.push_back(report::describe_input(container));
}

void EndpointBundles::check_names(const EndpointUse& use, const ReadBundle& read) {
  const x509::Certificate* leaf = leaf_in(read);
  if (leaf == nullptr) return;
  for (const config::ServedName& name : use.endpoint->names) {
    if (name.form != config::NameForm::wildcard || x509::covers(*leaf, name.text)) continue;
    add_diagnostic({Severity::warning, "config-wildcard-not-covered",
                    "certificate " + in_quotes(read.bundle.containers.front().path) + " does not cover " + in_quotes(name.text),
                    name.location});
  }
}

// What the configuration says of one bundle.
void EndpointBundles::expect(const std::vector<EndpointUse>& uses, const Containers& client_cas, ReadBundle& read) {
  formats::Bundle& bundle = read.bundle;
  bundle.key_password = uses.front().files->key_password;
  std::set<std::string> hosts;
  for (const formats::ServedHost& host : bundle.hosts) hosts.insert(host.name);
  std::set<std::pair<std::string, std::uint32_t>> places;
  for (const EndpointUse& use : uses) {
    const Location& at = use.files->certificate.location;
    if (places.emplace(at.path, at.line.value_or(0)).second) bundle.configured_at.push_back(at);
    check_names(use, read);
    for (const config::ServedName& name : use.endpoint->names) {
      if (name.form != config::NameForm::exact || is_client_host(name.text) || !hosts.insert(name.text).second) continue;
      bundle.hosts.push_back({name.text, name.location});
    }
  }
  bundle.never_client = !is_any(uses, config::PeerUse::undecided) && !is_any(uses, config::PeerUse::verified);
  if (!uses.front().files->chain_replaces) return complete(uses.front(), client_cas, read);
  replace_chain(*uses.front().files, bundle);
}

EndpointBundles::Containers EndpointBundles::client_cas(const std::vector<KeptFile>& kept) const {
  std::unordered_map<std::string, const KeptFile*> by_identity;
  for (const KeptFile& file : kept) by_identity.emplace(options_.files->look_at(file.path).identity, &file);
  Containers result;
  for (const config::Configuration& configuration : configurations_) {
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      for (const FileReference* file : verification_files_of(endpoint)) {
        if (!file->is_found() || result.contains(file->path)) continue;
        const auto at = by_identity.find(options_.files->look_at(file->path).identity);
        if (at == by_identity.end() || at->second->containers.empty()) continue;
        result.emplace(file->path, at->second->containers.front().container);
      }
    }
  }
  return result;
}

// OpenSSL completes a certificate without a chain from the client CA file, up to its root, in servers that let it (SSL_MODE_NO_AUTO_CHAIN
// is not set). What is sent then becomes part of the certificate's file.
void EndpointBundles::complete(const EndpointUse& use, const Containers& authorities, ReadBundle& read) {
  const bool completes = use.endpoint->completed_from_cas || !use.endpoint->issuers.empty();
  if (!completes || use.endpoint->role != config::Role::server) return;
  const x509::Certificate* child = nullptr;
  for (const formats::Container& container : read.bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.certificate == nullptr) continue;
      if (child != nullptr) return;  // it has a chain
      child = entry.certificate.get();
    }
  }
  if (child == nullptr) return;
  for (const FileReference& file : use.endpoint->issuers) {
    const auto at = authorities.find(file.path);
    if (at == authorities.end() || !begins_with_issuer(at->second, *child)) continue;
    std::vector<formats::Entry>& entries = read.bundle.containers.front().entries;
    entries.insert(entries.end(), at->second.entries.begin(), at->second.entries.end());
    return;
  }
  if (!use.endpoint->completed_from_cas) return;
  for (const FileReference& file : use.endpoint->client_cas) {
    const auto at = authorities.find(file.path);
    if (at == authorities.end()) continue;
    const std::vector<formats::Entry>& known = at->second.entries;
    std::vector<formats::Entry> chain;
    while (!x509::looks_self_signed(*child) && chain.size() < plan_.reading.limits.path_length) {
      const auto issuer = std::find_if(known.begin(), known.end(), [&](const formats::Entry& entry) {
        return entry.certificate != nullptr && entry.certificate->subject().canonical() == child->issuer().canonical();
      });
      if (issuer == known.end()) break;
      chain.push_back(*issuer);
      child = issuer->certificate.get();
    }
    if (chain.empty()) continue;
    formats::Container& own = read.bundle.containers.front();
    own.entries.insert(own.entries.end(), chain.begin(), chain.end());
    // With the root alone, the server has all that it needs to send.
    if (chain.size() == 1 && x509::looks_self_signed(*child)) return;
    own.diagnostics.push_back(
        {Severity::warning, "config-chain-from-client-ca",
         "chain of " + in_quotes(use.files->certificate.path) + " is completed from the client CA file " + in_quotes(file.path),
         file.location});
    return;
  }
}

// A file of CA certificates is one to be trusted, whatever it contains: of end-entity certificates, check_client_cas() says what is wrong.
void EndpointBundles::mark_authorities(std::vector<ReadBundle>& bundles) const {
  std::set<std::string> authorities;
  for (const config::Configuration& configuration : configurations_) {
    for (const config::Endpoint& endpoint : configuration.endpoints) {
      for (const FileReference* file : authorities_of(endpoint)) {
        if (file->is_found()) authorities.insert(options_.files->look_at(file->path).identity);
      }
    }
  }
  for (ReadBundle& read : bundles) {
    const std::vector<formats::Container>& containers = read.bundle.containers;
    const bool all = read.plan == nullptr && std::all_of(containers.begin(), containers.end(), [&](const formats::Container& each) {
                       return authorities.contains(options_.files->look_at(each.path).identity);
                     });
    if (!all || containers.empty()) continue;
    read.bundle.trust_store = true;
    for (formats::Container& container : read.bundle.containers) {
      std::erase_if(container.entries, [](const formats::Entry& entry) { return entry.is_leaf(); });
    }
  }
}

void EndpointBundles::note_nothing_supplied() {
  for (const config::Configuration& configuration : configurations_) {
    // Something else is wrong with it already.
    const bool reported = std::any_of(configuration.files.begin(), configuration.files.end(), [&](const std::string& path) {
      const Diagnostics& diagnostics = containers_[container_of_.at(path)].diagnostics;
      return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& each) {
        return each.code == "config-file-missing" || each.code == "config-setting-form" || each.code == "config-certificate-missing";
      });
    });
    if (configuration.endpoints.empty() || reported || is_template(configuration)) continue;
    add_diagnostic(
        {Severity::error,
         "config-nothing-supplied",
         "configures " + count_noun(configuration.endpoints.size(), "TLS endpoint") + ", but none of the certificates is part of the input",
         {.path = configuration.path}});
  }
}

const EndpointBundles::Planned* EndpointBundles::planned_of(const ReadBundle& read) const {
  const BundlePlan* first = plans_.plans.data() + policy_plans_;
  const bool own = read.plan >= first && read.plan < plans_.plans.data() + plans_.plans.size();
  return own ? &planned_[static_cast<std::size_t>(read.plan - first)] : nullptr;
}

// Whether a template decides which certificates the endpoints use: none can be supplied before it is filled in.
bool EndpointBundles::is_template(const config::Configuration& configuration) const {
  const bool filled_in = std::any_of(configuration.files.begin(), configuration.files.end(), [&](const std::string& path) {
    return containers_[container_of_.at(path)].has_diagnostic("config-template");
  });
  return filled_in && std::all_of(configuration.endpoints.begin(), configuration.endpoints.end(), [](const config::Endpoint& endpoint) {
           return std::all_of(endpoint.certificates.begin(), endpoint.certificates.end(),
                              [](const config::CertificateFiles& files) { return files.certificate.state == FileState::undecided; });
         });
}

void EndpointBundles::add_passwords(formats::ReadOptions& reading) const {
  std::set<std::string_view> known;
  for (const Password& password : plan_.reading.passwords) known.insert(password.utf8());
  for (const config::Configuration& configuration : configurations_) {
    for (const Password& password : configuration.passwords) {
      if (known.insert(password.utf8()).second) reading.passwords.push_back(password);
    }
  }
}

void EndpointBundles::finish(const std::vector<KeptFile>& kept, std::vector<ReadBundle>& bundles, ListedFiles& listed) {
  if (!any()) return;
  const Containers authorities = client_cas(kept);
  const UnverifiedUses unverified(configurations_);
  const auto alias_of = [&](const ReadBundle& read) {
    const Planned* planned = planned_of(read);
    return planned == nullptr ? nullptr : &planned->uses.front().files->alias;
  };
  const bool any_supplied = !bundles.empty();
  for (Diagnostic& diagnostic : choose_keystore_entries(bundles, alias_of)) add_diagnostic(std::move(diagnostic));
  mark_authorities(bundles);
  std::vector<UsedBundle> used;
  for (ReadBundle& read : bundles) {
    const Planned* planned = planned_of(read);
    if (planned == nullptr) continue;
    const std::vector<EndpointUse>& uses = planned->uses;
    note_readable_keys(uses.front(), options_, read.bundle);
    expect(uses, authorities, read);
    if (const x509::Certificate* leaf = leaf_in(read)) read.bundle.unverified_use = unverified.reason(uses, *leaf);
    used.push_back({&read, &uses});
  }
  for (Diagnostic& diagnostic : check_routed(configurations_, used)) add_diagnostic(std::move(diagnostic));
  for (Diagnostic& diagnostic : check_thumbprints(configurations_, bundles)) add_diagnostic(std::move(diagnostic));
  check_endpoints(used, kept, *options_.files);
  for (Diagnostic& diagnostic : check_client_cas(configurations_, authorities, options_.at)) add_diagnostic(std::move(diagnostic));
  if (!any_supplied) note_nothing_supplied();
  InputIndex inputs(listed.inputs);
  std::vector<ReadBundle> own;
  for (formats::Container& container : containers_) {
    std::sort(container.diagnostics.begin(), container.diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
      return std::pair(a.location.line.value_or(0), a.location.column.value_or(0)) <
             std::pair(b.location.line.value_or(0), b.location.column.value_or(0));
    });
    if (report::InputReport* input = inputs.find(container.path)) *input = report::describe_input(container);
    if (!container.has_doubt()) continue;
    ReadBundle& read = own.emplace_back();
    read.bundle.name = container.path;
    read.files = {container.path};
    if (const auto missing = missing_of_.find(container.path); missing != missing_of_.end()) read.missing = missing->second;
    read.bundle.containers.push_back(std::move(container));
  }
  std::move(bundles.begin(), bundles.end(), std::back_inserter(own));
  bundles = std::move(own);
}

}  // namespace chainlint::run
