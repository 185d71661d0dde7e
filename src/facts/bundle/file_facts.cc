// The files of a bundle as words of a command, so that a remedy names what is there. Where there is no such file, or none that a command
// could open (a member of an archive, an entry of a Kubernetes object), a word in capitals is shown instead.

#include <algorithm>

#include "chain/place.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/run_index.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// For programs that open documents as well.
std::string document_word(const formats::Container* container, std::string_view instead) {
  const bool on_disk = container != nullptr && container->path.find('!') == std::string::npos;
  return shell_word(on_disk ? container->path : std::string(), instead);
}

std::string word_of(const formats::Container* container, std::string_view instead) {
  const bool document = container != nullptr && formats::traits_of(container->format).family == formats::FormatFamily::document;
  return document ? std::string(instead) : document_word(container, instead);
}

template <class Test>
const formats::Container* first_container(const FactContext& context, Test test) {
  const auto found = std::find_if(context.bundle.containers.begin(), context.bundle.containers.end(), test);
  return found == context.bundle.containers.end() ? nullptr : &*found;
}

const formats::Entry* first_entry(const Subject& certificate, const FactContext& context) {
  const chain::Member* member = member_of(certificate, context);
  return member == nullptr || member->entries.empty() ? nullptr : context.analysis.entries[member->entries.front()];
}

bool is_pfx(const formats::Container& container) { return container.format == formats::Format::pkcs12; }

bool is_keystore(const formats::Container& container) {
  return formats::traits_of(container.format).family == formats::FormatFamily::java_keystore;
}

const formats::Container* leaf_container(const FactContext& context) {
  const std::optional<Subject> leaf = leaf_subject(context);
  const formats::Container* container = leaf ? container_with(first_entry(*leaf, context), context) : nullptr;
  return container == nullptr && !context.bundle.containers.empty() ? &context.bundle.containers.front() : container;
}

FactValue leaf_file(const FactContext& context) { return text(word_of(leaf_container(context), "FILE")); }

FactValue leaf_document(const FactContext& context) { return text(document_word(leaf_container(context), "FILE")); }

// The files with the certificates that a server needs, that of the leaf first. Roots only where the target requires one.
std::vector<const formats::Container*> certificate_files(const FactContext& context) {
  const profiles::Profile* profile = profile_of(context);
  const bool roots = profile != nullptr && profile->root_in_file == profiles::Stance::required;
  std::vector<const formats::Container*> files{leaf_container(context)};
  for (const chain::Member& member : context.analysis.members) {
    const bool needed = member.role == chain::Role::intermediate || (roots && member.role == chain::Role::root);
    if (needed && !member.entries.empty()) push_unique(files, container_with(context.analysis.entries[member.entries.front()], context));
  }
  files.erase(std::remove(files.begin(), files.end(), nullptr), files.end());
  return files;
}

// The command that writes the certificates of a file to its output as PEM; empty without one.
std::string pem_command(const formats::Container& container) {
  const bool armoured = !container.entries.empty() && container.entries.front().location.line.has_value();
  const std::string file = word_of(&container, "FILE");
  switch (container.format) {
    case formats::Format::pem:
      return "awk 1 " + file;  // unlike cat, it completes a last line without an end
    case formats::Format::der:
      return "openssl x509 -inform DER -in " + file;
    case formats::Format::pkcs7:
      return "openssl pkcs7 " + std::string(armoured ? "" : "-inform DER ") + "-in " + file + " -print_certs";
    case formats::Format::base64:
      return "tr -d '\\r\\n' < " + file + " | openssl base64 -A -d | openssl x509 -inform DER";
    default:
      return "";
  }
}

FactValue joined_as_pem(const std::vector<const formats::Container*>& files) {
  std::string joined;
  for (const formats::Container* file : files) {
    const std::string command = pem_command(*file);
    if (command.empty()) return Absent{};
    joined += (joined.empty() ? "" : "; ") + command;
  }
  return text_or_absent(files.size() > 1 ? "(" + joined + ")" : joined);
}

