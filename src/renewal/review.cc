#include "chainlint/renewal/review.h"

#include <algorithm>

namespace chainlint {

std::string_view to_string(Judgement judgement) {
  switch (judgement) {
    case Judgement::safe:
      return "safe";
    case Judgement::attention:
      return "needs-attention";
    case Judgement::breaks:
      return "breaks";
  }
  return "";
}

Judgement RenewalReview::judgement() const {
  Judgement gravest = Judgement::safe;
  for (const Change& change : changes) gravest = std::max(gravest, change.judgement);
  return gravest;
}

RenewalReview review_renewal(const FactContext&, const Evaluation& found, const Evaluation&) {
  RenewalReview review;
  review.brought.resize(found.findings.size());
  return review;
}

}  // namespace chainlint
