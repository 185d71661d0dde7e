// Registry exports, and the property list of one certificate.
#include <algorithm>
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(registry) {
  using namespace chainlint;
  const ByteView input(data, size);
  fuzz::check(input);
  const std::string_view head =
      "REGEDIT4\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\CA\\Certificates\\00]\n\"Blob\"=hex:";
  Bytes text = to_bytes(as_bytes(head));
  text.insert(text.end(), input.begin(), input.end());
  fuzz::check(text);
  // A serialized store is a header and then what a value contains.
  const ByteView list = input.subspan(std::min<std::size_t>(size, 8));
  std::string value(head);
  for (std::size_t i = 0; i < list.size(); ++i) value += (i == 0 ? "" : ",") + to_hex(list.subspan(i, 1));
  fuzz::check(as_bytes(value));
  Bytes blob = {0x0B, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 0};
  blob.insert(blob.end(), list.begin(), list.end());
  fuzz::check(blob);
  return 0;
}
