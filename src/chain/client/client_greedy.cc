#include <algorithm>

#include "client/client_path.h"
#include "client/client_relation.h"

namespace chainlint::chain {
namespace {

// OpenSSL's build_chain(): https://github.com/openssl/openssl/blob/master/crypto/x509/x509_vfy.c
class GreedyWalk {
 public:
  explicit GreedyWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientPath run() {
    path_.certificates.push_back(chain_.leaf());
    path_.sent = 1;
    while (!path_.trusted && path_.certificates.size() <= kDepth && step()) {
    }
    if (!path_.trusted && path_.sent == path_.certificates.size() && model_.sent_first) prune();
    if (!path_.trusted && path_.sent == path_.certificates.size() && model_.partial_chain) trust_leaf();
    return path_;
  }

 private:
  static constexpr std::size_t kDepth = 100;  // the default of X509_VERIFY_PARAM

  // One certificate more; false at the end.
  bool step() {
    if (!follow_sent_ || !model_.sent_first) {
      const bool taken = take_anchor();
      if (path_.trusted) return true;
      if (taken) return !self_signed(*path_.certificates.back());
    }
    if (!follow_sent_) return false;
    if (const x509::CertificatePtr* issuer = best_sent()) {
      path_.certificates.push_back(*issuer);
      ++path_.sent;
    } else if (model_.sent_first) {
      follow_sent_ = false;
    } else {
      return false;
    }
    return true;
  }

  bool take_anchor() {
    const x509::CertificatePtr* anchor = best_anchor();
    if (anchor == nullptr) return false;
    if (!self_signed(*path_.certificates.back())) {
      path_.certificates.push_back(*anchor);
    } else if (path_.sent == path_.certificates.size()) {
      // Another certificate of the same name might stand for another key.
      if (!same_certificate(*path_.certificates.back(), **anchor)) return false;
      path_.certificates.back() = *anchor;
      --path_.sent;
    }
    follow_sent_ = false;
    path_.trusted = model_.partial_chain || self_signed(*path_.certificates.back());
    return true;
  }

  // By what it says of itself; the signature is not looked at.
  bool self_signed(const x509::Certificate& certificate) const { return may_have_issued(model_, certificate, certificate); }

  // The first that is valid, else the one that is valid longest.
  bool better(const x509::CertificatePtr& candidate, const x509::CertificatePtr* best) const {
    if (best == nullptr) return true;
    const Instant at = chain_.request().at;
    if ((*best)->valid_at(at)) return false;
    return candidate->valid_at(at) || candidate->not_after() > (*best)->not_after();
  }

  const x509::CertificatePtr* best_anchor() {
    const x509::Certificate& tip = *path_.certificates.back();
    const x509::CertificatePtr* best = nullptr;
    for (const x509::CertificatePtr& anchor : chain_.anchors_named(tip.issuer().canonical())) {
      if (question_.take() && may_have_issued(model_, tip, *anchor) && better(anchor, best)) best = &anchor;
    }
    return best;
  }

  const x509::CertificatePtr* best_sent() {
    const x509::Certificate& tip = *path_.certificates.back();
    if (self_signed(tip)) return nullptr;
    const x509::CertificatePtr* best = nullptr;
    for (const std::size_t position : chain_.sent_named(tip.issuer().canonical())) {
      const x509::CertificatePtr& candidate = chain_.sent()[position];
      if (!question_.take()) break;
      if (may_have_issued(model_, tip, *candidate) && !on_path(*candidate) && better(candidate, best)) best = &candidate;
    }
    return best;
  }

  bool on_path(const x509::Certificate& candidate) const {
    return std::any_of(path_.certificates.begin(), path_.certificates.end(),
                       [&](const x509::CertificatePtr& step) { return same_certificate(*step, candidate); });
  }

  // Alternate chains of OpenSSL 1.0.2: the end of the sent chain is removed, certificate by certificate, until an anchor issued the last
  // one.
  void prune() {
    const ClientPath whole = path_;
    while (path_.certificates.size() > 1) {
      path_.certificates.pop_back();
      path_.sent = path_.certificates.size();
      const std::size_t kept = path_.sent;
      while (take_anchor() && !path_.trusted && path_.certificates.size() <= kDepth && !self_signed(*path_.certificates.back())) {
      }
      if (path_.trusted) return;
      path_.certificates.resize(kept);
    }
    path_ = whole;
  }

  // What was sent above a trusted leaf stays on the path and is checked with it.
  void trust_leaf() {
    if (chain_.same_anchor(*chain_.leaf()) == nullptr) return;
    if (path_.certificates.size() == 1) path_.sent = 0;
    path_.trusted = true;
  }

  ClientQuestion& question_;
  const ClientModel& model_;
  ClientCase& chain_;
  ClientPath path_;
  bool follow_sent_ = true;
};

}  // namespace

ClientOutcome walk_greedy(ClientQuestion& question) { return conclude(question, GreedyWalk(question).run()); }

}  // namespace chainlint::chain
