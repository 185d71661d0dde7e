// What the keystores of Java and of Bouncy Castle have in common: entries under an alias, chains, trusted certificates.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "reading.h"

namespace chainlint::formats {

// The unit of the trusted certificates beside key entries.
inline constexpr const char* kTrustedUnit = "trusted certificates";

// Adds the entries of one keystore to a container, entry by entry: begin(), name(), then what the entry contains; finish() after the last.
// Borrows context, container and the place.
class KeystoreEntries {
 public:
  // `protection` is how the store as a whole is encrypted, where it is.
  KeystoreEntries(ReadContext& context, Container& container, const Location& store, std::optional<crypto::Protection> protection = {});

  // The next entry of the store.
  void begin();
  // Its alias, in modified UTF-8. A repeated one is a warning: Java keeps only the last.
  void name(ByteView alias);

  std::size_t number() const { return number_; }
  // `entry 4 "alias"` inside the store.
  const Location& where() const { return where_; }
  const std::optional<crypto::Protection>& store_protection() const { return protection_; }

  // An entry of the container with everything that the alias decides.
  Entry begin_entry(std::string description) const;
  // The same for a private key, which makes trusted certificates a unit of their own.
  Entry begin_key();

  // `type` is the name that the store gives to the kind of certificate. `number` of `count` in the chain, from 1.
  void add_chain_certificate(std::string_view type, ByteView der, std::size_t number, std::size_t count);
  void add_trusted_certificate(std::string_view type, ByteView der);
  void add_secret(std::string description);

  void finish();

  // An error about the entry, or about the store before the first, at a byte of the file where that is known.
  void fail(std::string code, std::string message, std::optional<std::size_t> offset = {});

 private:
  void add(std::string_view type, ByteView der, Entry entry);
  std::string distinct_unit() const;

  ReadContext& context_;
  Container& container_;
  const Location& store_;
  std::optional<crypto::Protection> protection_;
  std::size_t first_;  // of the container's entries
  std::size_t number_ = 0;
  Location where_;
  std::string alias_;  // printable
  std::string unit_;
  std::map<std::string, std::size_t> aliases_;  // as they are in the file, with the number of the entry
  std::set<std::string> units_;
  bool has_key_ = false;
};

}  // namespace chainlint::formats
