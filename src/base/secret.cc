#include "chainlint/base/secret.h"

#include <cstring>

namespace chainlint {

void wipe(void* memory, std::size_t size) noexcept {
  if (size == 0) return;
  std::memset(memory, 0, size);
  // The compiler must assume that the zeros are read here, so it cannot drop the store.
  __asm__ __volatile__("" : : "r"(memory) : "memory");
}

}  // namespace chainlint
