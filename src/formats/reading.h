// What every format's reader shares: the state of reading one file, and the ways to add entries and diagnostics to its container.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/formats/password_search.h"
#include "chainlint/formats/reader.h"

namespace chainlint::yaml {
struct TreeLimits;
}

namespace chainlint::formats {

// The bounds of `limits` on one file of YAML or JSON.
yaml::TreeLimits tree_limits(const Limits& limits);

// The state of reading one file. Lives as long as the call of read_container; borrows cache and budget.
struct ReadContext {
  ReadContext(std::string file, const ReadOptions& read_options, CertificateCache& cache, crypto::KdfBudget& kdf_budget);

  ReadOptions options;
  CertificateCache& certificates;
  std::string path;
  crypto::KdfBudget& budget;  // one for the whole file, nested containers and members of an archive included
  std::vector<PasswordCandidate> candidates;
  std::size_t depth = 0;     // containers around what is being read; see Limits::container_depth
  std::size_t withheld = 0;  // diagnostics past the limit that are only counted
  Severity gravest_withheld = Severity::note;
  bool entries_full = false;  // Limits::certificates_per_file was reached and reported
};

// A container inside the one being read, for the life of this object. `allowed()` is false past Limits::container_depth, which is reported.
class NestedContainer {
 public:
  NestedContainer(ReadContext& context, Container& container, const Location& where);
  ~NestedContainer() { --context_.depth; }
  NestedContainer(const NestedContainer&) = delete;
  NestedContainer& operator=(const NestedContainer&) = delete;
  bool allowed() const { return allowed_; }

 private:
  ReadContext& context_;
  bool allowed_;
};

// Adds a diagnostic. A file gets at most 1000 of them; finish_diagnostics says how many more there were.
void report(ReadContext& context, Container& container, Severity severity, std::string code, std::string message, Location where);
void report(ReadContext& context, Container& container, Diagnostic diagnostic);
void report_error(ReadContext& context, Container& container, std::string code, std::string message, Location where);
void report_warning(ReadContext& context, Container& container, std::string code, std::string message, Location where);
void report_note(ReadContext& context, Container& container, std::string code, std::string message, Location where);
void finish_diagnostics(ReadContext& context, Container& container);

// `where` one step further inside: "safe 1" and "bag 2" are "safe 1 > bag 2".
Location inside(Location where, std::string_view step);

// The functions below take an entry that the caller has begun: location (without the entry number), description, label, local_key_id,
// unit, store, windows_key, trusted_certificate. They complete it, number it and append it to the container. The pointer is valid until the
// next entry is added; it is null where the file contains more entries than Limits::certificates_per_file, which is reported once.

Entry* add_entry(Entry entry, ReadContext& context, Container& container);

// A certificate, shared through the cache. With a fatal defect it is an entry and an error "certificate-unreadable"; without a readable
// frame, or over Limits::certificate_bytes, it is an entry of kind `other` and that error.
Entry* add_certificate(ByteView der, Entry entry, ReadContext& context, Container& container);

// A CertificateList. One that cannot be read is an entry of kind `other` and an error "crl-unreadable".
Entry* add_crl(ByteView der, Entry entry, ReadContext& context, Container& container);

// A private key in the clear: PKCS#8, PKCS#1, SEC1 or traditional DSA. `state` is `plain`, or `unlocked` where the caller decrypted it.
// One that cannot be read is an entry with KeyState::unreadable and an error "key-unreadable"; one whose public half cannot be computed
// gets a warning "key-problem".
Entry* add_private_key(ByteView der, KeyState state, ByteView ec_parameters, Entry entry, ReadContext& context, Container& container);

// An EncryptedPrivateKeyInfo (RFC 5958 section 3), in BER where `encoding` says so, tried with the candidates in turn. One that stays
// locked gets a note "key-locked"; `hint` is added to its message. Sets the entry's protection and notes the password's use.
Entry* add_encrypted_key(ByteView der, asn1::Encoding encoding, std::span<const PasswordCandidate> candidates, Entry entry,
                         ReadContext& context, Container& container, std::string_view hint = {});

// A private key in what another program encrypted (SOPS, Ansible Vault): locked, and nothing is known of it, not even its protection.
Entry* add_sealed_key(Entry entry, ReadContext& context, Container& container);

// What came of trying passwords on one key.
struct OpenedKey {
  std::optional<SecretBytes> key;  // the key in the clear
  PasswordUse use = PasswordUse::not_found;
  std::optional<Error> error;  // one that another password would not fix
};

// Adds the key that was opened, or the one that stayed locked, with a note "key-locked" (or an error "kdf-limit"). The entry has its
// protection. Notes the password's use.
Entry* add_opened_key(const OpenedKey& opened, ByteView ec_parameters, Entry entry, ReadContext& context, Container& container,
                      std::string_view hint = {});

// "no password was given", "the password given does not open it", ...: the end of a message about something locked.
std::string describe_candidates(const ReadContext& context);

// Remembers in the facts how a protected part was opened. A part that nothing opened outweighs the others; then the first one counts.
void note_password(Container& container, PasswordUse use);

}  // namespace chainlint::formats
