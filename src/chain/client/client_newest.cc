#include <algorithm>
#include <compare>

#include "client/client_path.h"
#include "client/client_relation.h"
#include "path/link.h"

namespace chainlint::chain {
namespace {

// What makes one candidate better than another; among equals the later one.
struct Rank {
  bool may_issue = false;
  bool valid = false;
  bool trusted = false;
  std::optional<Instant> issued;
  friend auto operator<=>(const Rank&, const Rank&) = default;
};

// NSS's find_cert_issuer(), nssCertificateArray_FindBestCertificate() and CERT_IsNewer(): lib/pki/certificate.c, lib/pki/pkibase.c and
// lib/certdb/certdb.c.
class NewestWalk {
 public:
  explicit NewestWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientPath run() {
    ClientPath path{{chain_.leaf()}, 1, false};
    while (path.certificates.size() <= kDepth) {
      const x509::CertificatePtr issuer = best(*path.certificates.back());
      if (issuer == nullptr) break;
      path.trusted = chain_.same_anchor(*issuer) != nullptr;
      if (!path.trusted && same_certificate(*issuer, *path.certificates.back())) break;
      path.certificates.push_back(issuer);
      if (path.trusted) break;
      ++path.sent;
      if (may_have_issued(model_, *issuer, *issuer)) break;
    }
    return path;
  }

 private:
  static constexpr std::size_t kDepth = 20;  // CERT_MAX_CERT_CHAIN

  // An identifier that fits makes all others strangers, those without one too.
  std::vector<x509::CertificatePtr> candidates(const x509::Certificate& child) const {
    std::vector<x509::CertificatePtr> found;
    // Each once: what is sent again, or trusted as well, stays where it is.
    const auto add = [&](const x509::CertificatePtr& candidate) {
      if (!question_.take() || !may_have_issued(model_, child, *candidate)) return;
      const auto same = [&](const x509::CertificatePtr& each) { return same_certificate(*each, *candidate); };
      if (std::none_of(found.begin(), found.end(), same)) found.push_back(candidate);
    };
    for (const std::size_t position : chain_.sent_named(child.issuer().canonical())) add(chain_.sent()[position]);
    for (const x509::CertificatePtr& anchor : chain_.anchors_named(child.issuer().canonical())) add(anchor);
    const auto fits = [&](const x509::CertificatePtr& candidate) { return match_authority(child, *candidate) == KeyIdMatch::match; };
    if (std::any_of(found.begin(), found.end(), fits)) std::erase_if(found, [&](const x509::CertificatePtr& each) { return !fits(each); });
    std::erase_if(found, [&](const x509::CertificatePtr& each) { return !each->is_ca() && chain_.same_anchor(*each) == nullptr; });
    return found;
  }

  x509::CertificatePtr best(const x509::Certificate& child) const {
    x509::CertificatePtr best;
    for (const x509::CertificatePtr& candidate : candidates(child)) {
      if (best == nullptr || !(rank(*best) > rank(*candidate))) best = candidate;
    }
    return best;
  }

  Rank rank(const x509::Certificate& candidate) const {
    const x509::Extensions& extensions = candidate.extensions();
    const bool signs = !extensions.key_usage || (*extensions.key_usage & x509::key_usage::kKeyCertSign) != 0;
    return {signs, candidate.valid_at(chain_.request().at), chain_.same_anchor(candidate) != nullptr, candidate.not_before()};
  }

  ClientQuestion& question_;
  const ClientModel& model_;
  ClientCase& chain_;
};

}  // namespace

ClientOutcome walk_newest(ClientQuestion& question) { return conclude(question, NewestWalk(question).run()); }

}  // namespace chainlint::chain
