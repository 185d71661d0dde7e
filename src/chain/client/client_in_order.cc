#include <algorithm>

#include "chainlint/base/limits.h"
#include "client/client_path.h"
#include "client/client_relation.h"

namespace chainlint::chain {
namespace {

using Certificates = std::vector<x509::CertificatePtr>;

// GnuTLS's gnutls_x509_trust_list_verify_crt2(): lib/x509/verify-high.c, lib/x509/verify.c and lib/x509/common.c.
class InOrderWalk {
 public:
  explicit InOrderWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientOutcome run() {
    certificates_ = chain_.sent();
    if (certificates_.size() > ChainLimits::kSorted) {
      return {{{chain_.leaf()}, 1, false}, Objection{ObjectionKind::budget, "too many certificates are sent to be sorted", chain_.leaf()}};
    }
    arrange();
    if (certificates_.size() > 1 && issued(certificates_.back(), certificates_.back())) certificates_.pop_back();
    shorten();
    const x509::CertificatePtr last = certificates_.back();
    ClientOutcome outcome = search_anchors(last->issuer());
    const bool other_name = !equal(last->issuer().der(), last->subject().der());
    if (!outcome.objection || !other_name || (outcome.path.trusted && !outdated(outcome.path))) return outcome;
    ClientOutcome other = search_anchors(last->subject());
    if (other.path.trusted) return other;
    // Of what is not trusted no more than the leaf is certain.
    const ClientPath leaf{{chain_.leaf()}, 1, false};
    if (auto objection = step_objection(question_, leaf, 0, false)) outcome.objection = std::move(objection);
    return outcome;
  }

 private:
  // For a flaw of this kind the anchors of the other name are asked too.
  bool outdated(const ClientPath& path) const {
    return std::any_of(path.certificates.begin(), path.certificates.end(), [&](const x509::CertificatePtr& each) {
      const bool weak = !model_.sha1_signatures && crypto::describe_signature(each->signature_algorithm()).hash == "sha1";
      return each->not_after() < chain_.request().at || (weak && each != path.certificates.back());
    });
  }

  bool issued(const x509::CertificatePtr& child, const x509::CertificatePtr& issuer) const {
    return may_have_issued(model_, *child, *issuer);
  }

  // Anchors are looked up by the bytes of a name.
  Certificates anchors_named(const x509::Name& name) const {
    Certificates found;
    for (const x509::CertificatePtr& anchor : chain_.anchors_named(name.canonical())) {
      if (equal(anchor->subject().der(), name.der())) found.push_back(anchor);
    }
    return found;
  }

  bool seen(const x509::CertificatePtr& certificate, std::size_t count) const {
    return std::any_of(certificates_.begin(), certificates_.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](const x509::CertificatePtr& earlier) { return same_certificate(*earlier, *certificate); });
  }

  // Sorts what was sent in runs, each from one certificate to as high as it goes, up to the first run below an anchor.
  void arrange() {
    for (std::size_t i = 0; i < certificates_.size();) {
      const std::size_t run = sort_from(i);
      if (drop_duplicate(i, run)) continue;
      i += run;
      const x509::CertificatePtr& top = certificates_[i - 1];
      const Certificates anchors = anchors_named(top->issuer());
      const bool known =
          std::any_of(anchors.begin(), anchors.end(), [&](const x509::CertificatePtr& anchor) { return issued(top, anchor); });
      if (known) certificates_.resize(i);
    }
  }

  // Up to the first that is itself an anchor, which is looked for under the name of its issuer.
  void shorten() {
    for (std::size_t i = 1; i < certificates_.size(); ++i) {
      const Certificates anchors = anchors_named(certificates_[i]->issuer());
      const bool found = std::any_of(anchors.begin(), anchors.end(),
                                     [&](const x509::CertificatePtr& anchor) { return same_certificate(*anchor, *certificates_[i]); });
      if (found) certificates_.resize(i + 1);
    }
  }

