#include "path/tried_paths.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "diagnosis.h"
#include "path/link.h"
#include "path/path_search.h"

namespace chainlint::chain {

namespace {

std::string name_of(const x509::Certificate& certificate) { return in_quotes(x509::display_name(certificate)); }

std::vector<x509::CertificatePtr> path_certificates(const Path& path) {
  std::vector<x509::CertificatePtr> certificates;
  for (const PathStep& step : path.steps) certificates.push_back(step.certificate);
  return certificates;
}

bool same(const std::vector<x509::CertificatePtr>& a, const std::vector<x509::CertificatePtr>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const x509::CertificatePtr& x, const x509::CertificatePtr& y) { return x->sha256() == y->sha256(); });
}

// "'Example CA 1': expired 2025-01-01T00:00:00Z, and 1 more problem". Those of issuers first: the leaf is on every path.
std::string problems_text(const Path& path) {
  const PathStep* first = nullptr;
  for (const PathStep& step : path.steps) {
    if (!step.problems.empty() && (first == nullptr || first == &path.steps.front())) first = &step;
  }
  if (first == nullptr) return "";
  const std::size_t others = path.problem_count() - 1;
  return fmt::format("{}: {}{}", name_of(*first->certificate), first->problems.front().detail,
                     others == 0 ? "" : ", and " + count_noun(others, "more problem"));
}

// Where the key ids of a child and its issuer contradict each other; null where they do nowhere.
const x509::Certificate* contradiction(const Path& path) {
  for (std::size_t i = 0; i < path.links.size(); ++i) {
    if (path.links[i].key_id == KeyIdMatch::mismatch) return path.steps[i].certificate.get();
  }
  return nullptr;
}

// Why a path that reaches an anchor is not as good as the chosen one.
std::string why_not_best(const Path& path, const Path& chosen) {
  if (std::string problems = problems_text(path); !problems.empty()) return problems;
  const x509::Certificate* child = contradiction(path);
  if (child != nullptr && contradiction(chosen) == nullptr) {
    return fmt::format("key id in the AKI of {} does not match the SKI of its issuer", name_of(*child));
  }
  if (path.steps.size() > chosen.steps.size()) return "longer than the chosen path";
  const auto [own, other] =
      std::mismatch(path.steps.begin(), path.steps.end(), chosen.steps.begin(), chosen.steps.end(),
                    [](const PathStep& a, const PathStep& b) { return a.certificate->sha256() == b.certificate->sha256(); });
  if (own != path.steps.end() && other != chosen.steps.end() && own->certificate->not_before() < other->certificate->not_before()) {
    return fmt::format("has an older {} than the chosen path", name_of(*own->certificate));
  }
  return "equal to the chosen path";
}

std::string why_stopped(const StoppedWalk& walk) {
  const x509::Certificate& top = *walk.path.steps.back().certificate;
  switch (walk.path.stop) {
    case StopReason::untrusted_root:
      return fmt::format("ends at the untrusted root {}", name_of(top));
    case StopReason::issuer_rekeyed:
      return fmt::format("{} has a different key than the one that signed {}", name_of(*walk.near), name_of(top));
    case StopReason::signature_invalid:
      return fmt::format("the signature of {} does not verify with the key of {}", name_of(top), name_of(*walk.near));
    case StopReason::unsupported:
      return fmt::format("the signature of {} cannot be verified", name_of(top));
    case StopReason::limit:
      return "path building exceeded its limit";
    case StopReason::anchor:
    case StopReason::issuer_missing:
    case StopReason::issuer_renamed:
      break;
  }
  return fmt::format("issuer {} of {} is missing", in_quotes(top.issuer().display()), name_of(top));
}

class Collector {
 public:
  Collector(EntityGraph& graph, CertId leaf, const Path& chosen, const CheckContext& context, crypto::SignatureVerifier& verifier)
      : graph_(graph), leaf_(leaf), chosen_(chosen), context_(context), verifier_(verifier), known_{path_certificates(chosen)} {}

