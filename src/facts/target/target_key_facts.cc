// What the target makes of the keys of the bundle. Each fact is absent where nothing is wrong.

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "chain/place.h"
#include "chainlint/base/text.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

bool holds(const std::vector<std::string>& list, std::string_view word) { return std::find(list.begin(), list.end(), word) != list.end(); }

bool takes(const profiles::KeyStance& keys, const x509::PublicKeyInfo& key) {
  if (!keys.algorithms.empty() && !holds(keys.algorithms, x509::to_string(key.algorithm))) return false;
  if (key.algorithm == x509::KeyAlgorithm::rsa || key.algorithm == x509::KeyAlgorithm::rsa_pss) {
    return key.bits >= keys.rsa_min_bits && (keys.rsa_max_bits == 0 || key.bits <= keys.rsa_max_bits);
  }
  return key.algorithm != x509::KeyAlgorithm::ec || keys.curves.empty() || holds(keys.curves, key.curve);
}

std::string rsa_range(const profiles::KeyStance& keys) {
  const std::string least = std::to_string(keys.rsa_min_bits), most = std::to_string(keys.rsa_max_bits);
  if (keys.rsa_min_bits != 0 && keys.rsa_max_bits != 0) return "RSA " + least + " to " + most;
  if (keys.rsa_max_bits != 0) return "RSA of at most " + most + " bits";
  return keys.rsa_min_bits != 0 ? "RSA of at least " + least + " bits" : "RSA";
}

// "RSA 1024 to 4096, EC P-256".
std::string accepted(const profiles::KeyStance& keys) {
  std::vector<std::string> parts;
  const bool bounds = keys.rsa_min_bits != 0 || keys.rsa_max_bits != 0;
  if (holds(keys.algorithms, "rsa") || (keys.algorithms.empty() && bounds)) parts.push_back(rsa_range(keys));
  for (const std::string& algorithm : keys.algorithms) {
    if (algorithm != "rsa" && (algorithm != "ec" || keys.curves.empty())) parts.push_back(algorithm == "ec" ? "EC" : algorithm);
  }
  for (const std::string& curve : keys.curves) parts.push_back("EC " + curve);
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

FactValue key_refused(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || leaf->public_key().der.empty() || takes(profile.keys, leaf->public_key())) return Absent{};
  return text(leaf->public_key().to_string() + " (supported: " + accepted(profile.keys) + ")");
}

// Bytes of the PEM file of an RSA key: PKCS#8 with modulus and private exponent of `bits`, and five numbers of half of it.
std::size_t rsa_pem_bytes(std::size_t bits) {
  const std::size_t der = 2 * (bits / 8) + 5 * (bits / 16) + 70;
  const std::size_t base64 = (der + 2) / 3 * 4;
  return base64 + base64 / 64 + 56;
}

const formats::Entry& key_of(const FactContext& context, const Subject& subject) {
  return *context.analysis.entries[context.analysis.keys[subject.index].entry];
}

// A fact about a key and the target, absent without one.
template <auto Compute>
FactValue of_key_and_target(const FactContext& context, const Subject& subject) {
  const profiles::Profile* profile = profile_of(context);
  return profile == nullptr ? FactValue(Absent{}) : Compute(context, key_of(context, subject), *profile);
}

FactValue too_large(const FactContext&, const formats::Entry& key, const profiles::Profile& profile) {
  const bool rsa = key.key && key.key->algorithm == x509::KeyAlgorithm::rsa;
  const std::size_t bytes = rsa ? rsa_pem_bytes(key.key->bits) : 0;
  return profile.keys.max_bytes == 0 || bytes <= profile.keys.max_bytes ? FactValue(Absent{}) : integer(bytes);
}

// In a PEM or DER file, or a document. Keys of PFX files and keystores are encrypted as a matter of course.
bool is_loose(const FactContext& context, const formats::Entry& key) {
  const formats::Container* container = container_with(&key, context);
  if (container == nullptr) return false;
  const formats::FormatFamily family = formats::traits_of(container->format).family;
  return family == formats::FormatFamily::loose || family == formats::FormatFamily::document;
}

// In the form in which a server gets it: what SOPS encrypted is decrypted before.
bool is_encrypted(const FactContext& context, const formats::Entry& key) {
  return key.protection && (key.key_state == formats::KeyState::unlocked || key.key_state == formats::KeyState::locked) &&
         is_loose(context, key);
}

FactValue encryption_refused(const FactContext& context, const formats::Entry& key, const profiles::Profile& profile) {
  return true_or_absent(profile.keys.encrypted == profiles::Stance::refused && is_encrypted(context, key));
}

// Whoever specifies the password for chainlint can configure it, unless the configuration is known to lack it.
FactValue encryption_warned(const FactContext& context, const formats::Entry& key, const profiles::Profile& profile) {
  const bool known = key.key_state == formats::KeyState::unlocked && context.bundle.key_password != false;
  return true_or_absent(profile.keys.encrypted == profiles::Stance::warn && context.bundle.key_password != true && !known &&
                        is_encrypted(context, key));
}

FactValue format_refused(const FactContext& context, const formats::Entry& key, const profiles::Profile& profile) {
  if (profile.keys.formats.empty() || !key.key || !is_loose(context, key)) return Absent{};
  const std::string_view format = crypto::to_string(key.key->format);
  if (holds(profile.keys.formats, format)) return Absent{};
  return text(format == "pkcs1" ? "PKCS#1" : format == "sec1" ? "SEC 1" : format);
}

