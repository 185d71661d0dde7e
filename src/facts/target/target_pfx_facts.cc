// What the target makes of a PFX or a keystore: whether it can be imported, and what of it is seen.

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 6> kSchemes = {"pbes2", "3des", "rc2", "uncommon", "pbmac1", "no-mac"};
constexpr std::array<std::string_view, 3> kLocalKeyIds = {"matching", "absent", "foreign"};

const formats::Container* pfx_of(const FactContext& context) {
  const auto& containers = context.bundle.containers;
  const auto found =
      std::find_if(containers.begin(), containers.end(), [](const formats::Container& c) { return c.format == formats::Format::pkcs12; });
  return found == containers.end() || found->status == formats::ReadStatus::unreadable ? nullptr : &*found;
}

// What every reader of PBES2 knows besides the schemes of PKCS#12 itself.
bool is_common(const crypto::Protection& protection) {
  static constexpr std::array<std::string_view, 5> kKdfs = {"PBKDF2-SHA1", "PBKDF2-SHA224", "PBKDF2-SHA256", "PBKDF2-SHA384",
                                                            "PBKDF2-SHA512"};
  if (protection.scheme == "PBES2") {
    const bool cipher = protection.cipher == "AES-128-CBC" || protection.cipher == "AES-256-CBC";
    return cipher && std::find(kKdfs.begin(), kKdfs.end(), protection.kdf) != kKdfs.end();
  }
  return protection.cipher.starts_with("3DES") || protection.cipher.starts_with("RC2-40") || protection.cipher.starts_with("RC2-128") ||
         protection.cipher.starts_with("RC4");
}

constexpr std::size_t kCommonSalt = 8;

// The protection of the PFX that only some programs know, each once: "AES-192-CBC with PBKDF2-SHA1".
std::string uncommon_protection(const formats::Container& pfx) {
  std::vector<std::string> found;
  for (const formats::Entry& entry : pfx.entries) {
    if (entry.protection && !is_common(*entry.protection)) {
      push_unique(found, entry.protection->cipher + " with " + entry.protection->kdf);
    } else if (entry.protection && entry.protection->salt_bytes < kCommonSalt) {
      push_unique(found, "a salt of " + count_noun(entry.protection->salt_bytes, "byte"));
    }
  }
  if (pfx.facts.mac && pfx.facts.mac->mac.starts_with("HMAC-SHA3")) push_unique(found, pfx.facts.mac->mac);
  if (pfx.facts.mac && pfx.facts.mac->salt_bytes < kCommonSalt) {
    push_unique(found, "a MAC with a salt of " + count_noun(pfx.facts.mac->salt_bytes, "byte"));
  }
  return join_and(found);
}

bool uses(const formats::Container& pfx, std::string_view scheme) {
  if (scheme == "uncommon") return !uncommon_protection(pfx).empty();
  if (scheme == "no-mac") return !pfx.facts.mac;
  if (scheme == "pbmac1") return pfx.facts.mac && pfx.facts.mac->scheme == "PBMAC1";
  return std::any_of(pfx.entries.begin(), pfx.entries.end(), [&](const formats::Entry& entry) {
    if (!entry.protection) return false;
    const bool modern = entry.protection->scheme == "PBES2";
    const std::string_view cipher = entry.protection->cipher;
    return scheme == "pbes2"  ? modern
           : scheme == "3des" ? !modern && cipher.find("3DES") != std::string_view::npos
                              : !modern && cipher.starts_with("RC2");
  });
}

// Schemes of the PFX that this version of the target does not read.
std::vector<const profiles::PfxStance*> unreadable(const FactContext& context, const profiles::Profile& profile) {
  std::vector<const profiles::PfxStance*> found;
  const formats::Container* pfx = pfx_of(context);
  for (const profiles::PfxStance& stance : profile.pfx) {
    if (pfx != nullptr && !profiles::reads(context.deployment->target, stance) && uses(*pfx, stance.scheme)) found.push_back(&stance);
  }
  return found;
}

FactValue schemes(const FactContext& context, const profiles::Profile& profile, bool verified) {
  std::vector<std::string> names;
  for (const profiles::PfxStance* stance : unreadable(context, profile)) {
    if ((stance->evidence != chain::Evidence::unverified) == verified) names.push_back(stance->scheme);
  }
  if (names.empty()) return Absent{};
  return names;
}

std::string title(std::string_view scheme) {
  return scheme == "3des"     ? "triple DES"
         : scheme == "rc2"    ? "RC2"
         : scheme == "no-mac" ? "no MAC"
         : scheme == "pbes2"  ? "PBES2 encryption"
                              : "PBMAC1";
}

FactValue unreadable_text(const FactContext& context, const profiles::Profile& profile) {
  const std::string& version = context.deployment->target.version;
  const std::string own = version.empty() ? "" : "; the target is version " + version;
  std::string described;
  for (const profiles::PfxStance* stance : unreadable(context, profile)) {
    described += described.empty() ? "" : "; ";
    described += stance->scheme == "uncommon" ? uncommon_protection(*pfx_of(context)) : title(stance->scheme);
    described += stance->never ? " (not supported)" : " (supported from version " + join_and(stance->since) + own + ")";
  }
  return text_or_absent(described);
}

