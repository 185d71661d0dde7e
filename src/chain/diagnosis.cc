#include "diagnosis.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "path/certificate_checks.h"
#include "path/link.h"
#include "path/path_search.h"

namespace chainlint::chain {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Visit {
  CertId id = 0;
  std::size_t below = kNone;
  crypto::SignatureVerdict verdict = crypto::SignatureVerdict::valid;
  std::size_t length = 1;
};

struct End {
  std::size_t visit = 0;
  StopReason reason = StopReason::issuer_missing;
  x509::CertificatePtr near;
  bool near_in_bundle = false;
};

int specificity(StopReason reason) {
  switch (reason) {
    case StopReason::untrusted_root:
      return 6;
    case StopReason::signature_invalid:
      return 5;
    case StopReason::issuer_rekeyed:
      return 4;
    case StopReason::unsupported:
      return 2;
    case StopReason::limit:
      return 0;
    default:
      return 1;
  }
}

class Walk {
 public:
  Walk(EntityGraph& graph, const ChainRequest& request, crypto::SignatureVerifier& verifier)
      : graph_(graph), request_(request), verifier_(verifier), visited_(graph.entity_count()) {}

  StoppedWalk run(CertId leaf);
  std::vector<StoppedWalk> all(CertId leaf);

 private:
  void climb(CertId leaf);
  void visit(std::size_t at);
  std::vector<EntityId> candidates_for(CertId id);
  End end_of(std::size_t at);
  bool better(const End& a, const End& b) const;
  bool better_near(const x509::Certificate& child, CertId a, CertId b) const;
  std::optional<CertId> namesake(CertId child);
  x509::CertificatePtr renamed(CertId child, bool& in_bundle);
  StoppedWalk result(const End& end) const;
  void see(EntityId entity) {
    if (entity >= visited_.size()) visited_.resize(entity + 1);
    visited_[entity] = true;
  }
  bool seen(EntityId entity) const { return entity < visited_.size() && visited_[entity]; }

  EntityGraph& graph_;
  const ChainRequest& request_;
  crypto::SignatureVerifier& verifier_;
  std::vector<bool> visited_;
  std::vector<Visit> visits_;
  std::vector<End> ends_;
};

std::vector<EntityId> Walk::candidates_for(CertId id) {
  graph_.load_anchors(graph_.issuer_name(id));
  std::vector<EntityId> candidates = graph_.entities_named(graph_.issuer_name(id));
  std::sort(candidates.begin(), candidates.end(), [&](EntityId a, EntityId b) { return graph_.precedes(a, b); });
  std::vector<EntityId> ranked;
  ranked.reserve(candidates.size());
  for (const KeyIdMatch match : {KeyIdMatch::match, KeyIdMatch::absent, KeyIdMatch::mismatch}) {
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(ranked),
                 [&](EntityId entity) { return graph_.best_key_id(id, entity) == match; });
  }
  return ranked;
}

// Goes on to every issuer not met yet, or notes the end of the walk.
void Walk::visit(std::size_t at) {
  const Visit here = visits_[at];
  const auto stop = [&](StopReason reason) { ends_.push_back({at, reason, nullptr, false}); };
  if (graph_.self_signed(here.id)) return stop(StopReason::untrusted_root);
  if (here.length >= request_.limits.path_length || (graph_.spent() && !graph_.resolved(here.id))) return stop(StopReason::limit);
  const std::vector<EntityId> candidates = candidates_for(here.id);
  const bool all_met = !candidates.empty() && std::all_of(candidates.begin(), candidates.end(), [&](EntityId e) { return seen(e); });
  if (!graph_.resolved(here.id)) {
    // Wherever it leads, that is on record: a mesh of CAs would cost a signature for each pair otherwise.
    if (all_met && candidates.size() > 1) return;
    if (!graph_.resolve(here.id, candidates)) return stop(StopReason::limit);
  }
  if (graph_.issuers(here.id).empty()) ends_.push_back(end_of(at));
  for (const Issuer& issuer : graph_.issuers(here.id)) {
    if (seen(issuer.entity)) continue;
    see(issuer.entity);
    std::vector<CertId> next = graph_.members_of(issuer.entity);
    if (next.empty()) next = graph_.anchors_of(issuer.entity);
    std::sort(next.begin(), next.end(), [&](CertId a, CertId b) { return better_near(graph_.certificate(here.id), a, b); });
    for (const CertId id : next) visits_.push_back({id, at, issuer.verdict, here.length + 1});
  }
}

