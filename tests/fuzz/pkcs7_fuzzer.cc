// DER and BER: PKCS#7 first of all, and whatever else begins with a SEQUENCE.
#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(pkcs7) {
  // SignedData in a ContentInfo of indefinite length: the fuzzer writes what comes after the digest algorithms.
  chainlint::Bytes file = {0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01,
                           0x07, 0x02, 0xA0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x00};
  file.insert(file.end(), data, data + size);
  file.insert(file.end(), 6, 0x00);
  chainlint::fuzz::check(file);
  chainlint::fuzz::check({data, size});
  return 0;
}
