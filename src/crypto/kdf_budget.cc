#include <cstdint>
#include <string>

#include "chainlint/crypto/password_encryption.h"

namespace chainlint::crypto {
namespace {

Error over_limit(const std::string& asked, std::uint64_t limit) {
  return {"kdf-limit", asked + "; the limit is " + std::to_string(limit), {}};
}

}  // namespace

std::optional<Error> KdfBudget::take(std::uint64_t iterations, std::uint64_t blocks) {
  if (iterations == 0) return Error{"kdf-limit", "key derivation asks for 0 iterations; at least 1 is needed", {}};
  if (iterations > limits_.kdf_iterations) {
    return over_limit("key derivation asks for " + std::to_string(iterations) + " iterations", limits_.kdf_iterations);
  }
  std::uint64_t work = 0;
  std::uint64_t total = 0;
  if (__builtin_mul_overflow(iterations, blocks, &work) || __builtin_add_overflow(used_, work, &total)) total = UINT64_MAX;
  if (total > limits_.kdf_iterations_per_file) {
    return over_limit("key derivation for this file asks for " + std::to_string(total) + " iterations in all",
                      limits_.kdf_iterations_per_file);
  }
  if (run_ != nullptr && !run_->take(work)) {
    return Error{"kdf-limit",
                 "key derivation for all files of this run asks for more than " + std::to_string(run_->most()) +
                     " iterations; check fewer files at a time, or allow more with --limit kdf-iterations=N",
                 {}};
  }
  used_ = total;
  return std::nullopt;
}

const SecretBytes* KdfBudget::known(const Digest256& request) const {
  const auto found = derived_.find(request);
  return found == derived_.end() ? nullptr : &found->second;
}

void KdfBudget::keep(const Digest256& request, const SecretBytes& derived) {
  if (derived_.size() < CryptoLimits::kDerivedKeys) derived_.emplace(request, derived);
}

std::optional<Error> KdfBudget::check_scrypt_memory(std::uint64_t bytes) const {
  if (bytes <= limits_.scrypt_bytes) return std::nullopt;
  return over_limit("key derivation with scrypt asks for " + std::to_string(bytes) + " bytes of memory", limits_.scrypt_bytes);
}

std::optional<Error> KdfBudget::check_salt(std::size_t bytes) const {
  if (bytes <= limits_.salt_bytes) return std::nullopt;
  return over_limit("key derivation has a salt of " + std::to_string(bytes) + " bytes", limits_.salt_bytes);
}

}  // namespace chainlint::crypto
