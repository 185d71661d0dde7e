// The path that a client comes to, and what it has against it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/client.h"
#include "client/client_case.h"
#include "path/name_constraints.h"

namespace chainlint::chain {

enum class ObjectionKind {
  issuer_missing,  // neither sent nor trusted
  root_unknown,    // a self-signed certificate that is not trusted ends the path
  outdated,        // expired, not valid yet, or an algorithm or key that is too weak
  refused,         // anything else
  unverifiable,    // an algorithm that this program does not verify
  budget,          // the search was stopped
};

struct Objection {
  ObjectionKind kind = ObjectionKind::refused;
  std::string words;
  x509::CertificatePtr certificate;  // the one that decides
  RefusalCause cause = RefusalCause::other;
};

// Leaf first.
struct ClientPath {
  std::vector<x509::CertificatePtr> certificates;
  std::size_t sent = 0;  // how many of them, from the front, are the server's; the others are the client's own
  bool trusted = false;  // it ends where this client asks no further
};

struct ClientOutcome {
  ClientPath path;
  std::optional<Objection> objection;  // nothing: accepted
};

// One client and one chain. Borrows.
struct ClientQuestion {
  const ClientModel& model;
  ClientCase& chain;
  ComparisonBudget comparisons;
  std::size_t candidates_left;  // that may still be looked at
  bool searching = false;       // a chain that was not sent in order (ChainSearch::as_sent): Java then looks closer at anchors

  // Whether one candidate more may be looked at.
  bool take() {
    if (candidates_left == 0) return false;
    --candidates_left;
    return true;
  }
  bool spent() const { return candidates_left == 0; }
};

// Why the client rejects one certificate of the path: by itself, as issuer of the one below and over those below.
// `anchor` says that it is the end of the path, taken from the client's own.
std::optional<Objection> step_objection(ClientQuestion& question, const ClientPath& path, std::size_t index, bool anchor);

// The first objection to a path that ends at an anchor, from the leaf upwards.
std::optional<Objection> path_objection(ClientQuestion& question, const ClientPath& path);

// The reason where the path cannot be extended: this client finds no issuer of its last certificate.
Objection dead_end(ClientQuestion& question, const ClientPath& path);

// That the search exceeded its limit.
Objection given_up(const ClientQuestion& question);

// The walks of ChainSearch.
ClientOutcome walk_backtracking(ClientQuestion& question);
ClientOutcome walk_greedy(ClientQuestion& question);
ClientOutcome walk_newest(ClientQuestion& question);
ClientOutcome walk_in_order(ClientQuestion& question);
ClientOutcome walk_as_sent(ClientQuestion& question);

// What a walk that takes nothing back has come to: the objection to the path, or that it ends nowhere.
ClientOutcome conclude(ClientQuestion& question, ClientPath path);

// Whether a leaf that is itself an anchor is accepted; nothing where it is none.
std::optional<ClientOutcome> trusted_leaf(ClientQuestion& question);

}  // namespace chainlint::chain
