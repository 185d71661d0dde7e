// What is deployed now, beside what is to replace it.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/subject.h"

namespace chainlint {

// A service that was told which certificate to use: an entry of a pin list.
struct Pin {
  std::string service;
  std::string thumbprint;  // SHA-1 or SHA-256 of a certificate, or SHA-256 of its public key; lower-case hexadecimal
  Location location;
};

// Borrows everything; `previous` is judged at the time of the run.
struct Renewal {
  FactContext previous;
  std::vector<Pin> pins;
};

}  // namespace chainlint
