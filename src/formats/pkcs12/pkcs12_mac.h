// The MAC of a PKCS#12 file: what it is, and which password it accepts.
#pragma once

#include "chainlint/asn1/reader.h"
#include "chainlint/formats/password_search.h"
#include "reading.h"

namespace chainlint::formats {

inline constexpr const char* kPasswordRequired =
    "PKCS#12 file needs a password: use --password-file, --password-env, --password-fd or --ask-password";

// Reads the content of a MacData (RFC 7292 section 4) and verifies it over `content` with the passwords. Sets `facts.mac` and
// `facts.mac_verified`. Where the MAC does not verify, the passwords are forbidden and an error says why; a MAC by an algorithm that this
// program does not know is a warning, and the passwords stay usable.
void check_mac(asn1::Asn1Reader mac_data, ByteView content, PasswordSearch& passwords, ReadContext& context, Container& container,
               const Location& where);

}  // namespace chainlint::formats