// The key that the target uses, as a position in the keys of the bundle; a file with keys alone comes first.
std::optional<std::size_t> used_key(const FactContext& context, const profiles::Profile& profile) {
  const std::vector<chain::KeyMatch>& keys = context.analysis.keys;
  const bool first = profile.keys.used == profiles::KeyChoice::first;
  if (keys.empty() || (!first && profile.keys.used != profiles::KeyChoice::last)) return std::nullopt;
  std::vector<std::size_t> all(keys.size()), alone;
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::copy_if(all.begin(), all.end(), std::back_inserter(alone), [&](std::size_t key) {
    const formats::Container* container = container_with(context.analysis.entries[keys[key].entry], context);
    return container != nullptr && holds_keys_alone(*container);
  });
  const std::vector<std::size_t>& chosen = alone.empty() ? all : alone;
  return first ? chosen.front() : chosen.back();
}

FactValue key_used_matches(const FactContext& context, const profiles::Profile& profile) {
  const std::optional<std::size_t> used = used_key(context, profile);
  if (!used || !context.analysis.leaf) return Absent{};
  const std::vector<std::size_t>& members = context.analysis.keys[*used].members;
  return std::find(members.begin(), members.end(), *context.analysis.leaf) != members.end();
}

FactValue is_used_key(const FactContext& context, const Subject& subject) {
  const profiles::Profile* profile = profile_of(context);
  const std::optional<std::size_t> used = profile == nullptr ? std::nullopt : used_key(context, *profile);
  return used ? FactValue(*used == subject.index) : FactValue(Absent{});
}

FactValue key_missing(const FactContext& context, const profiles::Profile& profile) {
  return true_or_absent(profile.private_key == profiles::Stance::required && context.analysis.leaf && context.analysis.keys.empty());
}

FactValue key_usage_missing(const FactContext& context, const profiles::Profile& profile) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr) return Absent{};
  std::vector<std::string> missing;
  for (const std::string& usage : x509::key_usage_names(~leaf->extensions().key_usage.value_or(0))) {
    if (holds(profile.key_usage, usage)) missing.push_back(usage);
  }
  return text_or_absent(join_and(missing));
}

const formats::WindowsKey* windows_key(const FactContext& context) {
  for (const formats::Entry* entry : context.analysis.entries) {
    if (entry->windows_key) return &*entry->windows_key;
  }
  return nullptr;
}

FactValue key_provider_refused(const FactContext& context, const profiles::Profile& profile) {
  const formats::WindowsKey* key = windows_key(context);
  if (profile.key_provider != "csp" || key == nullptr || key->key_spec != "CNG") return Absent{};
  return text(key->provider.empty() ? "a key storage provider (CNG)" : key->provider);
}

// Keys of a CNG provider have none.
FactValue key_spec_refused(const FactContext& context, const profiles::Profile& profile) {
  const formats::WindowsKey* key = windows_key(context);
  const bool refused =
      !profile.key_spec.empty() && key != nullptr && !key->key_spec.empty() && key->key_spec != profile.key_spec && key->key_spec != "CNG";
  return refused ? text(key->key_spec) : FactValue(Absent{});
}

}  // namespace

FactTable target_key_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  const FactsAbout key(SubjectKind::key);
  return {
      bundle.text(
          "target.key_refused",
          "The key of the leaf, where the target does not accept it, and what the target accepts: 'EC P-384 (supported: RSA 2048)'.",
          of_target<key_refused>),
      bundle.integer("target.max_key_bytes", "bytes", "The largest file of a private key that the target accepts.",
                     of_target<[](const FactContext&, const profiles::Profile& profile) {
                       return profile.keys.max_bytes == 0 ? FactValue(Absent{}) : integer(profile.keys.max_bytes);
                     }>),
      bundle.boolean(
          "target.key_password_missing",
          "The configuration of the server is known and does not provide the password of an encrypted private key.",
          of_target<[](const FactContext& context, const profiles::Profile&) { return FactValue(context.bundle.key_password == false); }>),
      bundle.boolean("target.key_missing", "The target requires the private key with the certificates, and there is none.",
                     of_target<key_missing>),
      bundle.text("target.key_used", profiles::kKeyChoiceNames, "Which private key the target uses where a file has several.",
                  of_target<[](const FactContext&, const profiles::Profile& profile) { return text(to_string(profile.keys.used)); }>),
      bundle.boolean("target.key_used_matches", "The private key that the target uses is that of the leaf; absent where it may use any.",
                     of_target<key_used_matches>),
      key.boolean("used_by_target", "The target uses this one of the private keys; absent where it may use any.", is_used_key),
      key.integer("too_large", "bytes",
                  "The size of the private key as a PEM file, computed from its bits, where it is above what the target accepts.",
                  of_key_and_target<too_large>),
      key.boolean("encryption_refused", "The private key is encrypted, and the target cannot use it.",
                  of_key_and_target<encryption_refused>),
      key.boolean("encryption_warned",
                  "The private key is encrypted without a known password, and the target uses it only with its password.",
                  of_key_and_target<encryption_warned>),
      key.text("format_refused", "The encoding of the private key, where the target does not support it: 'PKCS#1', 'SEC 1'.",
               of_key_and_target<format_refused>),
      bundle.text("target.key_usage_missing", "The bits of key usage that the target requires in the leaf and that are not there.",
                  of_target<key_usage_missing>),
      bundle.text("target.key_provider_refused", "The Windows provider that stores the private key, where the target does not accept it.",
                  of_target<key_provider_refused>),
      bundle.text("target.key_spec_refused",
                  "What the private key may be used for on Windows, where the target does not accept it: 'AT_SIGNATURE'.",
                  of_target<key_spec_refused>),
  };
}

}  // namespace chainlint::facts
