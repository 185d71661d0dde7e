#include "path/distance.h"

#include <algorithm>

namespace chainlint::chain {

namespace {

constexpr CertId kNone = static_cast<CertId>(-1);

Cost plus(Cost a, Cost b) { return a.reachable() && b.reachable() ? Cost{a.problems + b.problems, a.hops + b.hops} : Cost::infinite(); }

}  // namespace

Distances::Distances(EntityGraph& graph, CertId leaf, std::function<std::size_t(CertId)> step_problems) : graph_(graph) {
  std::vector<bool> name_seen(graph.name_count()), member_seen(graph.member_count());
  std::vector<NameId> names;
  const auto visit = [&](CertId id) {
    if (member_seen[id]) return;
    member_seen[id] = true;
    reachable_.push_back(id);
    const NameId issuer = graph.issuer_name(id);
    if (issuer < name_seen.size() && !name_seen[issuer]) {
      name_seen[issuer] = true;
      names.push_back(issuer);
    }
  };
  visit(leaf);
  graph.load_anchors(graph.name_of(graph.entity(leaf)));
  for (std::size_t i = 0; i < names.size(); ++i) {
    graph.load_anchors(names[i]);
    for (const EntityId entity : graph.entities_named(names[i])) {
      for (const CertId id : graph.members_of(entity)) visit(id);
    }
  }
  problems_.resize(graph.size());
  for (const CertId id : reachable_) problems_[id] = id == leaf ? 0 : step_problems(id);
  for (CertId id = graph.member_count(); id < graph.size(); ++id) problems_[id] = step_problems(id);
  update();
}

bool Distances::confirms(CertId id, Cost bound) const {
  const std::vector<Issuer>& issuers = graph_.issuers(id);
  return graph_.resolved(id) && issuers.size() == 1 && issuers.front().verdict == crypto::SignatureVerdict::valid &&
         of_entity(issuers.front().entity) == bound;
}

void Distances::relax(CertId child, EntityId issuer, std::size_t extra_problems) {
  const Cost above = plus(entities_[issuer], {extra_problems, 0});
  if (above >= certificates_[child]) return;
  certificates_[child] = above;
  const Cost through = plus(above, {problems_[child], 1});
  const EntityId subject = graph_.entity(child);
  if (through >= entities_[subject]) return;
  entities_[subject] = through;
  heap_.push_back({through, subject});
  std::push_heap(heap_.begin(), heap_.end(), [](const Waiting& a, const Waiting& b) { return a.cost > b.cost; });
}

// Puts each certificate on the list of what it waits for.
void Distances::hang_up() {
  first_of_entity_.assign(graph_.entity_count(), kNone);
  first_of_name_.assign(graph_.name_count(), kNone);
  next_.assign(graph_.size(), kNone);
  undecided_.clear();
  for (const CertId id : reachable_) {
    if (graph_.resolved(id) && graph_.issuers(id).empty()) continue;
    if (graph_.resolved(id) && (graph_.issuers(id).size() > 1 || graph_.issuers(id).front().verdict != crypto::SignatureVerdict::valid)) {
      undecided_.push_back(id);
      continue;
    }
    CertId& head = graph_.resolved(id) ? first_of_entity_[graph_.issuers(id).front().entity] : first_of_name_[graph_.issuer_name(id)];
    next_[id] = head;
    head = id;
  }
}

void Distances::raise_from(EntityId issuer) {
  for (CertId child = first_of_entity_[issuer]; child != kNone; child = next_[child]) relax(child, issuer, 0);
  CertId& named = first_of_name_[graph_.name_of(issuer)];
  for (CertId child = named; child != kNone; child = next_[child]) relax(child, issuer, 0);
  named = kNone;
  for (const CertId child : undecided_) {
    for (const Issuer& candidate : graph_.issuers(child)) {
      if (candidate.entity == issuer) relax(child, issuer, candidate.verdict == crypto::SignatureVerdict::unsupported ? 1 : 0);
    }
  }
}

void Distances::update() {
  const auto later = [](const Waiting& a, const Waiting& b) { return a.cost > b.cost; };
  certificates_.assign(graph_.size(), Cost::infinite());
  entities_.assign(graph_.entity_count(), Cost::infinite());
  hang_up();
  heap_.clear();
  for (EntityId entity = 0; entity < graph_.entity_count(); ++entity) {
    for (const CertId anchor : graph_.anchors_of(entity)) entities_[entity] = std::min(entities_[entity], Cost{problems_[anchor], 1});
    if (entities_[entity].reachable()) heap_.push_back({entities_[entity], entity});
  }
  std::make_heap(heap_.begin(), heap_.end(), later);
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Waiting next = heap_.back();
    heap_.pop_back();
    if (next.cost == entities_[next.entity]) raise_from(next.entity);
  }
}

}  // namespace chainlint::chain
