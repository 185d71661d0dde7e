// What a file contains: its entries in file order, how they are protected, and what could not be read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/diagnostic.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"
#include "chainlint/base/rare.h"
#include "chainlint/crypto/password_encryption.h"
#include "chainlint/crypto/private_key.h"
#include "chainlint/formats/format.h"
#include "chainlint/formats/trust_list.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"

namespace chainlint::formats {

// The kind of an entry. `other` is an object of an unknown kind, or a certificate or revocation list too damaged to be one: an error
// diagnostic with the same entry number says so.
enum class EntryKind { certificate, private_key, crl, certificate_request, public_key, parameters, secret, trust_list, other };
inline constexpr EnumNames<EntryKind::other> kEntryKindNames{
    "certificate", "private_key", "crl", "certificate_request", "public_key", "parameters", "secret", "trust_list", "other"};
constexpr std::string_view to_string(EntryKind kind) { return kEntryKindNames[kind]; }

// How much is known of a private key.
enum class KeyState {
  plain,       // stored in the clear
  unlocked,    // was encrypted; a password opened it
  locked,      // encrypted and no password opened it: it was not looked at
  unreadable,  // damaged, or of a kind that this program does not know
};
inline constexpr EnumNames<KeyState::unreadable> kKeyStateNames{"plain", "unlocked", "locked", "unreadable"};
constexpr std::string_view to_string(KeyState state) { return kKeyStateNames[state]; }

// Where Windows keeps the private key of a certificate (CRYPT_KEY_PROV_INFO, and the attributes of PKCS#12 that become it). Texts are
// printable.
struct WindowsKey {
  std::string provider;  // CSP or KSP
  std::string container;
  std::string key_spec;         // "AT_KEYEXCHANGE", "AT_SIGNATURE", "CNG"; empty where it is not said
  bool machine_keyset = false;  // the key belongs to the machine, not to a user
};

// One thing in a container. Exactly the members that belong to `kind` are set.
struct Entry {
  EntryKind kind = EntryKind::other;
  Location location;        // path, entry number, and lines or the place inside
  std::string description;  // for people: the PEM label, the bag type, the SST element
  std::string label;        // friendly name or alias, printable; empty where there is none
  Bytes local_key_id;       // PKCS#12; empty where there is none

  // The part of the container that is deployed together: a keystore alias, a Kubernetes object, a JSON object. Empty where the container
  // does not divide its entries.
  std::string unit;
  std::string object;          // what the unit is a part of, where the container has more than one: "Secret prod/www", a keystore in it
  bool for_trust = false;      // its place says that it verifies others: ca.crt of a Secret, a trusted entry beside a key entry
  std::string store;           // Windows store, where the container says: "My", "CA", "Root", "Disallowed", ...
  std::string store_location;  // "LocalMachine", "CurrentUser", a service or a user; empty where it is not said
  bool archived = false;       // Windows: kept, and skipped when a certificate is chosen
  std::string disabled_for;    // Windows: "all purposes" or "server authentication", where the store disables it; empty where it does not

  x509::CertificatePtr certificate;
  bool trusted_certificate = false;  // TRUSTED CERTIFICATE label, or Java's trusted-certificate attribute

  KeyState key_state = KeyState::plain;
  Rare<crypto::KeyDescription> key;  // for plain and unlocked keys that could be read
  Rare<WindowsKey> windows_key;

  Rare<crypto::Protection> protection;  // how this entry is encrypted; nothing where it is not

  x509::CrlPtr crl;
  TrustListPtr trust_list;

