#include <algorithm>

#include "client_path.h"
#include "client_relation.h"

namespace chainlint {
namespace {

using Certificates = std::vector<CertificatePtr>;

// GnuTLS's gnutls_x509_trust_list_verify_crt2(): lib/x509/verify-high.c, lib/x509/verify.c and lib/x509/common.c.
class InOrderWalk {
 public:
  explicit InOrderWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientOutcome run() {
    certificates_ = chain_.sent();
    arrange();
    if (certificates_.size() > 1 && issued(certificates_.back(), certificates_.back())) certificates_.pop_back();
    const CertificatePtr last = certificates_.back();
    ClientOutcome outcome = judge(last->issuer());
    const bool other_name = !equal(last->issuer().der(), last->subject().der());
    const bool again = outcome.objection && other_name &&
                       (outcome.objection->kind == ObjectionKind::issuer_missing || outcome.objection->kind == ObjectionKind::outdated);
    if (!again) return outcome;
    ClientOutcome other = judge(last->subject());
    return other.objection && other.objection->kind == ObjectionKind::issuer_missing ? outcome : other;
  }

 private:
  bool issued(const CertificatePtr& child, const CertificatePtr& issuer) const { return may_have_issued(model_, *child, *issuer); }

  // Anchors are looked up by the octets of a name.
  Certificates anchors_named(const Name& name) const {
    Certificates found;
    for (const CertificatePtr& anchor : chain_.anchors_named(name.canonical())) {
      if (equal(anchor->subject().der(), name.der())) found.push_back(anchor);
    }
    return found;
  }

  bool seen(const CertificatePtr& certificate, std::size_t count) const {
    return std::any_of(certificates_.begin(), certificates_.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](const CertificatePtr& earlier) { return same_certificate(*earlier, *certificate); });
  }

  // Sorts what was sent in runs, each from one certificate to as high as it goes, and cuts off what leads nowhere.
  void arrange() {
    for (std::size_t i = 0; i < certificates_.size();) {
      const std::size_t run = sort_from(i);
      if (drop_duplicate(i, run)) continue;
      i += run;
      const CertificatePtr& top = certificates_[i - 1];
      const Certificates anchors = anchors_named(top->issuer());
      const bool known = std::any_of(anchors.begin(), anchors.end(), [&](const CertificatePtr& anchor) { return issued(top, anchor); });
      const bool goes_on = i < certificates_.size() && issued(top, certificates_[i]);
      if (known || !goes_on) certificates_.resize(i);
    }
  }

  bool drop_duplicate(std::size_t start, std::size_t run) {
    for (std::size_t j = start + 1; j < start + run; ++j) {
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
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (i != child && issued(rest[child], rest[i])) return i;
    }
    return std::nullopt;
  }

  // Against the anchors of one name, the only ones that are looked at.
  ClientOutcome judge(const Name& name) {
    const Certificates anchors = anchors_named(name);
    ClientPath path{certificates_, certificates_.size(), false};
    for (std::size_t i = 0; i < certificates_.size(); ++i) {
      const auto same = std::find_if(anchors.begin(), anchors.end(),
                                     [&](const CertificatePtr& anchor) { return same_entity(*anchor, *certificates_[i]); });
      if (same == anchors.end()) continue;
      path.certificates.resize(i);
      path.certificates.push_back(*same);
      path.sent = i;
      path.trusted = true;
      return finish(std::move(path));
    }
    return below_anchors(anchors, std::move(path));
  }

  // The first anchor against which nothing speaks, else the first.
  ClientOutcome below_anchors(const Certificates& anchors, ClientPath path) {
    std::optional<ClientOutcome> first;
    for (const CertificatePtr& anchor : anchors) {
      if (!issued(certificates_.back(), anchor)) continue;
      ClientPath complete = path;
      complete.certificates.push_back(anchor);
      complete.trusted = true;
      ClientOutcome outcome = finish(std::move(complete));
      if (!outcome.objection) return outcome;
      if (!first) first = std::move(outcome);
    }
    if (first) return *first;
    Objection objection = dead_end(question_, path);
    return {std::move(path), std::move(objection)};
  }

  ClientOutcome finish(ClientPath path) {
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

}  // namespace chainlint
