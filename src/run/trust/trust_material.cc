#include "chainlint/run/trust_material.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/windows_store.h"
#include "chainlint/run/input_files.h"
#include "chainlint/x509/self_signed.h"
#include "inputs/unread_input.h"

namespace chainlint::run {
namespace {

// Debian and Ubuntu; Fedora and RHEL; openSUSE; Alpine, FreeBSD and macOS.
constexpr std::array<const char*, 4> kSystemStores{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                                   "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

const char* find_system_store() {
  struct stat status {};
  for (const char* path : kSystemStores) {
    if (::stat(path, &status) == 0 && S_ISREG(status.st_mode)) return path;
  }
  return nullptr;
}

bool is_served(const formats::Entry& entry) {
  return entry.certificate != nullptr && !entry.trusted_certificate && !entry.for_trust && !entry.certificate->is_ca() &&
         !x509::looks_self_signed(*entry.certificate) && (entry.store.empty() || formats::is_personal_store(entry.store));
}

// The intermediates above a leaf in its object, where a root ends them; nothing where none does.
std::set<const formats::Entry*> chain_to_root(const formats::Entry& leaf, const formats::Container& container) {
  std::set<const formats::Entry*> chain;
  for (const formats::Entry* at = &leaf; at != nullptr && chain.size() < Limits().path_length;) {
    const formats::Entry* above = nullptr;
    for (const formats::Entry& other : container.entries) {
      const bool issuer = other.certificate != nullptr && other.object == leaf.object &&
                          other.certificate->subject().canonical() == at->certificate->issuer().canonical();
      if (!issuer) continue;
      if (x509::looks_self_signed(*other.certificate)) return chain;
      if (chain.insert(&other).second) above = &other;
    }
    at = above;
  }
  return {};
}

// The certificates of servers in a file of several, and the chains up to a root that is there: the root is trusted, the rest is what is to
// be checked. Trusted entries of a keystore are anchors, whatever they are.
std::set<const formats::Entry*> served_entries(const formats::Container& container) {
  std::set<const formats::Entry*> served;
  if (container.entries.size() < 2 || container.entries.size() > TrustLimits::kChainFileEntries) return served;
  for (const formats::Entry& entry : container.entries) {
    if (!is_served(entry)) continue;
    served.insert(&entry);
    served.merge(chain_to_root(entry, container));
  }
  return served;
}

// Reads the files that one option names and hands their entries on.
class TrustLoader {
 public:
  TrustLoader(const formats::ReadOptions& reading, formats::CertificateCache& certificates, UsageProblems& problems,
              std::vector<report::InputReport>& damaged)
      : reading_(reading), certificates_(certificates), problems_(problems), damaged_(damaged) {}

  // False where a file, or a part of one, could not be read: what was loaded is not all that the option names.
  template <class Use>
  bool load(policy::OptionName option, const std::string& value, const std::string& path, formats::EntryKind kind, Use use) {
    const std::string of_value = value == path ? " " : " " + value + ": ";  // the store of the system is a path too
    const std::string named = std::string(option.name()) + of_value;
    const InputFiles found = find_files({path}, reading_.limits);
    for (const Diagnostic& diagnostic : found.diagnostics) {
      problems_.add(option, value, of_value + in_quotes(diagnostic.location.path) + " " + diagnostic.message);
    }
    const std::size_t damaged_before = damaged_.size();
    std::size_t used = 0;
    for (const InputFile& file : found.files) {
      const Result<Bytes> content = read_file(file.path, reading_.limits);
      if (!content) {
        damaged_.push_back(unread_input(file.path, content.error().code, content.error().message));
        continue;
      }
      for (const formats::Container& container : formats::read_containers(file.path, *content, reading_, certificates_)) {
        // A member of an archive, like a file of a folder, need not be what the option needs.
        const bool is_named = file.named && container.path == file.path;
        used += use_entries(container, kind, is_named ? named : std::string(), use);
      }
    }
    if (used == 0 && damaged_.size() == damaged_before && found.diagnostics.empty()) {
      const std::string code = kind == formats::EntryKind::crl ? "no-crl" : "no-certificate";
      damaged_.push_back(unread_input(path, code, "contains no " + std::string(word_of(kind)) + "; " + named + "needs one"));
    }
    return damaged_.size() == damaged_before;
  }

 private:
  static std::string_view word_of(formats::EntryKind kind) { return kind == formats::EntryKind::crl ? "CRL" : "certificate"; }

  template <class Use>
  std::size_t use_entries(const formats::Container& container, formats::EntryKind kind, const std::string& named_by, Use use) {
    std::size_t used = 0;
    const std::set<const formats::Entry*> served =
        kind == formats::EntryKind::certificate ? served_entries(container) : std::set<const formats::Entry*>();
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind != kind || served.count(&entry) != 0) continue;
      use(entry, container);
      ++used;
    }
    if (container.has_error() && (used > 0 || !named_by.empty())) {
      damaged_.push_back(report::describe_input(container));
      if (used == 0) damaged_.back().diagnostics.front().message += "; " + named_by + "needs a " + std::string(word_of(kind));
    }
    return used;
  }

