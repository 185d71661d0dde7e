// XML with certificates in its elements: SAML and WS-Federation metadata, configuration profiles of Apple, WS-Security, VPN profiles.
#pragma once

#include <string_view>

#include "detect.h"

namespace chainlint::formats {

// Whether the text begins like XML, is not HTML, and mentions certificates, in PEM, in its base64 or in that of DER.
bool looks_like_xml(std::string_view text);

// Reads every text of an element and every attribute that is PEM or base64 of certificates or keys, and sets the container's format.
// Location::inner and Entry::unit are paths of elements, of the value and of the element around it; "[2]" is the second child of one name.
// The certificates of KeyInfo (XML Signature) are for trust: they verify what a peer signs. A document type declaration that declares
// anything ends the reading with an error, so no entity is ever expanded and nothing is ever loaded.
//
// Text that only begins like XML, and is not well-formed, is read as PEM where it contains a block.
void read_xml(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
