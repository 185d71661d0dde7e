#include <algorithm>

#include "chainlint/x509/self_signed.h"
#include "client/client_path.h"
#include "client/client_relation.h"

namespace chainlint::chain {
namespace {

class BacktrackingWalk {
 public:
  explicit BacktrackingWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientOutcome run() {
    path_.certificates.push_back(chain_.leaf());
    path_.sent = 1;
    if (auto outcome = trusted_leaf(question_)) return *outcome;
    if (auto objection = step_objection(question_, path_, 0, false)) return {path_, objection};
    if (extend()) return {path_, std::nullopt};
    const bool stopped = question_.spent() || too_long_;
    if (stopped && (!best_ || best_->objection->kind != ObjectionKind::unverifiable)) return {path_, given_up(question_)};
    return best_ ? *best_ : ClientOutcome{path_, dead_end(question_, path_)};
  }

 private:
  // Depth first, and no deeper than the limit of the request: anchors before what was sent.
  bool extend() {
    const x509::CertificatePtr tip = path_.certificates.back();
    bool any = false;
    for (const x509::CertificatePtr& anchor : chain_.anchors_named(tip->issuer().canonical())) {
      if (!model_.leaf_as_anchor && same_certificate(*anchor, *tip)) continue;
      if (!fits(*tip, *anchor) || !(model_.partial_chain || x509::looks_self_signed(*anchor))) continue;
      any = true;
      if (try_on_top(anchor, true)) return true;
    }
    if (path_.certificates.size() >= chain_.request().limits.path_length) {
      too_long_ = too_long_ || !chain_.sent_named(tip->issuer().canonical()).empty();
    } else if (!full()) {
      for (const std::size_t position : chain_.sent_named(tip->issuer().canonical())) {
        const x509::CertificatePtr& candidate = chain_.sent()[position];
        if (!fits(*tip, *candidate) || on_path(*candidate) || repeated(position)) continue;
        any = true;
        if (try_on_top(candidate, false)) return true;
      }
    }
    if (!any) remember(dead_end(question_, path_), false);
    return false;
  }

  bool full() const { return model_.max_intermediates > 0 && path_.certificates.size() > model_.max_intermediates; }

  bool fits(const x509::Certificate& child, const x509::Certificate& issuer) {
    return question_.take() && may_have_issued(model_, child, issuer);
  }

  bool try_on_top(const x509::CertificatePtr& candidate, bool anchor) {
    path_.certificates.push_back(candidate);
    path_.sent += anchor ? 0 : 1;
    std::optional<Objection> objection = step_objection(question_, path_, path_.certificates.size() - 1, anchor);
    if (!objection && anchor) objection = path_objection(question_, path_);
    if (objection) {
      remember(*objection, anchor);
    } else if (anchor) {
      path_.trusted = true;
      return true;
    } else if (extend()) {
      return true;
    }
    path_.certificates.pop_back();
    path_.sent -= anchor ? 0 : 1;
    return false;
  }

  bool on_path(const x509::Certificate& candidate) const {
    return std::any_of(path_.certificates.begin(), path_.certificates.end(),
                       [&](const x509::CertificatePtr& step) { return same_entity(*step, candidate); });
  }

  // A certificate that is sent twice is tried once.
  bool repeated(std::size_t position) const {
    for (const std::size_t earlier : chain_.sent_named(chain_.sent()[position]->subject().canonical())) {
      if (earlier == position) break;
      if (same_certificate(*chain_.sent()[earlier], *chain_.sent()[position])) return true;
    }
    return false;
  }

  // The objection that says most: at an anchor before others, then on the longest path, then the first.
  void remember(Objection objection, bool anchored) {
    const std::pair rank(anchored, path_.certificates.size());
    if (best_ && rank <= best_rank_) return;
    best_rank_ = rank;
    best_ = ClientOutcome{path_, std::move(objection)};
  }

  ClientQuestion& question_;
  const ClientModel& model_;
  ClientCase& chain_;
  ClientPath path_;
  bool too_long_ = false;  // a path reached the limit of the request: what is above it was not looked at
  std::optional<ClientOutcome> best_;
  std::pair<bool, std::size_t> best_rank_;
};

}  // namespace

ClientOutcome walk_backtracking(ClientQuestion& question) { return BacktrackingWalk(question).run(); }

}  // namespace chainlint::chain
