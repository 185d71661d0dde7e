// How a certificate or a key lies in its container: names, stores, encryption, what Windows and Java note about it.
#include <array>

#include "chain/place.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// The entry of a key, the first one of a certificate; null for a certificate that came from the anchors.
const formats::Entry* entry_of(const FactContext& context, const Subject& subject) {
  if (subject.kind == SubjectKind::key) {
    return context.analysis.entries[context.analysis.keys[subject.index].entry];
  }
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
  if (entry == nullptr || !entry->protection || entry->protection->iterations == 0) {
    return Absent{};
  }
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
      if (!text.empty()) {
        push_unique(texts, text);
      }
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

const std::array kEntryFacts = {
    FactDefinition{SubjectKind::certificate,
                   "labels",
                   FactType::text_list,
                   "",
                   {},
                   "The friendly names and aliases under which the certificate is stored.",
                   labels},
    FactDefinition{SubjectKind::certificate,
                   "stores",
                   FactType::text_list,
                   "",
                   {},
                   "The Windows stores that hold the certificate: 'My', 'CA', 'Root', 'Disallowed', ...",
                   stores},
    FactDefinition{SubjectKind::certificate,
                   "store_locations",
                   FactType::text_list,
                   "",
                   {},
                   "Whose stores those are: 'LocalMachine', 'CurrentUser', ...",
                   store_locations},
    FactDefinition{SubjectKind::certificate,
                   "archived",
                   FactType::boolean,
                   "",
                   {},
                   "Windows keeps the certificate and no longer chooses it.",
                   archived},
    FactDefinition{SubjectKind::certificate,
                   "trusted_mark",
                   FactType::boolean,
                   "",
                   {},
                   "The certificate stands as trusted: a TRUSTED CERTIFICATE label, or a trusted entry of Java, also beside this one.",
                   trusted_mark},
    FactDefinition{SubjectKind::certificate,
                   "unit",
                   FactType::text,
                   "",
                   {},
                   "The part of the file that the certificate belongs to: a keystore alias, a Kubernetes object.",
                   unit},
    FactDefinition{SubjectKind::certificate,
                   "provider",
                   FactType::text,
                   "",
                   {},
                   "The Windows provider that holds the certificate's private key.",
                   provider},
    FactDefinition{SubjectKind::certificate,
                   "encryption.scheme",
                   FactType::text,
                   "",
                   {},
                   "How the certificate's bag is encrypted: 'PBES2', 'pbeWithSHAAnd40BitRC2-CBC'; absent where it is not.",
                   encryption_scheme},
    FactDefinition{SubjectKind::certificate,
                   "encryption.cipher",
                   FactType::text,
                   "",
                   {},
                   "The cipher of the certificate's bag: 'AES-256-CBC', 'RC2-40-CBC'.",
                   encryption_cipher},
    FactDefinition{SubjectKind::certificate,
                   "encryption.kdf",
                   FactType::text,
                   "",
                   {},
                   "How the key of that cipher is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
                   encryption_kdf},
    FactDefinition{SubjectKind::certificate,
                   "encryption.iterations",
                   FactType::integer,
                   "iterations",
                   {},
                   "How often it is hashed; N for scrypt.",
                   encryption_iterations},
    FactDefinition{SubjectKind::key,
                   "unit",
                   FactType::text,
                   "",
                   {},
                   "The part of the file that the private key belongs to: a keystore alias, a Kubernetes object.",
                   unit},
    FactDefinition{SubjectKind::key, "provider", FactType::text, "", {}, "The Windows provider that the container asks for.", provider},
    FactDefinition{SubjectKind::key,
                   "key_spec",
                   FactType::text,
                   "",
                   {},
                   "What the container says that the key is for: 'AT_KEYEXCHANGE', 'AT_SIGNATURE', 'CNG'.",
                   key_spec},
    FactDefinition{SubjectKind::key,
                   "machine_keyset",
                   FactType::boolean,
                   "",
                   {},
                   "The container asks Windows to keep the key for the machine, not for the user who imports it.",
                   machine_keyset},
    FactDefinition{SubjectKind::key,
                   "encryption.scheme",
                   FactType::text,
                   "",
                   {},
                   "How the private key is encrypted: 'PBES2', 'pbeWithSHAAnd3-KeyTripleDES-CBC'; absent where it is not.",
                   encryption_scheme},
    FactDefinition{
        SubjectKind::key, "encryption.cipher", FactType::text, "", {}, "The cipher of the private key: 'AES-256-CBC'.", encryption_cipher},
    FactDefinition{SubjectKind::key,
                   "encryption.kdf",
                   FactType::text,
                   "",
                   {},
                   "How the key of that cipher is derived from the password: 'PBKDF2-SHA256', 'PKCS12KDF-SHA1'.",
                   encryption_kdf},
    FactDefinition{SubjectKind::key,
                   "encryption.iterations",
                   FactType::integer,
                   "iterations",
                   {},
                   "How often it is hashed; N for scrypt.",
                   encryption_iterations},
};

}  // namespace

std::span<const FactDefinition> entry_fact_table() { return kEntryFacts; }

}  // namespace chainlint::facts
