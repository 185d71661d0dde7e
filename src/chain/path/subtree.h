// Whether one name is within one subtree of name constraints.
#pragma once

#include "chainlint/x509/general_name.h"

namespace chainlint::chain {

enum class SubtreeMatch {
  inside,
  outside,
  partly,       // a wildcard that matches names inside and outside
  undecidable,  // name or subtree is malformed
};

// Both of the same kind, one of email, dns, uri, ip, directory.
SubtreeMatch match_subtree(const x509::GeneralName& name, const x509::GeneralName& base);

}  // namespace chainlint::chain
