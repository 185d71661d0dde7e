#include "chain/missing_issuer.h"

#include <algorithm>

#include "chain/place.h"

namespace chainlint::facts {

const x509::Certificate* child_of(const FactContext& context) {
  const chain::Path& path = *context.analysis.path;
  if (path.stop == chain::StopReason::anchor || path.steps.empty()) return nullptr;
  if (path.stop == chain::StopReason::untrusted_root) {
    return context.analysis.rival_anchor && path.steps.size() > 1 ? path.steps[path.steps.size() - 2].certificate.get() : nullptr;
  }
  const std::size_t last = path.steps.size() - 1;
  const std::size_t step = context.analysis.missing ? std::min(context.analysis.missing->child_step, last) : last;
  return path.steps[step].certificate.get();
}

const std::vector<chain::KnownCertificate>& known_to_run(const FactContext& context) {
  static const std::vector<chain::KnownCertificate> nothing;
  return context.analysis.missing ? context.analysis.missing->known : nothing;
}

std::string place_text(const chain::KnownCertificate& certificate) {
  if (!certificate.location.path.empty()) return brief_place(certificate.location);
  return certificate.source == chain::KnownSource::anchors ? "the trust anchors"
         : certificate.source == chain::KnownSource::pool  ? "the pool"
                                                           : "the run";
}

std::string placed_text(const chain::KnownCertificate& certificate) {
  const bool placed = !certificate.location.path.empty();
  return (placed ? "at " : certificate.source == chain::KnownSource::anchors ? "among " : "in ") + place_text(certificate);
}

}  // namespace chainlint::facts
