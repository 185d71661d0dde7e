// What a client has against one certificate of a path by itself.
#pragma once

#include <optional>
#include <string>

#include "client/client_path.h"

namespace chainlint::chain {

// The key's algorithm or curve, where the client has no support for it.
std::optional<std::string> key_type_refusal(const ClientModel& model, const x509::Certificate& certificate, StepKind kind);

// Its validity, key, usages, extensions and form; for a leaf its names too. `index` is its position on the path.
std::optional<Objection> own_objection(ClientQuestion& question, const x509::CertificatePtr& certificate, StepKind kind, std::size_t index);

}  // namespace chainlint::chain
