#include "chainlint/facts/stale_pins.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "renewal/renewal_place.h"

namespace chainlint::facts {
namespace {

// A name as people copy it: blanks after commas and case tell nothing.
std::string comparable_name(std::string_view name) {
  std::string text;
  for (const char c : to_lower_ascii(name)) {
    if (c != ' ' || (!text.empty() && text.back() != ',' && text.back() != ' ')) text += c;
  }
  return text;
}

std::string sha256_of(const x509::Certificate& certificate) { return to_hex(certificate.sha256()); }
std::string key_of(const x509::Certificate& certificate) { return to_hex(crypto::sha256(certificate.public_key().der)); }

// Everything by which certificates can be pinned.
class Marks {
 public:
  void add(const x509::Certificate& certificate) {
    sha1_.insert(crypto::thumbprint(certificate));
    sha256_.insert(sha256_of(certificate));
    keys_.insert(key_of(certificate));
    add_name(certificate.subject());
  }

  void add_name(const x509::Name& name) {
    names_.insert(comparable_name(name.to_string()));
    names_.insert(comparable_name(name.display()));
  }

  bool have(const formats::Pin& pin) const {
    switch (pin.kind) {
      case formats::Pin::Kind::certificate_sha1:
        return sha1_.count(pin.value) != 0;
      case formats::Pin::Kind::certificate_sha256:
        return sha256_.count(pin.value) != 0;
      case formats::Pin::Kind::key_sha256:
        return keys_.count(pin.value) != 0;
      case formats::Pin::Kind::any_sha256:
        return has_certificate(pin) || keys_.count(pin.value) != 0;
      case formats::Pin::Kind::issuer:
        return names_.count(comparable_name(pin.value)) != 0;
    }
    return false;
  }

  bool has_certificate(const formats::Pin& pin) const { return sha256_.count(pin.value) != 0; }

