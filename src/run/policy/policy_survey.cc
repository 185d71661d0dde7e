#include "chainlint/run/policy_survey.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "chainlint/base/parallel.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/registry.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/trust_material.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

// A bundle asks for this many names; more are the business of a template.
constexpr std::size_t kShownHosts = 20;

std::string folder_of(const std::string& path) { return path.substr(0, path.find_last_of("/!") + 1); }

bool has_certificates(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(),
                     [](const formats::Container& c) { return c.count(formats::EntryKind::certificate) > 0; });
}

// Whether the file contains only roots, and so is a file of trust anchors.
bool is_roots_alone(const formats::Container& container) {
  return container.count(formats::EntryKind::certificate) > 0 && container.count(formats::EntryKind::private_key) == 0 &&
         std::all_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
           return !entry.certificate || (x509::looks_self_signed(*entry.certificate) && entry.certificate->is_ca());
         });
}

// A store of what Windows refuses is known by its name alone where it was exported to a file.
bool is_distrusted(const formats::Container& container) {
  return to_lower_ascii(container.path).find("disallowed") != std::string::npos ||
         std::any_of(container.entries.begin(), container.entries.end(),
                     [](const formats::Entry& entry) { return entry.store == "Disallowed"; });
}

// An anchor is its name and its key.
std::string entity(const x509::Certificate& certificate) {
  return certificate.subject().canonical() + to_hex(certificate.public_key().canonical());
}

// A leaf or a key makes it one.
bool is_server_bundle(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(), [](const formats::Container& container) {
    return std::any_of(container.entries.begin(), container.entries.end(),
                       [](const formats::Entry& entry) { return entry.kind == formats::EntryKind::private_key || entry.is_leaf(); });
  });
}

bool is_locked(const formats::Container& container) {
  return container.facts.password == formats::PasswordUse::not_found ||
         std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
           return entry.kind == formats::EntryKind::private_key && entry.key_state == formats::KeyState::locked;
         });
}

std::vector<std::string> hosts_of(const x509::Certificate& leaf) {
  std::vector<std::string> hosts;
  if (!leaf.extensions().subject_alt_name) return hosts;
  for (const x509::GeneralName& name : *leaf.extensions().subject_alt_name) {
    if (name.kind != x509::GeneralNameKind::dns && name.kind != x509::GeneralNameKind::ip) continue;
    const Result<x509::HostName> host = x509::HostName::parse(name.to_string());
    if (!host || name.to_string().find('*') != std::string::npos) continue;
    if (std::find(hosts.begin(), hosts.end(), host->to_string()) == hosts.end()) hosts.push_back(host->to_string());
    if (hosts.size() == kShownHosts) break;
  }
  return hosts;
}

// The profile that files of this make are for, and why.
std::pair<std::string, std::string> likely_target(const formats::Bundle& bundle) {
  const formats::Container& first = bundle.containers.front();
  if (first.format == formats::Format::pkcs12) {
    if (bundle.layout == formats::FolderLayout::iis_central_store) return {"iis-ccs", "one PFX per host name"};
    return {"iis", "PKCS#12"};
  }
  if (first.format == formats::Format::kubernetes) return {"kubernetes-tls", "a Kubernetes manifest"};
  const formats::FormatFamily family = formats::traits_of(first.format).family;
  if (family == formats::FormatFamily::java_keystore) return {"java-keystore", "a Java keystore"};
  if (family == formats::FormatFamily::windows_store) return {"windows-server", "an export of a Windows store"};
  if (first.format != formats::Format::pem) return {};
  if (first.count(formats::EntryKind::private_key) > 0) return {"haproxy", "PEM with its key in the same file"};
  return {"nginx", bundle.containers.size() > 1 ? "PEM with its key or chain in a file of its own" : "PEM"};
}

class Surveyor {
 public:
  Surveyor(const RunOptions& options, const formats::ReadOptions& reading, const TrustMaterial& system) : system_(system) {
    const std::string& folder = options.paths.front();
    prefix_ = folder == "." ? "./" : folder + (folder.ends_with('/') ? "" : "/");
    request_.at = options.at;
    request_.limits = reading.limits;
    request_.anchors = &anchors_;
    request_.pool = &pool_;
  }

  PolicySurvey survey(const std::vector<ReadBundle>& bundles, unsigned jobs) {
    for (const ReadBundle& read : bundles) sort_out(read.bundle);
    std::vector<x509::CertificatePtr> all = system_.anchors.certificates();
    for (const auto& [path, roots] : roots_) all.insert(all.end(), roots.begin(), roots.end());
    anchors_ = chain::AnchorSet(std::move(all), chain::AnchorOrigin::files);
    std::vector<chain::BundleAnalysis> analyses(servers_.size());
    in_parallel(servers_.size(), jobs, [&](std::size_t i) { analyses[i] = chain::analyze(*servers_[i], request_, verifier_); });
    for (std::size_t i = 0; i < servers_.size(); ++i) note(*servers_[i], analyses[i]);
    name_anchors();
    return std::move(survey_);
  }

