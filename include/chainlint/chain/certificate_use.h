// What a certificate that is marked as a CA is used for, as far as its own content shows.
#pragma once

#include "chainlint/x509/certificate.h"

namespace chainlint {

// basicConstraints CA:TRUE alone decides nothing: `openssl req -x509` writes it into every self-signed server certificate.
enum class CaUse {
  issues,   // a CA: keyUsage allows signing certificates or CRLs and no handshake, pathLenConstraint, or a name that says so
  serves,   // a server's own certificate: it has names or addresses of servers
  unclear,  // neither
};
CaUse ca_use(const Certificate& certificate);

// An end-entity certificate, or a server's own certificate that is marked as a CA.
bool may_be_server(const Certificate& certificate);

}  // namespace chainlint
