// The certificates that services are configured with: a list of pins. A renewal makes them stale.
//
// Either lines of a service and a pin, separated by blanks, a comma, a semicolon or a tab:
//
//   # service            pin
//   0.0.0.0:443          a909502dd82ae41433e6f83886b00d4277a32a7b
//   "RDP on HOST1"       A9:09:50:2D:...                     SHA-1 of a certificate: what Windows calls its thumbprint
//   proxy                sha256:9f86...                      SHA-256 of a certificate; without the prefix: of it or of a key
//   app                  spki:9f86...   sha256//BASE64=      SHA-256 of a public key (SubjectPublicKeyInfo)
//   mail                 "issuer:CN=R3,O=Let's Encrypt,C=US" whole name or common name of a CA
//
// or what `netsh http show sslcert` prints, in any language of Windows: a block for each binding, its endpoint first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/location.h"

namespace chainlint::formats {

// A service and the value that it is configured with.
struct Pin {
  enum class Kind {
    certificate_sha1,
    certificate_sha256,
    key_sha256,  // of the SubjectPublicKeyInfo
    any_sha256,  // of one or the other
    issuer,
  };
  std::string service;  // printable
  Kind kind = Kind::certificate_sha1;
  std::string value;  // lower-case hexadecimal; of an issuer its name as it is written
  Location location;
  std::string application;  // "{4dc3e181-e14b-4a21-b022-59fc669b0914}" of a binding of HTTP.sys; empty where it is not said
};

struct PinList {
  std::vector<Pin> pins;              // in the order of the file
  std::vector<std::string> problems;  // `path:line:column: error: ...`; the pins must not be used where there are any
};

// Reads the text of a list: UTF-8 or UTF-16, any line ends. A file without a pin is a problem.
PinList read_pin_list(const std::string& path, ByteView data);

}  // namespace chainlint::formats
