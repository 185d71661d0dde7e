// How a fuzz target is written:
//
//   CHAINLINT_FUZZ_TARGET(pem) {
//     ... data, size ...
//     return 0;
//   }
//
// With libFuzzer it is the entry point of a program of its own, else one of the targets of bounded_main.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "mutator.h"

namespace chainlint::fuzz {

using Target = int (*)(const std::uint8_t* data, std::size_t size);

// By their names.
inline std::map<std::string, Target>& targets() {
  static std::map<std::string, Target> all;
  return all;
}

// What must hold for every input.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace chainlint::fuzz

#ifdef CHAINLINT_LIBFUZZER

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

// Half of the inputs are changed as libFuzzer does, half in their structure.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned int seed) {
  chainlint::fuzz::Mutator mutator(seed);
  chainlint::fuzz::Input input(data, data + size);
  if (mutator.pick(2) == 0 || !mutator.damage_structure(input) || input.size() > most) return LLVMFuzzerMutate(data, size, most);
  std::copy(input.begin(), input.end(), data);
  return input.size();
}

#define CHAINLINT_FUZZ_TARGET(name) extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)

#else
#define CHAINLINT_FUZZ_TARGET(name)                                                                   \
  static int fuzz_##name(const std::uint8_t* data, std::size_t size);                                 \
  static const bool name##_is_target = chainlint::fuzz::targets().emplace(#name, fuzz_##name).second; \
  static int fuzz_##name([[maybe_unused]] const std::uint8_t* data, [[maybe_unused]] std::size_t size)
#endif
