// JKS and JCEKS, whose magic is put back so that every input is one of them.
#include <algorithm>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(java_keystore) {
  constexpr std::uint8_t kJks[] = {0xFE, 0xED, 0xFE, 0xED, 0, 0, 0}, kJceks[] = {0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0};
  for (const auto& magic : {kJks, kJceks}) {
    chainlint::Bytes store(data, data + size);
    store.resize(std::max<std::size_t>(size, 8));
    std::copy_n(magic, 7, store.begin());
    store[7] = static_cast<std::uint8_t>(1 + store[7] % 2);
    chainlint::fuzz::check(store);
  }
  return 0;
}
