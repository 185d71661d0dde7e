#include <algorithm>

#include "bundle/content.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/file_name.h"
#include "chainlint/x509/host_name.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

const formats::Container& container_of(const FactContext& context, const Subject& subject) {
  return context.bundle.containers[subject.index];
}

// scrypt's parameter is no count of iterations and is not compared with one.
bool counts_iterations(const crypto::Protection& protection) { return protection.iterations != 0 && protection.kdf != "scrypt"; }

std::optional<std::uint64_t> weakest_encryption(const formats::Container& container) {
  std::optional<std::uint64_t> least;
  for (const formats::Entry& entry : container.entries) {
    if (entry.protection && counts_iterations(*entry.protection)) {
      least = std::min(least.value_or(entry.protection->iterations), entry.protection->iterations);
    }
  }
  return least;
}

FactValue mac_present(const formats::Container& container) {
  if (container.format != formats::Format::pkcs12 || container.status == formats::ReadStatus::unreadable) return Absent{};
  return container.facts.mac.has_value();
}

FactValue mac_algorithm(const formats::Container& container) {
  const auto& mac = container.facts.mac;
  return mac ? text_or_absent(mac->mac.empty() ? mac->scheme : mac->mac) : FactValue(Absent{});
}

std::optional<std::uint64_t> mac_iterations(const formats::Container& container) {
  const auto& mac = container.facts.mac;
  return mac && counts_iterations(*mac) ? std::optional(mac->iterations) : std::nullopt;
}

std::optional<std::uint64_t> least_iterations(const formats::Container& container) {
  std::optional<std::uint64_t> least = weakest_encryption(container);
  if (const auto of_mac = mac_iterations(container)) least = std::min(least.value_or(*of_mac), *of_mac);
  return least;
}

template <std::string crypto::Protection::*Member>
std::vector<std::string> encryption_texts(const formats::Container& container) {
  std::vector<std::string> names;
  for (const formats::Entry& entry : container.entries) {
    if (entry.protection && !((*entry.protection).*Member).empty()) push_unique(names, (*entry.protection).*Member);
  }
  return names;
}

std::vector<std::string> diagnostics(const formats::Container& container) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : container.diagnostics) push_unique(codes, diagnostic.code);
  return codes;
}

std::size_t trusted_labels(const formats::Container& container) {
  std::size_t count = 0;
  for (const formats::Entry& entry : container.entries) count += entry.trusted_certificate ? 1 : 0;
  return count;
}

const formats::TrustList* trust_list_of(const FactContext& context, const Subject& subject) {
  for (const formats::Entry& entry : container_of(context, subject).entries) {
    if (entry.trust_list != nullptr) return entry.trust_list.get();
  }
  return nullptr;
}

std::optional<bool> mac_verified(const formats::Container& container) {
  return container.facts.mac ? std::optional(container.facts.mac_verified) : std::nullopt;
}

std::optional<std::string> file_host(const FactContext& context, const Subject& subject) {
  const bool named_for_host = context.bundle.layout == formats::FolderLayout::iis_central_store;
  return named_for_host ? formats::host_of_file(container_of(context, subject).path) : std::nullopt;
}

std::optional<bool> file_host_covered(const FactContext& context, const Subject& subject) {
  const std::optional<std::string> host = file_host(context, subject);
  const x509::Certificate* leaf = leaf_of(context);
  return host && leaf != nullptr ? std::optional(x509::covers(*leaf, *host)) : std::nullopt;
}

FactValue content(const formats::Container& container) {
  std::vector<const formats::Entry*> entries;
  for (const formats::Entry& entry : container.entries) entries.push_back(&entry);
  return text(describe_entries(entries));
}

}  // namespace

