#include <array>
#include <set>

#include "bundle/content.h"
#include "chain/place.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/general_name.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

std::size_t count_entries(const FactContext& context, formats::EntryKind kind) {
  std::size_t count = 0;
  for (const formats::Entry* entry : context.analysis.entries) {
    count += entry->kind == kind ? 1 : 0;
  }
  return count;
}

std::string display_of(const FactContext& context, std::size_t member) {
  return x509::display_name(*context.analysis.members[member].certificate);
}

std::vector<std::string> displays_of(const FactContext& context, const std::vector<std::size_t>& members) {
  std::vector<std::string> names;
  for (const std::size_t member : members) {
    names.push_back(display_of(context, member));
  }
  return names;
}

FactValue leaf_count(const FactContext& context, const Subject&) {
  return integer((context.analysis.leaf ? 1u : 0u) + context.analysis.other_leaves.size());
}

// Locked keys cannot be told apart and count one each.
FactValue distinct_key_count(const FactContext& context, const Subject&) {
  std::set<Bytes> known;
  std::size_t unknown = 0;
  for (const chain::KeyMatch& match : context.analysis.keys) {
    const formats::Entry& entry = *context.analysis.entries[match.entry];
    if (entry.key && !entry.key->public_canonical.empty()) {
      known.insert(entry.key->public_canonical);
    } else {
      ++unknown;
    }
  }
  return integer(known.size() + unknown);
}

FactValue sent_root_count(const FactContext& context, const Subject&) {
  std::size_t count = 0;
  for (const std::size_t member : context.analysis.sent.members) {
    count += context.analysis.members[member].role == chain::Role::root ? 1 : 0;
  }
  return integer(count);
}

FactValue formats(const FactContext& context, const Subject&) {
  std::vector<std::string> names;
  for (const formats::Container& container : context.bundle.containers) {
    push_unique(names, std::string(formats::to_string(container.format)));
  }
  return names;
}

std::set<std::string> dns_names(const x509::Certificate& certificate) {
  std::set<std::string> names;
  if (const auto& names_found = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *names_found) {
      if (name.kind == x509::GeneralNameKind::dns || name.kind == x509::GeneralNameKind::ip) {
        names.insert(name.to_string());
      }
    }
  }
  return names;
}

// Whether `other` would be served for a name of the leaf and with the same kind of key: an RSA and an ECDSA certificate side by side are
// meant.
bool rivals(const x509::Certificate& leaf, const x509::Certificate& other) {
  if (leaf.public_key().algorithm != other.public_key().algorithm) {
    return false;
  }
  if (leaf.subject().canonical() == other.subject().canonical()) {
    return true;
  }
  const std::set<std::string> names = dns_names(leaf);
  for (const std::string& name : dns_names(other)) {
    if (names.count(name) != 0) {
      return true;
    }
  }
  return false;
}

FactValue rival_leaves(const FactContext& context, const Subject&) {
  std::vector<std::string> names;
  if (context.analysis.leaf) {
    const x509::Certificate& leaf = *context.analysis.members[*context.analysis.leaf].certificate;
    for (const std::size_t member : context.analysis.other_leaves) {
      const x509::Certificate& other = *context.analysis.members[member].certificate;
      if (rivals(leaf, other)) {
        names.push_back(describe(other));
      }
    }
  }
  return names;
}

