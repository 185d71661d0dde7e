// Who can read the private keys that a configuration names.
#pragma once

#include <string>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/formats/bundle.h"

namespace chainlint::run {

// Adds "config-key-readable" to a container whose unencrypted private key every user of the server can read. The mode of a file in a
// checkout says nothing: only that of a file at its own place on this machine, or below one of `roots`, is looked at.
void note_readable_keys(const config::CertificateFiles& files, const std::vector<std::string>& roots, formats::Bundle& bundle);

}  // namespace chainlint::run
