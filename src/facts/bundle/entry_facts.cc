// How a container stores a certificate or a key: names, stores, encryption, attributes of Windows and Java.

#include "chain/place.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// The entry of a key, the first one of a certificate; null for a certificate that came from the anchors.
const formats::Entry* entry_of(const FactContext& context, const Subject& subject) {
  if (subject.kind == SubjectKind::key) return context.analysis.entries[context.analysis.keys[subject.index].entry];
  const chain::Member* member = member_of(subject, context);
  return member == nullptr || member->entries.empty() ? nullptr : context.analysis.entries[member->entries.front()];
}

template <std::string crypto::Protection::*Field>
FactValue encryption(const formats::Entry& entry) {
  return entry.protection ? text_or_absent((*entry.protection).*Field) : FactValue(Absent{});
}

FactValue encryption_iterations(const formats::Entry& entry) {
  return entry.protection && entry.protection->iterations != 0 ? integer(entry.protection->iterations) : FactValue(Absent{});
}

FactValue unit(const formats::Entry& entry) { return text_or_absent(entry.unit); }

template <std::string formats::WindowsKey::*Field>
FactValue windows_key(const formats::Entry& entry) {
  return entry.windows_key ? text_or_absent((*entry.windows_key).*Field) : FactValue(Absent{});
}

std::optional<bool> machine_keyset(const formats::Entry& entry) {
  return entry.windows_key ? std::optional(entry.windows_key->machine_keyset) : std::nullopt;
}

template <std::string formats::Entry::*Field>
std::vector<std::string> texts_of_copies(const FactContext& context, const Subject& subject) {
  std::vector<std::string> texts;
  if (const chain::Member* member = member_of(subject, context)) {
    for (const std::size_t index : member->entries) {
      const std::string& text = context.analysis.entries[index]->*Field;
      if (!text.empty()) push_unique(texts, text);
    }
  }
  return texts;
}

FactValue archived(const FactContext& context, const Subject& subject) {
  const formats::Entry* entry = entry_of(context, subject);
  return entry != nullptr && entry->archived;
}

FactValue trusted_mark(const FactContext& context, const Subject& subject) {
  const formats::Entry* entry = entry_of(context, subject);
  if (entry == nullptr || entry->trusted_certificate) return entry != nullptr;
  return find_trusted_entry(context, [&](const x509::Certificate& other) { return other.sha256() == entry->certificate->sha256(); }) !=
         nullptr;
}

}  // namespace

FactTable entry_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate, entry_of);
  const FactsAbout key(SubjectKind::key, entry_of);
  return {
      certificate.list("labels", "The friendly names and aliases under which the certificate is stored.",
                       texts_of_copies<&formats::Entry::label>),
      certificate.list("stores", "The Windows stores that contain the certificate: 'My', 'CA', 'Root', 'Disallowed', ...",
                       texts_of_copies<&formats::Entry::store>),
      certificate.list("store_locations",
                       "The locations of the Windows stores that contain the certificate: 'LocalMachine', 'CurrentUser', ...",
                       texts_of_copies<&formats::Entry::store_location>),
      certificate.boolean("archived", "Windows keeps the certificate but no longer selects it (archived).", archived),
      certificate.boolean(
          "trusted_mark",
          "The certificate is marked as trusted: a TRUSTED CERTIFICATE label, or a trusted entry of Java, here or at another copy.",
          trusted_mark),
      certificate.text("unit", "The part of the file that the certificate belongs to: a keystore alias, a Kubernetes object.", unit),
      certificate.text("provider", "The Windows provider that stores the certificate's private key.",
                       windows_key<&formats::WindowsKey::provider>),
      certificate.text("encryption.scheme",
                       "How the certificate's bag is encrypted: 'PBES2', 'pbeWithSHAAnd40BitRC2-CBC'; absent where it is not.",
                       encryption<&crypto::Protection::scheme>),
      certificate.text("encryption.cipher", "The cipher of the certificate's bag: 'AES-256-CBC', 'RC2-40-CBC'.",
                       encryption<&crypto::Protection::cipher>),
      certificate.text("encryption.kdf", "How the encryption key is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
                       encryption<&crypto::Protection::kdf>),
      certificate.integer("encryption.iterations", "iterations",
                          "The iteration count of the key derivation for the encryption; N for scrypt.", encryption_iterations),
      key.text("unit", "The part of the file that the private key belongs to: a keystore alias, a Kubernetes object.", unit),
      key.text("provider", "The Windows provider that the container asks for.", windows_key<&formats::WindowsKey::provider>),
      key.text("key_spec", "The use of the key according to the container: 'AT_KEYEXCHANGE', 'AT_SIGNATURE', 'CNG'.",
               windows_key<&formats::WindowsKey::key_spec>),
      key.boolean("machine_keyset", "The container asks Windows to keep the key for the machine, not for the user who imports it.",
                  machine_keyset),
      key.text("encryption.scheme", "How the private key is encrypted: 'PBES2', 'pbeWithSHAAnd3-KeyTripleDES-CBC'; absent where it is not.",
               encryption<&crypto::Protection::scheme>),
      key.text("encryption.cipher", "The cipher of the private key: 'AES-256-CBC'.", encryption<&crypto::Protection::cipher>),
      key.text("encryption.kdf", "How the encryption key is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
               encryption<&crypto::Protection::kdf>),
      key.integer("encryption.iterations", "iterations", "The iteration count of the key derivation for the encryption; N for scrypt.",
                  encryption_iterations),
  };
}

}  // namespace chainlint::facts
