// Deployment profiles: what a target does with what it is given, and what it refuses. Data, from rules/targets/*.yaml and from users.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/chain/client.h"
#include "chainlint/chain/sending.h"

namespace chainlint {

// What a target makes of something in the file.
enum class Stance { allowed, warn, refused, required };
std::string_view to_string(Stance stance);

// Private and public keys that a target takes. Empty lists and zeros say nothing.
struct KeyStance {
  std::uint32_t rsa_min_bits = 0, rsa_max_bits = 0;  // both 0: RSA is not mentioned
  std::vector<std::string> curves;                   // "P-256", ...
  std::vector<std::string> algorithms;               // "rsa", "ec", "ed25519": others are refused; empty: any
  std::size_t max_bytes = 0;                         // of the private key in the file
  Stance encrypted = Stance::allowed;
  std::vector<std::string> formats;  // "pkcs8", "pkcs1", "sec1"; empty: any
};

// Encryption of a PFX that the target reads, from a version on.
struct PfxStance {
  std::string scheme;  // "pbes2", "3des", "rc2", "pbmac1", "no-mac"
  std::string since;   // first version that reads it; empty: all
  bool never = false;  // no version does
};

struct Profile {
  std::string name;  // "iis"
  std::string title;
  std::string description;
  ServerFamily family = ServerFamily::file_order;
  Evidence evidence = Evidence::unverified;
  bool auto_chain = false;  // see SendingInput
  PfxImport import = PfxImport::wizard;
  std::vector<std::string> formats;  // container formats that it takes: "pem", "pkcs12", ...; empty: any
  Stance root_in_file = Stance::warn;
  Stance duplicates = Stance::warn;
  Stance leaf_first = Stance::allowed;     // `required`: refuses a file whose first certificate is not the leaf
  Stance strict_order = Stance::allowed;   // `required`: each certificate must certify the one before
  Stance chain_in_file = Stance::allowed;  // `required`: the intermediates must be in the file
  Stance valid_now = Stance::allowed;      // `required`: a certificate that is not valid yet cannot be installed
  Stance password = Stance::allowed;       // of a PFX
  Stance public_ca = Stance::allowed;      // `required`: only publicly trusted certificates
  std::size_t max_certificates = 0;        // leaf included; 0: no limit
  std::size_t max_intermediates = 0, min_intermediates = 0;
  bool one_certificate_in_field = false;  // the certificate field takes the leaf alone
  KeyStance keys;
  std::vector<PfxStance> pfx;
  std::string key_provider;              // "csp": a CNG provider is refused
  std::vector<std::string> key_usage;    // bits that the leaf must have
  std::vector<std::string> pem_refused;  // diagnostics of the PEM reader that stop it: "pem-bom", "pem-trusted-label", ...
  bool file_named_for_host = false;
  std::vector<std::string> versions;    // known to --target NAME@VERSION, oldest first; empty: it has none
  std::vector<std::string> notes;       // for `show`: what an operator should know
  std::vector<std::string> references;  // URLs
  std::string source_path;
};

// A profile and the version of it that was asked for.
struct Target {
  const Profile* profile = nullptr;
  std::string version;  // empty: the newest
};

// Whether a version (`2016`, `8u292`, `11.0.12`) comes before another, by the profile's list where both are in it, else number by number.
bool version_before(const Profile& profile, std::string_view a, std::string_view b);

}  // namespace chainlint
