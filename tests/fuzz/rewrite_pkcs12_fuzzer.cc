// Writes octets back, which are a PFX more often than not, with their certificates turned round.
#include "rewritten_store.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chainlint::fuzz::check_rewriting({data, size});
  return 0;
}
