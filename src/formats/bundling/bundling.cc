#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "bundling/folder_layout.h"
#include "bundling/folder_parts.h"
#include "bundling/store_folder.h"
#include "bundling/units.h"
#include "chainlint/base/limits.h"
#include "chainlint/formats/bundle.h"
#include "values/value_names.h"

namespace chainlint::formats {
namespace {

std::vector<const x509::Certificate*> certificates_of(const Container& container) {
  std::vector<const x509::Certificate*> certificates;
  for (const Entry& entry : container.entries) {
    if (entry.certificate) certificates.push_back(entry.certificate.get());
  }
  return certificates;
}

class Bundler {
 public:
  explicit Bundler(std::vector<FoundContainer> found) { sort_out(std::move(found)); }

  Bundles run() {
    for (auto& [path, folder] : folders_) folder.join_chains();
    join_keys();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].keyless) folders_.at(parts_[i].folder).join_keyless(i);
    }
    for (auto& [path, folder] : folders_) drop_copies(folder);
    drop_copies_of_stores();
    for (Part& part : parts_) find_trusted(part);
    done_.reserve(done_.size() + parts_.size());
    for (Part& part : parts_) emit(part);
    folders_.clear();
    std::vector<Part>().swap(parts_);  // emptied, and as large as what is made of them
    for (auto& [number, bundle] : done_) complete(bundle);
    std::stable_sort(done_.begin(), done_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out_.bundles.reserve(done_.size());
    for (auto& [number, bundle] : done_) out_.bundles.push_back(std::move(bundle));
    return std::move(out_);
  }

