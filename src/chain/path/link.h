// One edge of the graph: a child and a certificate that may be its issuer.
#pragma once

#include "chainlint/chain/path.h"

namespace chainlint::chain {

// authorityKeyIdentifier of `child` against subjectKeyIdentifier of `issuer`.
KeyIdMatch match_key_id(const x509::Certificate& child, const x509::Certificate& issuer);

// authorityCertIssuer and authorityCertSerialNumber of `child` against issuer and serial number of `issuer`.
KeyIdMatch match_issuer_serial(const x509::Certificate& child, const x509::Certificate& issuer);

// Both: the key ids decide; without them, a match of issuer and serial number counts.
KeyIdMatch match_authority(const x509::Certificate& child, const x509::Certificate& issuer);

Link make_link(const x509::Certificate& child, const x509::Certificate& issuer, crypto::SignatureVerdict signature);

}  // namespace chainlint::chain
