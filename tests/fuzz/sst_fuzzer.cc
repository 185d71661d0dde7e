// Serialized certificate stores.
#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(sst) {
  chainlint::Bytes store = {0, 0, 0, 0, 'C', 'E', 'R', 'T'};
  store.insert(store.end(), data, data + size);
  chainlint::fuzz::check(store);
  return 0;
}
