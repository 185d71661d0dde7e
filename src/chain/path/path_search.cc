#include "path/path_search.h"

#include <fmt/core.h>

#include <algorithm>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "path/certificate_checks.h"
#include "path/distance.h"
#include "path/link.h"

namespace chainlint::chain {

namespace {

constexpr std::size_t kNoPlace = static_cast<std::size_t>(-1);

// A path under construction, as a chain of these from its upper end down to the leaf.
struct Partial {
  std::size_t below = kNoPlace;
  CertId id = 0;
  crypto::SignatureVerdict verdict = crypto::SignatureVerdict::valid;  // of the certificate below
  std::size_t length = 1;
  std::size_t problems = 0;  // of all steps up to here
  std::size_t doubts = 0;    // contradicting key ids: what some clients refuse
  bool complete = false;     // ends at an anchor
  bool checked = false;      // what depends on the path is in `problems`
};

struct Priority {
  std::size_t problems = 0, doubts = 0, hops = 0;
  friend auto operator<=>(const Priority&, const Priority&) = default;
};

struct Waiting {
  Priority priority;
  std::size_t sequence = 0;
  std::size_t partial = 0;
  // The last one in comes first among equals: the search goes deep instead of wide.
  bool operator<(const Waiting& other) const { return priority != other.priority ? priority > other.priority : sequence < other.sequence; }
};

class Search {
 public:
  Search(EntityGraph& graph, CertId leaf, const CheckContext& context)
      : graph_(graph), leaf_(leaf), context_(context), distances_(graph, leaf, [this](CertId id) { return step_problems(id); }) {}

  SearchResult run();
  std::vector<Path> collect(std::size_t most);

 private:
  std::size_t step_problems(CertId id);
  Priority priority_of(const Partial& partial) const;
  void push(const Partial& partial);
  std::vector<CertId> ids_of(std::size_t partial) const;
  bool leaf_is_anchor();
  std::vector<EntityId> candidates_for(CertId id) const;
  std::vector<Partial> extensions_of(std::size_t partial);
  bool prefers(const Partial& a, const Partial& b) const;
  void check_step(std::size_t partial);
  void check_complete(std::size_t partial);
  bool expand(std::size_t partial);
  bool advance(const Waiting& next);
  void start();

  EntityGraph& graph_;
  CertId leaf_;
  const CheckContext& context_;
  Distances distances_;
  std::vector<Partial> partials_;
  std::priority_queue<Waiting> queue_;
  std::size_t sequence_ = 0;
  std::size_t expansions_ = 0;
  bool too_long_ = false;
  Priority best_;  // of result_.path
  SearchResult result_;
  bool keeps_all_ = false;
  std::unordered_map<std::size_t, Path> kept_;  // complete paths by partial, where all are requested
};

std::size_t Search::step_problems(CertId id) {
  const StepKind kind = graph_.is_anchor(id) ? StepKind::anchor : StepKind::issuer;
  const std::size_t own = check_certificate(graph_.certificate(id), kind, context_.request).size();
  const bool violated = violated_constraint(graph_.certificate(id), graph_.certificate(leaf_), true, context_.comparisons).has_value();
  return own + (violated ? 1 : 0);
}

Priority Search::priority_of(const Partial& partial) const {
  const Cost rest = partial.complete ? Cost{} : distances_.above(partial.id);
  return {partial.problems + rest.problems, partial.doubts, partial.length + rest.hops};
}

void Search::push(const Partial& partial) {
  if (!partial.complete && !distances_.above(partial.id).reachable()) return;
  const Priority priority = priority_of(partial);
  if (priority.hops > context_.request.limits.path_length) {
    too_long_ = true;
    return;
  }
  queue_.push({priority, sequence_++, partials_.size()});
  partials_.push_back(partial);
}

std::vector<CertId> Search::ids_of(std::size_t partial) const {
  std::vector<CertId> ids(partials_[partial].length);
  for (std::size_t i = ids.size(); i-- > 0; partial = partials_[partial].below) ids[i] = partials_[partial].id;
  return ids;
}

// A leaf that is an anchor's own certificate, or another self-signed one of its name and key.
bool Search::leaf_is_anchor() {
  const std::vector<CertId>& anchors = graph_.anchors_of(graph_.entity(leaf_));
  if (anchors.empty()) return false;
  const bool same = std::any_of(anchors.begin(), anchors.end(),
                                [&](CertId id) { return graph_.certificate(id).sha256() == graph_.certificate(leaf_).sha256(); });
  return same || graph_.self_signed(leaf_);
}

std::vector<EntityId> Search::candidates_for(CertId id) const {
  std::vector<EntityId> candidates = graph_.entities_named(graph_.issuer_name(id));
  if (candidates.size() < 2) return candidates;
  std::vector<std::tuple<KeyIdMatch, Cost, EntityId>> ranked;
  for (const EntityId entity : candidates) ranked.emplace_back(graph_.best_key_id(id, entity), distances_.of_entity(entity), entity);
  std::sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
    const auto key_a = std::tie(std::get<0>(a), std::get<1>(a)), key_b = std::tie(std::get<0>(b), std::get<1>(b));
    return key_a != key_b ? key_a < key_b : graph_.precedes(std::get<2>(a), std::get<2>(b));
  });
  std::transform(ranked.begin(), ranked.end(), candidates.begin(), [](const auto& entry) { return std::get<2>(entry); });
  return candidates;
}

