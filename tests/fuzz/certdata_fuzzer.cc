// PKCS#11 objects as text: NSS's certdata.txt and p11-kit's files.
#include <string>

#include "container_invariants.h"
#include "fuzz_target.h"

CHAINLINT_FUZZ_TARGET(certdata) {
  using namespace chainlint;
  const std::string text(as_text(ByteView(data, size)));
  std::string octal, escaped;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const char digits[] = {'\\', static_cast<char>('0' + octet / 64), static_cast<char>('0' + octet / 8 % 8),
                           static_cast<char>('0' + octet % 8)};
    octal.append(digits, sizeof digits);
    escaped += "%" + to_hex(ByteView(&octet, 1));
  }
  const std::string object = "BEGINDATA\nCKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\nCKA_VALUE MULTILINE_OCTAL\n";
  const std::string section = "[p11-kit-object-v1]\n";
  fuzz::check(as_bytes(object + text));
  fuzz::check(as_bytes(object + octal + "\nEND\nCKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST\n" + text));
  fuzz::check(as_bytes(section + text));
  fuzz::check(as_bytes(section + "class: certificate\nvalue: \"" + escaped + "\"\n" + text));
  return 0;
}
