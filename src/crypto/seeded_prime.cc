#include "seeded_prime.h"

#include <botan/auto_rng.h>
#include <botan/numthry.h>

#include <vector>

namespace chainlint::crypto {
namespace {

constexpr unsigned kSieveBound = 5000;

const std::vector<unsigned>& odd_primes() {
  static const std::vector<unsigned> primes = [] {
    std::vector<unsigned> found;
    for (unsigned candidate = 3; candidate < kSieveBound; candidate += 2) {
      bool prime = true;
      for (const unsigned divisor : found) prime = prime && candidate % divisor != 0;
      if (prime) found.push_back(candidate);
    }
    return found;
  }();
  return primes;
}

// Keeps the remainders of a number by small primes while it is counted up, since dividing the number itself again and again is slow.
class Sieve {
 public:
  explicit Sieve(const Botan::BigInt& start) {
    for (const unsigned prime : odd_primes()) remainders_.push_back(static_cast<unsigned>(start % static_cast<Botan::word>(prime)));
  }
  bool may_be_prime() const {
    for (const unsigned remainder : remainders_) {
      if (remainder == 0) return false;
    }
    return true;
  }
  void add_two() {
    for (std::size_t i = 0; i < remainders_.size(); ++i) remainders_[i] = (remainders_[i] + 2) % odd_primes()[i];
  }

 private:
  std::vector<unsigned> remainders_;
};

}  // namespace

Botan::BigInt seeded_prime(SeededStream& stream, std::size_t bits, Botan::word exponent) {
  Botan::AutoSeeded_RNG rng;
  for (;;) {
    const SecretBytes octets = stream.take(bits / 8);
    Botan::BigInt candidate(octets.data(), octets.size());
    candidate.set_bit(bits - 1);
    candidate.set_bit(bits - 2);
    candidate.set_bit(0);
    Sieve sieve(candidate);
    while (candidate.bits() == bits) {
      if (sieve.may_be_prime() && (candidate - 1) % exponent != 0 && Botan::is_prime(candidate, rng, 64, true)) return candidate;
      candidate += 2;
      sieve.add_two();
    }
  }
}

}  // namespace chainlint::crypto
