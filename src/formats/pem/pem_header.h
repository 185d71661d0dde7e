// The headers of an encapsulated message (RFC 1421 section 4.6) that OpenSSL writes above an encrypted traditional key.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

struct PemHeader {
  bool present = false;     // header lines and the empty line that ends them
  bool encrypted = false;   // Proc-Type: 4,ENCRYPTED
  std::string_view cipher;  // of DEK-Info; borrows from the body
  Bytes iv;
  bool iv_valid = false;  // hexadecimal of even length
  std::string_view rest;  // the body after the headers; all of it where there are none
};

PemHeader read_pem_header(std::string_view body);

}  // namespace chainlint::formats
