// What can be fixed in a bundle by rewriting its files, and what must be requested from the CA.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/facts/subject.h"
#include "chainlint/write/rewrite.h"

namespace chainlint::write {

enum class FixKind {
  form,        // a text that servers do not read is written as plain PEM
  reorder,     // leaf first, then each issuer
  duplicate,   // a certificate that occurs twice
  root,        // the root, unless the target requires it
  stranger,    // a CA certificate that belongs to no chain of the bundle
  expired,     // an expired CA certificate that no chain needs
  missing,     // unsafe: the missing intermediate is added from --pool
  stale,       // unsafe: an intermediate is replaced by its successor from --pool
  re_encrypt,  // unsafe: a PFX gets the encryption that the target reads
};
inline constexpr EnumNames<FixKind::re_encrypt> kFixKindNames{"form",    "reorder", "duplicate", "root",      "stranger",
                                                              "expired", "missing", "stale",     "re-encrypt"};
constexpr std::string_view to_string(FixKind kind) { return kFixKindNames[kind]; }

// Whether a fix is made without being requested by name: clients still get everything that a valid path needs.
bool is_safe(FixKind kind);

// One change to a bundle.
struct Fix {
  FixKind kind = FixKind::reorder;
  std::string message;  // "removes the root 'Example Root'"
  std::string sha256;   // of the certificate that is added or removed; empty where the fix is about no single one
};

// A fix that is not made, and why.
struct RefusedFix {
  FixKind kind = FixKind::missing;
  std::string message;     // "the intermediate 'Example CA 1' is missing; --unsafe missing adds the one from the pool"
  bool available = false;  // --unsafe with this kind makes it
};

// What to do to one bundle. Borrows nothing.
struct FixPlan {
  std::vector<Fix> fixes;
  std::vector<RefusedFix> refused;
  struct FileEdit {
    std::size_t container = 0;  // index into Bundle::containers
    ContainerEdit edit;
  };
  std::vector<FileEdit> edits;      // empty: nothing to do
  std::vector<std::string> ask_ca;  // what to request from the CA, one paragraph per item: names, key id, the exact certificate
};

// `unsafe` are the requested fixes by name.
FixPlan plan_fixes(const facts::FactContext& context, const std::vector<FixKind>& unsafe);

}  // namespace chainlint::write
