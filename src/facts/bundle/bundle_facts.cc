#include <algorithm>
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
  for (const formats::Entry* entry : context.analysis.entries) count += entry->kind == kind ? 1 : 0;
  return count;
}

bool chain_files_only(const FactContext& context) {
  const auto& containers = context.bundle.containers;
  return std::all_of(containers.begin(), containers.end(), [](const formats::Container& each) {
    return each.use == formats::FileUse::chain || each.count(formats::EntryKind::certificate) == 0;
  });
}

std::string display_of(const FactContext& context, std::size_t member) {
  return x509::display_name(*context.analysis.members[member].certificate);
}

std::vector<std::string> displays_of(const FactContext& context, const std::vector<std::size_t>& members) {
  std::vector<std::string> names;
  for (const std::size_t member : members) names.push_back(display_of(context, member));
  return names;
}

FactValue leaf_count(const FactContext& context) {
  return integer((context.analysis.leaf ? 1u : 0u) + context.analysis.other_leaves.size());
}

// Locked keys cannot be compared and count one each.
FactValue distinct_key_count(const FactContext& context) {
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

// Only where a key is that of the leaf: else the right one is missing.
FactValue spare_keys(const FactContext& context) {
  std::vector<std::string> places;
  bool has_key = false;
  for (const chain::KeyMatch& match : context.analysis.keys) {
    const auto& members = match.members;
    has_key = has_key || (context.analysis.leaf && std::find(members.begin(), members.end(), *context.analysis.leaf) != members.end());
    if (match.comparable && members.empty()) places.push_back(brief_place(context.analysis.entries[match.entry]->location));
  }
  return has_key && !places.empty() ? FactValue(places) : FactValue(Absent{});
}

FactValue sent_root_count(const FactContext& context) {
  std::size_t count = 0;
  for (const std::size_t member : context.analysis.sent.members) {
    count += context.analysis.members[member].role == chain::Role::root ? 1 : 0;
  }
  return integer(count);
}

FactValue formats(const FactContext& context) {
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
      if (name.kind == x509::GeneralNameKind::dns || name.kind == x509::GeneralNameKind::ip) names.insert(name.to_string());
    }
  }
  return names;
}

// Whether `other` would be served for a name of the leaf and with the same kind of key: an RSA and an ECDSA certificate side by side are
// meant.
bool rivals(const x509::Certificate& leaf, const x509::Certificate& other) {
  if (leaf.public_key().algorithm != other.public_key().algorithm) return false;
  if (leaf.subject().canonical() == other.subject().canonical()) return true;
  const std::set<std::string> names = dns_names(leaf);
  for (const std::string& name : dns_names(other)) {
    if (names.count(name) != 0) return true;
  }
  return false;
}

FactValue rival_leaves(const FactContext& context) {
  std::vector<std::string> names;
  if (context.analysis.leaf) {
    const x509::Certificate& leaf = *context.analysis.members[*context.analysis.leaf].certificate;
    for (const std::size_t member : context.analysis.other_leaves) {
      const x509::Certificate& other = *context.analysis.members[member].certificate;
      if (rivals(leaf, other)) names.push_back(describe(other));
    }
  }
  return names;
}

}  // namespace

FactTable bundle_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.text("kind", chain::kBundleKindNames,
                  "What the bundle is: a server's certificates, a CA with its key, CA certificates alone, or a file without a certificate.",
                  [](const FactContext& context) { return chain::to_string(context.analysis.kind); }),
      bundle.text("content",
                  "What the bundle contains, in words: 'the CA certificate 'X' and its private key', 'a certificate request (CSR)'.",
                  [](const FactContext& context) { return describe_content(context); }),
      bundle.boolean("server_expected", "A host, a target or a client was specified for the bundle, so it must be a server's bundle.",
                     [](const FactContext& context) { return context.request.server_expected; }),
      bundle.boolean("leaf_unreadable", "An entry that could not be read precedes the first certificate, so that the leaf is not known.",
                     [](const FactContext& context) { return context.analysis.leaf_unreadable; }),
      bundle.text("name", "The path of the bundle's first file, or the name that the user gave the bundle.",
                  [](const FactContext& context) { return context.bundle.name; }),
      bundle.list("formats", "The formats of the bundle's files, each once: 'pem', 'pkcs12', ...", formats),
      bundle.text("layout", formats::kFolderLayoutNames, "The program that laid out the folder in which the bundle was found.",
                  [](const FactContext& context) { return formats::to_string(context.bundle.layout); }),
      bundle.text("unverified_use",
                  "Who receives the certificate, as a sentence, where the configuration of its servers shows that they need none that "
                  "clients can verify; absent otherwise.",
                  [](const FactContext& context) { return text_or_absent(context.bundle.unverified_use); }),
      bundle.integer("certificate_count", "certificates", "How many certificates the bundle contains, duplicates included.",
                     [](const FactContext& context) { return count_entries(context, formats::EntryKind::certificate); }),
      bundle.boolean("chain_files_only", "The only files with certificates are those that were specified with --chain.", chain_files_only),
      bundle.integer("key_count", "keys", "How many private keys the bundle contains, duplicates included.",
                     [](const FactContext& context) { return count_entries(context, formats::EntryKind::private_key); }),
      bundle.integer("distinct_key_count", "keys",
                     "How many different private keys the bundle contains; each locked key counts as a different one.", distinct_key_count),
      bundle.list(
          "spare_keys",
          "The places of private keys that match no certificate of the bundle, besides the leaf's key; absent where there are none.",
          spare_keys),
      bundle.integer("crl_count", "lists", "How many certificate revocation lists the bundle contains.",
                     [](const FactContext& context) { return count_entries(context, formats::EntryKind::crl); }),
      bundle.boolean("has_leaf", "The bundle has a leaf: the certificate for which the chain is intended.",
                     [](const FactContext& context) { return context.analysis.leaf.has_value(); }),
      bundle.integer("leaf_count", "certificates", "How many different end-entity certificates the bundle contains.", leaf_count),
      bundle.text("leaf_reason", "Why this certificate was chosen as the leaf; absent without a leaf.",
                  [](const FactContext& context) { return text_or_absent(context.analysis.leaf_reason); }),
      bundle.boolean("leaf_first", "The first certificate in file order is the leaf.",
                     [](const FactContext& context) { return context.analysis.sent.leaf_first; }),
      bundle.boolean("ordered", "Each certificate of the path follows the one that it issued.",
                     [](const FactContext& context) { return context.analysis.sent.ordered; }),
      bundle.list("sent.order", "The names of the certificates in the order in which a server that sends the file unchanged sends them.",
                  [](const FactContext& context) { return displays_of(context, context.analysis.sent.members); }),
      bundle.list("sent.expected_order", "The names of the certificates of the path in the right order, leaf first.",
                  [](const FactContext& context) { return displays_of(context, context.analysis.sent.expected); }),
      bundle.integer("sent.root_count", "certificates", "How many root certificates a server that sends the file unchanged sends.",
                     sent_root_count),
      bundle.list("other_leaves", "The names of the end-entity certificates besides the leaf.",
                  [](const FactContext& context) { return displays_of(context, context.analysis.other_leaves); }),
      bundle.list("rival_leaves", "End-entity certificates besides the leaf that share a name with it and have the same kind of key.",
                  rival_leaves),
  };
}

}  // namespace chainlint::facts
