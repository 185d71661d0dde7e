// Which values of one object are deployed together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/formats/container.h"

namespace chainlint {

// A value of an object that was read, and its entries in the container.
struct ReadValue {
  std::string name;  // "tls.crt", "CertificateChain"
  std::string own;   // its unit where it stands alone: "Secret prod/www ca.crt", "/data/issuing_ca"
  std::size_t first_entry = 0;
  std::size_t end_entry = 0;
  Format format = Format::unknown;  // of the value
  bool alone = false;               // belongs to no other, whatever its name
};

// Sets the unit of the entries of each value, before what they have of their own:
// - a keystore, and a value that verifies others by its name, is a unit of its own; with the key of the same stem beside it, both are one;
// - all others are the unit `object`, unless there are several with private keys (a.crt and a.key, b.crt and b.key): then each stem is one.
void assign_units(const std::string& object, const std::vector<ReadValue>& values, Container& container);

}  // namespace chainlint
