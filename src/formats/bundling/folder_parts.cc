#include "bundling/folder_parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bundling/folder_layout.h"
#include "bundling/units.h"
#include "chainlint/formats/file_name.h"
#include "chainlint/x509/self_signed.h"
#include "values/value_names.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kRootsOfAStore = 4;

std::size_t count_roots(const Container& container) {
  return static_cast<std::size_t>(std::count_if(container.entries.begin(), container.entries.end(), [](const Entry& entry) {
    return entry.certificate && x509::looks_self_signed(*entry.certificate);
  }));
}

// Walks upwards by names through the files of a folder.
class ChainWalk {
 public:
  void add(const Container& container) {
    for (const Entry& entry : container.entries) {
      if (entry.certificate) by_subject_.try_emplace(entry.certificate->subject().canonical(), entry.certificate.get());
    }
  }

  // The name of the issuer that is not there; nothing where the walk ends at a root.
  std::optional<std::string> missing(const x509::Certificate& leaf) const {
    std::set<std::string_view> seen;
    for (const x509::Certificate* at = &leaf; !x509::looks_self_signed(*at);) {
      const std::string& issuer = at->issuer().canonical();
      const auto found = by_subject_.find(issuer);
      if (found == by_subject_.end()) return issuer;
      if (!seen.insert(issuer).second) return std::nullopt;
      at = found->second;
    }
    return std::nullopt;
  }

 private:
  std::unordered_map<std::string, const x509::Certificate*> by_subject_;
};

}  // namespace

void Part::classify() {
  const Container& container = file.container;
  folder = folder_of(container.path);
  name = file_name_of(container.path);
  const std::size_t private_keys = container.count(EntryKind::private_key), certificates = container.count(EntryKind::certificate);
  key_alone = private_keys > 0 && certificates == 0;
  keyless = private_keys == 0 && certificates == 0 && !container.entries.empty() && is_key_file_name(name);
  if (private_keys > 0 || certificates == 0) return;
  const auto first = std::find_if(container.entries.begin(), container.entries.end(), std::mem_fn(&Entry::is_leaf));
  if (first != container.entries.end()) {
    leaf = first->certificate.get();
    return;
  }
  ca_file = true;
  const std::size_t roots = count_roots(container);
  const bool store = roots >= kRootsOfAStore && roots * 2 > certificates;
  // ca.crt with a root in it is what clients are given, and no server reads it as a chain.
  const bool for_clients = roots > 0 && is_ca_name(name) && !is_chain_name(name);
  ca_alone = certificates <= kChainFileCertificates && roots < certificates && !store && !for_clients && !file.apart;
}

bool may_be_part(const Container& container) {
  switch (container.format) {
    case Format::pem:
    case Format::der:
    case Format::base64:
    case Format::pkcs7:
      return true;
    default:
      return false;
  }
}

void FolderParts::add(std::size_t part) {
  members_.push_back(part);
  const Part& added = parts_[part];
  keys_ += added.key_alone ? 1 : 0;
  if (added.leaf != nullptr) {
    leaves_.push_back(part);
    distinct_.insert(added.leaf->sha256());
  }
  if (added.ca_file) {
    for (const Entry& entry : added.file.container.entries) {
      if (entry.certificate) authorities_[entry.certificate->subject().canonical()].push_back({part, entry.certificate.get()});
    }
  }
  if (!added.ca_alone) return;
  for (const Entry& entry : added.file.container.entries) {
    if (entry.certificate && !x509::looks_self_signed(*entry.certificate)) {
      issuers_[entry.certificate->subject().canonical()].push_back(part);
    }
  }
}

const std::vector<FolderParts::Authority>* FolderParts::authorities(const std::string& name) const {
  const auto found = authorities_.find(name);
  return found == authorities_.end() ? nullptr : &found->second;
}

void FolderParts::join_chains() {
  for (const std::size_t leaf : leaves_) join_chains(leaf);
}

