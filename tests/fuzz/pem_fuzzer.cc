// PEM text of any shape.
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(pem) {
  // A boundary in front makes nearly every input a PEM file.
  std::string text = "-----BEGIN CERTIFICATE-----\n";
  text.append(reinterpret_cast<const char*>(data), size);
  chainlint::fuzz::check(chainlint::as_bytes(text));
  chainlint::fuzz::check({data, size});
  return 0;
}
