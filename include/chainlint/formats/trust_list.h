// Microsoft certificate trust lists: what authroot.stl and disallowedcert.stl say about certificates that they name by hash.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"

namespace chainlint {

// One certificate that the list names, with what it says of it.
struct TrustListEntry {
  Bytes digest;                             // SHA-1 of the certificate as a rule; SHA-256 in newer lists
  std::string friendly_name;                // printable; empty without one
  std::vector<std::string> usages;          // dotted OIDs that the root is trusted for; empty: not restricted
  std::vector<std::string> removed_usages;  // dotted OIDs that it is no longer trusted for
  std::optional<Instant> distrusted_from;   // nothing signed after this is trusted
  std::optional<Instant> not_before_limit;  // certificates issued after this are not trusted
};

// The signed content of a list ([MS-CAESO] and wincrypt.h CTL_INFO).
struct TrustList {
  std::vector<std::string> usages;  // dotted OIDs: 1.3.6.1.4.1.311.10.3.9 names roots, 1.3.6.1.4.1.311.10.3.30 what is disallowed
  Bytes sequence_number;
  std::optional<Instant> this_update, next_update;
  std::vector<TrustListEntry> entries;

  bool lists_roots() const;
  bool lists_disallowed() const;
  // The entry that names a certificate by its SHA-1 or SHA-256, or null. Linear.
  const TrustListEntry* find(ByteView sha1, ByteView sha256) const;
};

using TrustListPtr = std::shared_ptr<const TrustList>;

}  // namespace chainlint
