#include <algorithm>

#include "client/client_path.h"
#include "client/client_relation.h"

namespace chainlint::chain {
namespace {

using Certificates = std::vector<x509::CertificatePtr>;

// Java's sun.security.validator.PKIXValidator: a chain in order is validated unchanged, another one is searched.
class AsSentWalk {
 public:
  explicit AsSentWalk(ClientQuestion& question) : question_(question), model_(question.model), chain_(question.chain) {}

  ClientOutcome run() {
    if (auto outcome = trusted_leaf(question_)) return *outcome;
    const Certificates& sent = chain_.sent();
    for (std::size_t i = 1; i < sent.size(); ++i) {
      if (!names_fit(model_, *sent[i - 1], *sent[i])) return search();
      if (is_anchor(*sent[i])) return validate({sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(i)});
    }
    return named_by_anchor(*sent.back()) ? validate(sent) : search();
  }

 private:
  ClientOutcome search() {
    ClientQuestion question{model_, chain_, question_.comparisons, question_.candidates_left, true};
    return walk_backtracking(question);
  }

  bool is_anchor(const x509::Certificate& certificate) const {
    const auto anchors = chain_.anchors_named(certificate.subject().canonical());
    return std::any_of(anchors.begin(), anchors.end(),
                       [&](const x509::CertificatePtr& anchor) { return same_entity(*anchor, certificate); });
  }

  // By name alone: where the key is another one, no other path is looked for.
  bool named_by_anchor(const x509::Certificate& certificate) const {
    return !chain_.anchors_named(certificate.issuer().canonical()).empty();
  }

  // Against every anchor that is named as the issuer of the last one, by its identifiers too.
  ClientOutcome validate(Certificates certificates) {
    const x509::CertificatePtr last = certificates.back();
    ClientPath path{std::move(certificates), 0, false};
    path.sent = path.certificates.size();
    std::optional<ClientOutcome> first;
    for (const x509::CertificatePtr& anchor : chain_.anchors_named(last->issuer().canonical())) {
      if (!names_fit(model_, *last, *anchor)) continue;
      ClientOutcome outcome = below(anchor, path);
      if (!outcome.objection) return outcome;
      if (!first) first = std::move(outcome);
    }
    if (first) return *first;
    Objection objection = dead_end(question_, path);
    return {std::move(path), std::move(objection)};
  }

  ClientOutcome below(const x509::CertificatePtr& anchor, ClientPath path) {
    const x509::CertificatePtr child = path.certificates.back();
    path.certificates.push_back(anchor);
    path.trusted = true;
    if (auto words = identifier_difference(*child, *anchor, model_.anchor_ids_decide, model_.anchor_ids_decide, false)) {
      return {std::move(path), Objection{ObjectionKind::refused, *words, child, RefusalCause::issuer_mismatch}};
    }
    std::optional<Objection> objection = path_objection(question_, path);
    return {std::move(path), std::move(objection)};
  }

  ClientQuestion& question_;
  const ClientModel& model_;
  ClientCase& chain_;
};

}  // namespace

ClientOutcome walk_as_sent(ClientQuestion& question) { return AsSentWalk(question).run(); }

}  // namespace chainlint::chain
