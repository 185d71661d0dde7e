// GeneralNames: what subject alternative names, authority key ids, distribution points and name constraints are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/x509/name.h"

namespace chainlint::x509 {

// The alternatives of GeneralName (RFC 5280 section 4.2.1.6), numbered as their tags.
enum class GeneralNameKind { other = 0, email = 1, dns = 2, x400 = 3, directory = 4, edi_party = 5, uri = 6, ip = 7, registered_id = 8 };
inline constexpr EnumNames<GeneralNameKind::registered_id> kGeneralNameKindNames{"other",     "email", "dns", "x400",         "directory",
                                                                                 "edi_party", "uri",   "ip",  "registered_id"};
constexpr std::string_view to_string(GeneralNameKind kind) { return kGeneralNameKindNames[kind]; }

// One GeneralName. Borrows from the buffer it was read from.
struct GeneralName {
  GeneralNameKind kind = GeneralNameKind::other;
  ByteView octets;  // the content: IA5 text, address bytes, or the encoding inside
  Name directory;   // for `directory`

  // The name for people: "www.example.com", "192.0.2.1", "2001:db8::1", "CN=...". In name constraints an address is "192.0.2.0/24".
  std::string to_string() const;
};

// Reads one GeneralName from its element, which came from `reader`. An unknown tag is an error.
asn1::Asn1Result<GeneralName> read_general_name(const asn1::Element& element, const asn1::Asn1Reader& reader);

// Reads the content of a GeneralNames: zero or more of them. A choice with an unknown tag is an error.
asn1::Asn1Result<std::vector<GeneralName>> read_general_names(asn1::Asn1Reader reader);

}  // namespace chainlint::x509
