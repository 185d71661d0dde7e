// Finds which of the candidate passwords opens a PKCS#12 file.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "chainlint/crypto/password_encryption.h"
#include "reading.h"

namespace chainlint {

// Tries the candidates of one file and remembers the one that fits, so that the rest of the file is tried with it first.
//
// A password has several encodings. The PKCS#12 key derivation and PBES2 know different ones; each scheme is only tried with its own. Once
// a MAC by the PKCS#12 key derivation has accepted a form, everything by that derivation is tried with that form of that password only.
// Borrows the context.
class PasswordSearch {
 public:
  explicit PasswordSearch(ReadContext& context) : context_(context), candidates_(context.candidates) {}

  // Whether the user gave any password.
  bool given() const { return !context_.options.passwords.empty(); }

  // Whether the MAC over `content` is right for one of the candidates. Errors as for verify_mac.
  Result<bool> verify(const MacParameters& mac, ByteView content);

  // The plaintext, which is one BER SEQUENCE and nothing else: without a MAC, only that tells the right password from one that happens to
  // give valid padding. Errors as for decrypt; "decrypt-failed" where no candidate fits.
  Result<SecretBytes> open(const AlgorithmIdentifier& algorithm, ByteView ciphertext);

  // From now on nothing is opened: the MAC has failed.
  void forbid() { forbidden_ = true; }
  bool forbidden() const { return forbidden_; }

  // How the MAC was verified.
  std::optional<PasswordUse> mac_use() const;
  // How the last part was opened.
  std::optional<PasswordUse> last_use() const;

 private:
  std::vector<std::size_t> order_for(ByteView scheme) const;
  void add_nss_form(const PasswordCandidate& accepted);

  ReadContext& context_;
  std::vector<PasswordCandidate> candidates_;
  std::optional<std::size_t> mac_;  // index into the candidates, like the next two
  std::optional<std::size_t> last_;
  std::optional<std::size_t> nss_;  // a form that only old NSS uses, and only for PBES2
  bool mac_fixes_form_ = false;
  bool forbidden_ = false;
};

}  // namespace chainlint
