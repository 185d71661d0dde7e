// How the missing issuer is obtained, and how it is added to the file where it is missing.

#include <fmt/format.h>

#include <algorithm>

#include "chain/missing_issuer.h"
#include "chain/place.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

// What the user can do for the issuer, by what is known: it is at a place of the run or the pool, the certificate names a URL, or neither.
std::optional<std::string> source(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  if (child == nullptr) return std::nullopt;
  const std::string name = in_quotes(child->issuer().display());
  if (!known_to_run(context).empty()) {
    const chain::KnownCertificate& best = known_to_run(context).front();
    return best.location.line ? "copy the certificate at " + place_text(best)
                              : "copy the certificate " + name + " from " + place_text(best);
  }
  const std::string_view url = child->extensions().issuer_url();
  return url.empty() ? "ask the CA for the certificate " + name : fmt::format("download the certificate {} from {}", name, printable(url));
}

// How a certificate that was downloaded becomes PEM text: RFC 5280 section 4.2.2.1 serves DER, or a set in DER with the ending .p7c.
std::string insert_it(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  const std::string_view url = child == nullptr || !known_to_run(context).empty() ? std::string_view() : child->extensions().issuer_url();
  if (url.empty()) return "insert it";
  const std::string name = file_name_of(url.substr(url.rfind('/') + 1));
  const bool set = to_lower_ascii(name).ends_with(".p7c") || to_lower_ascii(name).ends_with(".p7b");
  return (set ? "insert its PEM text (openssl pkcs7 -inform DER -print_certs -in " : "insert its PEM text (openssl x509 -inform DER -in ") +
         name + ")";
}

// The entry of the bundle with the certificate whose issuer is missing.
const formats::Entry* child_entry(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  const chain::Member* member = child == nullptr ? nullptr : member_with(*child, context);
  return member == nullptr || member->entries.empty() ? nullptr : context.analysis.entries[member->entries.front()];
}

// After which certificate it belongs.
std::string position(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  if (child == nullptr) return "";
  const bool leaf = context.analysis.path->steps.front().certificate.get() == child;
  return leaf ? "after the leaf" : "after " + in_quotes(x509::display_name(*child));
}

// The file or field of a chain that is not in the file of its leaf.
std::string chain_file(const FactContext& context, const formats::Container& own) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  const auto other = std::find_if(containers.begin(), containers.end(), [&](const formats::Container& each) {
    return &each != &own && each.count(formats::EntryKind::certificate) > 0;
  });
  return other == containers.end() ? "the chain file or chain field" : printable(other->path);
}

bool is_split(const FactContext& context) {
  return context.deployment != nullptr && context.deployment->sending.family == chain::ServerFamily::split_file;
}

// How a certificate is added at the end of the chain in the file.
std::optional<std::string> step(const FactContext& context) {
  const formats::Entry* entry = child_entry(context);
  const formats::Container* container = container_with(entry, context);
  if (container == nullptr) return std::nullopt;
  if (is_split(context) && context.analysis.missing && context.analysis.missing->child_is_leaf) {
    return "make it the first certificate of " + chain_file(context, *container) + ", followed by its own issuer";
  }
  const std::string path = printable(entry->location.path);
  const std::string after = position(context);
  if (const std::size_t member = path.rfind('!'); member != std::string::npos) {
    return "unpack " + path.substr(0, member) + " and " + insert_it(context) + " into " + path.substr(member + 1) + " " + after;
  }
  if (formats::traits_of(container->format).family == formats::FormatFamily::java_keystore) {
    return "import the leaf and its issuers into " + path + " under the alias of the key, the leaf first";
  }
  switch (container->format) {
    case formats::Format::kubernetes:
      return "add it " + after + " to the PEM text of " + printable(entry->location.inner) + " in " + path;
    case formats::Format::json:
    case formats::Format::xml:
      return "add it " + after + " to the PEM text at " + printable(entry->location.inner) + " in " + path;
    case formats::Format::pkcs12:
      return "write a new PFX that contains it and the certificates of " + path;
    case formats::Format::pem:
      return insert_it(context) + " into " + path + " " + after;
    default:
      return "write both to a PEM file, the certificate of " + path + " first";
  }
}

}  // namespace

FactTable issuer_step_fact_table() {
  const FactsAbout chain(SubjectKind::chain);
  return {
      chain.text("missing.source",
                 "The step that gets the issuer: a copy from the run, the deployed bundle or the pool, a download from its URL, or a "
                 "request to the CA.",
                 source),
      chain.text("missing.step", "The step that adds a certificate to the chain in its file: 'insert it into site.pem after the leaf'.",
                 step),
  };
}

}  // namespace chainlint::facts