  // A certificate of an end entity: not a CA by its basic constraints.
  bool is_leaf() const { return certificate != nullptr && !certificate->is_ca(); }
};

enum class PasswordUse {
  none_needed,  // nothing in the file is protected
  absent,       // opened with the NULL password
  empty,        // opened with the empty password
  given,        // opened with one of the passwords given
  not_found,    // protected, and none of the candidates opened it
  // Opened with a password that was given and is no secret, because tools and their documents use it: the name of the value is the
  // password.
  changeit,    // Java: the default of keytool's documents and of cacerts
  changeme,    // GlassFish
  notasecret,  // keys of Google service accounts
  password,
};
inline constexpr EnumNames<PasswordUse::password> kPasswordUseNames{"none_needed", "absent",   "empty",      "given",   "not_found",
                                                                    "changeit",    "changeme", "notasecret", "password"};
constexpr bool is_well_known(PasswordUse use) { return use > PasswordUse::not_found; }
constexpr std::string_view to_string(PasswordUse use) { return kPasswordUseNames[use]; }

// Facts about the file as a whole, for rules.
struct ContainerFacts {
  Rare<crypto::Protection> mac;  // integrity of the file under a password (PKCS#12, Java keystores); nothing where it has none
  bool mac_verified = false;
  PasswordUse password = PasswordUse::none_needed;
  bool in_encrypted_archive = false;  // a member that only the password of its archive opened
  bool written_by_java = false;       // a PKCS#12 file with the localKeyID or the trusted-certificate attribute that only Java writes
};

// What contains the certificates that an object of a manifest names: a Secret, or the object itself.
struct MaterialName {
  std::string object;            // as Entry::object: "Secret shop/tls"; "Route shop/shop" of one that contains its certificates
  std::string name_space, name;  // of a Secret; the namespace may be empty. Both empty: the object itself
  Location location;
};

// A host, and where an object or the configuration of a server names it.
struct ServedHost {
  std::string name;
  Location location;
};

// An object of a manifest that serves hosts with certificates, or that a Secret comes from. The Secret may be in another file.
struct ServingObject {
  enum class Relation {
    serves,            // with the Secrets that it names: an Ingress
    serves_created,    // with Secrets that a controller creates: an Ingress with the annotation of cert-manager
    serves_from_pool,  // with any Secret that is named by an object of its kind: an IngressRoute of Traefik
    creates,           // a Secret itself, and what a controller makes one of: a Certificate of cert-manager, an ExternalSecret
  };
  std::string object;  // "Ingress shop/shop"
  Relation relation = Relation::serves;
  Location location;
  std::vector<MaterialName> materials;
  std::vector<ServedHost> hosts;
  std::string port;  // empty where it is not said
};

// What git does with a file.
enum class GitPresence {
  none,         // not determined, in no repository, or ignored
  tracked,      // in the index
  not_ignored,  // not tracked yet, and about to be committed: neither tracked nor ignored in a run that compares with a revision
};
inline constexpr EnumNames<GitPresence::not_ignored> kGitPresenceNames{"none", "tracked", "not ignored"};
constexpr std::string_view to_string(GitPresence presence) { return kGitPresenceNames[presence]; }

enum class ReadStatus {
  read,        // everything was read
  partial,     // some entries could not be read or decrypted; without an error diagnostic, those are private keys
  unreadable,  // nothing could: errors, and no entry that is any use
};
inline constexpr EnumNames<ReadStatus::unreadable> kReadStatusNames{"read", "partial", "unreadable"};
constexpr std::string_view to_string(ReadStatus status) { return kReadStatusNames[status]; }

// Why a file was read.
enum class FileUse {
  met,    // in a folder or an archive
  named,  // on the command line or in a policy
  chain,  // named as the chain of a bundle (--chain)
  key,    // named as the key of a bundle (--key)
};
inline constexpr EnumNames<FileUse::key> kFileUseNames{"met", "named", "chain", "key"};
constexpr std::string_view to_string(FileUse use) { return kFileUseNames[use]; }

// The result of reading one file. There is always one: problems are in `diagnostics`.
struct Container {
  std::string path;
  FileUse use = FileUse::met;
  std::string sha256;  // of the bytes it was read from, hexadecimal; empty where its kind is unknown
  Format format = Format::unknown;
  ReadStatus status = ReadStatus::read;
  std::vector<Entry> entries;
  Diagnostics diagnostics;
  ContainerFacts facts;
  std::vector<ServingObject> serving;  // of a manifest
  GitPresence git = GitPresence::none;

  std::size_t count(EntryKind kind) const;
  bool has_error() const;  // a diagnostic of error severity: exit status 3
  bool has_doubt() const;  // a diagnostic of error or warning severity
  bool has_diagnostic(std::string_view code) const;
};

}  // namespace chainlint::formats
