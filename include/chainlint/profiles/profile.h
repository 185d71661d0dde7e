// Deployment profiles: what a target does with what it is given, and what it refuses. Data, from rules/targets/*.yaml and from users.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/chain/client.h"
#include "chainlint/chain/sending.h"

namespace chainlint::profiles {

// Whether a target accepts a property of the file.
enum class Stance { allowed, warn, refused, required };
inline constexpr EnumNames<Stance::required> kStanceNames{"allowed", "warn", "refused", "required"};
constexpr std::string_view to_string(Stance stance) { return kStanceNames[stance]; }

// Which private key a target uses where a file has several.
enum class KeyChoice {
  any,    // not defined
  first,  // of the file
  last,   // of the file
  only,   // none: it refuses the file, also if it contains the same key twice
};
inline constexpr EnumNames<KeyChoice::only> kKeyChoiceNames{"any", "first", "last", "only"};
constexpr std::string_view to_string(KeyChoice choice) { return kKeyChoiceNames[choice]; }

// Private and public keys that a target takes. Empty lists and zeros are no restriction.
struct KeyStance {
  std::uint32_t rsa_min_bits = 0, rsa_max_bits = 0;  // 0: no bound
  std::vector<std::string> curves;                   // "P-256", ...
  std::vector<std::string> algorithms;               // "rsa", "ec", "ed25519": others are refused; empty: any
  std::size_t max_bytes = 0;                         // of the private key in the file
  Stance encrypted = Stance::allowed;                // of a key in a PEM file; `required` is about the key of a PFX
  std::vector<std::string> formats;                  // "pkcs8", "pkcs1", "sec1"; empty: any
  KeyChoice used = KeyChoice::any;
  std::vector<std::string> files;     // container formats that it takes besides, of a file that contains keys alone
  std::vector<std::string> pem_read;  // as Profile::pem_read, of such a file
};

// Encryption or integrity of a PFX that the target does not read, or only from a version on.
struct PfxStance {
  // "pbes2", "3des", "rc2", "pbmac1", "no-mac"; "uncommon" is encryption besides RC2, RC4, triple DES with three keys and PBES2 with
  // AES-128 or AES-256 and HMAC with SHA-1 or SHA-2, a MAC with SHA-3, and salts of fewer than eight bytes.
  std::string scheme;
  // The first version that reads it, one for each line of releases ("8u301", "11.0.12", "12"); the last applies to all later lines. Empty:
  // see `never`.
  std::vector<std::string> since;
  bool never = false;  // no version does
  chain::Evidence evidence = chain::Evidence::source;
};

// A command that an operator types when a bundle is replaced. Capitals are for the operator to fill in; these are filled in from the new
// bundle: {file} and {key}, the files of the leaf and of its key; {pfx}, the same file, or the PFX that a command before this one makes of
// PEM where the target takes PKCS#12 alone; {alias} of the keystore entry; {thumbprint} of the leaf (SHA-1).
struct TargetCommand {
  std::vector<std::string> formats;  // of the file with the leaf; empty: any
  std::optional<bool> new_key;       // whether the key must be new or the same; either without a value
  std::optional<bool> with_key;      // whether the bundle must contain a private key or none; either without a value
  std::string run;
};

// All commands of a list that fit the bundle are typed, in this order.
struct TargetCommands {
  std::vector<TargetCommand> install;   // certificate, key and what comes with them
  std::vector<TargetCommand> activate;  // what makes the server use it
  bool at_once = false;                 // takes certificate, key and chain in one call, although it keeps them apart
};

struct Profile {
  std::string name;  // "iis"
  std::string title;
  std::string description;
  chain::ServerFamily family = chain::ServerFamily::file_order;
  chain::Evidence evidence = chain::Evidence::unverified;
  bool auto_chain = false;            // see SendingInput
  bool sorts = false;                 // likewise
  std::size_t certificates_read = 0;  // likewise
  chain::PfxImport import = chain::PfxImport::wizard;
  std::vector<std::string> formats;  // container formats that it takes: "pem", "pkcs12", ...; empty: any
  Stance root_in_file = Stance::warn;
  Stance duplicates = Stance::warn;
  Stance leaf_first = Stance::allowed;       // `required`: refuses a file whose first certificate is not the leaf
  Stance strict_order = Stance::allowed;     // `required`: each certificate must certify the one before
  Stance chain_in_file = Stance::allowed;    // `required`: the intermediates must be in the file
  Stance leaf_in_chain_file = Stance::warn;  // of split files
  Stance private_key = Stance::allowed;      // `required`: must be in the hand-off
  Stance valid_now = Stance::allowed;        // `required`: a certificate that is not valid yet cannot be installed
  Stance password = Stance::allowed;         // of a PFX; `required`: without one it is refused
  Stance one_password = Stance::allowed;     // `required`: the keys of a keystore have its password
  Stance public_ca = Stance::allowed;        // `required`: only publicly trusted certificates
  Stance wildcard = Stance::allowed;         // of a leaf with a wildcard in its common name or DNS names
  std::size_t max_certificates = 0;          // leaf included; 0: no limit
  std::size_t max_intermediates = 0, min_intermediates = 0;
  bool one_certificate_in_field = false;  // the certificate field takes the leaf alone
  bool single_file = false;               // the chain must be in the file of the leaf: there is no setting for a chain file
  bool several_keys = false;              // one file may have a certificate, chain and key per key algorithm
  bool compares_names = true;             // clients compare the name that they connect to with the names of the leaf
  KeyStance keys;
  std::vector<PfxStance> pfx;
  TargetCommands commands;
  std::string key_provider;              // "csp": a CNG provider is refused
  std::string key_spec;                  // "AT_KEYEXCHANGE": another one is refused
  std::vector<std::string> key_usage;    // bits that the leaf must have: "digitalSignature", ...
  std::vector<std::string> purposes;     // that an extended key usage of the leaf must allow: "server", "client"
  std::vector<std::string> extensions;   // that the leaf must have: "keyUsage", "extendedKeyUsage", ...
  std::vector<std::string> pem_refused;  // diagnostics of the PEM reader that stop it: "pem-bom", "pem-trusted-label", ...
  std::vector<std::string> pem_read;     // of those that stop most servers, what it reads nevertheless: "pem-blank-lines", ...
  bool file_named_for_host = false;
  std::vector<std::string> versions;    // known to --target NAME@VERSION, oldest first; empty: it has none
  std::vector<std::string> notes;       // for `show`: what an operator should know
  std::vector<std::string> references;  // URLs, or names of documents
  std::string source_path;
};

// A profile and the version of it that was requested.
struct Target {
  const Profile* profile = nullptr;
  std::string version;  // empty: the newest
};

// Whether a version (`2016`, `8u292`, `11.0.12`) comes before another, by the profile's list where both are in it, else number by number.
bool version_before(const Profile& profile, std::string_view a, std::string_view b);

// Whether the version of the target (its newest where none was requested) reads what `stance` is about.
bool reads(const Target& target, const PfxStance& stance);

}  // namespace chainlint::profiles
