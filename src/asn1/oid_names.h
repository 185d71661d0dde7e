// The identifiers that have a name here.
#pragma once

#include <span>
#include <string_view>

namespace chainlint::asn1 {

struct OidName {
  std::string_view dotted;
  std::string_view name;
};

// Every known identifier once, in groups.
std::span<const OidName> known_oids();

}  // namespace chainlint::asn1
