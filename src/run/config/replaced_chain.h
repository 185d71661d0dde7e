// A chain file that a server sends in place of the chain in the certificate's file: SSLCertificateChainFile.
#pragma once

#include "chainlint/config/endpoint.h"
#include "chainlint/formats/bundle.h"

namespace chainlint::run {

// Takes the certificates behind the first one out of the certificate's file, the first of the bundle, and says so
// ("config-chain-replaced"), with an advice where clients need one of them and the chain file does not have it.
void replace_chain(const config::CertificateFiles& files, formats::Bundle& bundle);

}  // namespace chainlint::run