const std::array kBundleFacts = {
    FactDefinition{
        SubjectKind::bundle, "kind", FactType::text, "", chain::kBundleKindNames,
        "What the bundle is: a server's certificates, a CA with its key, CA certificates alone, or a file without a certificate.",
        [](const FactContext& context, const Subject&) { return text(chain::to_string(context.analysis.kind)); }},
    FactDefinition{SubjectKind::bundle,
                   "content",
                   FactType::text,
                   "",
                   {},
                   "What the bundle contains, in words: 'the CA certificate 'X' and its private key', 'a certificate request (CSR)'.",
                   [](const FactContext& context, const Subject&) { return text(describe_content(context)); }},
    FactDefinition{SubjectKind::bundle,
                   "server_expected",
                   FactType::boolean,
                   "",
                   {},
                   "A host, a target or a client was given for the bundle: it is to be a server's.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.request.server_expected; }},
    FactDefinition{SubjectKind::bundle,
                   "leaf_unreadable",
                   FactType::boolean,
                   "",
                   {},
                   "Something that could not be read precedes the first certificate, so that nothing is known of the leaf.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.analysis.leaf_unreadable; }},
    FactDefinition{SubjectKind::bundle,
                   "name",
                   FactType::text,
                   "",
                   {},
                   "The path of the bundle's first file, or what the user calls it.",
                   [](const FactContext& context, const Subject&) { return text(context.bundle.name); }},
    FactDefinition{SubjectKind::bundle,
                   "formats",
                   FactType::text_list,
                   "",
                   {},
                   "The formats of the bundle's files, each once: 'pem', 'pkcs12', ...",
                   formats},
    FactDefinition{SubjectKind::bundle, "layout", FactType::text, "", formats::kFolderLayoutNames,
                   "The program that laid out the folder in which the bundle was found.",
                   [](const FactContext& context, const Subject&) { return text(formats::to_string(context.bundle.layout)); }},
    FactDefinition{
        SubjectKind::bundle,
        "certificate_count",
        FactType::integer,
        "certificates",
        {},
        "How many certificates the bundle holds, duplicates included.",
        [](const FactContext& context, const Subject&) { return integer(count_entries(context, formats::EntryKind::certificate)); }},
    FactDefinition{
        SubjectKind::bundle,
        "key_count",
        FactType::integer,
        "keys",
        {},
        "How many private keys the bundle holds, duplicates included.",
        [](const FactContext& context, const Subject&) { return integer(count_entries(context, formats::EntryKind::private_key)); }},
    FactDefinition{SubjectKind::bundle,
                   "distinct_key_count",
                   FactType::integer,
                   "keys",
                   {},
                   "How many different private keys the bundle holds; each locked one counts.",
                   distinct_key_count},
    FactDefinition{SubjectKind::bundle,
                   "crl_count",
                   FactType::integer,
                   "lists",
                   {},
                   "How many certificate revocation lists the bundle holds.",
                   [](const FactContext& context, const Subject&) { return integer(count_entries(context, formats::EntryKind::crl)); }},
    FactDefinition{SubjectKind::bundle,
                   "has_leaf",
                   FactType::boolean,
                   "",
                   {},
                   "A certificate was found for which the chain is meant.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.analysis.leaf.has_value(); }},
    FactDefinition{SubjectKind::bundle,
                   "leaf_count",
                   FactType::integer,
                   "certificates",
                   {},
                   "How many different end-entity certificates the bundle holds.",
                   leaf_count},
    FactDefinition{SubjectKind::bundle,
                   "leaf_reason",
                   FactType::text,
                   "",
                   {},
                   "Why this certificate was taken for the leaf; absent without one.",
                   [](const FactContext& context, const Subject&) { return text_or_absent(context.analysis.leaf_reason); }},
    FactDefinition{SubjectKind::bundle,
                   "leaf_first",
                   FactType::boolean,
                   "",
                   {},
                   "The first certificate in file order is the leaf.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.analysis.sent.leaf_first; }},
    FactDefinition{SubjectKind::bundle,
                   "ordered",
                   FactType::boolean,
                   "",
                   {},
                   "Each certificate of the path stands after the one that it issued.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.analysis.sent.ordered; }},
    FactDefinition{
        SubjectKind::bundle,
        "sent.order",
        FactType::text_list,
        "",
        {},
        "The names of the certificates in the order in which a server that sends the file as it stands sends them.",
        [](const FactContext& context, const Subject&) -> FactValue { return displays_of(context, context.analysis.sent.members); }},
    FactDefinition{
        SubjectKind::bundle,
        "sent.expected_order",
        FactType::text_list,
        "",
        {},
        "The names of the certificates of the path in the right order, leaf first.",
        [](const FactContext& context, const Subject&) -> FactValue { return displays_of(context, context.analysis.sent.expected); }},
    FactDefinition{SubjectKind::bundle,
                   "sent.root_count",
                   FactType::integer,
                   "certificates",
                   {},
                   "How many root certificates a server that sends the file as it stands sends.",
                   sent_root_count},
    FactDefinition{
        SubjectKind::bundle,
        "other_leaves",
        FactType::text_list,
        "",
        {},
        "The names of the end-entity certificates besides the leaf.",
        [](const FactContext& context, const Subject&) -> FactValue { return displays_of(context, context.analysis.other_leaves); }},
    FactDefinition{SubjectKind::bundle,
                   "rival_leaves",
                   FactType::text_list,
                   "",
                   {},
                   "End-entity certificates besides the leaf that share a name with it and have the same kind of key.",
                   rival_leaves},
};

}  // namespace

std::span<const FactDefinition> bundle_fact_table() { return kBundleFacts; }

}  // namespace chainlint::facts
