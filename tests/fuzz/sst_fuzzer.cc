// Serialized certificate stores.
#include "container_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chainlint::Bytes store = {0, 0, 0, 0, 'C', 'E', 'R', 'T'};
  store.insert(store.end(), data, data + size);
  chainlint::fuzz::check(store);
  return 0;
}