bool Search::prefers(const Partial& a, const Partial& b) const {
  if (a.complete != b.complete) return a.complete;
  const x509::Certificate& child = graph_.certificate(partials_[a.below].id);
  const x509::Certificate &x = graph_.certificate(a.id), &y = graph_.certificate(b.id);
  const auto rank = [&](const x509::Certificate& issuer) {
    return std::tuple(match_key_id(child, issuer), !issuer.valid_at(context_.request.at), !issuer.self_issued(),
                      match_issuer_serial(child, issuer));
  };
  if (rank(x) != rank(y)) return rank(x) < rank(y);
  if (x.not_before() != y.not_before()) return x.not_before() > y.not_before();
  if (x.not_after() != y.not_after()) return x.not_after() > y.not_after();
  return x.sha256() < y.sha256();
}

std::vector<Partial> Search::extensions_of(std::size_t partial) {
  const Partial below = partials_[partial];
  const std::vector<CertId> ids = ids_of(partial);
  const auto visited = [&](EntityId entity) {
    return std::any_of(ids.begin(), ids.end(), [&](CertId id) { return graph_.entity(id) == entity; });
  };
  std::vector<Partial> extensions;
  for (const Issuer& issuer : graph_.issuers(below.id)) {
    if (visited(issuer.entity)) continue;
    const auto extend = [&](CertId id, bool complete) {
      Partial next{partial, id, issuer.verdict, below.length + 1, below.problems + distances_.problems(id), below.doubts, complete, false};
      next.problems += issuer.verdict == crypto::SignatureVerdict::unsupported ? 1 : 0;
      next.problems += context_.revocations.revoked(graph_.certificate(below.id), graph_.certificate(id)) ? 1 : 0;
      next.doubts += match_key_id(graph_.certificate(below.id), graph_.certificate(id)) == KeyIdMatch::mismatch ? 1 : 0;
      extensions.push_back(next);
    };
    for (const CertId id : graph_.anchors_of(issuer.entity)) extend(id, true);
    for (const CertId id : graph_.members_of(issuer.entity)) extend(id, false);
  }
  return extensions;
}

// What hangs on the certificates below: path length and the constraints on intermediates.
void Search::check_step(std::size_t partial) {
  std::vector<x509::CertificatePtr> certificates;
  for (const CertId id : ids_of(partial)) certificates.push_back(graph_.pointer(id));
  const std::size_t top = certificates.size() - 1;
  std::size_t problems = intermediate_constraint_violations(certificates, top, context_.comparisons).size();
  if (path_length_violation(certificates, top)) ++problems;
  partials_[partial].problems += problems;
  partials_[partial].checked = true;
}

void Search::check_complete(std::size_t partial) {
  std::vector<crypto::SignatureVerdict> verdicts;
  for (std::size_t at = partial; partials_[at].below != kNoPlace; at = partials_[at].below) verdicts.push_back(partials_[at].verdict);
  std::reverse(verdicts.begin(), verdicts.end());
  Path path = make_path(graph_, ids_of(partial), verdicts);
  path.stop = StopReason::anchor;
  check_path(path, context_);
  ++result_.candidates;
  Partial& checked = partials_[partial];
  checked.problems = path.problem_count();
  checked.checked = true;
  const Priority priority = priority_of(checked);
  if (keeps_all_) kept_.emplace(partial, path);
  if (result_.path && priority >= best_) return;
  best_ = priority;
  result_.path = std::move(path);
}

