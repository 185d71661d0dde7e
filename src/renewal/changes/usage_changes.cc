// What differs in the extensions of the two leaves: purposes, key usage, policies, and the rest.

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "changes/change_sides.h"

namespace chainlint::renewal {

namespace {

Texts oid_names(const std::optional<std::vector<ByteView>>& oids, const std::string& without) {
  if (!oids) return {without};
  Texts names;
  for (const ByteView oid : *oids) names.push_back(printable(asn1::oid_name(oid)));
  return names;
}

// "the extension is new", "the extension is gone"; nothing where both have it or neither.
void add_presence(std::string& message, bool before, bool after) {
  if (before != after) add_phrase(message, after ? "the extension is added" : "the extension is removed");
}

void add_lists(std::string& message, const Texts& lost, const Texts& gained) {
  if (!lost.empty()) add_phrase(message, "loses " + some_of(lost));
  if (!gained.empty()) add_phrase(message, "gains " + some_of(gained));
}

// Those that have kinds of change of their own, and the key ids, which change with the keys.
bool told_elsewhere(ByteView oid) {
  return equal(oid, x509::oid::kSubjectAltName) || equal(oid, x509::oid::kKeyUsage) || equal(oid, x509::oid::kExtendedKeyUsage) ||
         equal(oid, x509::oid::kCertificatePolicies);
}

std::string extension_name(ByteView oid) {
  if (equal(oid, x509::oid::kTlsFeature)) return "must-staple (tlsFeature)";
  if (equal(oid, x509::oid::kSignedCertificateTimestamps)) return "embedded SCTs";
  return printable(asn1::oid_name(oid));
}

// Everything that people look for by its presence: extensions, whether they are critical, where to ask for revocation and issuer.
Texts extensions_of(const x509::Certificate& leaf) {
  Texts texts;
  for (const x509::Extension& extension : leaf.extensions().all) {
    if (!told_elsewhere(extension.oid)) texts.push_back(extension_name(extension.oid) + (extension.critical ? ", critical" : ""));
  }
  if (!leaf.extensions().ocsp_urls.empty()) texts.push_back("an OCSP URL");
  if (!leaf.extensions().ca_issuers_urls.empty()) texts.push_back("a URL of the issuer's certificate");
  if (!leaf.extensions().crl_urls.empty()) texts.push_back("a CRL URL");
  return texts;
}

}  // namespace

Difference extended_key_usage_change(const ChangeSides& sides) {
  const auto& before = sides.old_leaf->extensions().extended_key_usage;
  const auto& after = sides.new_leaf->extensions().extended_key_usage;
  Difference change{false, "", oid_names(before, "no extension: any purpose"), oid_names(after, "no extension: any purpose")};
  if (const Texts lost = facts::changed_usages(sides.leaves(), facts::Direction::lost); !lost.empty()) {
    std::string phrase = "no longer valid for " + some_of(lost);
    const std::string by = facts::client_auth_refused_by(sides.leaves()).value_or("");
    const bool by_issuer = !by.empty() && by != x509::display_name(*sides.new_leaf);
    if (by_issuer && std::find(lost.begin(), lost.end(), "clientAuth") != lost.end()) {
      phrase += ", which " + in_quotes(by) + " does not allow";
    }
    add_phrase(change.message, phrase);
  }
  if (const Texts gained = facts::changed_usages(sides.leaves(), facts::Direction::gained); !gained.empty()) {
    add_phrase(change.message, "now valid for " + some_of(gained));
  }
  add_presence(change.message, before.has_value(), after.has_value());
  change.differs =
      !change.message.empty() || !missing_in(change.before, change.after).empty() || !missing_in(change.after, change.before).empty();
  if (change.message.empty()) change.message = change.differs ? "the same purposes, listed differently" : "the same purposes as before";
  return change;
}

Difference key_usage_change(const ChangeSides& sides) {
  const std::optional<std::uint32_t> before = sides.old_leaf->extensions().key_usage;
  const std::optional<std::uint32_t> after = sides.new_leaf->extensions().key_usage;
  Difference change;
  change.before = before ? x509::key_usage_names(*before) : Texts{"no extension: any use"};
  change.after = after ? x509::key_usage_names(*after) : Texts{"no extension: any use"};
  add_presence(change.message, before.has_value(), after.has_value());
  if (before && after) {
    add_lists(change.message, facts::changed_key_usages(sides.leaves(), facts::Direction::lost),
              facts::changed_key_usages(sides.leaves(), facts::Direction::gained));
  }
  change.differs = !change.message.empty();
  if (!change.differs) change.message = "the same key usage as before";
  return change;
}

Difference policies_change(const ChangeSides& sides) {
  Difference change{false, "", oid_names(sides.old_leaf->extensions().policies, "none"),
                    oid_names(sides.new_leaf->extensions().policies, "none")};
  const std::string then(facts::validation_of(*sides.old_leaf).value_or("")), now(facts::validation_of(*sides.new_leaf).value_or(""));
  if (then != now) {
    add_phrase(change.message, now.empty()    ? "no kind of validation is claimed; it was '" + then + "'"
                               : then.empty() ? "the kind of validation is '" + now + "'; none was claimed before"
                                              : "the kind of validation is '" + now + "' instead of '" + then + "'");
  }
  add_lists(change.message, facts::changed_policies(sides.leaves(), facts::Direction::lost),
            facts::changed_policies(sides.leaves(), facts::Direction::gained));
  change.differs = !change.message.empty();
  if (!change.differs) change.message = "the same policies as before";
  return change;
}

Difference extensions_change(const ChangeSides& sides) {
  Difference change{false, "", extensions_of(*sides.old_leaf), extensions_of(*sides.new_leaf)};
  add_lists(change.message, missing_in(change.before, change.after), missing_in(change.after, change.before));
  change.differs = !change.message.empty();
  if (!change.differs) change.message = "the same extensions as before";
  return change;
}

}  // namespace chainlint::renewal
