// What certificates are called in messages and reports.
#pragma once

#include <string>

#include "chainlint/x509/certificate.h"

namespace chainlint::x509 {

// What a person calls the certificate: Name::display() of its subject. One without a subject is called by its first subject alternative
// name, one without either by its serial number: "serial 0A:FF". Safe to print.
std::string display_name(const Certificate& certificate);

// The same between single quotes, as messages name a certificate.
std::string quoted_name(const Certificate& certificate);

// The subject as Name::to_string(); display_name() where it is empty.
std::string subject_text(const Certificate& certificate);

// A key id or serial number as to_colon_hex(). Of more than 20 bytes, which no key id by RFC 5280 section 4.2.1.2 has, the first 8 and how
// many there are: "30:82:01:22:30:0D:06:09... (294 bytes)".
std::string id_text(ByteView id);

}  // namespace chainlint::x509
