// Which certificate of a bundle is the one that the server is for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "path/entity_graph.h"

namespace chainlint::chain {

// What every member is to the others of its bundle.
struct MemberUse {
  bool ca = false;
  bool names_a_child = false;  // some other entity's certificate names it as issuer
  bool issues = false;         // and was signed with its key, or this cannot be determined
  bool key = false;            // a private key of the bundle fits
  bool local_key_id = false;   // carries the local key id of a private key
  bool issuer_known = false;   // a certificate of its issuer's name is in the bundle or an anchor

  bool end_entity() const { return !ca && !issues; }
};

std::vector<MemberUse> uses_of(const BundleAnalysis& analysis, EntityGraph& graph);

// The leaf and the reason for it, in `analysis`; nothing in a bundle without an end-entity certificate, unless a CA certificate of it is a
// server's own or the request assumes a server chain. A CA is never the leaf where an end-entity certificate is there. In order: fits a
// private key, carries a key's local key id, is an end-entity certificate (one that no certificate names as its issuer before others),
// covers the hosts, carries names of servers, is valid, names an issuer that is there, stands
// first.
void choose_leaf(BundleAnalysis& analysis, const std::vector<MemberUse>& uses, const ChainRequest& request);

// The CA certificate of an issuing CA at which its chain begins, as `head`: it fits the private key and issued no other of the bundle.
void choose_issuing_ca(BundleAnalysis& analysis, const std::vector<MemberUse>& uses);

}  // namespace chainlint::chain
