// Memory for passwords and private keys: wiped when it is released, never printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"

namespace chainlint {

// Overwrites `size` bytes in a way that the optimizer keeps.
void wipe(void* memory, std::size_t size) noexcept;

// An allocator that wipes each block before it goes back to the heap.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) noexcept {}
  T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
  void deallocate(T* memory, std::size_t n) noexcept {
    wipe(memory, n * sizeof(T));
    std::allocator<T>().deallocate(memory, n);
  }
  template <class U>
  bool operator==(const WipingAllocator<U>&) const noexcept {
    return true;
  }
};

// Bytes of a private key or of text decrypted with a password.
using SecretBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

// A password as the user gave it, in UTF-8. Deliberately without operator<< and without conversion to std::string.
class Password {
 public:
  Password() = default;
  explicit Password(std::string_view utf8) : text_(utf8.begin(), utf8.end()) {}
  std::string_view utf8() const { return {text_.data(), text_.size()}; }
  bool empty() const { return text_.empty(); }

 private:
  std::vector<char, WipingAllocator<char>> text_;
};

}  // namespace chainlint
