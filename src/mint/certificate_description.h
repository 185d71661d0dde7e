// What a description says of one certificate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"
#include "distinguished_name.h"
#include "extension_list.h"
#include "key_table.h"

namespace chainlint::mint {

// A key identifier extension or a part of one.
struct KeyIdChoice {
  enum class Kind { automatic, none, given } kind = Kind::automatic;
  Bytes given;
};

struct AuthorityKeyIdChoice {
  KeyIdChoice key_id;
  bool issuer_serial = false;
  std::optional<Bytes> serial;  // content bytes of the INTEGER, where it is not the issuer's
};

// Damage done on purpose.
struct Damage {
  bool signature = false;   // one bit of the signature is flipped
  bool algorithm = false;   // the outer signature algorithm names another hash than the inner one
  bool validity = false;    // notAfter is no time
  bool public_key = false;  // subjectPublicKeyInfo is an empty SEQUENCE
};

struct CertificateDescription {
  std::string name;
  yaml::Position position;
  std::string issuer;  // name of a certificate; its own where it is self-signed
  yaml::Position issuer_position;
  std::string signed_by;  // whose key signs: `issuer` unless said otherwise
  yaml::Position signed_by_position;
  KeyChoice key;
  Bytes subject;  // Name, DER
  std::string subject_text;
  std::optional<Bytes> issuer_name;          // Name, DER, where it is not the issuer's subject
  std::optional<StringType> issuer_strings;  // the issuer's subject, encoded with these strings
  Bytes serial;                              // content bytes of the INTEGER
  Instant not_before, not_after;
  std::string hash = "sha256";
  int version = 3;
  KeyIdChoice subject_key_id;
  AuthorityKeyIdChoice authority_key_id;
  bool subject_key_id_critical = false, authority_key_id_critical = false;
  std::vector<EncodedExtension> extensions;
  Bytes public_key;  // SubjectPublicKeyInfo, DER, in place of that of `key`; empty: none
  Bytes unique_ids;  // issuerUniqueID and subjectUniqueID; empty: none
  Damage damage;

  bool self_issued() const { return issuer == name; }
};

CertificateDescription read_certificate(const NamedNode& certificate, const KeyTable& keys, Problems& problems);

// The content bytes of the INTEGER that `key` says: decimal, or hexadecimal after 0x taken byte for byte as a positive number.
std::optional<Bytes> read_serial(Fields& fields, std::string_view key);

}  // namespace chainlint::mint
