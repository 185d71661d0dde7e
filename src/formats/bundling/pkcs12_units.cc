#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "bundling/unit_parts.h"
#include "chainlint/base/limits.h"
#include "chainlint/x509/display.h"
#include "java/keystore_entries.h"

namespace chainlint::formats {
namespace {

// PKCS#12 says which key belongs to which certificate, and not which chain to which: that follows from the names.
class KeyUnits {
 public:
  explicit KeyUnits(std::vector<Entry>& entries) : entries_(entries), unit_of_(entries.size()) {}

  void assign() {
    pair_keys();
    if (leaves_.size() < 2) return;
    EntriesBySubject subjects;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_certificate(entries_[i]) && unit_of_[i].empty()) subjects[entries_[i].certificate->subject().canonical()].push_back(i);
    }
    std::set<Digest256> used;
    std::size_t copies = 0;
    for (const auto& [leaf, name] : leaves_) {
      std::vector<std::size_t>& chain = chains_[name];
      chain = issuers_above(leaf, entries_, subjects, [](const Entry&) { return true; });
      for (const std::size_t issuer : chain) used.insert(entries_[issuer].certificate->sha256());
      copies += chain.size();
      if (copies > BundlingLimits::kCopiesPerEntry * entries_.size()) return;
    }
    share(used);
  }

 private:
  void pair_keys() {
    std::map<Bytes, std::size_t> by_key, by_id;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!is_certificate(entries_[i])) continue;
      by_key.try_emplace(to_bytes(entries_[i].certificate->public_key().canonical()), i);
      if (!entries_[i].local_key_id.empty()) by_id.try_emplace(entries_[i].local_key_id, i);
    }
    for (std::size_t k = 0; k < entries_.size(); ++k) {
      const Entry& key = entries_[k];
      if (key.kind != EntryKind::private_key) continue;
      const bool known = key.key && !key.key->public_canonical.empty();
      const auto found = known ? by_key.find(key.key->public_canonical) : by_id.find(key.local_key_id);
      if (found == (known ? by_key : by_id).end()) continue;
      const std::size_t leaf = found->second;
      if (unit_of_[leaf].empty()) {
        unit_of_[leaf] = name_for(key, entries_[leaf]);
        leaves_.push_back({leaf, unit_of_[leaf]});
      }
      unit_of_[k] = unit_of_[leaf];
    }
  }

  std::string name_for(const Entry& key, const Entry& certificate) {
    std::string name = !key.label.empty()           ? key.label
                       : !certificate.label.empty() ? certificate.label
                                                    : x509::display_name(*certificate.certificate);
    if (!names_.insert(name).second) {
      name += " (" + std::to_string(leaves_.size() + 1) + ")";
      names_.insert(name);
    }
    return name;
  }

  // A CA certificate that several leaves need is copied for each, once although Java writes the chain again for each key. What none needs
  // stays with the first, where it is a stranger.
  void share(const std::set<Digest256>& used) {
    std::vector<Entry> divided;
    for (const auto& [leaf, name] : leaves_) {
      std::set<std::size_t> chain(chains_[name].begin(), chains_[name].end());
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        const bool stray = name == leaves_.front().second && unit_of_[i].empty() &&
                           !(is_certificate(entries_[i]) && used.count(entries_[i].certificate->sha256()) != 0);
        if (unit_of_[i] != name && chain.count(i) == 0 && !stray) continue;
        divided.push_back(entries_[i]);
        divided.back().unit = name;
      }
    }
    entries_ = std::move(divided);
  }

  std::vector<Entry>& entries_;
  std::vector<std::string> unit_of_;  // of keys and the certificates that they belong to
  std::vector<std::pair<std::size_t, std::string>> leaves_;
  std::map<std::string, std::vector<std::size_t>> chains_;
  std::set<std::string> names_;
};

// Java completes the chain of a key entry from all certificates of a PKCS#12 file. A trusted entry that no chain needs, or that repeats a
// certificate of a chain, is never sent.
class JavaTrust {
 public:
  explicit JavaTrust(std::vector<Entry>& entries) : entries_(entries) {}

  // Takes those entries out of the others.
  std::vector<Entry> take() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!is_certificate(entries_[i])) continue;
      if (entries_[i].trusted_certificate) {
        trusted_[entries_[i].certificate->subject().canonical()].push_back(i);
      } else {
        chained_.insert(entries_[i].certificate->sha256());
        enter(i);
      }
    }
    while (!next_.empty()) {
      const auto named = trusted_.find(next_.back());
      next_.pop_back();
      if (named == trusted_.end()) continue;
      for (const std::size_t i : named->second) {
        if (chained_.insert(entries_[i].certificate->sha256()).second) needed_.insert(i);
        enter(i);
      }
    }
    return split();
  }

 private:
  void enter(std::size_t i) {
    const std::string& issuer = entries_[i].certificate->issuer().canonical();
    if (names_.insert(issuer).second) next_.push_back(issuer);
  }

  std::vector<Entry> split() {
    std::vector<Entry> taken, kept;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const bool take = is_certificate(entries_[i]) && entries_[i].trusted_certificate && needed_.count(i) == 0;
      (take ? taken : kept).push_back(std::move(entries_[i]));
    }
    entries_ = std::move(kept);
    for (Entry& entry : taken) {
      entry.unit = kTrustedUnit;
      entry.for_trust = true;
    }
    return taken;
  }

  std::vector<Entry>& entries_;
  std::map<std::string_view, std::vector<std::size_t>> trusted_;
  std::set<std::string_view> names_;
  std::vector<std::string_view> next_;
  std::set<Digest256> chained_;
  std::set<std::size_t> needed_;
};

}  // namespace

void divide_pkcs12(Container& container) {
  const std::size_t keys = container.count(EntryKind::private_key);
  if (keys == 0) return;
  std::vector<Entry> trusted = JavaTrust(container.entries).take();
  if (keys > 1) KeyUnits(container.entries).assign();
  std::move(trusted.begin(), trusted.end(), std::back_inserter(container.entries));
}

}  // namespace chainlint::formats
