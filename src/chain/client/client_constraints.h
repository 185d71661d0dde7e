// What a client has against the certificates below one that constrains them (RFC 5280 sections 4.2.1.9 and 4.2.1.10).
#pragma once

#include <cstddef>
#include <optional>

#include "client/client_path.h"

namespace chainlint::chain {

// The path length and the name constraints of the certificate at `index`, for those below it on the path.
std::optional<Objection> constraint_objection(ClientQuestion& question, const ClientPath& path, std::size_t index);

}  // namespace chainlint::chain
