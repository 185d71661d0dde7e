// What clients ask of the certificate of the server itself and of the form of certificates, beyond RFC 5280's path validation.
#pragma once

#include <optional>
#include <string>

#include "chainlint/chain/client.h"

namespace chainlint::chain {

struct LeafRefusal {
  RefusalCause cause = RefusalCause::other;
  std::string words;
};

// Whether a subjectAltName of that kind is among the certificate's.
bool has_names_of(const x509::Certificate& leaf, x509::GeneralNameKind kind);

// Names, life, key usage, extended key usage and curve of a leaf; nothing where the client is content.
std::optional<LeafRefusal> leaf_refusal(const ClientModel& model, const x509::Certificate& leaf, const ChainRequest& request);

// Whether the certificate covers the hosts of the request, as this client compares; without hosts, whether it can cover any.
std::optional<LeafRefusal> name_refusal(const ClientModel& model, const x509::Certificate& leaf, const ChainRequest& request);

// What OpenSSL's X509_V_FLAG_X509_STRICT refuses, in words. `first` and `last` say that it is the leaf, the end of the path.
std::optional<std::string> form_refusal(const x509::Certificate& certificate, bool first, bool last);

}  // namespace chainlint::chain
