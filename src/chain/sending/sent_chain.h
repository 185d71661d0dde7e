// What all server families need: the certificates of a bundle as certificates on the wire, and whether what is sent leads to an anchor.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/chain/sending.h"

namespace chainlint::chain {

// One place at which the bundle contains a certificate.
struct HeldCertificate {
  const formats::Entry* entry = nullptr;
  std::size_t member = 0;     // of the analysis
  std::size_t container = 0;  // of the bundle
};

// Every certificate of the bundle in the order of its files and entries, duplicates included. Borrows from the bundle.
std::vector<HeldCertificate> held_certificates(const SendingInput& input);

SentCertificate send(const HeldCertificate& held, std::string reason);

// Whether a climb by names and signatures from the first certificate through the others, whatever their order, comes to an anchor of the
// request or to a certificate that one issued. Bounded by `signature_checks` of the limits.
bool reaches_anchor(const std::vector<SentCertificate>& sent, const ChainRequest& request, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
