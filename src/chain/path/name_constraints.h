// Name constraints (RFC 5280 sections 4.2.1.10 and 6.1.3 (b), (c)).
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Counts comparisons of a name with a subtree: the product of both is what an attacker can make large. Remembers the outcome of each pair
// of certificates, which must outlive it.
class ComparisonBudget {
 public:
  using Outcome = std::optional<std::string>;                                  // the violated constraint
  using Pair = std::pair<const x509::Certificate*, const x509::Certificate*>;  // issuer and subject

  explicit ComparisonBudget(std::size_t limit) : left_(limit) {}
  bool take() {
    if (left_ == 0) {
      spent_ = true;
    } else {
      --left_;
    }
    return !spent_;
  }
  bool spent() const { return spent_; }

  const Outcome* known(const Pair& pair) const {
    const auto found = known_.find(pair);
    return found == known_.end() ? nullptr : &found->second;
  }
  Outcome remember(const Pair& pair, Outcome outcome) { return known_.emplace(pair, std::move(outcome)).first->second; }

 private:
  std::map<Pair, Outcome> known_;
  std::size_t left_;
  bool spent_ = false;
};

// The first reason for which `issuer` does not allow the names of `subject`, or nothing.
//
// Looks at the subject, at every subjectAltName, at e-mail addresses in the subject where no subjectAltName contains one, and, `leaf` being
// set, at a common name that reads as a DNS name where there is no subjectAltName. A wildcard is refused if it can hit an excluded subtree
// or leave the permitted ones. A constraint or a name that cannot be evaluated (a form that is not implemented, `minimum` or `maximum`, a
// malformed address) is refused where the two meet; forms that are not implemented only if the extension is critical. Once `budget` is
// spent nothing is reported as violated, and the caller must say that this was not decided.
std::optional<std::string> violated_constraint(const x509::Certificate& issuer, const x509::Certificate& subject, bool leaf,
                                               ComparisonBudget& budget);

// The same for one more DNS name of a leaf, which some clients take from its common name.
std::optional<std::string> violated_constraint(const x509::Certificate& issuer, std::string_view dns_name, ComparisonBudget& budget);

}  // namespace chainlint::chain
