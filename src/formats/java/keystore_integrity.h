// The passwords of Java's keystores, and the digest with which such a store ends.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "reading.h"

namespace chainlint::formats {

// The passwords of a keystore in the order in which they are worth trying, each once in each form. The one that opened something goes to
// the front.
class KeystorePasswords {
 public:
  // `absent` includes the form in which the empty password has no bytes.
  KeystorePasswords(const ReadContext& context, bool absent);

  const std::vector<PasswordCandidate>& candidates() const { return candidates_; }
  void prefer(std::size_t index);

  // Whether the user gave any password.
  bool given() const { return given_; }

  // Tries the candidates in turn until one opens something: `open` gives a Result<SecretBytes>. An error of another code than
  // "decrypt-failed" ends the search.
  OpenedKey search(const std::function<Result<SecretBytes>(const PasswordCandidate&)>& open);

 private:
  std::vector<PasswordCandidate> candidates_;
  bool given_;
};

// Verifies the 20 bytes after the last entry of a store with the candidates, and says what came of it. The entries have no length in
// all, so those bytes are first looked for at the end of the file: the password that fits is then known before any key is opened.
// Borrows everything.
class KeystoreIntegrity {
 public:
  // Whether `digest` is right for `content` and one password. An error says that it cannot be computed.
  using Check = std::function<Result<bool>(ByteView content, ByteView digest, const PasswordCandidate& candidate)>;

  // `name` is what messages call it: "digest", "MAC". `data` contains what the digest covers, then the digest.
  KeystoreIntegrity(std::string_view name, ByteView data, Check check, KeystorePasswords& passwords, ReadContext& context,
                    Container& container, const Location& store);

  // To be called before the entries are read.
  void look_at_end();
  bool verified() const { return verified_at_.has_value(); }

  // To be called after them: where they end in `data`, or nothing where they were not read to their end. `protection` becomes the fact
  // about the store.
  void conclude(std::optional<std::size_t> end, const crypto::Protection& protection);

 private:
  void try_at(std::size_t position);
  void report_unverified();

  std::string_view name_;
  ByteView data_;
  Check check_;
  KeystorePasswords& passwords_;
  ReadContext& context_;
  Container& container_;
  const Location& store_;
  std::optional<std::size_t> tried_at_;
  std::optional<std::size_t> verified_at_;
  PasswordUse use_ = PasswordUse::not_found;
  std::optional<Error> error_;
};

// The bytes of an EncryptedPrivateKeyInfo, where they are one with a primitive OCTET STRING.
struct ProtectedKey {
  x509::AlgorithmIdentifier algorithm;
  ByteView ciphertext;
};
std::optional<ProtectedKey> split_protected_key(ByteView der);

}  // namespace chainlint::formats