  std::vector<TriedPath> run() {
    for (const Path& path : paths_to_anchors(graph_, leaf_, context_, ChainLimits::kTriedPaths + 1)) {
      add({path_certificates(path), StopReason::anchor, path.problem_count(), why_not_best(path, chosen_)});
    }
    add_stopped();
    add_namesakes();
    return std::move(tried_);
  }

 private:
  void add(TriedPath tried) {
    const bool is_known = std::any_of(known_.begin(), known_.end(), [&](const auto& other) { return same(other, tried.certificates); });
    if (is_known || tried_.size() == ChainLimits::kTriedPaths) return;
    known_.push_back(tried.certificates);
    tried_.push_back(std::move(tried));
  }

  bool is_anchor(const x509::Certificate& certificate) const {
    return context_.request.anchors != nullptr && context_.request.anchors->same_entity(certificate) != nullptr;
  }

  void add_stopped() {
    for (StoppedWalk& walk : all_walks(graph_, leaf_, context_.request, verifier_)) {
      if (walk.path.stop == StopReason::untrusted_root && is_anchor(*walk.path.steps.back().certificate)) continue;
      check_path(walk.path, context_);
      add({path_certificates(walk.path), walk.path.stop, walk.path.problem_count(), why_stopped(walk)});
    }
  }

  // Certificates that have the name of an issuer of the chosen path and another key; of the issuer that it lacks too.
  void add_namesakes() {
    const bool complete = chosen_.stop == StopReason::anchor || chosen_.stop == StopReason::untrusted_root;
    for (std::size_t step = 0; step < chosen_.steps.size() - (complete ? 1 : 0); ++step) {
      const x509::Certificate& child = *chosen_.steps[step].certificate;
      const x509::Certificate* issuer = step + 1 < chosen_.steps.size() ? chosen_.steps[step + 1].certificate.get() : nullptr;
      std::vector<CertId> others;
      for (CertId id = 0; id < graph_.size(); ++id) {
        const x509::Certificate& other = graph_.certificate(id);
        if (other.subject().canonical() != child.issuer().canonical() || other.sha256() == child.sha256()) continue;
        if (issuer == nullptr || other.public_key().canonical() != issuer->public_key().canonical()) others.push_back(id);
      }
      std::sort(others.begin(), others.end(),
                [&](CertId a, CertId b) { return graph_.certificate(a).sha256() < graph_.certificate(b).sha256(); });
      for (const CertId id : others) add(with_namesake(step, id));
    }
  }

  TriedPath with_namesake(std::size_t step, CertId id) const {
    const x509::Certificate& child = *chosen_.steps[step].certificate;
    const x509::Certificate& other = graph_.certificate(id);
    TriedPath tried;
    for (std::size_t i = 0; i <= step; ++i) tried.certificates.push_back(chosen_.steps[i].certificate);
    tried.certificates.push_back(graph_.pointer(id));
    const bool other_id = match_key_id(child, other) == KeyIdMatch::mismatch;
    tried.stop = other_id ? StopReason::issuer_rekeyed : StopReason::signature_invalid;
    tried.reason = other_id ? fmt::format("{} has a different key than the one that signed {}", name_of(other), name_of(child))
                            : fmt::format("the signature of {} does not verify with this key of {}", name_of(child), name_of(other));
    return tried;
  }

  EntityGraph& graph_;
  CertId leaf_;
  const Path& chosen_;
  const CheckContext& context_;
  crypto::SignatureVerifier& verifier_;
  std::vector<std::vector<x509::CertificatePtr>> known_;
  std::vector<TriedPath> tried_;
};

}  // namespace

std::vector<TriedPath> tried_paths(EntityGraph& graph, CertId leaf, const Path& chosen, const CheckContext& context,
                                   crypto::SignatureVerifier& verifier) {
  return Collector(graph, leaf, chosen, context, verifier).run();
}

}  // namespace chainlint::chain
