// Names and addresses that mean nothing on the public internet, or another thing in each network.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::facts {

// Whether a dNSName, wildcard or not, cannot be unique in the public DNS: one label alone, not behind "*.", or a top-level domain that is
// not and will not be delegated (special-use names of RFC 6761, 6762 and 9476, home.arpa of RFC 8375, what ICANN keeps for private use, and
// names that networks are known to use nevertheless). Names below .onion are unique (RFC 7686) and are none. ASCII case does not matter.
bool is_internal_name(std::string_view dns_name);

// Whether a dNSName is a wildcard right below a top-level domain of the public DNS, or below another suffix of the ICANN section of the
// public suffix list: "*.com" and "*.co.uk" are for every domain there (BR 3.2.2.6). One below a top that is_internal_name() knows is none.
// The list is that of libpsl, and as old.
bool is_wildcard_over_top(std::string_view dns_name);

// Whether a dNSName is no host name: empty, longer than 253 bytes, with a label that is empty, longer than 63 bytes, begins or ends with
// a hyphen or has another byte than letters, digits and hyphens (RFC 1034 section 3.5, RFC 1123 section 2.1); with a last label of digits
// alone, as an address has; or with an asterisk anywhere but as the whole leftmost label (RFC 9525 section 6.3). A dot at the end does not
// matter.
bool is_malformed_name(std::string_view dns_name);

// Whether a dNSName is an address in the reverse DNS: in-addr.arpa, ip6.arpa.
bool is_reverse_name(std::string_view dns_name);

// Whether an address of 4 or 16 bytes is in a block of IANA's special-purpose registries (RFC 6890) or is one for many receivers: RFC
// 1918, loopback, link-local, unique local, documentation, ... False for any other length.
bool is_reserved_address(ByteView address);

}  // namespace chainlint::facts