FactTable container_fact_table() {
  const FactsAbout container(SubjectKind::container, container_of);
  const FactsAbout trust_list(SubjectKind::container, trust_list_of);
  return {
      container.text("use", formats::kFileUseNames,
                     "Why the file was read: found in a folder, specified, or specified as the chain (--chain) or key (--key) of a bundle.",
                     [](const formats::Container& it) { return formats::to_string(it.use); }),
      container.boolean("damaged", "The file or a part of it could not be read.", &formats::Container::has_error),
      container.boolean("template", "The file is a manifest template that is not rendered, or has values that are such templates.",
                        [](const formats::Container& it) { return it.has_diagnostic("yaml-template"); }),
      container.text("content", "What the file contains, in words: 'a certificate request (CSR)', 'a private key', '2 CRLs'.", content),
      container.text("path", "The file, as the user named it.", [](const formats::Container& it) { return it.path; }),
      container.text("format", "What the file is: 'pem', 'pkcs12', 'pkcs7', 'sst', 'der', ...",
                     [](const formats::Container& it) { return formats::to_string(it.format); }),
      container.text("status", formats::kReadStatusNames, "How much of the file could be read.",
                     [](const formats::Container& it) { return formats::to_string(it.status); }),
      container.boolean("has_key", "The file contains a private key, locked or not.",
                        [](const formats::Container& it) { return it.count(formats::EntryKind::private_key) != 0; }),
      container.boolean("named_key", "The name of the file is that of a private key file: www.key, privkey.pem.",
                        [](const formats::Container& it) { return formats::is_key_file_name(it.path); }),
      container.boolean("has_certificate", "The file contains a certificate.",
                        [](const formats::Container& it) { return it.count(formats::EntryKind::certificate) != 0; }),
      container.boolean("mac.present", "The PKCS#12 file has integrity protection; absent for other formats.", mac_present),
      container.text("mac.algorithm", "The algorithm of the integrity protection: 'HMAC-SHA256', 'PBMAC1'.", mac_algorithm),
      container.integer("mac.iterations", "iterations", "The iteration count with which the key of the integrity protection is derived.",
                        mac_iterations),
      container.boolean("mac.verified", "The integrity protection was verified with one of the passwords.", mac_verified),
      container.text("file_host",
                     "The host in the name of a file of an IIS Central Certificate Store: '*.example.com' for '_.example.com.pfx'.",
                     file_host),
      container.boolean("file_host_covered", "The leaf covers the host that the file is named for.", file_host_covered),
      container.list("encryption.schemes", "The encryption schemes of the file's entries, each once: 'PBES2', 'pbeWithSHAAnd40BitRC2-CBC'.",
                     encryption_texts<&crypto::Protection::scheme>),
      container.list("encryption.ciphers", "The ciphers of the file's entries, each once: 'AES-256-CBC', 'RC2-40-CBC'.",
                     encryption_texts<&crypto::Protection::cipher>),
      container.integer("encryption.min_iterations", "iterations",
                        "The lowest iteration count with which an encryption key is derived; absent where no scheme has one.",
                        weakest_encryption),
      container.integer("min_iterations", "iterations", "The lowest iteration count in the file, for encryption and for integrity.",
                        least_iterations),
      container.text("password", formats::kPasswordUseNames, "Which password opened the file.",
                     [](const formats::Container& it) { return formats::to_string(it.facts.password); }),
      container.list("diagnostics", "The codes of the reader's diagnostics about the file, each once.", diagnostics),
      trust_list.integer("trust_list.entries", "entries", "How many certificates or hosts the file's certificate trust list names.",
                         [](const formats::TrustList& it) { return it.entries.size(); }),
      trust_list.time("trust_list.next_update", "When the next issue of the certificate trust list is due.",
                      &formats::TrustList::next_update),
      trust_list.boolean("trust_list.disallows", "The certificate trust list contains distrusted certificates.",
                         &formats::TrustList::lists_disallowed),
      container.integer("trusted_label_count", "certificates",
                        "How many certificates have a TRUSTED CERTIFICATE label or Java's trust attribute.", trusted_labels),
  };
}

}  // namespace chainlint::facts
