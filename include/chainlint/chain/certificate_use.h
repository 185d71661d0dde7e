// What a certificate that is marked as a CA is used for, as far as its own content shows.
#pragma once

#include "chainlint/base/enum_names.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// basicConstraints CA:TRUE alone decides nothing: `openssl req -x509` writes it into every self-signed server certificate.
enum class CaUse {
  issues,   // a CA: keyUsage allows signing certificates or CRLs and no handshake, pathLenConstraint, or a name that says so
  serves,   // a server's own certificate: it has names or addresses of servers
  unclear,  // neither
};
inline constexpr EnumNames<CaUse::unclear> kCaUseNames{"issues", "serves", "unclear"};
constexpr std::string_view to_string(CaUse use) { return kCaUseNames[use]; }
CaUse ca_use(const x509::Certificate& certificate);

// An end-entity certificate, or a server's own certificate that is marked as a CA.
bool may_be_server(const x509::Certificate& certificate);

// What an end-entity certificate that was found in a folder is for, as far as its content shows.
enum class EndUse {
  client,    // its extended key usage allows clientAuth and nothing of a server
  other,     // its extended key usage allows neither, but e-mail, code signing, time stamping, OCSP, IKE or another
  nameless,  // no extended key usage and no name of a server: of a client, or of a server whose name is not checked
  server,    // everything else
};
EndUse end_use(const x509::Certificate& certificate);

// A dNSName or iPAddress, or a host name as common name.
bool has_server_names(const x509::Certificate& certificate);

}  // namespace chainlint::chain
