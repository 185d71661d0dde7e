#include "known_issuers.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "chainlint/base/limits.h"
#include "chainlint/chain/run_index.h"
#include "path/certificate_checks.h"
#include "path/link.h"

namespace chainlint::chain {
namespace {

ByteView wanted_key_id(const x509::Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->key_id ? ByteView(*authority->key_id) : ByteView();
}

}  // namespace

bool KnownIssuers::is_member(const x509::Certificate& certificate) const {
  return std::any_of(members_.begin(), members_.end(),
                     [&](const Member& member) { return member.certificate->sha256() == certificate.sha256(); });
}

bool KnownIssuers::verifies(const x509::Certificate& child, const x509::Certificate& issuer) {
  if (issuer.public_key().der.empty() || checks_left_ == 0) return false;
  --checks_left_;
  return verifier_.verify(child, issuer.public_key()) == crypto::SignatureVerdict::valid;
}

std::vector<KnownCertificate> KnownIssuers::named(const x509::Certificate& child) const {
  std::vector<KnownCertificate> found;
  const auto add = [&](const x509::CertificatePtr& certificate, KnownSource source, const Location& location) {
    const auto same = [&](const KnownCertificate& each) { return each.certificate->sha256() == certificate->sha256(); };
    if (std::none_of(found.begin(), found.end(), same) && !is_member(*certificate)) found.push_back({certificate, source, location});
  };
  for (const std::shared_ptr<const formats::Container>& container : bundle_.trusted) {
    for (const formats::Entry& entry : container->entries) {
      if (found.size() == ChainLimits::kCertificatesAbove) break;
      if (entry.certificate == nullptr || entry.certificate->subject().canonical() != child.issuer().canonical()) continue;
      add(entry.certificate, KnownSource::trusted, entry.location);
    }
  }
  if (request_.run != nullptr) {
    for (const KnownCertificate& each : request_.run->cas_named(child.issuer(), wanted_key_id(child), bundle_)) {
      add(each.certificate, each.source, each.location);
    }
  }
  if (request_.deployed != nullptr) {
    for (const KnownCertificate& each : request_.deployed->cas_named(child.issuer(), wanted_key_id(child), bundle_)) {
      add(each.certificate, KnownSource::deployed, each.location);
    }
  }
  if (request_.pool != nullptr) {
    std::size_t taken = 0;
    for (const x509::CertificatePtr& each : request_.pool->named(child.issuer().canonical())) {
      if (++taken > ChainLimits::kCertificatesAbove) break;
      add(each, KnownSource::pool, request_.pool->location_of(*each));
    }
  }
  return found;
}

std::vector<KnownIssuers::Issuer> KnownIssuers::issuers_of(const x509::Certificate& child) {
  std::vector<KnownCertificate> candidates = named(child);
  // Those that a key id speaks for first, since the number of signatures is limited.
  std::stable_sort(candidates.begin(), candidates.end(), [&](const KnownCertificate& a, const KnownCertificate& b) {
    return match_key_id(child, *a.certificate) < match_key_id(child, *b.certificate);
  });
  std::erase_if(candidates, [&](const KnownCertificate& candidate) { return !verifies(child, *candidate.certificate); });
  std::vector<Issuer> issuers;
  for (KnownCertificate& candidate : candidates) {
    const x509::Certificate& certificate = *candidate.certificate;
    const bool anchored = leads_to_anchor(certificate), self_signed = certificate.self_issued() && verifies(certificate, certificate);
    issuers.push_back({std::move(candidate), self_signed, anchored});
  }
  std::sort(issuers.begin(), issuers.end(), [&](const Issuer& a, const Issuer& b) {
    const auto rank = [&](const Issuer& issuer) {
      const x509::Certificate& certificate = *issuer.known.certificate;
      return std::tuple(!certificate.valid_at(request_.at), !may_issue(certificate, false), !issuer.leads_to_anchor, issuer.known.source);
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    const x509::Certificate &x = *a.known.certificate, &y = *b.known.certificate;
    // Of two copies of one CA the one that expires last serves what it issued the longest.
    if (x.not_after() != y.not_after()) return x.not_after() > y.not_after();
    if (x.not_before() != y.not_before()) return x.not_before() > y.not_before();
    return x.sha256() < y.sha256();
  });
  return issuers;
}

bool KnownIssuers::leads_to_anchor(const x509::Certificate& certificate) {
  if (request_.anchors == nullptr || request_.anchors->size() == 0) return false;
  std::vector<x509::CertificatePtr> waiting;
  std::unordered_set<Digest256, DigestHash> seen{certificate.sha256()};
  const auto climb = [&](const x509::Certificate& child) {
    if (request_.anchors->same_entity(child) != nullptr) return true;
    for (const x509::CertificatePtr& anchor : request_.anchors->named(child.issuer().canonical())) {
      if (match_key_id(child, *anchor) != KeyIdMatch::mismatch && verifies(child, *anchor)) return true;
    }
    if (child.self_issued()) return false;
    const auto add = [&](const x509::CertificatePtr& issuer) {
      if (seen.size() > ChainLimits::kCertificatesAbove || seen.contains(issuer->sha256()) || !verifies(child, *issuer)) return;
      seen.insert(issuer->sha256());
      waiting.push_back(issuer);
    };
    for (const Member& member : members_) {
      if (member.certificate->subject().canonical() == child.issuer().canonical()) add(member.certificate);
    }
    for (const KnownCertificate& each : named(child)) add(each.certificate);
    return false;
  };
  if (climb(certificate)) return true;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const x509::CertificatePtr next = waiting[i];
    if (climb(*next)) return true;
  }
  return false;
}

}  // namespace chainlint::chain
