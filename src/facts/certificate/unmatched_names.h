// DNS names in a subjectAltName that match no host in any current client, and why.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/enum_names.h"

namespace chainlint::facts {

enum class UnmatchedName {
  none,      // it can match a host
  address,   // an IP address: clients compare addresses with iPAddress entries alone (RFC 9525 section 6.4)
  wildcard,  // '*' beside other characters of its label, in another label than the first, more than once, or alone (RFC 9525 section 6.3)
  trailing_dot,
  not_ascii,  // a U-label: dNSName has A-labels (RFC 5280 section 7.2)
  url,
  port,
  email,
  blank,  // a blank or a comma: several names in one entry
  empty,
  number,   // ends in a number and is no address
  control,  // a control character, NUL above all
  length,   // a label of more than 63 bytes, or more than 253 in all (RFC 1034 section 3.1)
  hyphen,   // a label begins or ends with a hyphen
  other,    // any other text that is no host name
};

UnmatchedName unmatched_name(std::string_view dns_name);

// Whether some client matches such a name nevertheless: no standard allows a hyphen at the end of a label or a number as the last label,
// and OpenSSL and Go compare them as they are.
constexpr bool matched_by_some(UnmatchedName kind) {
  return kind == UnmatchedName::none || kind == UnmatchedName::number || kind == UnmatchedName::hyphen;
}

inline constexpr EnumNames<UnmatchedName::other> kUnmatchedNames{"none",   "ip",      "wildcard", "trailing_dot", "not_ascii",
                                                                 "url",    "port",    "email",    "blank",        "empty",
                                                                 "number", "control", "length",   "hyphen",       "other"};
constexpr std::string_view to_string(UnmatchedName kind) { return kUnmatchedNames[kind]; }

// "is an IP address in a DNS entry": what follows the name in quotes.
std::string why_unmatched(UnmatchedName kind);

// What to request instead: "IP:192.0.2.1", "DNS:xn--bcher-kva.example"; empty where it cannot be determined.
std::string replacement_of(std::string_view dns_name);

}  // namespace chainlint::facts
