// How a certificate or a key lies in its container: names, stores, encryption, what Windows and Java note about it.

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

FactValue text_of(const FactContext& context, const Subject& subject, std::string formats::Entry::*field) {
  const formats::Entry* entry = entry_of(context, subject);
  return entry == nullptr ? FactValue(Absent{}) : text_or_absent(entry->*field);
}

FactValue protection_text(const FactContext& context, const Subject& subject, std::string crypto::Protection::*field) {
  const formats::Entry* entry = entry_of(context, subject);
  return entry == nullptr || !entry->protection ? FactValue(Absent{}) : text_or_absent((*entry->protection).*field);
}

FactValue encryption_scheme(const FactContext& context, const Subject& subject) {
  return protection_text(context, subject, &crypto::Protection::scheme);
}

FactValue encryption_cipher(const FactContext& context, const Subject& subject) {
  return protection_text(context, subject, &crypto::Protection::cipher);
}

FactValue encryption_kdf(const FactContext& context, const Subject& subject) {
  return protection_text(context, subject, &crypto::Protection::kdf);
}

FactValue encryption_iterations(const FactContext& context, const Subject& subject) {
  const formats::Entry* entry = entry_of(context, subject);
  if (entry == nullptr || !entry->protection || entry->protection->iterations == 0) return Absent{};
  return static_cast<std::int64_t>(entry->protection->iterations);
}

FactValue unit(const FactContext& context, const Subject& subject) { return text_of(context, subject, &formats::Entry::unit); }

FactValue key_text(const FactContext& context, const Subject& subject, std::string formats::WindowsKey::*field) {
  const formats::Entry* entry = entry_of(context, subject);
  return entry == nullptr || !entry->windows_key ? FactValue(Absent{}) : text_or_absent((*entry->windows_key).*field);
}

FactValue provider(const FactContext& context, const Subject& subject) {
  return key_text(context, subject, &formats::WindowsKey::provider);
}

FactValue key_spec(const FactContext& context, const Subject& subject) {
  return key_text(context, subject, &formats::WindowsKey::key_spec);
}

FactValue machine_keyset(const FactContext& context, const Subject& subject) {
  const formats::Entry* entry = entry_of(context, subject);
  return entry == nullptr || !entry->windows_key ? FactValue(Absent{}) : FactValue(entry->windows_key->machine_keyset);
}

FactValue texts_of_copies(const FactContext& context, const Subject& subject, std::string formats::Entry::*field) {
  std::vector<std::string> texts;
  if (const chain::Member* member = member_of(subject, context)) {
    for (const std::size_t index : member->entries) {
      const std::string& text = context.analysis.entries[index]->*field;
      if (!text.empty()) push_unique(texts, text);
    }
  }
  return texts;
}

FactValue labels(const FactContext& context, const Subject& subject) { return texts_of_copies(context, subject, &formats::Entry::label); }

FactValue stores(const FactContext& context, const Subject& subject) { return texts_of_copies(context, subject, &formats::Entry::store); }

FactValue store_locations(const FactContext& context, const Subject& subject) {
  return texts_of_copies(context, subject, &formats::Entry::store_location);
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
  const FactsAbout certificate(SubjectKind::certificate);
  const FactsAbout key(SubjectKind::key);
  return {
      certificate.list("labels", "The friendly names and aliases under which the certificate is stored.", labels),
      certificate.list("stores", "The Windows stores that contain the certificate: 'My', 'CA', 'Root', 'Disallowed', ...", stores),
      certificate.list("store_locations", "Whose stores those are: 'LocalMachine', 'CurrentUser', ...", store_locations),
      certificate.boolean("archived", "Windows keeps the certificate and no longer chooses it.", archived),
      certificate.boolean(
          "trusted_mark",
          "The certificate is marked as trusted: a TRUSTED CERTIFICATE label, or a trusted entry of Java, also beside this one.",
          trusted_mark),
      certificate.text("unit", "The part of the file that the certificate belongs to: a keystore alias, a Kubernetes object.", unit),
      certificate.text("provider", "The Windows provider that stores the certificate's private key.", provider),
      certificate.text("encryption.scheme",
                       "How the certificate's bag is encrypted: 'PBES2', 'pbeWithSHAAnd40BitRC2-CBC'; absent where it is not.",
                       encryption_scheme),
      certificate.text("encryption.cipher", "The cipher of the certificate's bag: 'AES-256-CBC', 'RC2-40-CBC'.", encryption_cipher),
      certificate.text("encryption.kdf", "How the key of that cipher is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
                       encryption_kdf),
      certificate.integer("encryption.iterations", "iterations", "How often it is hashed; N for scrypt.", encryption_iterations),
      key.text("unit", "The part of the file that the private key belongs to: a keystore alias, a Kubernetes object.", unit),
      key.text("provider", "The Windows provider that the container asks for.", provider),
      key.text("key_spec", "What the container says that the key is for: 'AT_KEYEXCHANGE', 'AT_SIGNATURE', 'CNG'.", key_spec),
      key.boolean("machine_keyset", "The container asks Windows to keep the key for the machine, not for the user who imports it.",
                  machine_keyset),
      key.text("encryption.scheme", "How the private key is encrypted: 'PBES2', 'pbeWithSHAAnd3-KeyTripleDES-CBC'; absent where it is not.",
               encryption_scheme),
      key.text("encryption.cipher", "The cipher of the private key: 'AES-256-CBC'.", encryption_cipher),
      key.text("encryption.kdf", "How the key of that cipher is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
               encryption_kdf),
      key.integer("encryption.iterations", "iterations", "How often it is hashed; N for scrypt.", encryption_iterations),
  };
}

}  // namespace chainlint::facts
