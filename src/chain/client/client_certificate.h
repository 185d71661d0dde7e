// What a client has against one certificate of a path by itself.
#pragma once

#include <optional>
#include <string>

#include "client/client_path.h"

namespace chainlint::chain {

// The key's algorithm or curve, where the client has no support for it.
std::optional<std::string> key_type_refusal(const ClientModel& model, const x509::Certificate& certificate, StepKind kind);

// The first certificate that is sent and that the client cannot read, whether or not it is on the path (ClientModel::reads_all_sent).
std::optional<Objection> reading_objection(const ClientModel& model, const std::vector<x509::CertificatePtr>& sent);

// Its validity, key, usages, extensions and form; for a leaf its names too. `index` is its position on the path.
std::optional<Objection> own_objection(ClientQuestion& question, const x509::CertificatePtr& certificate, StepKind kind, std::size_t index);

}  // namespace chainlint::chain
