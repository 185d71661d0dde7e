#include "fix/fix_encryption.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"

namespace chainlint::write {
namespace {

constexpr std::string_view kModern = "aes-256", kOld = "3des";

bool reads_scheme(const facts::FactContext& context, std::string_view scheme) {
  const profiles::Profile* profile = profile_of(context);
  return profile == nullptr || std::none_of(profile->pfx.begin(), profile->pfx.end(), [&](const profiles::PfxStance& stance) {
           return stance.scheme == scheme && !profiles::reads(context.deployment->target, stance);
         });
}

bool is_modern(const crypto::Protection& protection) {
  return protection.scheme == "PBES2" && protection.cipher == "AES-256-CBC" && protection.kdf == "PBKDF2-SHA256";
}

bool is_old(const crypto::Protection& protection) { return protection.scheme != "PBES2" && protection.cipher.starts_with("3DES"); }

bool is_so(const formats::Container& pfx, std::string_view encryption) {
  const bool modern = encryption == kModern;
  if (!pfx.facts.mac || pfx.facts.mac->mac != (modern ? "HMAC-SHA256" : "HMAC-SHA1") || pfx.facts.mac->scheme == "PBMAC1") return false;
  return std::all_of(pfx.entries.begin(), pfx.entries.end(), [&](const formats::Entry& entry) {
    return !entry.protection || entry.kind == formats::EntryKind::secret ||
           (modern ? is_modern(*entry.protection) : is_old(*entry.protection));
  });
}

bool reads_protection(const facts::FactContext& context, const crypto::Protection& protection) {
  if (protection.scheme == "PBES2") return reads_scheme(context, "pbes2");
  if (protection.cipher.starts_with("RC2")) return reads_scheme(context, "rc2");
  return !is_old(protection) || reads_scheme(context, "3des");
}

// Whether a part of the PFX has encryption that the target does not read.
bool is_unreadable(const facts::FactContext& context, const formats::Container& pfx) {
  return std::any_of(pfx.entries.begin(), pfx.entries.end(),
                     [&](const formats::Entry& entry) { return entry.protection && !reads_protection(context, *entry.protection); });
}

// A secret key that stays as it is in a file that is re-encrypted, and that the target does not read so.
const formats::Entry* unreadable_secret(const facts::FactContext& context, const formats::Container& pfx) {
  const auto found = std::find_if(pfx.entries.begin(), pfx.entries.end(), [&](const formats::Entry& entry) {
    return entry.kind == formats::EntryKind::secret && entry.protection && !reads_protection(context, *entry.protection);
  });
  return found == pfx.entries.end() ? nullptr : &*found;
}

std::vector<x509::CertificatePtr> certificates_of(const formats::Container& container) {
  std::vector<x509::CertificatePtr> found;
  for (const formats::Entry& entry : container.entries) {
    const auto same = [&](const x509::CertificatePtr& each) { return each->sha256() == entry.certificate->sha256(); };
    if (entry.certificate != nullptr && !is_trust_entry(container, entry) && std::none_of(found.begin(), found.end(), same)) {
      found.push_back(entry.certificate);
    }
  }
  return found;
}

// "windows-server@2016"; empty where no target was requested.
std::string reader_of(const facts::FactContext& context) {
  if (context.target.empty()) return "";
  const std::string& version = context.deployment->target.version;
  return printable(std::string(context.target) + (version.empty() ? "" : "@" + version));
}

bool takes_pfx(const facts::FactContext& context) {
  const profiles::Profile* profile = profile_of(context);
  return profile == nullptr || profile->formats.empty() ||
         std::find(profile->formats.begin(), profile->formats.end(), formats::to_string(formats::Format::pkcs12)) != profile->formats.end();
}

// Why the PFX is not re-encrypted although that was requested; empty where it is.
std::string reason_against(const facts::FactContext& context, const formats::Container& pfx, std::string_view encryption) {
  const std::string path = printable(pfx.path), reader = reader_of(context);
  if (!takes_pfx(context)) return reader + " does not support PFX files: " + path + " stays as it is";
  if (!reads_scheme(context, encryption == kModern ? "pbes2" : "3des")) return reader + " supports no encryption that chainlint writes";
  if (const formats::Entry* secret = unreadable_secret(context, pfx)) {
    return "the secret key " + in_quotes(secret->label) + " in " + path + " is never re-encrypted, and " + reader +
           " cannot read it: remove it first";
  }
  if (!is_so(pfx, encryption)) return "";
  const std::string as_is = path + " is already encrypted with " + std::string(encryption);
  if (reader.empty()) return as_is + "; specify the server that reads it with --target";
  const bool newest = context.deployment->target.version.empty();
  return as_is + ", which " + reader + " reads" +
         (newest ? "; if an older version must read it, specify that version, such as --target windows-server@2016" : "");
}

void encrypt_anew(std::size_t container, const formats::Container& pfx, std::string_view encryption, FixPlan& plan) {
  auto edit =
      std::find_if(plan.edits.begin(), plan.edits.end(), [&](const FixPlan::FileEdit& each) { return each.container == container; });
  if (edit == plan.edits.end()) {
    const std::string unit = pfx.entries.empty() ? "" : pfx.entries.front().unit;
    edit = plan.edits.insert(edit, {container, {unit, certificates_of(pfx), "", ""}});
  }
  edit->edit.encryption = encryption;
}

}  // namespace

void plan_encryption(const facts::FactContext& context, const std::vector<FixKind>& unsafe, FixPlan& plan) {
  const bool asked = std::find(unsafe.begin(), unsafe.end(), FixKind::re_encrypt) != unsafe.end();
  const std::string_view encryption = reads_scheme(context, "pbes2") ? kModern : kOld;
  const std::string reader = reader_of(context);
  bool any = false;
  for (std::size_t i = 0; i < context.bundle.containers.size(); ++i) {
    const formats::Container& pfx = context.bundle.containers[i];
    if (pfx.format != formats::Format::pkcs12) continue;
    any = true;
    if (asked) {
      std::string against = reason_against(context, pfx, encryption);
      if (!against.empty()) {
        plan.refused.push_back({FixKind::re_encrypt, std::move(against)});
        continue;
      }
      plan.fixes.push_back(
          {FixKind::re_encrypt,
           "encrypts " + printable(pfx.path) + " with " + std::string(encryption) + (reader.empty() ? "" : ", which " + reader + " reads"),
           ""});
      encrypt_anew(i, pfx, encryption, plan);
    } else if (is_unreadable(context, pfx)) {
      plan.refused.push_back({FixKind::re_encrypt,
                              reader + " does not read the encryption of " + printable(pfx.path) + "; --unsafe re-encrypt writes it with " +
                                  std::string(encryption),
                              true});
    }
  }
  if (asked && !any) plan.refused.push_back({FixKind::re_encrypt, "only a PFX can be re-encrypted, and the bundle contains none"});
}

}  // namespace chainlint::write
