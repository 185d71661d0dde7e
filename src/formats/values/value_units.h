// Which values of one object are deployed together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/formats/container.h"

namespace chainlint::formats {

// A value of an object that was read, and its entries in the container.
struct ReadValue {
  std::string name;  // "tls.crt", "CertificateChain"
  std::string own;   // its unit where it is alone: "Secret prod/www ca.crt", "/data/issuing_ca"
  std::size_t first_entry = 0;
  std::size_t end_entry = 0;
  Format format = Format::unknown;  // of the value
  bool alone = false;               // belongs to no other, whatever its name
  bool for_trust = false;           // verifies others, whatever its name
};

// Sets object, unit and `for_trust` of the entries of each value, the unit before what they have of their own:
// - a keystore is a unit of its own, and so is a value that verifies others by its name (ca.crt), which is for trust;
// - with the key of the same stem beside it (ca.key) both are one, the certificate and key of a CA, and a chain beside them belongs to it;
// - all others are the unit `object`, unless they are several services, by their leaf certificates or private keys: then each stem is one
//   (a.crt and a.key, b.crt and b.key), a key belongs to the certificate that it fits, and CA certificates of no service are for trust.
void assign_units(const std::string& object, const std::vector<ReadValue>& values, Container& container);

}  // namespace chainlint::formats
