// What the file, keystore or object around a bundle says about it.

#include <algorithm>
#include <array>
#include <set>

#include "chain/place.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "tables.h"
#include "target/target_place.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 2> kObjects = {"Route", "Secret"};
constexpr std::string_view kRouteChain = "spec.tls.caCertificate";

FactValue dual_algorithms(const FactContext& context) {
  const std::vector<std::string>& dual = context.bundle.dual;
  return dual.empty() ? FactValue(Absent{}) : FactValue(dual);
}

// Said once per file.
FactValue first_of_dual(const FactContext& context) {
  const formats::Bundle& bundle = context.bundle;
  return true_or_absent(!bundle.dual.empty() && !bundle.containers.empty() && !bundle.containers.front().entries.empty() &&
                        bundle.containers.front().entries.front().location.entry == 1u);
}

// A server certificate in a Secret or Route is there to be served. What the reader has said about a value of the bundle says it already.
FactValue object_without_key(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || x509::looks_self_signed(*leaf) || !context.analysis.keys.empty() || context.bundle.containers.size() != 1) {
    return Absent{};
  }
  const formats::Container& container = context.bundle.containers.front();
  const bool said = std::any_of(container.diagnostics.begin(), container.diagnostics.end(),
                                [](const Diagnostic& diagnostic) { return diagnostic.severity != Severity::note; });
  if (container.format != formats::Format::kubernetes || container.entries.empty() || said) return Absent{};
  for (const std::string_view kind : kObjects) {
    if (container.entries.front().object.starts_with(std::string(kind) + " ")) return text(kind);
  }
  return Absent{};
}

FactValue written_by_java(const FactContext& context) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  return std::any_of(containers.begin(), containers.end(),
                     [](const formats::Container& container) { return container.facts.written_by_java; });
}

bool may_have_issued(const x509::Certificate& issuer, const x509::Certificate& child) {
  if (issuer.subject().canonical() != child.issuer().canonical()) return false;
  const auto& authority = child.extensions().authority_key_id;
  const auto& own = issuer.extensions().subject_key_id;
  return !authority || !authority->key_id || !own || equal(*authority->key_id, *own);
}

// The last certificate upwards from the leaf that the bundle contains.
const x509::Certificate* top_of_chain(const FactContext& context) {
  const x509::Certificate* top = leaf_of(context);
  std::set<const x509::Certificate*> seen;
  while (top != nullptr && !x509::looks_self_signed(*top) && seen.insert(top).second) {
    const auto issuer = std::find_if(context.analysis.members.begin(), context.analysis.members.end(),
                                     [&](const chain::Member& member) { return may_have_issued(*member.certificate, *top); });
    if (issuer == context.analysis.members.end()) return top;
    top = issuer->certificate.get();
  }
  return nullptr;
}

// Whether a root issued the leaf itself, which then needs no chain: one of the bundle, the anchors or another file of the run.
bool is_issued_by_root(const FactContext& context) {
  const std::optional<chain::Path>& path = context.analysis.path;
  return path && path->steps.size() == 2 && x509::looks_self_signed(*path->steps.back().certificate);
}

// The issuer that the key entry of a Java keystore lacks and that is a trusted entry of it. A root is not sent anyway.
const formats::Entry* unsent_issuer(const FactContext& context) {
  const bool trusted_end = context.analysis.path && context.analysis.path->stop == chain::StopReason::anchor;
  const x509::Certificate* top = context.bundle.trusted.empty() || trusted_end ? nullptr : top_of_chain(context);
  if (top == nullptr) return nullptr;
  return find_trusted_entry(
      context, [&](const x509::Certificate& issuer) { return !x509::looks_self_signed(issuer) && may_have_issued(issuer, *top); });
}

FactValue unsent_issuer_name(const FactContext& context) {
  const formats::Entry* entry = unsent_issuer(context);
  return entry == nullptr ? FactValue(Absent{}) : text(x509::display_name(*entry->certificate));
}

FactValue unsent_alias(const FactContext& context) {
  const formats::Entry* entry = unsent_issuer(context);
  return entry == nullptr ? FactValue(Absent{}) : text_or_absent(entry->label);
}