// False where a budget ran out.
bool Search::expand(std::size_t partial) {
  const Limits& limits = context_.request.limits;
  const CertId id = partials_[partial].id;
  if (!graph_.resolved(id)) {
    const Cost expected = distances_.above(id);
    const bool resolved = graph_.resolve(id, candidates_for(id));
    if (!distances_.confirms(id, expected)) distances_.update();
    if (!resolved) {
      result_.limit = fmt::format("{} signature checks", limits.signature_checks);
      return false;
    }
    const Partial& checked = partials_[partial];
    if (distances_.above(id).reachable()) queue_.push({priority_of(checked), sequence_++, partial});
    return true;
  }
  if (++expansions_ > limits.node_expansions) {
    result_.limit = fmt::format("{} steps of the search", limits.node_expansions);
    return false;
  }
  std::vector<Partial> extensions = extensions_of(partial);
  std::sort(extensions.begin(), extensions.end(), [&](const Partial& a, const Partial& b) { return prefers(b, a); });
  for (const Partial& extension : extensions) push(extension);
  return true;
}

// Takes one partial path further; false where the search is over.
bool Search::advance(const Waiting& next) {
  const std::size_t partial = next.partial;
  const bool complete = partials_[partial].complete;
  if (!complete && !distances_.above(partials_[partial].id).reachable()) return true;
  const Priority now = priority_of(partials_[partial]);
  if (now.hops > context_.request.limits.path_length) {
    too_long_ = true;
    return true;
  }
  if (now > next.priority) {
    queue_.push({now, next.sequence, partial});
    return true;
  }
  if (partials_[partial].checked) return complete ? false : expand(partial);
  if (complete && result_.candidates == context_.request.limits.complete_paths) {
    result_.limit = fmt::format("{} complete paths", context_.request.limits.complete_paths);
    return false;
  }
  complete ? check_complete(partial) : check_step(partial);
  queue_.push({priority_of(partials_[partial]), next.sequence, partial});
  return true;
}

void Search::start() {
  Partial leaf;
  leaf.id = leaf_;
  leaf.problems = check_certificate(graph_.certificate(leaf_), StepKind::leaf, context_.request).size();
  leaf.checked = true;
  push(leaf);
  if (leaf_is_anchor()) {
    leaf.complete = true;
    leaf.checked = false;
    leaf.problems = check_certificate(graph_.certificate(leaf_), StepKind::trusted_leaf, context_.request).size();
    push(leaf);
  }
}

SearchResult Search::run() {
  start();
  while (!queue_.empty()) {
    const Waiting next = queue_.top();
    queue_.pop();
    if (!advance(next)) break;
  }
  const Limits& limits = context_.request.limits;
  const bool valid = result_.path && result_.path->valid();
  if (context_.comparisons.spent()) {
    result_.limit = fmt::format("{} comparisons with name constraints", limits.name_constraint_checks);
  } else if (result_.limit.empty() && too_long_ && !valid) {
    result_.limit = fmt::format("{} certificates on a path", limits.path_length);
  }
  result_.certain = result_.limit.empty() || (valid && !context_.comparisons.spent());
  return std::move(result_);
}

// Goes on where run() ends.
std::vector<Path> Search::collect(std::size_t most) {
  keeps_all_ = true;
  std::vector<Path> paths;
  start();
  while (!queue_.empty() && paths.size() < most && result_.limit.empty()) {
    const Waiting next = queue_.top();
    queue_.pop();
    advance(next);
    const auto kept = partials_[next.partial].checked ? kept_.find(next.partial) : kept_.end();
    if (kept == kept_.end() || priority_of(partials_[next.partial]) > next.priority) continue;
    paths.push_back(std::move(kept->second));
    kept_.erase(kept);
  }
  return paths;
}

}  // namespace

Path make_path(const EntityGraph& graph, const std::vector<CertId>& ids, const std::vector<crypto::SignatureVerdict>& verdicts) {
  Path path;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    PathStep step;
    step.certificate = graph.pointer(ids[i]);
    step.source = graph.is_anchor(ids[i]) ? StepSource::anchor : StepSource::bundle;
    path.steps.push_back(std::move(step));
    if (i > 0) path.links.push_back(make_link(graph.certificate(ids[i - 1]), graph.certificate(ids[i]), verdicts[i - 1]));
  }
  return path;
}

SearchResult search_path(EntityGraph& graph, CertId leaf, const CheckContext& context) { return Search(graph, leaf, context).run(); }

std::vector<Path> paths_to_anchors(EntityGraph& graph, CertId leaf, const CheckContext& context, std::size_t most) {
  return Search(graph, leaf, context).collect(most);
}

}  // namespace chainlint::chain
