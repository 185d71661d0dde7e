// Finds which of the candidate passwords opens a PKCS#12 file, and in which form.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "chainlint/crypto/password_encryption.h"
#include "chainlint/formats/reader.h"

namespace chainlint::formats {

// One way to try a password: its text, and the encoding that some implementation uses for it.
struct PasswordCandidate {
  Password password;
  crypto::PasswordForm form = crypto::PasswordForm::standard;
  PasswordUse use = PasswordUse::given;  // how a file that this one opens is reported
};

// The specified passwords, each in the forms that differ for it, the usual one first. After them, unless specified, the empty and the
// absent password: a folder may contain files without a password next to files with one.
std::vector<PasswordCandidate> password_candidates(const ReadOptions& options);

// Tries the candidates of one file and remembers the one that fits, so that the rest of the file is tried with it first.
//
// A password has several encodings. The PKCS#12 key derivation and PBES2 know different ones; each scheme is only tried with its own. Once
// a MAC by the PKCS#12 key derivation has accepted a form, everything by that derivation is tried with that form of that password only.
// Borrows options and budget.
class PasswordSearch {
 public:
  PasswordSearch(const ReadOptions& options, crypto::KdfBudget& budget)
      : options_(options), budget_(budget), candidates_(password_candidates(options)) {}

  // Whether the user gave any password.
  bool given() const { return !options_.passwords.empty(); }

  // Whether the MAC over `content` is correct for one of the candidates. Errors as for verify_mac.
  Result<bool> verify(const crypto::MacParameters& mac, ByteView content);

  // The plaintext, which is one BER SEQUENCE and nothing else: without a MAC, only this check distinguishes the right password from a wrong
  // one that gives valid padding. Errors as for decrypt; "decrypt-failed" where no candidate fits.
  Result<SecretBytes> open(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext);

  // From now on nothing is opened: the MAC has failed.
  void forbid() { forbidden_ = true; }
  bool forbidden() const { return forbidden_; }

  // How the MAC was verified, and how the last part was opened; null where nothing was. Valid until the next call of the search.
  const PasswordCandidate* mac_candidate() const { return mac_ ? &candidates_[*mac_] : nullptr; }
  const PasswordCandidate* last_candidate() const { return last_ ? &candidates_[*last_] : nullptr; }
  std::optional<PasswordUse> mac_use() const;
  std::optional<PasswordUse> last_use() const;

 private:
  std::vector<std::size_t> order_for(ByteView scheme) const;
  void add_nss_form(const PasswordCandidate& accepted);

  const ReadOptions& options_;
  crypto::KdfBudget& budget_;
  std::vector<PasswordCandidate> candidates_;
  std::optional<std::size_t> mac_;  // index into the candidates, like the next two
  std::optional<std::size_t> last_;
  std::optional<std::size_t> nss_;  // a form that only old NSS uses, and only for PBES2
  bool mac_fixes_form_ = false;
  bool forbidden_ = false;
};

}  // namespace chainlint::formats