bool Walk::better_near(const x509::Certificate& child, CertId a, CertId b) const {
  const x509::Certificate &x = graph_.certificate(a), &y = graph_.certificate(b);
  const auto rank = [&](CertId id, const x509::Certificate& issuer) {
    return std::tuple(match_key_id(child, issuer), graph_.is_anchor(id), !issuer.is_ca(), !issuer.valid_at(request_.at));
  };
  if (rank(a, x) != rank(b, y)) return rank(a, x) < rank(b, y);
  if (x.not_before() != y.not_before()) return x.not_before() > y.not_before();
  if (x.not_after() != y.not_after()) return x.not_after() > y.not_after();
  return x.sha256() < y.sha256();
}

// The certificate of the issuer's name that comes nearest; it does not verify the child.
std::optional<CertId> Walk::namesake(CertId child) {
  std::optional<CertId> best;
  for (const EntityId entity : candidates_for(child)) {
    if (entity == graph_.entity(child)) continue;
    for (const std::vector<CertId>* ids : {&graph_.members_of(entity), &graph_.anchors_of(entity)}) {
      for (const CertId id : *ids) {
        if (!best || better_near(graph_.certificate(child), id, *best)) best = id;
      }
    }
  }
  return best;
}

// A certificate under another name whose key signed the child.
x509::CertificatePtr Walk::renamed(CertId child, bool& in_bundle) {
  const x509::Certificate& certificate = graph_.certificate(child);
  const auto signed_by = [&](const x509::Certificate& other) {
    return other.subject().canonical() != certificate.issuer().canonical() && !other.public_key().der.empty() &&
           verifier_.verify(certificate, other.public_key()) == crypto::SignatureVerdict::valid;
  };
  const auto& authority = certificate.extensions().authority_key_id;
  std::size_t tried = 0;
  x509::CertificatePtr best;
  for (CertId id = 0; id < graph_.member_count() && tried < ChainLimits::kOtherKeys; ++id) {
    const x509::Certificate& other = graph_.certificate(id);
    const KeyIdMatch match = match_key_id(certificate, other);
    if (id == child || match == KeyIdMatch::mismatch || (match == KeyIdMatch::absent && !other.is_ca())) continue;
    ++tried;
    if (signed_by(other) && (best == nullptr || other.sha256() < best->sha256())) best = graph_.pointer(id);
  }
  in_bundle = best != nullptr;
  if (best != nullptr || request_.anchors == nullptr || !authority || !authority->key_id) return best;
  for (const x509::CertificatePtr& anchor : request_.anchors->certificates()) {
    if (match_key_id(certificate, *anchor) == KeyIdMatch::match && ++tried <= ChainLimits::kOtherKeys && signed_by(*anchor)) return anchor;
  }
  return nullptr;
}

End Walk::end_of(std::size_t at) {
  const CertId id = visits_[at].id;
  const x509::Certificate& child = graph_.certificate(id);
  End end{at, StopReason::issuer_missing, nullptr, false};
  if (const std::optional<CertId> near = namesake(id)) {
    const x509::Certificate& issuer = graph_.certificate(*near);
    end.near = graph_.pointer(*near);
    end.near_in_bundle = !graph_.is_anchor(*near);
    const bool meant = match_authority(child, issuer) == KeyIdMatch::match;
    const crypto::SignatureVerdict verdict = graph_.verdict(id, graph_.entity(*near)).value_or(crypto::SignatureVerdict::invalid);
    end.reason = verdict != crypto::SignatureVerdict::invalid ? StopReason::unsupported
                 : meant                                      ? StopReason::signature_invalid
                                                              : StopReason::issuer_rekeyed;
    return end;
  }
  return end;
}

bool Walk::better(const End& a, const End& b) const {
  const auto rank = [&](const End& end) {
    const x509::Certificate& top = graph_.certificate(visits_[end.visit].id);
    return std::tuple(end.reason == StopReason::untrusted_root, end.reason != StopReason::limit, visits_[end.visit].length,
                      specificity(end.reason), top.valid_at(request_.at));
  };
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return graph_.certificate(visits_[a.visit].id).sha256() < graph_.certificate(visits_[b.visit].id).sha256();
}

