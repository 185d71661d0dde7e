// A number of GMP, which ends the program where there is no memory for one.
#pragma once

#include <gmp.h>

#include "chainlint/base/bytes.h"
#include "chainlint/base/secret.h"

namespace chainlint::crypto {

// Not negative when it is made. Wiped, since it may be a private key.
class Number {
 public:
  Number() { mpz_init(value_); }
  explicit Number(ByteView magnitude) : Number() { mpz_import(value_, magnitude.size(), 1, 1, 1, 0, magnitude.data()); }
  ~Number() {
    const std::size_t limbs = mpz_size(value_);
    if (limbs > 0) wipe(mpz_limbs_modify(value_, static_cast<mp_size_t>(limbs)), limbs * sizeof(mp_limb_t));
    mpz_clear(value_);
  }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;

  operator mpz_ptr() { return value_; }
  operator mpz_srcptr() const { return value_; }
  bool is_zero() const { return mpz_sgn(value_) == 0; }

 private:
  mpz_t value_;
};

}  // namespace chainlint::crypto
