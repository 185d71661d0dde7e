// BER converted to the form of DER, for containers that are written back.
#pragma once

#include <initializer_list>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/secret.h"

namespace chainlint::asn1 {

// The element with definite and minimal lengths and its OCTET STRINGs in one piece. Input that has this form already is returned byte for
// byte. The order of a SET OF and everything inside strings stay. An error where something in it does not decode, or is deeper than
// Limits::asn1_depth. The result may contain a key, so its memory is wiped when it is released.
Asn1Result<SecretBytes> definite_form(const Element& element, const Limits& limits = {});

// An element with the parts as its content, one after another. Identifiers in the low-tag form only.
SecretBytes der_element(std::uint32_t identifier, std::initializer_list<ByteView> parts);

}  // namespace chainlint::asn1
