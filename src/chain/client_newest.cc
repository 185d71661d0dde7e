#include "client_path.h"
#include "client_relation.h"

namespace chainlint {
namespace {

// NSS's nssCertificateArray_FindBestCertificate() and CERT_IsNewer().
class NewestWalk {
 public:
  explicit NewestWalk(ClientQuestion& question) : model_(question.model), chain_(question.chain) {}

  ClientPath run() {
    ClientPath path{{chain_.leaf()}, 1, false};
    while (path.certificates.size() <= kDepth) {
      const CertificatePtr* issuer = best(*path.certificates.back());
      if (issuer == nullptr) break;
      path.trusted = chain_.same_anchor(**issuer) != nullptr;
      if (!path.trusted && same_certificate(**issuer, *path.certificates.back())) break;
      path.certificates.push_back(*issuer);
      if (path.trusted) break;
      ++path.sent;
    }
    return path;
  }

 private:
  static constexpr std::size_t kDepth = 20;  // CERT_MAX_CERT_CHAIN

  const CertificatePtr* best(const Certificate& child) const {
    const CertificatePtr* best = nullptr;
    for (const std::size_t position : chain_.sent_named(child.issuer().canonical())) consider(child, chain_.sent()[position], best);
    for (const CertificatePtr& anchor : chain_.anchors_named(child.issuer().canonical())) consider(child, anchor, best);
    return best;
  }

  void consider(const Certificate& child, const CertificatePtr& candidate, const CertificatePtr*& best) const {
    if (!may_have_issued(model_, child, *candidate)) return;
    if (best == nullptr) {
      best = &candidate;
      return;
    }
    const Instant at = chain_.request().at;
    const bool valid = candidate->valid_at(at);
    if (valid != (*best)->valid_at(at)) {
      if (valid) best = &candidate;
    } else if (!((*best)->not_before() > candidate->not_before())) {
      best = &candidate;
    }
  }

  const ClientModel& model_;
  ClientCase& chain_;
};

}  // namespace

ClientOutcome walk_newest(ClientQuestion& question) { return conclude(question, NewestWalk(question).run()); }

}  // namespace chainlint
