// The entries of a BKS, and of an UBER once it is opened.
#pragma once

#include <cstdint>
#include <optional>

#include "java/data_input.h"
#include "java/keystore_entries.h"
#include "java/keystore_integrity.h"

namespace chainlint::formats {

// Reads entries up to the byte 0 that ends them. Borrows everything but the protection of the store.
class BouncyCastleEntries {
 public:
  // `base` is where `bytes` begin in the file; nothing where they were decrypted. `verified` says that the password of the store is known.
  BouncyCastleEntries(ByteView octets, std::optional<std::size_t> base, bool verified, KeystorePasswords& passwords,
                      KeystoreEntries& entries, ReadContext& context, Container& container);

  // Where the entries end in `bytes`; nothing, after an error, where they were not read to their end.
  std::optional<std::size_t> read();

 private:
  bool read_entry(std::uint8_t type);
  bool read_chain();
  bool read_certificate();
  bool read_plain_key();
  bool read_secret();
  bool read_sealed();
  void add_key(std::uint8_t type, ByteView encoded);
  void add_sealed(ByteView octets);
  void add_damaged(std::string reason);
  bool truncated();
  std::string_view hint() const;

  std::optional<std::size_t> base_;
  bool verified_;
  DataInput in_;
  KeystorePasswords& passwords_;
  KeystoreEntries& entries_;
  ReadContext& context_;
  Container& container_;
  std::uint32_t chain_ = 0;  // certificates in the chain of the entry
};

}  // namespace chainlint::formats