FactValue password_missing(const FactContext& context, const profiles::Profile& profile) {
  const formats::Container* pfx = pfx_of(context);
  const bool none =
      pfx != nullptr && (pfx->facts.password == formats::PasswordUse::absent || pfx->facts.password == formats::PasswordUse::empty ||
                         pfx->facts.password == formats::PasswordUse::none_needed);
  return true_or_absent(none && profile.password == profiles::Stance::required);
}

FactValue no_encrypted_key(const FactContext& context, const profiles::Profile& profile) {
  const formats::Container* pfx = pfx_of(context);
  if (profile.keys.encrypted != profiles::Stance::required || pfx == nullptr) return Absent{};
  return true_or_absent(std::none_of(pfx->entries.begin(), pfx->entries.end(), [](const formats::Entry& entry) {
    return entry.kind == formats::EntryKind::private_key && entry.description == "shrouded key bag";
  }));
}

FactValue chain_length(const FactContext& context, const profiles::Profile& profile) {
  const chain::Sending& sending = context.deployment->sending;
  return profile.family == chain::ServerFamily::keystore && sending.unpredictable.empty() && !sending.certificates.empty()
             ? integer(sending.certificates.size())
             : FactValue(Absent{});
}

// A password opened the container, but a key in it has another one.
bool has_key_of_other_password(const formats::Container& container) {
  bool opened = container.facts.mac_verified, locked = false;
  for (const formats::Entry& entry : container.entries) {
    opened |= entry.certificate != nullptr && entry.protection.has_value();
    locked |= entry.kind == formats::EntryKind::private_key && entry.key_state == formats::KeyState::locked;
  }
  return opened && locked;
}

FactValue key_password_differs(const FactContext& context, const profiles::Profile& profile) {
  const auto& containers = context.bundle.containers;
  return true_or_absent(profile.one_password == profiles::Stance::required &&
                        std::any_of(containers.begin(), containers.end(), has_key_of_other_password));
}

FactValue mac_scheme(const FactContext& context, const Subject& subject) {
  const auto& mac = context.bundle.containers[subject.index].facts.mac;
  return mac ? text_or_absent(mac->scheme) : FactValue(Absent{});
}

FactValue local_key_id(const FactContext& context) {
  const formats::Container* pfx = pfx_of(context);
  const x509::Certificate* leaf = leaf_of(context);
  if (pfx == nullptr || leaf == nullptr || pfx->count(formats::EntryKind::private_key) == 0) return Absent{};
  const formats::Entry* certificate = nullptr;
  for (const formats::Entry& entry : pfx->entries) {
    if (entry.certificate && entry.certificate->sha256() == leaf->sha256() && certificate == nullptr) certificate = &entry;
  }
  if (certificate == nullptr) return Absent{};
  bool any = false;
  for (const formats::Entry& entry : pfx->entries) {
    if (entry.kind != formats::EntryKind::private_key || entry.local_key_id.empty()) continue;
    if (entry.local_key_id == certificate->local_key_id) return text("matching");
    any = true;
  }
  return text(any && !certificate->local_key_id.empty() ? "foreign" : "absent");
}

}  // namespace

FactTable target_pfx_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  const FactsAbout container(SubjectKind::container);
  return {
      bundle.list("target.pfx_unreadable", kSchemes, "Protection of the PFX that this version of the target does not read.",
                  of_target<[](const FactContext& context, const profiles::Profile& profile) { return schemes(context, profile, true); }>),
      bundle.list("target.pfx_doubtful", kSchemes, "Protection of the PFX that the target does not read according to an unverified source.",
                  of_target<[](const FactContext& context, const profiles::Profile& profile) { return schemes(context, profile, false); }>),
      bundle.text("target.pfx_unreadable_text",
                  "Protection of the PFX that the target does not read, with the versions that read it: 'PBES2 encryption (supported from "
                  "version 2019)'.",
                  of_target<unreadable_text>),
      bundle.boolean("target.pfx_password_missing", "The target requires a password for the PFX, but the PFX opens without one.",
                     of_target<password_missing>),
      bundle.boolean("target.pfx_no_encrypted_key", "The target reads only encrypted private keys of a PFX, and the PFX contains none.",
                     of_target<no_encrypted_key>),
      bundle.integer("keystore.chain_length", "certificates", "How many certificates the key entry sends, where the target is a keystore.",
                     of_target<chain_length>),
      bundle.boolean("keystore.key_password_differs",
                     "The target requires one password for keystore and key, but the password of the keystore does not open the key.",
                     of_target<key_password_differs>),
      container.text("mac.scheme", "The scheme of the integrity protection: 'HMAC' with a key as PKCS#12 derives it, or 'PBMAC1'.",
                     mac_scheme),
      bundle.text("pfx.local_key_id", kLocalKeyIds,
                  "Whether the leaf and a private key of the PFX have the same localKeyID; absent unless the PFX contains both.",
                  local_key_id),
  };
}

}  // namespace chainlint::facts
