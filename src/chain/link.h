// One edge of the graph: a child and a certificate that may be its issuer.
#pragma once

#include "chainlint/chain/path.h"

namespace chainlint {

// authorityKeyIdentifier of `child` against subjectKeyIdentifier of `issuer`.
KeyIdMatch match_key_id(const Certificate& child, const Certificate& issuer);

// authorityCertIssuer and authorityCertSerialNumber of `child` against issuer and serial number of `issuer`.
KeyIdMatch match_issuer_serial(const Certificate& child, const Certificate& issuer);

Link make_link(const Certificate& child, const Certificate& issuer, SignatureVerdict signature);

}  // namespace chainlint
