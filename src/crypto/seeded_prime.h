// Primes found from a seed.
#pragma once

#include <botan/bigint.h>

#include "seeded_stream.h"

namespace chainlint::crypto {

// The first prime p, counting up in steps of two from a number taken from the stream, with exactly `bits` bits of which the two highest are
// set, and with p - 1 prime to `exponent`.
Botan::BigInt seeded_prime(SeededStream& stream, std::size_t bits, Botan::word exponent);

}  // namespace chainlint::crypto
