// BCFKS. A seed whose list of entries is not encrypted lets the damage reach every field.
#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(bcfks) {
  chainlint::fuzz::check({data, size});
  return 0;
}
