// What a renewal changes about the file itself: its kind, and what protects keys and certificates in it.

#include <algorithm>

#include "renewal/renewal_place.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kFormat = "format: ", kKey = "private key: ", kCertificates = "certificates: ", kIntegrity = "integrity: ",
                           kPassword = "password: ";

std::string encryption_text(const Rare<crypto::Protection>& protection) {
  if (!protection) return "not encrypted";
  return protection->scheme + (protection->cipher.empty() || protection->scheme == protection->cipher ? "" : " with " + protection->cipher);
}

bool holds_material(const formats::Container& container) {
  return container.count(formats::EntryKind::certificate) > 0 || container.count(formats::EntryKind::private_key) > 0;
}

void describe_entries(const formats::Container& container, Texts& lines) {
  const bool encrypts_certificates = container.format == formats::Format::pkcs12;
  for (const formats::Entry& entry : container.entries) {
    if (entry.kind == formats::EntryKind::private_key) push_unique(lines, std::string(kKey) + encryption_text(entry.protection));
    if (entry.kind == formats::EntryKind::certificate && encrypts_certificates) {
      push_unique(lines, std::string(kCertificates) + encryption_text(entry.protection));
    }
  }
}

void describe_container(const formats::Container& container, Texts& lines) {
  push_unique(lines, std::string(kFormat) + std::string(formats::to_string(container.format)));
  describe_entries(container, lines);
  if (const auto& mac = container.facts.mac) {
    push_unique(lines, std::string(kIntegrity) + (mac->mac.empty() ? mac->scheme : mac->mac));
  } else if (container.format == formats::Format::pkcs12) {
    push_unique(lines, std::string(kIntegrity) + "none");
  }
  switch (container.facts.password) {
    case formats::PasswordUse::none_needed:
      break;
    case formats::PasswordUse::absent:
    case formats::PasswordUse::empty:
      push_unique(lines, std::string(kPassword) + "empty");
      break;
    case formats::PasswordUse::given:
    case formats::PasswordUse::not_found:
    case formats::PasswordUse::changeit:
    case formats::PasswordUse::changeme:
    case formats::PasswordUse::notasecret:
    case formats::PasswordUse::password:
      push_unique(lines, std::string(kPassword) + "needed");
      break;
  }
}

}  // namespace

// Few lines, however many entries: each kind of protection once.
Texts protection_of(const FactContext& context) {
  Texts lines;
  for (const formats::Container& container : context.bundle.containers) {
    if (holds_material(container)) describe_container(container, lines);
  }
  return lines;
}

namespace {

Texts starting_with(const Texts& lines, std::string_view start) {
  Texts found;
  for (const std::string& line : lines) {
    if (line.starts_with(start)) found.push_back(line);
  }
  return found;
}

FactValue container(const FactContext& context) {
  return context.renewal == nullptr ? FactValue(Absent{}) : FactValue(protection_of(context));
}

FactValue previous_container(const FactContext& context) {
  return context.renewal == nullptr ? FactValue(Absent{}) : FactValue(protection_of(context.renewal->previous));
}

FactValue format_changed(const FactContext& context) {
  if (context.renewal == nullptr) return Absent{};
  return starting_with(protection_of(context.renewal->previous), kFormat) != starting_with(protection_of(context), kFormat);
}

// What only one of the two has, such as a private key, is no change of its encryption.
FactValue encryption_changed(const FactContext& context) {
  if (context.renewal == nullptr) return Absent{};
  const Texts before = protection_of(context.renewal->previous), after = protection_of(context);
  if (starting_with(before, kFormat) != starting_with(after, kFormat)) return false;
  for (const std::string_view part : {kKey, kCertificates, kIntegrity, kPassword}) {
    const Texts then = starting_with(before, part), now = starting_with(after, part);
    if (!then.empty() && !now.empty() && then != now) return true;
  }
  return false;
}

bool locked(const formats::Container& container) { return container.facts.password == formats::PasswordUse::not_found; }

bool brings_key(const FactContext& context) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  return !context.analysis.keys.empty() || std::any_of(containers.begin(), containers.end(), [](const formats::Container& container) {
    return container.count(formats::EntryKind::private_key) > 0;
  });
}

// What a file contains that no password opened is not known.
FactValue key_left_out(const FactContext& context) {
  if (context.renewal == nullptr) return Absent{};
  const std::vector<formats::Container>& containers = context.bundle.containers;
  if (std::any_of(containers.begin(), containers.end(), locked)) return Absent{};
  return brings_key(context.renewal->previous) && !brings_key(context);
}

}  // namespace

FactTable renewal_container_fact_table() {
  const FactsAbout renewal(SubjectKind::renewal, sides_of);
  return {
      renewal.list("container", "The kind of file and what protects its keys and certificates: 'format: pkcs12', ...", container),
      renewal.list("previous_container", "The kind of the deployed file and what protects its keys and certificates.", previous_container),
      renewal.boolean("format_changed", "The file is of another kind than the deployed one.", format_changed),
      renewal.boolean("encryption_changed",
                      "The kind of file is the same, and its keys or certificates are encrypted or protected in another way.",
                      encryption_changed),
      renewal.boolean("key_left_out",
                      "The new bundle has no private key, although the deployed one has; absent where no password opens the file.",
                      key_left_out),
  };
}

}  // namespace chainlint::facts
