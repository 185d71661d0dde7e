// The part of RFC 4518 (LDAP string preparation) that decides whether two names are the same.
#pragma once

#include <string>
#include <string_view>

namespace chainlint::x509 {

// Appends `utf8`, which must be well-formed, in lower case, with runs of blanks as one space, none at the ends, and without the code
// points that RFC 4518 section 2.2 maps to nothing. Case is folded for Latin, Greek, Cyrillic and Armenian; nothing is decomposed.
void append_folded(std::string& to, std::string_view utf8);

}  // namespace chainlint::x509