  bool drop_duplicate(std::size_t start, std::size_t run) {
    for (std::size_t j = start; j < start + run; ++j) {
      if (!seen(certificates_[j], start)) continue;
      certificates_.erase(certificates_.begin() + static_cast<std::ptrdiff_t>(j));
      return true;
    }
    return false;
  }

  // Brings the certificate at `start`, its issuer, that one's issuer, ... to the front; the others keep their order.
  std::size_t sort_from(std::size_t start) {
    const Certificates rest(certificates_.begin() + static_cast<std::ptrdiff_t>(start), certificates_.end());
    std::vector<bool> taken(rest.size());
    Certificates sorted;
    std::optional<std::size_t> next = 0;
    while (next && !taken[*next]) {
      taken[*next] = true;
      sorted.push_back(rest[*next]);
      next = issuer_among(rest, *next);
    }
    const std::size_t run = sorted.size();
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (!taken[i]) sorted.push_back(rest[i]);
    }
    std::copy(sorted.begin(), sorted.end(), certificates_.begin() + static_cast<std::ptrdiff_t>(start));
    return run;
  }

  std::optional<std::size_t> issuer_among(const Certificates& rest, std::size_t child) const {
    if (issued(rest[child], rest[child])) return std::nullopt;
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (i != child && issued(rest[child], rest[i])) return i;
    }
    return std::nullopt;
  }

  // Against the anchors of one name, the only ones that are looked at. What was sent is cut off at the first certificate that is an anchor,
  // or its twin, which has to be valid whatever issued the certificate below.
  ClientOutcome search_anchors(const x509::Name& name) {
    const Certificates anchors = anchors_named(name);
    ClientPath path{certificates_, certificates_.size(), false};
    for (std::size_t i = 0; i < certificates_.size(); ++i) {
      const auto same = std::find_if(anchors.begin(), anchors.end(),
                                     [&](const x509::CertificatePtr& anchor) { return same_entity(*anchor, *certificates_[i]); });
      if (same == anchors.end()) continue;
      path.certificates.resize(i);
      path.sent = i;
      ClientPath complete{path.certificates, i, true};
      complete.certificates.push_back(*same);
      const bool valid = (*same)->valid_at(chain_.request().at);
      return i == 0 || !valid ? finish(std::move(complete)) : below_anchors(anchors, std::move(path));
    }
    return below_anchors(anchors, std::move(path));
  }

  // The anchor given last that has not expired; the first where all have.
  ClientOutcome below_anchors(const Certificates& anchors, ClientPath path) {
    const x509::CertificatePtr* chosen = nullptr;
    for (const x509::CertificatePtr& anchor : anchors) {
      const bool alive = anchor->not_after() >= chain_.request().at;
      if (issued(path.certificates.back(), anchor) && (alive || chosen == nullptr)) chosen = &anchor;
    }
    if (chosen == nullptr) {
      Objection objection = dead_end(question_, path);
      return {std::move(path), std::move(objection)};
    }
    path.certificates.push_back(*chosen);
    path.trusted = true;
    return finish(std::move(path));
  }

  // The list may contain certificates of which none issued the one before.
  ClientOutcome finish(ClientPath path) {
    for (std::size_t i = 0; i + 1 < path.certificates.size(); ++i) {
      if (issued(path.certificates[i], path.certificates[i + 1])) continue;
      ClientPath broken{{path.certificates.begin(), path.certificates.begin() + static_cast<std::ptrdiff_t>(i) + 1}, i + 1, false};
      Objection objection = dead_end(question_, broken);
      return {std::move(broken), std::move(objection)};
    }
    std::optional<Objection> objection = path_objection(question_, path);
    return {std::move(path), std::move(objection)};
  }

  ClientQuestion& question_;
  const ClientModel& model_;
  ClientCase& chain_;
  Certificates certificates_;
};

}  // namespace

ClientOutcome walk_in_order(ClientQuestion& question) { return InOrderWalk(question).run(); }

}  // namespace chainlint::chain
