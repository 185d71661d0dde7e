// Pins: what services were told of the certificate before, and what they were not told yet.

#include <algorithm>
#include <array>
#include <unordered_set>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "renewal_place.h"
#include "tables.h"

namespace chainlint {

namespace {

using Sides = RenewalSides;

// A name as people copy it: blanks after commas and case tell nothing.
std::string comparable_name(std::string_view name) {
  std::string text;
  for (const char c : to_lower_ascii(name)) {
    if (c != ' ' || (!text.empty() && text.back() != ',' && text.back() != ' ')) {
      text += c;
    }
  }
  return text;
}

// Everything by which certificates can be pinned.
class Marks {
 public:
  void add(const Certificate& certificate) {
    sha1_.insert(to_hex(sha1(certificate.der())));
    sha256_.insert(to_hex(certificate.sha256()));
    keys_.insert(to_hex(sha256(certificate.public_key().der)));
    add_name(certificate.subject());
  }

  void add_name(const Name& name) {
    names_.insert(comparable_name(name.to_string()));
    names_.insert(comparable_name(name.display()));
  }

  bool have(const Pin& pin) const {
    switch (pin.kind) {
      case Pin::Kind::certificate_sha1:
        return sha1_.count(pin.value) != 0;
      case Pin::Kind::certificate_sha256:
        return sha256_.count(pin.value) != 0;
      case Pin::Kind::key_sha256:
        return keys_.count(pin.value) != 0;
      case Pin::Kind::any_sha256:
        return sha256_.count(pin.value) != 0 || keys_.count(pin.value) != 0;
      case Pin::Kind::issuer:
        return names_.count(comparable_name(pin.value)) != 0;
    }
    return false;
  }

 private:
  std::unordered_set<std::string> sha1_, sha256_, keys_, names_;
};

std::string pin_text(const Pin& pin) { return "'" + pin.service + "' (" + to_string(pin.location) + ")"; }

// The pins of the list that are marks of what goes and none of what comes.
std::vector<std::string> stale(const std::vector<Pin>& pins, const Marks& goes, const Marks& comes, bool issuers) {
  std::vector<std::string> texts;
  for (const Pin& pin : pins) {
    if ((issuers || pin.kind != Pin::Kind::issuer) && goes.have(pin) && !comes.have(pin)) {
      texts.push_back(pin_text(pin));
    }
  }
  return texts;
}

template <class Read>
FactValue of_pins(const FactContext& context, Read read) {
  return of_sides(context, [&](const Sides& sides) -> FactValue {
    const std::vector<Pin>* pins = sides.after.renewal->pins;
    return pins == nullptr ? FactValue(Absent{}) : FactValue(read(sides, *pins));
  });
}

FactValue stale_pins(const FactContext& context, const Subject&) {
  return of_pins(context, [](const Sides& s, const std::vector<Pin>& pins) {
    Marks goes, comes;
    goes.add(s.old_leaf);
    comes.add(s.new_leaf);
    return stale(pins, goes, comes, false);
  });
}

// The CA certificates above the leaf: those of the path, and those that the file brings besides.
void add_issuers(const FactContext& context, Marks& marks) {
  if (context.analysis.path) {
    for (std::size_t step = 1; step < context.analysis.path->steps.size(); ++step) {
      marks.add(*context.analysis.path->steps[step].certificate);
    }
  }
}

bool is_complete(const FactContext& context) { return !context.analysis.missing; }

// Where the next chain lacks the very issuer of before, that issuer is what clients will see once it is put back.
FactValue stale_issuer_pins(const FactContext& context, const Subject&) {
  return of_pins(context, [](const Sides& s, const std::vector<Pin>& pins) {
    Marks goes, comes;
    add_issuers(s.before, goes);
    goes.add_name(s.old_leaf.issuer());
    add_issuers(s.after, comes);
    comes.add_name(s.new_leaf.issuer());
    if (!is_complete(s.after) && !issuer_differs(s.old_leaf, s.new_leaf)) {
      return std::vector<std::string>{};
    }
    return stale(pins, goes, comes, true);
  });
}

const std::array kFacts = {
    FactDefinition{SubjectKind::renewal,
                   "stale_pins",
                   FactType::text_list,
                   "",
                   {},
                   "The services of --pins that were told the certificate or key of before, and not the new one; absent without a list.",
                   stale_pins},
    FactDefinition{SubjectKind::renewal,
                   "stale_issuer_pins",
                   FactType::text_list,
                   "",
                   {},
                   "The services of --pins that were told a CA of the chain before that is not in the new chain; absent without a list.",
                   stale_issuer_pins},
    FactDefinition{
        SubjectKind::certificate,
        "sha1",
        FactType::text,
        "",
        {},
        "The SHA-1 of the certificate, in lower-case hexadecimal: what Windows calls its thumbprint.",
        [](const FactContext& context, const Subject& subject) { return text(to_hex(sha1(certificate_of(subject, context).der()))); }},
    FactDefinition{SubjectKind::certificate,
                   "key.sha256",
                   FactType::text,
                   "",
                   {},
                   "The SHA-256 of the public key (SubjectPublicKeyInfo), in lower-case hexadecimal: what pins of keys name.",
                   [](const FactContext& context, const Subject& subject) {
                     return text_or_absent(certificate_of(subject, context).public_key().der.empty()
                                               ? std::string()
                                               : to_hex(sha256(certificate_of(subject, context).public_key().der)));
                   }},
};

}  // namespace

std::span<const FactDefinition> pin_fact_table() { return kFacts; }

}  // namespace chainlint
