// GeneralNames from text.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"

namespace chainlint::mint {

// The alternatives that a description can name: "dns", "ip", "email", "uri", "dir" (a name as encode_name takes it), "rid" (an identifier).
// An address is written as usual; with `subtree` it is "192.0.2.0/24" and becomes address and mask (RFC 5280 section 4.2.1.10).
// Host names and addresses of mail are taken unchanged, right or wrong. Error code "general-name".
Result<Bytes> encode_general_name(std::string_view kind, std::string_view value, bool subtree = false);

// The same for "dns:example.com".
Result<Bytes> encode_general_name(std::string_view kind_and_value, bool subtree);

}  // namespace chainlint::mint
