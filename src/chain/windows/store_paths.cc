#include "windows/store_paths.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "path/link.h"
#include "path/path_checks.h"

namespace chainlint::chain {
namespace {

class Enumeration {
 public:
  Enumeration(StoreGraph& graph, const ChainRequest& request, crypto::SignatureVerifier& verifier)
      : graph_(graph), request_(request), revocations_(request, verifier), comparisons_(request.limits.name_constraint_checks) {}

  StorePaths run(std::size_t leaf) {
    StorePath path;
    path.nodes.push_back(leaf);
    extend(path);
    for (StorePath& found : out_.paths) rate(found);
    std::sort(out_.paths.begin(), out_.paths.end(), [&](const StorePath& a, const StorePath& b) { return before(a, b); });
    if (out_.limit.empty() && graph_.spent()) out_.limit = fmt::format("{} signature checks", request_.limits.signature_checks);
    return std::move(out_);
  }

 private:
  void extend(StorePath& path);
  void rate(StorePath& path);
  void rate_problems(const Path& checked, StorePath& path);
  bool before(const StorePath& a, const StorePath& b);

  void set(StorePath& path, PathAspect aspect, int rank, std::string flaw = {}) {
    path.rank[static_cast<std::size_t>(aspect)] = rank;
    path.flaw[static_cast<std::size_t>(aspect)] = std::move(flaw);
  }