 private:
  std::string shown(const std::string& path) const { return path.starts_with(prefix_) ? path.substr(prefix_.size()) : path; }

  void sort_out(const formats::Bundle& bundle) {
    if (!has_certificates(bundle)) return;
    const formats::Container& first = bundle.containers.front();
    const bool in_archive = first.path.find('!') != std::string::npos;
    if (is_server_bundle(bundle)) {
      servers_.push_back(&bundle);
    } else if (in_archive || bundle.containers.size() > 1) {
      return;
    } else if (is_distrusted(first)) {
      return;
    } else if (is_roots_alone(first)) {
      for (const formats::Entry& entry : first.entries) {
        if (entry.certificate) roots_[shown(first.path)].push_back(entry.certificate);
      }
    } else {
      survey_.pools.push_back(shown(first.path));
    }
  }

  void note(const formats::Bundle& bundle, const chain::BundleAnalysis& analysis) {
    SurveyedBundle noted;
    for (const formats::Container& container : bundle.containers) {
      noted.files.push_back(shown(container.path));
      noted.apart |= folder_of(container.path) != folder_of(bundle.containers.front().path);
    }
    std::tie(noted.target, noted.target_reason) = likely_target(bundle);
    const facts::FactContext context{bundle, analysis, request_, {}, nullptr};
    noted.issuance = facts::issuance_of(context);
    std::string name = noted.files.front();
    if (analysis.leaf) {
      const x509::Certificate& leaf = *analysis.members[*analysis.leaf].certificate;
      noted.hosts = hosts_of(leaf);
      noted.leaf_sha256 = to_hex(leaf.sha256());
      name = noted.hosts.empty() ? x509::display_name(leaf) : noted.hosts.front();
    }
    if (analysis.path) note_path(*analysis.path, noted);
    noted.name = name;
    for (std::size_t n = 2; !names_.insert(noted.name).second; ++n) noted.name = name + " " + std::to_string(n);
    survey_.bundles.push_back(std::move(noted));
  }

  void note_path(const chain::Path& path, SurveyedBundle& noted) {
    const x509::Certificate& top = *path.steps.back().certificate;
    if (path.stop == chain::StopReason::anchor && system_.anchors.same_entity(top) != nullptr) {
      survey_.system_anchors = true;
    } else if (path.stop == chain::StopReason::anchor) {
      tops_.insert(entity(top));
    } else if (path.stop == chain::StopReason::untrusted_root) {
      lone_.insert(x509::display_name(top));
    } else {
      noted.missing_issuer = top.issuer().display();
    }
  }

  // Each root is named by one file.
  void name_anchors() {
    for (const auto& [path, roots] : roots_) {
      bool needed = false;
      for (const x509::CertificatePtr& root : roots) needed |= tops_.erase(entity(*root)) > 0;
      if (needed) survey_.anchors.push_back(path);
    }
    survey_.lone_roots.assign(lone_.begin(), lone_.end());
  }

  const TrustMaterial& system_;
  std::string prefix_;
  chain::ChainRequest request_;
  crypto::SignatureVerifier verifier_;
  chain::AnchorSet anchors_, pool_;
  std::vector<const formats::Bundle*> servers_;
  std::map<std::string, std::vector<x509::CertificatePtr>> roots_;  // files of roots alone
  std::set<std::string> tops_, lone_, names_;
  PolicySurvey survey_;
};

}  // namespace

PolicySurvey survey_folder(const std::string& folder, UsageProblems& problems) {
  BundleArguments arguments;
  arguments.paths = {folder};
  const RunOptions options = validate_arguments(arguments, problems);
  const formats::ReadOptions reading;
  formats::CertificateCache certificates;
  const TrustMaterial system = load_trust_material(options, reading, certificates, problems);
  if (!problems.empty()) return {};
  ListedFiles listed;
  const InputFiles found = find_files(options.paths, reading.limits);
  const std::vector<ReadBundle> bundles = read_bundles(options, found, {}, reading, certificates, listed);
  PolicySurvey survey = Surveyor(options, reading, system).survey(bundles, options.jobs);
  survey.files = listed.inputs.size();
  const std::string prefix = folder == "." ? "./" : folder + (folder.ends_with('/') ? "" : "/");
  const auto shown = [&](const std::string& path) { return path.starts_with(prefix) ? path.substr(prefix.size()) : path; };
  for (const Diagnostic& diagnostic : found.diagnostics) survey.unread.push_back(shown(diagnostic.location.path));
  std::set<std::string> locked;
  for (const ReadBundle& read : bundles) {
    for (const formats::Container& container : read.bundle.containers) {
      if (is_locked(container)) locked.insert(shown(container.path));
    }
  }
  survey.locked.assign(locked.begin(), locked.end());
  for (const report::InputReport& input : listed.inputs) {
    if (report::has_read_error(input) && !locked.contains(shown(input.path))) survey.unread.push_back(shown(input.path));
  }
  return survey;
}

}  // namespace chainlint::run