// The trusted entry of a Java keystore with the certificate that a CA issued for the key, while the key entry has its self-signed one.
const formats::Entry* reply(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || !x509::looks_self_signed(*leaf)) return nullptr;
  const ByteView key = leaf->public_key().der;
  return find_trusted_entry(
      context, [&](const x509::Certificate& answer) { return equal(answer.public_key().der, key) && !x509::looks_self_signed(answer); });
}

FactValue reply_alias(const FactContext& context) {
  const formats::Entry* entry = reply(context);
  return entry == nullptr ? FactValue(Absent{}) : text_or_absent(entry->label);
}

FactValue key_alias(const FactContext& context) {
  if (context.analysis.keys.size() != 1) return Absent{};
  return text_or_absent(context.analysis.entries[context.analysis.keys.front().entry]->label);
}

// "Route" of "Route shop/shop".
std::string object_kind_of(const FactContext& context) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  if (containers.empty() || containers.front().format != formats::Format::kubernetes || containers.front().entries.empty()) return "";
  const std::string& object = containers.front().entries.front().object;
  return object.substr(0, object.find(' '));
}

FactValue object_kind(const FactContext& context) { return text_or_absent(object_kind_of(context)); }

// What a Route has in place of the issuer of its certificate.
FactValue foreign_ca(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  const bool whole = context.analysis.path && context.analysis.path->stop == chain::StopReason::anchor;
  if (leaf == nullptr || leaf->self_issued() || whole || object_kind_of(context) != "Route") return Absent{};
  const x509::Certificate* first = nullptr;
  for (const formats::Entry* entry : context.analysis.entries) {
    if (entry->certificate == nullptr) continue;
    if (may_have_issued(*entry->certificate, *leaf)) return Absent{};
    if (first == nullptr && entry->location.inner.find(kRouteChain) != std::string::npos) first = entry->certificate.get();
  }
  return first == nullptr ? FactValue(Absent{}) : text(first->subject().display());
}

FactValue exported_stores_of(const FactContext& context) {
  if (context.bundle.export_of == nullptr) return Absent{};
  std::vector<std::string> names;
  for (const formats::Entry& entry : context.bundle.export_of->entries) {
    if (!entry.store.empty()) push_unique(names, entry.store);
  }
  return names;
}

}  // namespace

FactTable composition_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.list("dual.algorithms",
                  "The key algorithms of a PEM file with one group of key, leaf and chain for each, where the bundle is one of the groups; "
                  "its own algorithm is first.",
                  dual_algorithms),
      bundle.boolean("dual.first", "The bundle is the first group of a PEM file with one group of key, leaf and chain per key algorithm.",
                     first_of_dual),
      bundle.text("object.kind", "The kind of the Kubernetes object that the bundle comes from: 'Secret', 'Route', 'ConfigMap', ...",
                  object_kind),
      bundle.text("route.foreign_ca",
                  "The first certificate in caCertificate of an OpenShift Route that does not contain the issuer of its certificate.",
                  foreign_ca),
      bundle.text("object_without_key", kObjects,
                  "The kind of the Kubernetes object that contains the leaf without a private key; absent for all other bundles.",
                  object_without_key),
      bundle.list(
          "exported_stores",
          "The stores of the Windows machine in whose export the bundle was found: 'My', 'CA', 'Root'; absent for all other bundles.",
          exported_stores_of),
      bundle.boolean("issued_by_root", "A root issued the leaf: one of the bundle, the trust anchors or another file of the run.",
                     is_issued_by_root),
      bundle.boolean("pfx.written_by_java", "The bundle contains a PKCS#12 file with attributes that only Java writes.", written_by_java),
      bundle.text("keystore.unsent_issuer",
                  "The issuer that the chain of the key entry lacks and that is a trusted entry of the same Java keystore.",
                  unsent_issuer_name),
      bundle.text("keystore.unsent_alias", "The alias of the trusted entry with the issuer that the chain of the key entry lacks.",
                  unsent_alias),
      bundle.text("keystore.reply_alias",
                  "The alias of the trusted entry with a certificate that a CA issued for the leaf's key, where the leaf is self-signed.",
                  reply_alias),
      bundle.text("keystore.key_alias", "The alias or friendly name of the only private key of the bundle.", key_alias),
  };
}

}  // namespace chainlint::facts
