// The bags of a PKCS#12 file: certificates, keys, CRLs, secrets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "chainlint/crypto/password_encryption.h"
#include "chainlint/formats/password_search.h"
#include "pkcs12/pkcs12_attributes.h"
#include "reading.h"

namespace chainlint::formats {

// The SafeContents of one ContentInfo, decrypted.
struct Safe {
  ByteView contents;                             // borrowed for the call
  Location where;                                // "safe 2"
  std::optional<crypto::Protection> protection;  // nothing where the safe is not encrypted
  std::optional<std::size_t> offset;             // of `contents` in the file; nothing where they were joined or decrypted
};

// Says that something in a PFX does not decode, and at which byte. `in_file` tells whether the byte is one of the file.
void report_damage(const asn1::Asn1Error& error, bool in_file, ReadContext& context, Container& container, Location where);

// Adds an entry for every bag of every safe of one file. A damaged bag is an error; the next one is read nevertheless.
class BagReader {
 public:
  BagReader(ReadContext& context, Container& container, PasswordSearch& passwords)
      : context_(context), container_(container), passwords_(passwords) {}

  void read(const Safe& safe);

 private:
  void read_contents(asn1::Asn1Reader reader, const Safe& safe, const std::string& place, std::size_t depth);
  void read_bag(const asn1::Asn1Reader& bag, const Safe& safe, const std::string& place, std::size_t depth);
  std::optional<asn1::Asn1Error> read_value(ByteView type, asn1::Asn1Reader value, const Safe& safe, Entry entry, const std::string& place,
                                            std::size_t depth);
  std::optional<asn1::Asn1Error> read_certificate(asn1::Asn1Reader value, Entry entry);
  std::optional<asn1::Asn1Error> read_crl(asn1::Asn1Reader value, Entry entry);
  std::optional<asn1::Asn1Error> read_key(asn1::Asn1Reader value, Entry entry);
  std::optional<asn1::Asn1Error> read_shrouded_key(asn1::Asn1Reader value, Entry entry);
  void add_secret(asn1::Asn1Reader value, Entry entry);
  void add_other(Entry entry, std::string description, std::string code, std::string message);
  void damaged(const asn1::Asn1Error& error, const Safe& safe, Location where);

  ReadContext& context_;
  Container& container_;
  PasswordSearch& passwords_;
  std::size_t bags_ = 0;
  bool stopped_ = false;  // Limits::pkcs12_bags was reached
};

}  // namespace chainlint::formats
