#include "windows/store_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "chainlint/x509/self_signed.h"
#include "path/link.h"

namespace chainlint::chain {

std::string_view to_string(IssuerMatch match) {
  switch (match) {
    case IssuerMatch::contradicted:
      return "the name matches, the key id does not";
    case IssuerMatch::name:
      return "the name matches";
    case IssuerMatch::key_id:
      return "the key id matches";
    case IssuerMatch::exact:
      return "issuer and serial match";
  }
  return "";
}

StoreGraph::StoreGraph(const WindowsStores& stores, const ChainRequest& request, crypto::SignatureVerifier& verifier)
    : stores_(stores),
      request_(request),
      verifier_(verifier),
      checks_(request.limits.signature_checks),
      disallowed_digests_(stores.disallowed_digests) {
  std::sort(disallowed_digests_.begin(), disallowed_digests_.end());
  for (const StoredCertificate& stored : stores_.certificates) {
    if (stored.archived) continue;
    if (stored.store == StoreName::disallowed) {
      disallowed_.emplace(stored.certificate->sha256(), &stored);
      continue;
    }
    nodes_[node_of(stored.certificate)].places.push_back(&stored);
  }
  for (std::size_t id = 0; id < nodes_.size(); ++id) {
    const StoreNode& node = nodes_[id];
    if (std::none_of(node.places.begin(), node.places.end(), [](const StoredCertificate* place) { return has_issuers(*place); })) continue;
    by_subject_[node.certificate->subject().canonical()].push_back(id);
    const auto& key_id = node.certificate->extensions().subject_key_id;
    if (key_id) by_key_id_[as_text(*key_id)].push_back(id);
  }
}

std::size_t StoreGraph::node_of(const x509::CertificatePtr& certificate) {
  const auto [found, is_new] = ids_.try_emplace(certificate->sha256(), nodes_.size());
  if (is_new) nodes_.push_back({certificate, {}, {}, {}, {}, {}});
  return found->second;
}

const StoredCertificate* StoreGraph::place(std::size_t id, StoreName store) const {
  const auto& places = nodes_[id].places;
  const auto found = std::find_if(places.begin(), places.end(), [&](const StoredCertificate* place) { return place->store == store; });
  return found == places.end() ? nullptr : *found;
}

crypto::SignatureVerdict StoreGraph::verify(const x509::Certificate& child, const x509::Certificate& issuer) {
  if (checks_ == 0) return crypto::SignatureVerdict::unsupported;
  --checks_;
  return verifier_.verify(child, issuer.public_key());
}

bool StoreGraph::self_signed(std::size_t id) {
  StoreNode& node = nodes_[id];
  if (!node.self_signed) {
    const x509::Certificate& certificate = *node.certificate;
    node.self_signed = x509::looks_self_signed(certificate) && verify(certificate, certificate) != crypto::SignatureVerdict::invalid;
  }
  return *node.self_signed;
}

const std::string& StoreGraph::distrust(std::size_t id) {
  StoreNode& node = nodes_[id];
  if (node.distrust) return *node.distrust;
  std::string& why = node.distrust.emplace();
  if (disallowed_.count(node.certificate->sha256()) != 0 || names_disallowed(disallowed_digests_, *node.certificate)) {
    why = "is in Disallowed";
    return why;
  }
  for (const StoredCertificate* place : node.places) {
    if (!place->disabled_for.empty()) why = fmt::format("is disabled for {} in {}", place->disabled_for, kept_in(*place));
  }
  return why;
}

const std::string& StoreGraph::entity(std::size_t id) {
  StoreNode& node = nodes_[id];
  if (!node.entity) {
    const Bytes key = node.certificate->public_key().canonical();
    const std::string& name = node.certificate->subject().canonical();
    node.entity = std::to_string(name.size()) + ":" + name + std::string(as_text(key));
  }
  return *node.entity;
}

std::optional<StoreIssuer> StoreGraph::verify_issuer(std::size_t child_id, std::size_t issuer_id) {
  const x509::Certificate &child = certificate(child_id), &issuer = certificate(issuer_id);
  StoreIssuer found;
  found.node = issuer_id;
  found.named = child.issuer().canonical() == issuer.subject().canonical();
  const KeyIdMatch key_id = match_key_id(child, issuer);
  if (found.named && match_issuer_serial(child, issuer) == KeyIdMatch::match) {
    found.match = IssuerMatch::exact;
  } else if (key_id == KeyIdMatch::match) {
    found.match = IssuerMatch::key_id;
  } else {
    found.match = key_id == KeyIdMatch::absent ? IssuerMatch::name : IssuerMatch::contradicted;
  }
  found.signature = verify(child, issuer);
  const bool found_by_one_hint = !found.named || found.match == IssuerMatch::contradicted;
  if (found_by_one_hint && found.signature == crypto::SignatureVerdict::invalid) return std::nullopt;
  return found;
}

const std::vector<StoreIssuer>& StoreGraph::issuers(std::size_t id) {
  if (nodes_[id].issuers) return *nodes_[id].issuers;
  const x509::Certificate& child = certificate(id);
  std::vector<std::size_t> candidates;
  const auto named = by_subject_.find(child.issuer().canonical());
  if (named != by_subject_.end()) candidates = named->second;
  const auto& authority = child.extensions().authority_key_id;
  if (authority && authority->key_id) {
    const auto keyed = by_key_id_.find(as_text(*authority->key_id));
    if (keyed != by_key_id_.end()) candidates.insert(candidates.end(), keyed->second.begin(), keyed->second.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<StoreIssuer> found;
  for (const std::size_t candidate : candidates) {
    if (candidate == id) continue;
    if (auto issuer = verify_issuer(id, candidate)) found.push_back(*issuer);
  }
  const auto rank = [&](const StoreIssuer& issuer) {
    const x509::Certificate& certificate = *nodes_[issuer.node].certificate;
    return std::tuple(issuer.signature == crypto::SignatureVerdict::invalid, !distrust(issuer.node).empty(),
                      !certificate.valid_at(request_.at), -static_cast<int>(issuer.match), !issuer.named,
                      !x509::looks_self_signed(certificate), certificate.sha256());
  };
  std::sort(found.begin(), found.end(), [&](const StoreIssuer& a, const StoreIssuer& b) { return rank(a) < rank(b); });
  return nodes_[id].issuers.emplace(std::move(found));
}

std::vector<std::size_t> StoreGraph::rekeyed(std::size_t id) const {
  std::vector<std::size_t> found;
  const auto named = by_subject_.find(certificate(id).issuer().canonical());
  if (named == by_subject_.end() || !nodes_[id].issuers) return found;
  for (const std::size_t candidate : named->second) {
    const auto& used = *nodes_[id].issuers;
    const bool kept = std::any_of(used.begin(), used.end(), [&](const StoreIssuer& issuer) { return issuer.node == candidate; });
    if (!kept && candidate != id) found.push_back(candidate);
  }
  return found;
}

}  // namespace chainlint::chain
