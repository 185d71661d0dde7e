// BKS of both versions and UBER, whose magic is put back so that every input is one of them.
#include <algorithm>
#include <iterator>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(bouncy_castle) {
  for (std::uint8_t version = 1; version <= 2; ++version) {
    chainlint::Bytes store(data, data + size);
    store.resize(std::max<std::size_t>(size, 32));
    const std::uint8_t magic[] = {0, 0, 0, version, 0, 0, 0, 20};
    std::copy(std::begin(magic), std::end(magic), store.begin());
    // Few enough iterations for the limit that the invariants set.
    store[28] = store[29] = store[30] = 0;
    chainlint::fuzz::check(store);
  }
  return 0;
}
