// Distinguished names from the text form of RFC 4514.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"

namespace chainlint::mint {

// The ASN.1 type of the attribute values that may be any DirectoryString. Country and serial number stay PrintableString, domain component
// and e-mail address IA5String.
enum class StringType { utf8, printable, teletex, bmp };

// The Name, DER, of "CN=www.example.com,O=Example\, Inc.,C=DE": most specific part first, as certificates are shown; the encoding has them
// the other way round. Attributes of one RDN are joined with '+'; a backslash takes the next character unchanged or two hexadecimal
// digits as a byte. Empty text is the empty name. Types: CN O OU C ST L DC UID STREET SERIALNUMBER SN GN T EMAIL, or a dotted identifier.
// Error codes: "name-syntax", "name-attribute" and "name-characters" (not allowed in a PrintableString).
Result<Bytes> encode_name(std::string_view text, StringType strings = StringType::utf8);

}  // namespace chainlint::mint
