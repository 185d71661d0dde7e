// The step that puts the missing issuer into the file where it is missing, in words.

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
                              : "take the certificate " + name + " from " + place_text(best);
  }
  const auto& urls = child->extensions().ca_issuers_urls;
  return urls.empty() ? "ask the CA for the certificate " + name : "download the certificate " + name + " from " + urls.front();
}

// The entry of the bundle that holds the certificate whose issuer is missing.
const formats::Entry* child_entry(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  const chain::Member* member = child == nullptr ? nullptr : member_with(*child, context);
  return member == nullptr || member->entries.empty() ? nullptr : context.analysis.entries[member->entries.front()];
}

std::optional<std::string> file(const FactContext& context) {
  const formats::Entry* entry = child_entry(context);
  return entry == nullptr ? std::nullopt : std::optional(entry->location.path);
}

std::optional<std::string> position(const FactContext& context) {
  const x509::Certificate* child = child_of(context);
  if (child == nullptr) return std::nullopt;
  const bool leaf = context.analysis.path->steps.front().certificate.get() == child;
  return leaf ? "after the leaf" : "after " + in_quotes(x509::display_name(*child));
}

// How a certificate is added at the end of the chain in the file, in words that need the name of the certificate before them.
std::optional<std::string> step(const FactContext& context) {
  const formats::Entry* entry = child_entry(context);
  const formats::Container* container = container_with(entry, context);
  if (container == nullptr) return std::nullopt;
  const std::string path = printable(entry->location.path), file = shell_word(entry->location.path, "FILE");
  const std::string after = position(context).value_or("");
  if (const std::size_t member = path.rfind('!'); member != std::string::npos) {
    return "unpack " + path.substr(0, member) + ", insert it into " + path.substr(member + 1) + " " + after;
  }
  if (formats::traits_of(container->format).family == formats::FormatFamily::java_keystore) {
    return "write the leaf and its issuers to chain.pem, the leaf first, and import it under the alias of the key: keytool -importcert "
           "-trustcacerts -alias " +
           shell_word(entry->label, "ALIAS") + " -file chain.pem -keystore " + file;
  }
  switch (container->format) {
    case formats::Format::kubernetes:
      return "add it " + after + " to the PEM text of " + printable(entry->location.inner) + " in " + path + ", and apply the object again";
    case formats::Format::json:
      return "add it " + after + " to the PEM text at " + printable(entry->location.inner) + " in " + path;
    case formats::Format::pkcs12:
      return "save it as issuer.pem and write a new PFX: openssl pkcs12 -in " + file +
             " -nodes -out all.pem, then cat issuer.pem >> all.pem, then openssl pkcs12 -export -in all.pem -out new.pfx, then delete "
             "all.pem";
    case formats::Format::pem:
      return "insert it into " + path + " " + after;
    default:
      return "write both to a PEM file, the certificate of " + path + " first";
  }
}

// The whole step: "copy the certificate at b/mail.pem:25 into site.pem after the leaf".
std::optional<std::string> insertion(const FactContext& context) {
  const std::optional<std::string> from = source(context), how = step(context);
  if (!from || !how) return std::nullopt;
  if (from->starts_with("copy") && how->starts_with("insert it ")) return *from + how->substr(std::string_view("insert it").size());
  return *from + ", then " + *how;
}

}  // namespace

FactTable issuer_step_fact_table() {
  const FactsAbout chain(SubjectKind::chain);
  return {
      chain.text(
          "missing.source",
          "The step that gets the issuer: copied from where it is in the run or the pool, downloaded from its URL, or asked of the CA.",
          source),
      chain.text("missing.insertion", "The step that puts the issuer into the file where it is missing.", insertion),
      chain.text(
          "missing.step",
          "How a certificate is added to the chain in its file: 'insert it into site.pem after the leaf', or the commands for a PFX.",
          step),
      chain.text("missing.file", "The file with the certificate whose issuer is missing.", file),
      chain.text("missing.position", "Where the missing intermediate belongs: after the leaf, or after which CA certificate.", position),
  };
}

}  // namespace chainlint::facts
