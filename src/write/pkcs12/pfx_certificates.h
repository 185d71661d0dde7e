// Which certificates a PKCS#12 file contains, and in which of its bags.
#pragma once

#include <vector>

#include "pkcs12/pfx_file.h"

namespace chainlint::write {

// Gives the file exactly these certificates, in this order, and marks the safes in which anything changes. A certificate that stays keeps
// its bag with all attributes (of two bags with the same certificate, the one that says more), and its safe where the order allows it:
// file order is the order of the safes, so a certificate that must follow another one is never in an earlier safe. New ones get a
// plain bag next to the one before them. Other bags stay where they are, and those that Java marks as trusted.
void place_certificates(const std::vector<x509::CertificatePtr>& certificates, PfxFile& file);

}  // namespace chainlint::write
