// Pins: services that are configured with the deployed certificate and not with the new one.

#include <algorithm>

#include "chainlint/crypto/digest.h"
#include "chainlint/facts/stale_pins.h"
#include "renewal/renewal_place.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

std::vector<std::string> services(const std::vector<StalePin>& stale) {
  std::vector<std::string> texts;
  for (const StalePin& each : stale) texts.push_back("'" + each.pin->service + "' (" + to_string(each.pin->location) + ")");
  return texts;
}

std::optional<StalePins> pins_of(const FactContext& context) {
  const std::optional<RenewalSides> sides = sides_of(context);
  return sides && context.renewal->pins != nullptr ? std::optional(stale_pins(context)) : std::nullopt;
}

// The key of the new leaf is a pin of the list: another key would make it stale.
FactValue is_key_pinned(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  if (leaf == nullptr || context.renewal == nullptr || context.renewal->pins == nullptr) return Absent{};
  const std::string key = to_hex(crypto::sha256(leaf->public_key().der));
  const std::vector<formats::Pin>& pins = *context.renewal->pins;
  return std::any_of(pins.begin(), pins.end(), [&](const formats::Pin& pin) { return pin.value == key; });
}

std::vector<std::string> bindings(const StalePins& stale) {
  std::vector<std::string> kinds;
  for (const StalePin& each : stale.leaf) push_unique(kinds, std::string(to_string(binding_kind(*each.pin))));
  return kinds;
}

// One step per binding of HTTP.sys.
FactValue http_sys_steps(const FactContext& context) {
  const std::optional<StalePins> stale = pins_of(context);
  if (!stale) return Absent{};
  const x509::Certificate& leaf = *context.analysis.members[*context.analysis.leaf].certificate;
  std::vector<std::string> steps;
  for (const StalePin& each : stale->leaf) {
    const std::string command = http_sys_command(*each.pin, crypto::thumbprint(leaf));
    if (!command.empty()) steps.push_back("For " + each.pin->service + ", run: " + command);
  }
  return steps;
}

}  // namespace

FactTable pin_fact_table() {
  const FactsAbout pins(SubjectKind::renewal, pins_of);
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      pins.list("stale_pins",
                "The services of --pins that are configured with the deployed certificate or key, and not with the new one; absent "
                "without a list.",
                [](const StalePins& it) { return services(it.leaf); }),
      pins.list("stale_pins.bindings", kBindingKindNames, "What kinds of services 'stale_pins' names, each once.", bindings),
      FactsAbout(SubjectKind::renewal)
          .list("stale_pins.http_sys", "The steps that set the new certificate in the bindings of HTTP.sys that 'stale_pins' names.",
                http_sys_steps),
      FactsAbout(SubjectKind::renewal)
          .boolean("key_pinned", "The key of the new leaf is a pin in the list of --pins; absent without a list.", is_key_pinned),
      pins.list(
          "stale_issuer_pins",
          "The services of --pins that are configured with a CA of the deployed chain that is not in the new chain; absent without a list.",
          [](const StalePins& it) { return services(it.issuers); }),
      certificate.text("sha1", "The SHA-1 of the certificate, in lower-case hexadecimal: the thumbprint of Windows.", crypto::thumbprint),
      certificate.text("key.sha256", "The SHA-256 of the public key (SubjectPublicKeyInfo), in lower-case hexadecimal, as in pins of keys.",
                       [](const x509::Certificate& it) {
                         return text_or_absent(it.public_key().der.empty() ? std::string() : to_hex(crypto::sha256(it.public_key().der)));
                       }),
  };
}

}  // namespace chainlint::facts