 private:
  std::unordered_set<std::string> sha1_, sha256_, keys_, names_;
};

// The pin with `value`, as a list writes it. A bare SHA-256 is written for what it was found to be.
std::string pin_text(const formats::Pin& pin, const std::string& value, bool of_key) {
  switch (pin.kind) {
    case formats::Pin::Kind::certificate_sha1:
      return "sha1:" + value;
    case formats::Pin::Kind::certificate_sha256:
      return "sha256:" + value;
    case formats::Pin::Kind::key_sha256:
      return "spki:" + value;
    case formats::Pin::Kind::any_sha256:
      return (of_key ? "spki:" : "sha256:") + value;
    case formats::Pin::Kind::issuer:
      return "issuer:" + value;
  }
  return value;
}

// What takes the place of a pin: the mark of the same kind of what comes. Of a CA of which there is only the name, that name.
std::string new_text(const formats::Pin& pin, const x509::Certificate* comes, const x509::Name& name, bool of_key) {
  if (pin.kind == formats::Pin::Kind::issuer || comes == nullptr) return "issuer:" + name.to_string();
  const bool key = pin.kind == formats::Pin::Kind::key_sha256 || of_key;
  return pin_text(pin,
                  pin.kind == formats::Pin::Kind::certificate_sha1 ? crypto::thumbprint(*comes)
                  : key                                            ? key_of(*comes)
                                                                   : sha256_of(*comes),
                  of_key);
}

struct Replacement {
  Marks goes, comes;
  const x509::Certificate* certificate;  // that comes; null where it is not available
  const x509::Name& name;                // of it
};

// A client with several pins accepts a certificate that fits one of them: the new pin was added before the change.
bool has_new_pin(const std::vector<formats::Pin>& pins, const formats::Pin& old, const Marks& comes) {
  return std::any_of(pins.begin(), pins.end(), [&](const formats::Pin& pin) {
    return !pin.service.empty() && pin.service == old.service && pin.kind == old.kind && comes.have(pin);
  });
}

std::vector<StalePin> stale(const std::vector<formats::Pin>& pins, const Replacement& change, bool issuers) {
  std::vector<StalePin> found;
  for (const formats::Pin& pin : pins) {
    if ((!issuers && pin.kind == formats::Pin::Kind::issuer) || !change.goes.have(pin) || change.comes.have(pin)) continue;
    if (has_new_pin(pins, pin, change.comes)) continue;
    const bool of_key = pin.kind == formats::Pin::Kind::any_sha256 && !change.goes.has_certificate(pin);
    found.push_back({&pin, pin_text(pin, pin.value, of_key), new_text(pin, change.certificate, change.name, of_key)});
  }
  return found;
}

void add_issuers(const FactContext& context, Marks& marks) {
  for (std::size_t step = 1; context.analysis.path && step < context.analysis.path->steps.size(); ++step) {
    marks.add(*context.analysis.path->steps[step].certificate);
  }
}

bool mentions(std::string_view service, std::string_view word) { return service.find(word) != std::string_view::npos; }

}  // namespace

StalePins stale_pins(const FactContext& next) {
  StalePins found;
  if (next.renewal == nullptr || next.renewal->pins == nullptr || !next.analysis.leaf || !next.renewal->previous.analysis.leaf) {
    return found;
  }
  const FactContext& before = next.renewal->previous;
  const x509::Certificate& old_leaf = *before.analysis.members[*before.analysis.leaf].certificate;
  const x509::Certificate& new_leaf = *next.analysis.members[*next.analysis.leaf].certificate;
  Replacement leaf{{}, {}, &new_leaf, new_leaf.subject()};
  leaf.goes.add(old_leaf);
  leaf.comes.add(new_leaf);
  found.leaf = stale(*next.renewal->pins, leaf, false);
  if (next.analysis.missing && !issuer_differs(old_leaf, new_leaf)) return found;
  const bool issuer_there = next.analysis.path && next.analysis.path->steps.size() > 1;
  Replacement issuers{{}, {}, issuer_there ? next.analysis.path->steps[1].certificate.get() : nullptr, new_leaf.issuer()};
  add_issuers(before, issuers.goes);
  issuers.goes.add_name(old_leaf.issuer());
  add_issuers(next, issuers.comes);
  issuers.comes.add_name(new_leaf.issuer());
  found.issuers = stale(*next.renewal->pins, issuers, true);
  return found;
}

std::string_view http_sys_endpoint(const formats::Pin& pin) {
  constexpr std::string_view kService = "HTTP.sys ";
  const std::string_view service = pin.service;
  return service.starts_with(kService) ? service.substr(kService.size()) : std::string_view();
}

std::string http_sys_command(const formats::Pin& pin, std::string_view thumbprint) {
  const std::string endpoint = endpoint_word(http_sys_endpoint(pin));
  if (endpoint.empty()) return {};
  const bool address = (endpoint[0] >= '0' && endpoint[0] <= '9') || endpoint[0] == '[';
  return std::string("netsh http update sslcert ") + (address ? "ipport=" : "hostnameport=") + endpoint +
         " certhash=" + std::string(thumbprint) + " appid=" + (pin.application.empty() ? "{APPID}" : pin.application) +
         (address ? "" : " certstorename=MY");
}

BindingKind binding_kind(const formats::Pin& pin) {
  if (pin.kind != formats::Pin::Kind::certificate_sha1) return BindingKind::client;
  if (!http_sys_endpoint(pin).empty()) return BindingKind::http_sys;
  const std::string service = to_lower_ascii(pin.service);
  if (mentions(service, "rdp") || mentions(service, "remote desktop") || mentions(service, "termserv")) return BindingKind::rdp;
  if (mentions(service, "winrm") || mentions(service, ":5986")) return BindingKind::winrm;
  if (mentions(service, "adfs") || mentions(service, "ad fs") || mentions(service, ":49443")) return BindingKind::adfs;
  return mentions(service, "exchange") ? BindingKind::exchange : BindingKind::other;
}

}  // namespace chainlint::facts