  const formats::ReadOptions& reading_;
  formats::CertificateCache& certificates_;
  UsageProblems& problems_;
  std::vector<report::InputReport>& damaged_;
};

chain::AnchorSet load_anchors(const std::vector<std::string>& named, TrustLoader& loader, UsageProblems& problems) {
  std::vector<x509::CertificatePtr> certificates;
  std::vector<Location> locations;
  const auto collect = [&](const formats::Entry& entry, const formats::Container&) {
    certificates.push_back(entry.certificate);
    locations.push_back(entry.location);
  };
  const bool none = std::find(named.begin(), named.end(), "none") != named.end();
  if (none && named.size() > 1) problems.add("--anchors", "none", " is 'none' and another value; 'none' excludes all others");
  if (none) return {};
  chain::AnchorOrigin origin = chain::AnchorOrigin::system;
  bool complete = true;
  const std::vector<std::string> sources = named.empty() ? std::vector<std::string>{"system"} : named;
  for (const std::string& source : sources) {
    if (source != "system") {
      origin = chain::AnchorOrigin::files;
      complete &= loader.load("--anchors", source, source, formats::EntryKind::certificate, collect);
    } else if (const char* store = find_system_store()) {
      loader.load("--anchors", source, store, formats::EntryKind::certificate, collect);
    } else if (!named.empty()) {
      problems.add("--anchors", source,
                   " is 'system', and this system has no store at " + join_and({kSystemStores.begin(), kSystemStores.end()}));
    }
  }
  if (!complete) return chain::AnchorSet(std::move(certificates), chain::AnchorOrigin::incomplete);
  if (certificates.empty()) return {};
  return chain::AnchorSet(std::move(certificates), origin, std::move(locations));
}

}  // namespace

TrustMaterial load_trust_material(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                                  UsageProblems& problems) {
  TrustMaterial material;
  TrustLoader loader(reading, certificates, problems, material.damaged);
  material.anchors = load_anchors(options.anchors, loader, problems);
  std::vector<x509::CertificatePtr> pool;
  std::vector<Location> pool_locations;
  for (const std::string& path : options.pools) {
    loader.load("--pool", path, path, formats::EntryKind::certificate, [&](const formats::Entry& entry, const formats::Container&) {
      pool.push_back(entry.certificate);
      pool_locations.push_back(entry.location);
    });
  }
  material.pool = chain::AnchorSet(std::move(pool), chain::AnchorOrigin::files, std::move(pool_locations));
  for (const std::string& path : options.crls) {
    loader.load("--crl", path, path, formats::EntryKind::crl, [&](const formats::Entry& entry, const formats::Container& container) {
      if (entry.crl == nullptr) return;
      material.crls.push_back(entry.crl);
      material.crl_sources.push_back({entry.location, container.format});
    });
  }
  return material;
}

}  // namespace chainlint::run
