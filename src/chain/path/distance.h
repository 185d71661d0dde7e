// How far a certificate is from an anchor, at best, as far as is known.
#pragma once

#include <compare>
#include <functional>
#include <limits>
#include <vector>

#include "path/entity_graph.h"

namespace chainlint::chain {

// The price of a path or of the rest of one: what is wrong on it, then its length in certificates.
struct Cost {
  std::size_t problems = 0;
  std::size_t hops = 0;

  static constexpr Cost infinite() { return {std::numeric_limits<std::size_t>::max(), 0}; }
  bool reachable() const { return problems != std::numeric_limits<std::size_t>::max(); }
  friend constexpr auto operator<=>(const Cost&, const Cost&) = default;
};

// The part of the graph that a leaf can reach upwards by names alone, with a lower bound of the cost of every way to an anchor.
//
// A certificate that is not resolved yet is taken to be issued by the best entity of the right name, so that signatures need only be
// verified along ways that would be worth it. The bound is exact for what is resolved, which keeps a mesh of cross-signed CAs from being
// walked path by path.
class Distances {
 public:
  // `step_problems` says how many problems a certificate has as a step of any path. Loads the anchors of every name met.
  Distances(EntityGraph& graph, CertId leaf, std::function<std::size_t(CertId)> step_problems);

  // Brings the bounds up to date with what was resolved since.
  void update();

  // Whether the entities that the certificate is resolved to leave its bound as it was, and with it all others.
  bool confirms(CertId id, Cost bound) const;

  // The best way on above this certificate, itself not counted. `infinite` where no anchor can be reached.
  Cost above(CertId id) const { return certificates_[id]; }
  Cost of_entity(EntityId id) const { return id < entities_.size() ? entities_[id] : Cost::infinite(); }
  std::size_t problems(CertId id) const { return problems_[id]; }

 private:
  void hang_up();
  void relax(CertId child, EntityId issuer, std::size_t extra_problems);
  void raise_from(EntityId issuer);

  struct Waiting {
    Cost cost;
    EntityId entity;
  };
  EntityGraph& graph_;
  std::vector<CertId> reachable_;      // members that the leaf reaches by name, the leaf included
  std::vector<std::size_t> problems_;  // by certificate
  std::vector<Cost> certificates_, entities_;
  std::vector<Waiting> heap_;
  // Certificates that wait for the bound of an entity (resolved ones), of the first entity of a name (the others), as linked lists.
  std::vector<CertId> first_of_entity_, first_of_name_, next_;
  std::vector<CertId> undecided_;  // resolved to several entities
};

}  // namespace chainlint::chain
