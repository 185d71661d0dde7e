#include "bundle_kind.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "chainlint/chain/certificate_use.h"
#include "chainlint/formats/windows_store.h"

namespace chainlint::chain {

namespace {

// Without a key, this many roots that outnumber the rest are no chain that a server sends.
constexpr std::size_t kRootsOfAStore = 4;

// The kinds of a bundle without a certificate; the first that it contains names it.
constexpr std::array<std::pair<formats::EntryKind, BundleKind>, 5> kKindsOfEntries = {{
    {formats::EntryKind::certificate_request, BundleKind::request},
    {formats::EntryKind::private_key, BundleKind::private_key},
    {formats::EntryKind::crl, BundleKind::crl},
    {formats::EntryKind::public_key, BundleKind::public_key},
    {formats::EntryKind::parameters, BundleKind::parameters},
}};
constexpr std::ptrdiff_t kLeavesOfACollection = 4;

class KindChoice {
 public:
  KindChoice(const BundleAnalysis& analysis, const formats::Bundle& bundle, const ChainRequest& request, EntityGraph& graph,
             const std::vector<MemberUse>& uses)
      : analysis_(analysis), bundle_(bundle), request_(request), graph_(graph), uses_(uses) {}

  BundleKind decide();
  bool leaf_unreadable() const { return leaf_unreadable_; }

 private:
  bool is_trust_store() const;
  bool is_java_truststore() const;
  bool is_leaf_unreadable() const;
  bool is_store_of_others() const;
  bool is_collection() const;
  bool is_own_server_certificate() const;
  BundleKind kind_without_certificate() const;
  BundleKind kind_without_leaf() const;

