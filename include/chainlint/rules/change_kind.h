// What can differ between the deployed certificate and the new one.
#pragma once

#include <string_view>

#include "chainlint/base/enum_names.h"

namespace chainlint::rules {

// A rule names the kind that it evaluates (`change: names`), so that a comparison of two bundles knows what each change means.
enum class ChangeKind {
  certificate,         // the leaf itself: serial number, fingerprint
  names,               // subject alternative names
  key,                 // the public key of the leaf, and the private key beside it
  key_type,            // algorithm, curve or size
  issuer,              // name and key of the CA that issued the leaf
  chain,               // the CA certificates that are sent with the leaf
  anchor,              // the root at which the chain ends
  extended_key_usage,  // the purposes that the leaf and its chain allow
  key_usage,
  policies,  // certificate policies, the kind of validation among them
  subject,
  lifetime,    // start, end and length of the validity period
  extensions,  // other extensions that were added or removed
  protection,  // kind and encryption of the container
  order,       // of the certificates in the file
};
inline constexpr EnumNames<ChangeKind::order> kChangeKindNames{
    "certificate", "names",    "key",     "key-type", "issuer",     "chain",      "anchor", "extended-key-usage",
    "key-usage",   "policies", "subject", "lifetime", "extensions", "protection", "order"};
constexpr std::string_view to_string(ChangeKind kind) { return kChangeKindNames[kind]; }

}  // namespace chainlint::rules
