// When the logs saw a certificate.
#pragma once

#include <optional>

#include "chainlint/base/instant.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::facts {

// The earliest timestamp that is embedded; nothing without one, or where the list does not decode.
std::optional<Instant> earliest_timestamp(const x509::Certificate& certificate);

}  // namespace chainlint::facts
