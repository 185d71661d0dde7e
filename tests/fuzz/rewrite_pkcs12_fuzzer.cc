// Writes bytes back, which are a PFX more often than not, with their certificates turned round.
#include "fuzz_target.h"
#include "rewritten_store.h"

CHAINLINT_FUZZ_TARGET(rewrite_pkcs12) {
  chainlint::fuzz::check_rewriting({data, size});
  return 0;
}
