#include "branch/changed_issuers.h"

#include <deque>
#include <map>

#include "chainlint/x509/self_signed.h"

namespace chainlint::run {
namespace {

// Names of CAs by what is known of them: the digest of a certificate, the bytes of a revocation list.
std::map<std::string, std::string> items_of(const std::vector<formats::FoundContainer>& containers, bool all) {
  std::map<std::string, std::string> items;
  for (const formats::FoundContainer& found : containers) {
    for (const formats::Entry& entry : found.container.entries) {
      if (entry.certificate && (all || entry.certificate->is_ca())) {
        const Digest256& digest = entry.certificate->sha256();
        items.try_emplace(std::string(digest.begin(), digest.end()), entry.certificate->subject().canonical());
      }
      if (entry.crl) items.try_emplace(std::string(as_text(entry.crl->der())), entry.crl->issuer().canonical());
    }
  }
  return items;
}

}  // namespace

bool holds_leaf(const std::vector<formats::FoundContainer>& containers) {
  return std::any_of(containers.begin(), containers.end(), [](const formats::FoundContainer& found) {
    return std::any_of(found.container.entries.begin(), found.container.entries.end(),
                       [](const formats::Entry& entry) { return entry.is_leaf(); });
  });
}

void ChangedIssuers::add(const std::vector<formats::FoundContainer>& before, const std::vector<formats::FoundContainer>& after,
                         const std::string& file, bool all) {
  const std::map<std::string, std::string> then = items_of(before, all), now = items_of(after, all);
  for (const auto& [item, name] : then) {
    if (!now.contains(item)) files_.try_emplace(name, file);
  }
  for (const auto& [item, name] : now) {
    if (!then.contains(item)) files_.try_emplace(name, file);
  }
}

void ChangedIssuers::know(const x509::CertificatePtr& certificate) {
  if (!certificate || x509::looks_self_signed(*certificate)) return;
  issued_[certificate->issuer().canonical()].push_back(certificate->subject().canonical());
}

void ChangedIssuers::know(const formats::Bundle& bundle) {
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.certificate && entry.certificate->is_ca()) know(entry.certificate);
    }
  }
}

void ChangedIssuers::spread() {
  std::deque<std::string> waiting;
  for (const auto& [name, file] : files_) waiting.push_back(name);
  while (!waiting.empty()) {
    const std::string name = std::move(waiting.front());
    waiting.pop_front();
    const auto below = issued_.find(name);
    if (below == issued_.end()) continue;
    const std::string file = files_.at(name);
    for (const std::string& issued : below->second) {
      if (files_.try_emplace(issued, file).second) waiting.push_back(issued);
    }
    below->second.clear();
  }
}

const std::string* ChangedIssuers::file_for(const formats::Bundle& bundle) const {
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (!entry.certificate) continue;
      const auto found = files_.find(entry.certificate->issuer().canonical());
      if (found != files_.end()) return &found->second;
    }
  }
  return nullptr;
}

}  // namespace chainlint::run