StoppedWalk Walk::result(const End& end) const {
  std::vector<CertId> ids;
  std::vector<crypto::SignatureVerdict> verdicts;
  for (std::size_t at = end.visit; at != kNone; at = visits_[at].below) {
    ids.push_back(visits_[at].id);
    if (visits_[at].below != kNone) verdicts.push_back(visits_[at].verdict);
  }
  std::reverse(ids.begin(), ids.end());
  std::reverse(verdicts.begin(), verdicts.end());
  StoppedWalk walk{make_path(graph_, ids, verdicts), std::max<std::size_t>(1, ends_.size()), end.near, end.near_in_bundle};
  walk.path.stop = end.reason;
  return walk;
}

void Walk::climb(CertId leaf) {
  visits_.push_back({leaf, kNone, crypto::SignatureVerdict::valid, 1});
  see(graph_.entity(leaf));
  for (std::size_t at = 0; at < visits_.size(); ++at) visit(at);
}

std::vector<StoppedWalk> Walk::all(CertId leaf) {
  climb(leaf);
  std::sort(ends_.begin(), ends_.end(), [&](const End& a, const End& b) { return better(a, b); });
  std::vector<StoppedWalk> walks;
  for (const End& end : ends_) {
    if (walks.size() == ChainLimits::kTriedPaths) break;
    walks.push_back(result(end));
  }
  return walks;
}

StoppedWalk Walk::run(CertId leaf) {
  climb(leaf);
  // CAs that sign each other in a circle, and nothing else: a root of many heads.
  if (ends_.empty()) return result({visits_.size() - 1, StopReason::untrusted_root, nullptr, false});
  End best = *std::min_element(ends_.begin(), ends_.end(), [&](const End& a, const End& b) { return better(a, b); });
  if (best.reason == StopReason::issuer_missing) {
    best.near = renamed(visits_[best.visit].id, best.near_in_bundle);
    if (best.near != nullptr) best.reason = StopReason::issuer_renamed;
  }
  return result(best);
}

bool is_roman(std::string_view word) {
  return !word.empty() && word.size() <= 4 && word.find_first_not_of("ivx") == std::string_view::npos;
}

// "Example CA G2" as {"example", "ca", "g"}: the words in lower case and without the numbers, Roman ones too, that tell generations of a
// CA apart.
std::vector<std::string> words_without_numbers(std::string_view common_name) {
  std::vector<std::string> words(1);
  const auto end_word = [&] {
    if (is_roman(words.back())) words.back().clear();
    if (!words.back().empty()) words.emplace_back();
  };
  for (const char c : to_lower_ascii(common_name)) {
    const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      words.back().push_back(c);
    } else if (c < '0' || c > '9') {
      end_word();
    }
  }
  end_word();
  words.pop_back();
  return words;
}

}  // namespace

bool differ_in_numbers(const x509::Name& a, const x509::Name& b) {
  const std::optional<std::string> name_a = a.common_name(), name_b = b.common_name();
  if (!name_a || !name_b || equal_ignoring_ascii_case(*name_a, *name_b)) return false;
  const std::optional<std::string> organization_a = a.organization(), organization_b = b.organization();
  const bool both = organization_a && organization_b && !organization_a->empty();
  if (both && !equal_ignoring_ascii_case(*organization_a, *organization_b)) return false;
  const std::vector<std::string> words = words_without_numbers(*name_a);
  std::size_t letters = 0;
  for (const std::string& word : words) letters += word.size();
  // "R3" and "R10" are of one family only where the organization says so too.
  return letters > 0 && (letters >= 3 || both) && words == words_without_numbers(*name_b);
}

StoppedWalk walk_to_the_end(EntityGraph& graph, CertId leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier) {
  return Walk(graph, request, verifier).run(leaf);
}

std::vector<StoppedWalk> all_walks(EntityGraph& graph, CertId leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier) {
  return Walk(graph, request, verifier).all(leaf);
}

}  // namespace chainlint::chain