 private:
  void sort_out(std::vector<FoundContainer> found) {
    for (const FoundContainer& file : found) {
      note_name(file.container.path, file.container.format);
      note_hosts(file.container);
    }
    const std::map<std::size_t, std::vector<Bundle>> stores = take_stores(found);
    std::size_t number = 0;
    parts_.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (const auto at = stores.find(i); at != stores.end()) {
        for (const Bundle& bundle : at->second) done_.emplace_back(number++, bundle);
      }
      if (store_files_.count(i) != 0) continue;
      FoundContainer& file = found[i];
      std::vector<Bundle> units = split_units(std::move(file.container));
      const bool part = units.size() == 1 && may_be_part(units.front().containers.front());
      if (part) {
        parts_.push_back({.found = number++, .file = {std::move(units.front().containers.front()), file.named, file.apart}});
        continue;
      }
      for (Bundle& unit : units) done_.emplace_back(number++, std::move(unit));
      set_layout(done_.end() - static_cast<std::ptrdiff_t>(units.size()));
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      parts_[i].classify();
      folders_.try_emplace(parts_[i].folder, parts_).first->second.add(i);
    }
  }

  // The bundles of exported stores, by the position of the first file.
  std::map<std::size_t, std::vector<Bundle>> take_stores(std::vector<FoundContainer>& found) {
    std::map<std::size_t, std::vector<Bundle>> stores;
    for (StoreFolder& folder : take_store_folders(found)) {
      std::vector<Bundle> bundles = split_stores(folder.exports);
      const std::string path(folder_of(folder.exports.front().container.path));
      store_files_.insert(folder.positions.begin(), folder.positions.end());
      if (bundles.empty()) continue;
      // With the stores of two machines beside it, the machine of a certificate cannot be determined.
      const auto [known, is_new] = machines_.try_emplace(path, bundles.front().export_of);
      if (!is_new) known->second = nullptr;
      stores.emplace(folder.positions.front(), std::move(bundles));
    }
    return stores;
  }

  // What the run knows of a bundle from other files.
  void complete(Bundle& bundle) const {
    if (bundle.trust_store || bundle.export_of != nullptr) return;
    const auto machine = machines_.find(std::string(folder_of(bundle.containers.front().path)));
    if (machine != machines_.end()) bundle.stores_beside = machine->second;
    if (hosts_.empty() || bundle.containers.front().entries.empty()) return;
    const std::string& path = bundle.containers.front().path;
    const auto hosts = hosts_.find({std::string(folder_of(path)), bundle.containers.front().entries.front().object});
    if (hosts == hosts_.end() || !bundle.hosts.empty()) return;
    for (const auto& [host, place] : hosts->second) bundle.hosts.push_back({host, place});
  }

  void note_hosts(const Container& container) {
    for (const ServingObject& serving : container.serving) {
      // Of several Secrets each may be for other clients: RSA and ECDSA.
      if (serving.hosts.empty() || serving.materials.size() != 1 || serving.relation == ServingObject::Relation::serves_from_pool) continue;
      auto& hosts = hosts_[{std::string(folder_of(container.path)), serving.materials.front().object}];
      for (const ServedHost& host : serving.hosts) hosts.try_emplace(host.name, host.location);
    }
  }

  void note_name(const std::string& path, Format format) {
    Listing& listing = listings_[std::string(folder_of(path))];
    listing.names.insert(std::string(file_name_of(path)));
    if (format != Format::pkcs12) return;
    ++listing.pfx;
    listing.pfx_for_hosts += path.ends_with(".pfx") && host_of_file(path) ? 1 : 0;
  }

  void set_layout(std::vector<std::pair<std::size_t, Bundle>>::iterator first) {
    for (auto at = first; at != done_.end(); ++at) {
      Container& container = at->second.containers.front();
      const Listing& listing = listings_[std::string(folder_of(container.path))];
      const bool central = container.format == Format::pkcs12 && listing.pfx > 0 && listing.pfx == listing.pfx_for_hosts;
      if (central) at->second.layout = FolderLayout::iis_central_store;
    }
  }

  void join_keys() {
    const bool any = std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.key_alone; });
    if (!any) return;
    KeyIndex leaves, authorities, others;
    for (std::size_t i = 0; i < parts_.size(); ++i) index_keys(i, leaves, authorities, others);
    const auto join_all = [&](bool own_folder, const KeyIndex& index) {
      for (std::size_t k = 0; k < parts_.size(); ++k) {
        if (parts_[k].key_alone && !parts_[k].joined) join_key(k, own_folder, index);
      }
    };
    join_all(true, leaves);
    join_strangers(leaves);
    join_all(false, leaves);
    // The key of a CA belongs to the file of the CA before it belongs to a chain with the CA in it.
    for (const KeyIndex* index : {&authorities, &others}) {
      for (const bool own_folder : {true, false}) join_all(own_folder, *index);
    }
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      if (!parts_[k].key_alone) continue;
      FolderParts& own = folders_.at(parts_[k].folder);
      if (parts_[k].fits_namesake) continue;
      parts_[k].joined ? own.join_namesakes(k) : own.join_key_by_name(k);
      join_certificate_folders(k);
    }
  }

  // A key of private/ or keys/, and the certificate of its name in certs/ or above.
  void join_certificate_folders(std::size_t key) {
    const std::string_view folder = parts_[key].folder, above = folder_of(folder);
    if (!is_key_folder(file_name_of(folder))) return;
    for (auto& [path, parts] : folders_) {
      const bool beside = folder_of(path) == above && path != folder && is_certificate_folder(file_name_of(path));
      if (beside || (path == above && path != folder)) parts.join_namesakes(key);
    }
  }

  using KeyIndex = std::map<Bytes, std::vector<std::size_t>>;

  void index_keys(std::size_t i, KeyIndex& leaves, KeyIndex& authorities, KeyIndex& others) const {
    const Part& part = parts_[i];
    if (part.leaf == nullptr && !part.ca_file) return;
    if (part.leaf != nullptr) leaves[part.leaf->public_key().canonical()].push_back(i);
    std::set<Bytes> known;
    for (const x509::Certificate* certificate : certificates_of(part.file.container)) {
      if (certificate == part.leaf) continue;
      Bytes key = certificate->public_key().canonical();
      if (known.insert(key).second) (part.ca_file ? authorities : others)[std::move(key)].push_back(i);
    }
  }

  // A key beside the leaf of one service that fits the leaf in another folder: the files of two services were exchanged.
  void join_strangers(const KeyIndex& leaves) {
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      if (!parts_[k].key_alone || parts_[k].joined) continue;
      const auto& entries = parts_[k].file.container.entries;
      const bool fits = std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
        return entry.key && !entry.key->public_canonical.empty() && leaves.count(entry.key->public_canonical) != 0;
      });
      if (fits) folders_.at(parts_[k].folder).join_key_by_name(k, true);
    }
  }

  void join_key(std::size_t k, bool own_folder, const KeyIndex& by_key) {
    for (const Entry& entry : parts_[k].file.container.entries) {
      if (!entry.key || entry.key->public_canonical.empty()) continue;
      const auto leaves = by_key.find(entry.key->public_canonical);
      if (leaves == by_key.end()) continue;
      const auto is_pkcs7 = [&](std::size_t leaf) { return parts_[leaf].file.container.format == Format::pkcs7; };
      const bool only_pkcs7 = std::all_of(leaves->second.begin(), leaves->second.end(), is_pkcs7);
      for (const std::size_t leaf : leaves->second) {
        if (is_pkcs7(leaf) && !only_pkcs7) continue;  // a server that takes PKCS#7 has the key already
        if (own_folder ? parts_[leaf].folder != parts_[k].folder : !parts_[leaf].keys.empty()) continue;
        parts_[leaf].keys.push_back(k);
        parts_[k].joined = true;
        parts_[k].fits_namesake |= base_name(parts_[leaf].name) == base_name(parts_[k].name);
      }
    }
  }

  // The certificates of the part and of the chains that joined it, in the order in which a server would send them.
  std::vector<const x509::Certificate*> sent_by(const Part& part) const {
    std::vector<const x509::Certificate*> sent = certificates_of(part.file.container);
    for (const std::size_t chain : part.chains) {
      const auto more = certificates_of(parts_[chain].file.container);
      sent.insert(sent.end(), more.begin(), more.end());
    }
    return sent;
  }

  // server.key and server.crt are one pair, also beside a copy of the certificate that clients are given.
  bool has_namesake(const Part& part) const {
    return std::any_of(part.keys.begin(), part.keys.end(),
                       [&](std::size_t key) { return base_name(parts_[key].name) == base_name(part.name); });
  }

  void drop_copies(const FolderParts& folder) {
    std::map<Digest256, std::vector<std::size_t>> by_leaf;
    for (const std::size_t leaf : folder.leaves()) by_leaf[parts_[leaf].leaf->sha256()].push_back(leaf);
    for (const auto& [digest, group] : by_leaf) {
      if (group.size() < 2) continue;
      const auto whole = std::max_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
        const auto weight = [&](std::size_t i) {
          const Part& part = parts_[i];
          return std::tuple(sent_by(part).size(), certificates_of(part.file.container).size(), has_namesake(part), !is_ca_name(part.name));
        };
        return weight(a) < weight(b);
      });
      const auto most = sent_by(parts_[*whole]);
      for (const std::size_t other : group) {
        if (other == *whole || parts_[other].file.named) continue;
        const Format format = parts_[other].file.container.format;
        if (format == Format::pkcs7 && parts_[*whole].file.container.format != format) continue;  // for another server
        const auto sent = sent_by(parts_[other]);
        const bool begins = std::equal(sent.begin(), sent.end(), most.begin(),
                                       [](const x509::Certificate* a, const x509::Certificate* b) { return a->sha256() == b->sha256(); });
        // PKCS#7 has no order. A certificate with its key is deployed as it is.
        const bool delivered_twice = parts_[*whole].file.container.format == Format::pkcs7 && is_leaf_alone(parts_[other]);
        if (delivered_twice || (begins && take_keys(parts_[*whole].keys, parts_[other].keys))) {
          drop(other, parts_[*whole].file.container.path);
        }
      }
    }
  }

  static bool is_leaf_alone(const Part& part) {
    return part.keys.empty() && part.chains.empty() && certificates_of(part.file.container).size() == 1;
  }

  // The certificate of a PFX or keystore that is also beside it in a file of its own.
  void drop_copies_of_stores() {
    std::map<std::pair<std::string_view, Digest256>, std::string_view> stores;
    for (const auto& [number, bundle] : done_) {
      for (const Container& container : bundle.containers) {
        const auto certificates = certificates_of(container);
        if (container.count(EntryKind::private_key) == 0 || certificates.size() < 2) continue;
        for (const x509::Certificate* certificate : certificates) {
          if (!certificate->is_ca()) stores.try_emplace({folder_of(container.path), certificate->sha256()}, container.path);
        }
      }
    }
    for (std::size_t i = 0; i < parts_.size() && !stores.empty(); ++i) {
      const Part& part = parts_[i];
      if (part.leaf == nullptr || part.file.named || part.dropped || part.joined || !is_leaf_alone(part)) continue;
      const auto store = stores.find({part.folder, part.leaf->sha256()});
      if (store != stores.end()) drop(i, std::string(store->second));
    }
  }

  // The keys of a copy that the whole lacks become the whole's, where it has none. Otherwise the two are two pairs, and nothing is taken.
  static bool take_keys(std::vector<std::size_t>& whole, const std::vector<std::size_t>& copy) {
    if (whole.empty()) whole = copy;
    return std::all_of(copy.begin(), copy.end(),
                       [&](std::size_t key) { return std::find(whole.begin(), whole.end(), key) != whole.end(); });
  }

  void drop(std::size_t copy, const std::string& of) {
    parts_[copy].dropped = true;
    out_.copies.push_back({parts_[copy].file.container.path, of});
    for (const std::size_t chain : parts_[copy].chains) out_.copies.push_back({parts_[chain].file.container.path, of});
  }

  // The CA files of the folder and of the one above it that lead up from the certificates of the part.
  std::vector<std::size_t> known_authorities(const Part& part) const {
    std::vector<std::size_t> files;
    std::set<std::string_view> seen;
    std::vector<const x509::Certificate*> next = sent_by(part);
    if (next.size() > kChainFileCertificates) return files;
    const std::string_view above = folder_of(part.folder);
    while (!next.empty() && files.size() < BundlingLimits::kTrustedFiles) {
      const std::string& issuer = next.back()->issuer().canonical();
      next.pop_back();
      if (!seen.insert(issuer).second) continue;
      for (const std::string_view folder : {part.folder, above}) {
        const auto at = folders_.find(folder);
        const auto* authorities = at == folders_.end() ? nullptr : at->second.authorities(issuer);
        if (authorities == nullptr) continue;
        for (std::size_t i = 0;
             i < std::min(authorities->size(), BundlingLimits::kSameSubject) && files.size() < BundlingLimits::kTrustedFiles; ++i) {
          const FolderParts::Authority& authority = (*authorities)[i];
          if (&parts_[authority.part] == &part || std::find(files.begin(), files.end(), authority.part) != files.end()) continue;
          files.push_back(authority.part);
          next.push_back(authority.certificate);
        }
        if (above == part.folder) break;
      }
    }
    std::erase_if(files, [&](std::size_t file) { return std::find(part.chains.begin(), part.chains.end(), file) != part.chains.end(); });
    return files;
  }

  void find_trusted(Part& part) {
    if (!is_emitted(part) || (part.leaf == nullptr && part.keys.empty())) return;
    part.trusted = known_authorities(part);
    for (const std::size_t file : part.trusted) {
      Part& authority = parts_[file];
      if (authority.shared == nullptr) authority.shared = std::make_shared<const Container>(authority.file.container);
    }
  }

  // A CA file with its key is one bundle, also where it is the chain of another.
  static bool is_emitted(const Part& part) { return !part.dropped && (!part.joined || (part.ca_file && !part.keys.empty())); }

  void emit(Part& part) {
    if (!is_emitted(part)) return;
    Bundle bundle;
    bundle.name = part.file.container.path;
    const auto at = listings_.find(std::string(part.folder));
    if (part.leaf != nullptr && at != listings_.end()) {
      Listing& listing = at->second;
      if (!listing.layout) listing.layout = layout_of(part.folder, listing.names);
      bundle.layout = *listing.layout;
    }
    bundle.trust_store = part.ca_file && part.keys.empty() && !part.file.named && is_ca_name(part.name);
    for (const std::size_t file : part.trusted) bundle.trusted.push_back(parts_[file].shared);
    if (part.joined) {
      bundle.containers.push_back(part.file.container);
    } else {
      bundle.containers.push_back(std::move(part.file.container));  // a part that joined no other is emitted once
    }
    for (const std::size_t chain : part.chains) bundle.containers.push_back(parts_[chain].file.container);
    for (const std::size_t key : part.keys) bundle.containers.push_back(parts_[key].file.container);
    done_.emplace_back(part.found, std::move(bundle));
  }

  struct Listing {
    std::set<std::string> names;
    std::size_t pfx = 0, pfx_for_hosts = 0;
    std::optional<FolderLayout> layout;  // once it was needed
  };

  std::vector<Part> parts_;
  std::set<std::size_t> store_files_;                                                     // positions of the exports of Windows stores
  std::map<std::string, std::shared_ptr<const Container>> machines_;                      // the stores of the only machine in a folder
  std::map<std::pair<std::string, std::string>, std::map<std::string, Location>> hosts_;  // by folder and object
  std::map<std::string_view, FolderParts> folders_;
  std::map<std::string, Listing> listings_;
  std::vector<std::pair<std::size_t, Bundle>> done_;  // with the number of the first container, which is their order
  Bundles out_;
};

}  // namespace

Bundles make_bundles(std::vector<FoundContainer> found) { return Bundler(std::move(found)).run(); }

}  // namespace chainlint::formats