  const BundleAnalysis& analysis_;
  const formats::Bundle& bundle_;
  const ChainRequest& request_;
  EntityGraph& graph_;
  const std::vector<MemberUse>& uses_;
  bool leaf_unreadable_ = false;
};

// A trust store stays one although one of its roots is too old or too odd to say that it is a CA.
bool KindChoice::is_trust_store() const {
  std::unordered_set<std::string_view> roots;
  for (std::size_t i = 0; i < analysis_.members.size(); ++i) {
    if (graph_.self_signed(i)) {
      roots.insert(analysis_.members[i].certificate->subject().canonical());
    } else if (uses_[i].end_entity()) {
      return false;
    }
  }
  // Self-signed certificates alone are no chain: the file is there to be trusted.
  const bool all = roots.size() == analysis_.members.size() && roots.size() > 1;
  return all || (roots.size() >= kRootsOfAStore && roots.size() * 2 > analysis_.members.size());
}

// A keystore in which every certificate is a trusted-certificate entry. A server's certificate would be in a key entry.
bool KindChoice::is_java_truststore() const {
  const bool java = std::all_of(bundle_.containers.begin(), bundle_.containers.end(), [](const formats::Container& container) {
    return container.format == formats::Format::pkcs12 ||
           formats::traits_of(container.format).family == formats::FormatFamily::java_keystore;
  });
  return java && std::all_of(analysis_.entries.begin(), analysis_.entries.end(), [](const formats::Entry* entry) {
           return entry->trusted_certificate || entry->kind != formats::EntryKind::certificate;
         });
}

// Whether something that could not be read precedes the first certificate of a file: that was the leaf, and what follows it is not.
bool KindChoice::is_leaf_unreadable() const {
  return std::any_of(bundle_.containers.begin(), bundle_.containers.end(), [](const formats::Container& container) {
    const auto first = std::find_if(container.entries.begin(), container.entries.end(),
                                    [](const formats::Entry& entry) { return entry.certificate != nullptr; });
    return std::any_of(container.diagnostics.begin(), container.diagnostics.end(), [&](const Diagnostic& diagnostic) {
      if (diagnostic.severity != Severity::error) return false;
      if (first == container.entries.end()) return true;
      const Location &damage = diagnostic.location, &certificate = first->location;
      if (damage.line && certificate.line) return *damage.line < *certificate.line;
      return !damage.entry || !certificate.entry || *damage.entry < *certificate.entry;
    });
  });
}

// Windows binds certificates of these stores alone; what is in the others is trusted, distrusted or issues.
bool KindChoice::is_store_of_others() const {
  return std::all_of(analysis_.entries.begin(), analysis_.entries.end(),
                     [](const formats::Entry* entry) { return !entry->store.empty() && !formats::is_personal_store(entry->store); });
}

// The certificates beside a trust list are its signer's; a store of many end entities without a key is a list of what is not trusted, or
// of what was seen. Neither is deployed.
bool KindChoice::is_collection() const {
  const bool list = std::any_of(analysis_.entries.begin(), analysis_.entries.end(),
                                [](const formats::Entry* entry) { return entry->trust_list != nullptr; });
  if (list) return true;
  const bool store = bundle_.containers.size() == 1 && bundle_.containers.front().format == formats::Format::sst;
  const bool key = std::any_of(analysis_.entries.begin(), analysis_.entries.end(),
                               [](const formats::Entry* entry) { return entry->windows_key.has_value(); });
  const auto leaves = std::count_if(uses_.begin(), uses_.end(), [](const MemberUse& use) { return use.end_entity(); });
  return store && !key && leaves >= kLeavesOfACollection;
}

// A certificate that is marked as a CA but is used by a server: it has server names and issued no certificate here.
bool KindChoice::is_own_server_certificate() const {
  std::size_t candidates = 0;
  bool key = false, issued = false;
  for (CertId id = 0; id < analysis_.members.size(); ++id) {
    const CaUse use = ca_use(graph_.certificate(id));
    const bool unclear = use == CaUse::unclear && request_.server_expected && analysis_.members.size() == 1 && graph_.self_signed(id);
    if (uses_[id].issues || !(use == CaUse::serves || unclear)) continue;
    ++candidates;
    key = key || uses_[id].key;
    issued = issued || !graph_.self_signed(id);
  }
  return candidates > 0 && (key || analysis_.members.size() == 1 || (candidates == 1 && issued));
}

BundleKind KindChoice::kind_without_certificate() const {
  for (const auto& row : kKindsOfEntries) {
    const bool any = std::any_of(analysis_.entries.begin(), analysis_.entries.end(),
                                 [&](const formats::Entry* entry) { return entry->kind == row.first; });
    if (any) return row.second;
  }
  return BundleKind::other;
}

// CA certificates alone. A key that belongs to none of them is that of a server whose certificate was left out; one that cannot be compared
// is taken for the CA's.
BundleKind KindChoice::kind_without_leaf() const {
  if (is_own_server_certificate()) return BundleKind::server;
  if (analysis_.keys.empty()) return BundleKind::trust_store;
  const bool fits = std::any_of(analysis_.keys.begin(), analysis_.keys.end(),
                                [](const KeyMatch& key) { return !key.comparable || !key.members.empty(); });
  return fits ? BundleKind::issuing_ca : BundleKind::server;
}

BundleKind KindChoice::decide() {
  if (analysis_.members.empty()) return kind_without_certificate();
  if (request_.purposes.has(Purpose::ca)) return BundleKind::trust_store;
  if (is_store_of_others() || is_collection() || (bundle_.trust_store && analysis_.keys.empty())) return BundleKind::trust_store;
  const bool end_entity = std::any_of(uses_.begin(), uses_.end(), [](const MemberUse& use) { return !use.ca; });
  leaf_unreadable_ = !end_entity && is_leaf_unreadable();
  if (request_.assume_server_chain || leaf_unreadable_) return BundleKind::server;
  if (!end_entity) return kind_without_leaf();
  const bool store = analysis_.keys.empty() && (is_trust_store() || is_java_truststore());
  return store ? BundleKind::trust_store : BundleKind::server;
}

}  // namespace

void decide_kind(BundleAnalysis& analysis, const formats::Bundle& bundle, const ChainRequest& request, EntityGraph& graph,
                 const std::vector<MemberUse>& uses) {
  KindChoice choice(analysis, bundle, request, graph, uses);
  analysis.kind = choice.decide();
  analysis.leaf_unreadable = choice.leaf_unreadable();
}

}  // namespace chainlint::chain
