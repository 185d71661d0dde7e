#include "leaf_choice.h"

#include <algorithm>
#include <array>

#include "chainlint/base/limits.h"
#include "chainlint/chain/certificate_use.h"

namespace chainlint::chain {

namespace {

// Greater is better, from the first place on.
enum Place { kKey, kLocalKeyId, kEndEntity, kIssuesNothing, kNamesNobody, kHosts, kServer, kValid, kIssuerKnown, kPlaces };
using Score = std::array<std::size_t, kPlaces>;

// Names to be reached under, and no wish to sign certificates: what a CA that lost its basicConstraints has not.
bool reads_as_a_server(const x509::Certificate& certificate) {
  const x509::Extensions& extensions = certificate.extensions();
  if (extensions.key_usage && (*extensions.key_usage & x509::key_usage::kKeyCertSign) != 0) return false;
  const auto& names = extensions.subject_alt_name;
  return names && std::any_of(names->begin(), names->end(), [](const x509::GeneralName& name) {
           return name.kind == x509::GeneralNameKind::dns || name.kind == x509::GeneralNameKind::ip;
         });
}

Score score(const x509::Certificate& certificate, const MemberUse& use, const ChainRequest& request) {
  Score score{};
  // The key of a CA that issued another certificate of the bundle is the CA's key, handed over by mistake.
  score[kKey] = use.key && !(use.ca && use.names_a_child);
  score[kLocalKeyId] = use.local_key_id && !(use.ca && use.names_a_child);
  score[kEndEntity] = use.end_entity();
  score[kIssuesNothing] = !use.issues;
  score[kNamesNobody] = !use.names_a_child;
  score[kHosts] = static_cast<std::size_t>(std::count_if(request.hosts.begin(), request.hosts.end(),
                                                         [&](const x509::HostName& host) { return x509::covers(certificate, host); }));
  score[kServer] = reads_as_a_server(certificate);
  score[kValid] = certificate.valid_at(request.at);
  score[kIssuerKnown] = use.issuer_known;
  return score;
}

std::string reason_for(const Score& best, const Score* second) {
  if (best[kKey] != 0 && (second == nullptr || (*second)[kKey] == 0)) return "matches the private key";
  if (second == nullptr) return best[kEndEntity] != 0 ? "is the only end-entity certificate" : "is the only certificate";
  std::size_t place = 0;
  while (place < kPlaces && best[place] == (*second)[place]) ++place;
  switch (place) {
    case kKey:
      return "matches the private key";
    case kLocalKeyId:
      return "has the local key id of the private key";
    case kEndEntity:
      return "is the only end-entity certificate";
    case kIssuesNothing:
    case kNamesNobody:
      return "issued no certificate of the bundle";
    case kServer:
      return "contains server names";
    case kHosts:
      return "covers the host";
    case kValid:
      return "is the only one that is valid at the evaluation time";
    case kIssuerKnown:
      return "is the only one whose issuer is in the bundle or trusted";
    default:
      return "is first";
  }
}

// Whether a CA issues is plain from names; only where a certificate that is none would issue is it worth a signature.
bool may_have_issued(EntityGraph& graph, EntityId entity, CertId child, std::size_t& checks_left) {
  if (graph.best_key_id(child, entity) == KeyIdMatch::mismatch) return false;
  if (checks_left == 0) return true;
  --checks_left;
  return graph.verdict(child, entity) != crypto::SignatureVerdict::invalid;
}

}  // namespace

std::vector<MemberUse> uses_of(const BundleAnalysis& analysis, EntityGraph& graph) {
  std::vector<MemberUse> uses(analysis.members.size());
  std::size_t checks_left = ChainLimits::kUseChecks;
  std::vector<char> names_a_child(graph.entity_count()), issues(graph.entity_count());
  for (EntityId entity = 0; entity < graph.entity_count(); ++entity) {
    const std::vector<CertId>& members = graph.members_of(entity);
    const bool ca = std::any_of(members.begin(), members.end(), [&](CertId id) { return graph.certificate(id).is_ca(); });
    for (const CertId child : graph.members_issued_by(graph.name_of(entity))) {
      if (graph.entity(child) == entity) continue;
      names_a_child[entity] = 1;
      if (ca || (!graph.self_signed(child) && may_have_issued(graph, entity, child, checks_left))) issues[entity] = 1;
      if (issues[entity] != 0) break;
    }
  }
  for (CertId id = 0; id < uses.size(); ++id) {
    uses[id].ca = graph.certificate(id).is_ca();
    uses[id].names_a_child = names_a_child[graph.entity(id)] != 0;
    uses[id].issues = issues[graph.entity(id)] != 0;
    graph.load_anchors(graph.issuer_name(id));
    uses[id].issuer_known = !graph.entities_named(graph.issuer_name(id)).empty();
  }
  for (const KeyMatch& key : analysis.keys) {
    for (const std::size_t member : key.members) uses[member].key = true;
    const Bytes& local_key_id = analysis.entries[key.entry]->local_key_id;
    if (local_key_id.empty()) continue;
    for (std::size_t member = 0; member < uses.size(); ++member) {
      const auto& entries = analysis.members[member].entries;
      uses[member].local_key_id |= std::any_of(entries.begin(), entries.end(),
                                               [&](std::size_t entry) { return analysis.entries[entry]->local_key_id == local_key_id; });
    }
  }
  return uses;
}

void choose_leaf(BundleAnalysis& analysis, const std::vector<MemberUse>& uses, const ChainRequest& request) {
  if (analysis.kind != BundleKind::server || analysis.leaf_unreadable) return;
  const bool end_entity = std::any_of(uses.begin(), uses.end(), [](const MemberUse& use) { return !use.ca; });
  const auto may_be_leaf = [&](std::size_t member) {
    if (end_entity) return !uses[member].ca;
    if (request.assume_server_chain) return true;
    const CaUse use = ca_use(*analysis.members[member].certificate);
    const bool unclear = use == CaUse::unclear && request.server_expected && uses.size() == 1;
    return !uses[member].issues && (use == CaUse::serves || unclear);
  };
  std::vector<std::pair<Score, std::size_t>> ranked;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (may_be_leaf(i)) ranked.emplace_back(score(*analysis.members[i].certificate, uses[i], request), i);
  }
  if (ranked.empty()) return;
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  analysis.leaf = ranked.front().second;
  analysis.leaf_reason = reason_for(ranked.front().first, ranked.size() > 1 ? &ranked[1].first : nullptr);
}

void choose_issuing_ca(BundleAnalysis& analysis, const std::vector<MemberUse>& uses) {
  const auto rank = [&](const MemberUse& use) { return std::pair(use.key || use.local_key_id, !use.issues); };
  const auto best = std::max_element(uses.begin(), uses.end(), [&](const MemberUse& a, const MemberUse& b) { return rank(a) < rank(b); });
  if (best != uses.end()) analysis.head = static_cast<std::size_t>(best - uses.begin());
}

}  // namespace chainlint::chain