FactValue all_as_pem(const FactContext& context) { return joined_as_pem(certificate_files(context)); }

FactValue chain_as_pem(const FactContext& context) {
  std::vector<const formats::Container*> files = certificate_files(context);
  if (!files.empty()) files.erase(files.begin());
  return joined_as_pem(files);
}

// OpenSSL reads PEM and DER here, and one file of further certificates.
FactValue leaf_and_chain(const FactContext& context) {
  const std::vector<const formats::Container*> files = certificate_files(context);
  const bool readable = std::all_of(files.begin(), files.end(), [](const formats::Container* each) {
    return each->format == formats::Format::pem || each->format == formats::Format::der;
  });
  if (files.empty() || files.size() > 2 || !readable) return Absent{};
  return text(word_of(files[0], "FILE") + (files.size() == 2 ? " -certfile " + word_of(files[1], "CHAIN") : ""));
}

// A file of the run, or beside the bundle, with the key that the bundle lacks.
FactValue key_elsewhere(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || !context.analysis.keys.empty() || context.request.run == nullptr) return Absent{};
  const Location* place = context.request.run->place_of_key(leaf->public_key().canonical());
  const bool on_disk = place != nullptr && place->inner.empty() && place->path.find('!') == std::string::npos;
  return on_disk ? text(shell_word(place->path, "KEY")) : FactValue(Absent{});
}

FactValue key_file(const FactContext& context) {
  if (FactValue elsewhere = key_elsewhere(context); !std::holds_alternative<Absent>(elsewhere)) return elsewhere;
  const formats::Entry* key = context.analysis.keys.empty() ? nullptr : context.analysis.entries[context.analysis.keys.front().entry];
  return text(word_of(container_with(key, context), "KEY"));
}

// HAProxy looks for the key in the file of the certificate, then beside it under its name with ".key". Where a configuration or an option
// names the files, they are found.
FactValue key_apart(const FactContext& context) {
  const std::optional<Subject> leaf = leaf_subject(context);
  const formats::Container* own = leaf ? container_with(first_entry(*leaf, context), context) : nullptr;
  if (own == nullptr || !context.bundle.configured_at.empty()) return Absent{};
  const formats::Container* key =
      first_container(context, [](const formats::Container& each) { return each.count(formats::EntryKind::private_key) > 0; });
  const bool found = key == nullptr || key == own || key->path == own->path + ".key" || key->use == formats::FileUse::key;
  return found ? FactValue(Absent{}) : text(word_of(key, "KEY"));
}

FactValue key_as_pem(const FactContext& context) {
  const formats::Entry* key = context.analysis.keys.empty() ? nullptr : context.analysis.entries[context.analysis.keys.front().entry];
  const formats::Container* container = container_with(key, context);
  const bool der = container != nullptr && container->format == formats::Format::der;
  return text((der ? "openssl pkey -inform DER -in " : "awk 1 ") + word_of(container, "KEY"));
}

// OpenSSL 3 has RC2, RC4 and single DES in its legacy provider.
std::string pfx_input(const formats::Container* container) {
  const bool legacy = container != nullptr && std::any_of(container->entries.begin(), container->entries.end(), [](const auto& entry) {
                        const std::string_view cipher = entry.protection ? std::string_view(entry.protection->cipher) : std::string_view();
                        return cipher.starts_with("RC2-") || cipher.starts_with("RC4-") || cipher == "DES-CBC";
                      });
  return (legacy ? "-legacy -in " : "-in ") + word_of(container, "FILE");
}

FactValue keystore_file(const FactContext& context) {
  const formats::Container* container = first_container(context, is_keystore);
  return text(word_of(container == nullptr ? first_container(context, is_pfx) : container, "FILE"));
}

FactValue alias(const FactContext& context) {
  const std::optional<Subject> leaf = leaf_subject(context);
  const formats::Entry* entry = leaf ? first_entry(*leaf, context) : nullptr;
  return text(shell_word(entry == nullptr ? std::string() : entry->label, "ALIAS"));
}

FactValue certificate_file(const FactContext& context, const Subject& subject) {
  return text(word_of(container_with(first_entry(subject, context), context), "FILE"));
}

}  // namespace

