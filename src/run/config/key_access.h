// Who can read the private keys that a configuration names.
#pragma once

#include "chainlint/formats/bundle.h"
#include "chainlint/run/run_options.h"
#include "config/endpoint_checks.h"

namespace chainlint::run {

// Adds "config-key-readable" to a container whose unencrypted private key every user of the server can read, or for PostgreSQL, which then
// does not start, any other. The mode of a file in a
// checkout says nothing: only that of a file at its own place on this machine, or below a root of the options, is
// looked at.
void note_readable_keys(const EndpointUse& use, const RunOptions& options, formats::Bundle& bundle);

}  // namespace chainlint::run