  StoreGraph& graph_;
  const ChainRequest& request_;
  Revocations revocations_;
  ComparisonBudget comparisons_;
  std::size_t expansions_ = 0;
  StorePaths out_;
};

// As deep as `path_length` at most.
void Enumeration::extend(StorePath& path) {
  const Limits& limits = request_.limits;
  if (out_.paths.size() >= limits.complete_paths) out_.limit = count_noun(limits.complete_paths, "path");
  if (++expansions_ > limits.node_expansions) out_.limit = fmt::format("{} steps of the search", limits.node_expansions);
  if (!out_.limit.empty()) {
    // However small the budget, there is a path: as far as it came.
    if (out_.paths.empty()) out_.paths.push_back(path);
    return;
  }
  const std::size_t top = path.nodes.back();
  path.complete = graph_.self_signed(top);
  bool extended = false;
  const std::vector<StoreIssuer> issuers = path.complete ? std::vector<StoreIssuer>() : graph_.issuers(top);
  for (const StoreIssuer& issuer : issuers) {
    if (!out_.limit.empty()) break;
    const bool visited = std::any_of(path.nodes.begin(), path.nodes.end(),
                                     [&](std::size_t node) { return graph_.entity(node) == graph_.entity(issuer.node); });
    if (visited || path.nodes.size() >= limits.path_length) continue;
    extended = true;
    path.nodes.push_back(issuer.node);
    path.links.push_back(issuer);
    extend(path);
    path.nodes.pop_back();
    path.links.pop_back();
    path.complete = false;
  }
  if (!extended) out_.paths.push_back(path);
}

void Enumeration::rate_problems(const Path& checked, StorePath& path) {
  for (std::size_t i = 0; i < checked.steps.size(); ++i) {
    for (const ProblemDetail& problem : checked.steps[i].problems) {
      const std::string text = fmt::format("{} {}", x509::quoted_name(*checked.steps[i].certificate), problem.detail);
      switch (problem.problem) {
        case PathProblem::expired:
        case PathProblem::not_yet_valid:
          // The leaf is on every path.
          if (i > 0) set(path, PathAspect::time, 0, text);
          break;
        case PathProblem::malformed:
        case PathProblem::algorithm_mismatch:
        case PathProblem::not_a_ca:
        case PathProblem::path_length:
          set(path, PathAspect::constraints, 0, fmt::format("{}: {}", x509::quoted_name(*checked.steps[i].certificate), problem.detail));
          break;
        case PathProblem::key_usage:
        case PathProblem::extended_key_usage:
        case PathProblem::name_constraint:
        case PathProblem::unknown_critical_extension:
        case PathProblem::policy:
          set(path, PathAspect::usage, 0, fmt::format("{}: {}", x509::quoted_name(*checked.steps[i].certificate), problem.detail));
          break;
        default:
          break;
      }
    }
  }
  if (comparisons_.spent()) set(path, PathAspect::usage, 0, "it has too many name constraints to compare");
}

void Enumeration::rate(StorePath& path) {
  for (const PathAspect aspect :
       {PathAspect::signatures, PathAspect::trust, PathAspect::time, PathAspect::constraints, PathAspect::usage}) {
    set(path, aspect, 1);
  }
  IssuerMatch weakest = IssuerMatch::exact;
  Path checked;
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    const x509::Certificate& certificate = graph_.certificate(path.nodes[i]);
    checked.steps.push_back({graph_.node(path.nodes[i]).certificate, StepSource::bundle, {}});
    path.issued.push_back(certificate.not_before());
    if (const std::string distrust = graph_.distrust(path.nodes[i]); !distrust.empty()) {
      set(path, PathAspect::trust, 0, x509::quoted_name(certificate) + " " + distrust);
    }
    if (i == 0) continue;
    const StoreIssuer& link = path.links[i - 1];
    checked.links.push_back(make_link(*checked.steps[i - 1].certificate, certificate, link.signature));
    weakest = std::min(weakest, link.match);
    if (link.signature != crypto::SignatureVerdict::invalid) continue;
    set(path, PathAspect::signatures, 0,
        fmt::format("{} was not signed with the key of {}", x509::quoted_name(*checked.steps[i - 1].certificate),
                    x509::quoted_name(*checked.steps[i].certificate)));
  }
  checked.stop = path.complete ? StopReason::anchor : StopReason::issuer_missing;
  check_path(checked, {request_, revocations_, comparisons_});
  rate_problems(checked, path);
  const std::size_t top = path.nodes.back();
  const std::string end = x509::quoted_name(graph_.certificate(top));
  const bool in_root = path.complete && graph_.place(top, StoreName::root) != nullptr;
  set(path, PathAspect::completeness, path.complete ? 1 : 0, path.complete ? "" : "it stops at " + end);
  set(path, PathAspect::root, in_root ? 1 : 0, in_root ? "" : "it ends at " + end + ", which is not in Root");
  set(path, PathAspect::match, static_cast<int>(weakest), std::string(to_string(weakest)));
  set(path, PathAspect::length, -static_cast<int>(path.nodes.size()), "it is longer");
}

bool Enumeration::before(const StorePath& a, const StorePath& b) {
  if (a.rank != b.rank) return a.rank > b.rank;
  if (a.issued != b.issued) return a.issued > b.issued;
  const auto renamed = [](const StorePath& path) {
    return std::count_if(path.links.begin(), path.links.end(), [](const StoreIssuer& link) { return !link.named; });
  };
  if (renamed(a) != renamed(b)) return renamed(a) < renamed(b);
  return std::lexicographical_compare(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(), [&](std::size_t x, std::size_t y) {
    return graph_.certificate(x).sha256() < graph_.certificate(y).sha256();
  });
}

// An order of aspects that documents do not rule out, and what is in doubt about it.
struct PossibleOrder {
  std::vector<PathAspect> aspects;
  std::string_view doubt;
};

const std::vector<PossibleOrder>& possible_orders() {
  using enum PathAspect;
  static const std::vector<PossibleOrder> orders = {
      {{signatures, trust, time, completeness, constraints, usage, root, match, length}, ""},
      {{signatures, trust, time, completeness, constraints, root, match, length},
       "Windows does not document whether it looks at usages, name constraints and critical extensions when it builds the chain to send"},
      {{signatures, trust, completeness, root, time, constraints, usage, match, length},
       "Windows does not document which counts more: a trusted root, or certificates within their validity period"},
      {{signatures, trust, time, completeness, constraints, usage, root, length, match},
       "Windows does not document which counts more: a shorter path, or a better match of key ids"},
  };
  return orders;
}

// More is better.
std::vector<int> rank_in(const PossibleOrder& order, const StorePath& path) {
  std::vector<int> rank;
  for (const PathAspect aspect : order.aspects) rank.push_back(path.rank[static_cast<std::size_t>(aspect)]);
  return rank;
}

std::string why_equal(const StorePath& best, const StorePath& other) {
  return best.issued == other.issued ? "equal in quality, length and dates; the choice of Windows is not documented"
                                     : "equal in quality and length, and older; Windows is documented to choose the newer certificate";
}

}  // namespace

std::vector<UncertainPath> uncertain_paths(const StorePaths& found) {
  std::vector<UncertainPath> uncertain;
  std::vector<bool> known(found.paths.size());
  known.front() = true;
  for (const PossibleOrder& order : possible_orders()) {
    std::vector<int> best;
    for (const StorePath& path : found.paths) best = std::max(best, rank_in(order, path));
    for (std::size_t i = 0; i < found.paths.size(); ++i) {
      if (known[i] || rank_in(order, found.paths[i]) != best) continue;
      known[i] = true;
      uncertain.push_back(
          {&found.paths[i], order.doubt.empty() ? why_equal(found.paths.front(), found.paths[i]) : std::string(order.doubt)});
    }
  }
  return uncertain;
}

StorePaths find_store_paths(StoreGraph& graph, std::size_t leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier) {
  return Enumeration(graph, request, verifier).run(leaf);
}

}  // namespace chainlint::chain