void FolderParts::join_key_by_name(std::size_t key, bool fits_elsewhere) {
  index_bases();
  std::vector<std::size_t> takers;
  if (const auto named = by_base_.find(base_name(parts_[key].name)); named != by_base_.end()) {
    std::copy_if(named->second.begin(), named->second.end(), std::back_inserter(takers),
                 [&](std::size_t part) { return parts_[part].keys.empty(); });
  }
  const auto is_leaf = [&](std::size_t part) { return parts_[part].leaf != nullptr; };
  if (std::any_of(takers.begin(), takers.end(), is_leaf)) std::erase_if(takers, [&](std::size_t part) { return !is_leaf(part); });
  const Container& file = parts_[key].file.container;
  const bool of_ssh = file.has_diagnostic("key-openssh") || file.has_diagnostic("key-putty");
  if (takers.empty() && !of_ssh && !is_ca_name(parts_[key].name) && keys_ == 1 && distinct_.size() <= 1) {
    const std::vector<std::size_t> chains = distinct_.empty() && !fits_elsewhere ? chains_without_leaf() : leaves_;
    std::copy_if(chains.begin(), chains.end(), std::back_inserter(takers), [&](std::size_t part) { return parts_[part].keys.empty(); });
  }
  for (const std::size_t leaf : takers) parts_[leaf].keys.push_back(key);
  parts_[key].joined = !takers.empty();
}

void FolderParts::join_keyless(std::size_t part) {
  index_bases();
  const auto named = by_base_.find(base_name(parts_[part].name));
  if (named == by_base_.end()) return;
  for (const std::size_t leaf : named->second) {
    if (parts_[leaf].leaf == nullptr || !parts_[leaf].keys.empty()) continue;
    parts_[leaf].keys.push_back(part);
    parts_[part].joined = true;
  }
}

void FolderParts::join_namesakes(std::size_t key) {
  index_bases();
  const auto named = by_base_.find(base_name(parts_[key].name));
  if (named == by_base_.end()) return;
  // Each of its keys is named for the certificate of another service: the names were exchanged, and servers select files by name.
  const auto is_of_others = [&](std::size_t part) {
    return std::all_of(parts_[part].keys.begin(), parts_[part].keys.end(), [&](std::size_t other) {
      const auto its_own = by_base_.find(base_name(parts_[other].name));
      return its_own != by_base_.end() && its_own != named;
    });
  };
  if (!std::all_of(named->second.begin(), named->second.end(), is_of_others)) return;
  for (const std::size_t part : named->second) {
    if (parts_[part].leaf == nullptr) continue;
    parts_[part].keys = {key};
    parts_[key].joined = true;
  }
}

// The only file of CA certificates that is named as one with a server's certificate (fullchain.pem, tls.crt): that was left out of it.
std::vector<std::size_t> FolderParts::chains_without_leaf() const {
  std::vector<std::size_t> chains;
  std::copy_if(members_.begin(), members_.end(), std::back_inserter(chains),
               [&](std::size_t part) { return parts_[part].ca_alone && is_server_certificate_name(parts_[part].name); });
  if (chains.size() != 1) chains.clear();
  return chains;
}

bool FolderParts::same_base(std::size_t a, std::size_t b) const { return base_name(parts_[a].name) == base_name(parts_[b].name); }

void FolderParts::index_bases() {
  if (std::exchange(bases_known_, true)) return;
  for (const std::size_t part : members_) {
    if (parts_[part].leaf != nullptr || parts_[part].ca_file) by_base_[base_name(parts_[part].name)].push_back(part);
  }
}

void FolderParts::join_chains(std::size_t leaf) {
  Part& part = parts_[leaf];
  ChainWalk walk;
  walk.add(part.file.container);
  while (const auto issuer = walk.missing(*part.leaf)) {
    const auto holders = issuers_.find(*issuer);
    if (holders == issuers_.end()) break;
    const auto chosen = std::find_if(holders->second.begin(), holders->second.end(), [&](std::size_t chain) {
      return distinct_.size() == 1 || is_chain_name(parts_[chain].name) || same_base(leaf, chain);
    });
    if (chosen == holders->second.end() || !join(part, *chosen)) break;
    walk.add(parts_[*chosen].file.container);
  }
  if (walk.missing(*part.leaf) == part.leaf->issuer().canonical()) join_stale_chain(leaf);
}

// Named for the leaf and without its issuer: most likely that of the certificate before.
void FolderParts::join_stale_chain(std::size_t leaf) {
  for (const std::size_t chain : members_) {
    const Part& other = parts_[chain];
    if (!other.ca_alone || !is_chain_name(other.name) || (distinct_.size() != 1 && !same_base(leaf, chain))) continue;
    join(parts_[leaf], chain);
    return;
  }
}

bool FolderParts::join(Part& leaf, std::size_t chain) {
  if (std::find(leaf.chains.begin(), leaf.chains.end(), chain) != leaf.chains.end()) return false;
  leaf.chains.push_back(chain);
  parts_[chain].joined = true;
  return true;
}

}  // namespace chainlint::formats
