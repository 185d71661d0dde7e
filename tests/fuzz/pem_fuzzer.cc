// PEM text of any shape.
#include <string>

#include "container_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A boundary in front makes nearly every input a PEM file.
  std::string text = "-----BEGIN CERTIFICATE-----\n";
  text.append(reinterpret_cast<const char*>(data), size);
  chainlint::fuzz::check(chainlint::as_bytes(text));
  chainlint::fuzz::check({data, size});
  return 0;
}
