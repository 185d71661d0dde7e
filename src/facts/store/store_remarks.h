// What is to be said of a machine's stores besides the chain that comes of them, with the lines that repair it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// One certificate, for people, and what to type on the machine. Texts are safe to print; file names in commands are made of letters,
// digits, blanks, dots and dashes alone.
struct StoreRemark {
  std::string text;
  std::vector<std::string> commands;
};
using StoreRemarks = std::vector<StoreRemark>;

// The deployment where its chain is built from stores; null elsewhere. The stores as exported; null where none was.
const profiles::Deployment* store_deployment(const FactContext& context);
const chain::WindowsStores* exported_stores(const FactContext& context);

// Issuers that are sent because the import of the bundle adds them, and that the exported store CA does not contain.
StoreRemarks missing_intermediates(const FactContext& context);

// Certificates of the exported store CA that Windows may use instead of an issuer of the chain: an older or expired one of its name, or its
// key under another name.
struct StaleTwins {
  StoreRemarks twins;
  bool sent = false;  // the chain predicted contains one of them
};
StaleTwins stale_twins(const FactContext& context);

// Hygiene of the exported stores, whatever is bound. Root Agency, which every Windows has in CA, is no finding.
StoreRemarks root_not_self_signed(const FactContext& context);
StoreRemarks ca_self_signed(const FactContext& context);

// Certificates of the chain that are in Disallowed or named by a list there.
StoreRemarks disallowed_on_path(const FactContext& context);

// The exported stores that contain the leaf, where they are several.
StoreRemarks leaf_stores(const FactContext& context);

// Bytes of the list of issuers that Schannel sends to ask for client certificates: the name of each self-signed certificate of the
// exported Root and two bytes of length. Nothing where Root was not exported.
std::optional<std::size_t> issuer_list_octets(const FactContext& context);

// Chains that documents do not rule out.
StoreRemarks ambiguities(const FactContext& context);

}  // namespace chainlint::facts