FactTable file_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  const FactsAbout certificate(SubjectKind::certificate);
  const FactsAbout key(SubjectKind::key);
  const FactsAbout container(SubjectKind::container);
  return {
      bundle.text("files.leaf", "The file with the leaf, quoted for a shell command; FILE where no command can open it.", leaf_file),
      bundle.text("files.leaf_document",
                  "The same for chainlint and kubectl, which open manifests, JSON and XML as well; FILE for a member of an archive.",
                  leaf_document),
      bundle.text(
          "files.leaf_and_chain",
          "The file with the leaf, then -certfile and that with the chain where it is another one, for openssl pkcs12 -export; absent "
          "where that command cannot read them or there are more.",
          leaf_and_chain),
      bundle.text(
          "files.as_pem",
          "The command that writes the certificates of all files as PEM, the leaf first and no root; absent where a file is a keystore.",
          all_as_pem),
      bundle.text("files.chain_as_pem", "The same without the file of the leaf; absent where there is no other.", chain_as_pem),
      bundle.text(
          "files.key",
          "The file with the first private key, or that of files.key_elsewhere, quoted for a shell command; KEY where there is none "
          "or no command can open it.",
          key_file),
      bundle.text("files.key_elsewhere",
                  "Where the bundle has no private key: a file of the run, or beside the bundle, with the key of the leaf, quoted for a "
                  "shell command.",
                  key_elsewhere),
      bundle.text(
          "files.key_apart",
          "The file with the private key, quoted for a shell command, where it is not the file of the leaf, nor the file beside it with "
          ".key appended to its name, and neither --key nor the configuration of a server names it.",
          key_apart),
      bundle.text("files.key_as_pem", "The command that writes the file with the first private key as PEM.", key_as_pem),
      bundle.text("files.pfx", "The PKCS#12 file, quoted for a shell command; FILE where there is none or no command can open it.",
                  [](const FactContext& context) { return word_of(first_container(context, is_pfx), "FILE"); }),
      bundle.text("files.pfx_input", "The same for openssl pkcs12: -in FILE, after -legacy where OpenSSL 3 needs it.",
                  [](const FactContext& context) { return text(pfx_input(first_container(context, is_pfx))); }),
      bundle.text(
          "files.keystore",
          "The Java keystore, else the PKCS#12 file, quoted for a shell command; FILE where there is none or no command can open it.",
          keystore_file),
      bundle.text("files.alias", "The alias or friendly name of the leaf, quoted for a shell command; ALIAS where it has none.", alias),
      certificate.text("file", "The file with the certificate, quoted for a shell command; FILE where no command can open it.",
                       certificate_file),
      key.text("file", "The file with the private key, quoted for a shell command; KEY where no command can open it.",
               [](const FactContext& context, const Subject& subject) {
                 const formats::Entry* entry = context.analysis.entries[context.analysis.keys[subject.index].entry];
                 return text(word_of(container_with(entry, context), "KEY"));
               }),
      container.boolean("leaf_file", "The file contains the leaf, or is the first one of a bundle without a leaf.",
                        [](const FactContext& context, const Subject& subject) -> FactValue {
                          return leaf_container(context) == &context.bundle.containers[subject.index];
                        }),
      container.text("as_pem", "The command that writes the certificates of the file as PEM; absent for a keystore.",
                     [](const FactContext& context, const Subject& subject) {
                       return text_or_absent(pem_command(context.bundle.containers[subject.index]));
                     }),
      container.text(
          "pfx_input", "The PKCS#12 file for openssl pkcs12: -in FILE, after -legacy where OpenSSL 3 needs it.",
          [](const FactContext& context, const Subject& subject) { return text(pfx_input(&context.bundle.containers[subject.index])); }),
      container.text(
          "file", "The file, quoted for a shell command; FILE where no command can open it.",
          [](const FactContext& context, const Subject& subject) { return word_of(&context.bundle.containers[subject.index], "FILE"); }),
  };
}

}  // namespace chainlint::facts
