// Pins that a renewal makes stale: services that are configured with the deployed certificate and not with the new one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/facts/subject.h"
#include "chainlint/formats/pin_list.h"

namespace chainlint::facts {

// One of them. Borrows the pin.
struct StalePin {
  const formats::Pin* pin = nullptr;
  std::string old_value, new_value;  // as lists write them: "sha1:...", "sha256:...", "spki:...", "issuer:..."
};

// Pins of the deployed leaf or its key, and pins of a CA of the deployed chain. In the order of the list.
struct StalePins {
  std::vector<StalePin> leaf, issuers;
};

// Empty where nothing is replaced, no list was given, or a side has no leaf. Where the new chain lacks its issuer, which is that of the
// deployed leaf too, pins of it are not stale: it is sent again once the chain is complete.
StalePins stale_pins(const FactContext& next);

// Services that are bound to a certificate of their machine by its thumbprint. It must be there before they are configured.
enum class BindingKind {
  http_sys,  // from netsh: "HTTP.sys 0.0.0.0:443"
  rdp,
  winrm,
  adfs,
  exchange,
  other,   // a thumbprint, and nothing says whose
  client,  // no thumbprint: a client that compares what it is sent, and must be configured before
};
inline constexpr EnumNames<BindingKind::client> kBindingKindNames{"http_sys", "rdp", "winrm", "adfs", "exchange", "other", "client"};
constexpr std::string_view to_string(BindingKind kind) { return kBindingKindNames[kind]; }

// By the kind of the pin and the words of its service.
BindingKind binding_kind(const formats::Pin& pin);

// "0.0.0.0:443" of "HTTP.sys 0.0.0.0:443"; empty for other services.
std::string_view http_sys_endpoint(const formats::Pin& pin);

// The command that sets the certificate of such a binding; empty for other services and where the endpoint is no word of a command.
std::string http_sys_command(const formats::Pin& pin, std::string_view thumbprint);

}  // namespace chainlint::facts
