// What to type for the steps of a rollout, by target.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/stale_pins.h"
#include "chainlint/facts/subject.h"
#include "chainlint/renewal/rollout.h"

namespace chainlint::renewal {

// Whether the target takes PKCS#12 and no PEM, which is the format of the leaf: leaf_command() begins with the making of one.
bool needs_conversion(const facts::FactContext& next);

// For each certificate how to cut it out of the bundle, and `certutil -addstore CA NAME.cer`.
std::string store_commands(const facts::FactContext& next, const std::vector<x509::CertificatePtr>& intermediates);
// `certutil -delstore STORE THUMBPRINT`, one line per certificate.
std::string removal_commands(const std::vector<x509::CertificatePtr>& from_ca, const x509::Certificate* from_my);
// Brings the new leaf, or the whole of what changes in one moment, into use. `activate`: no later step does. Empty where it depends on
// the machine.
std::string leaf_command(const facts::FactContext& next, bool activate);
// Brings the leaf that is on the machine into use again. Empty where it depends on the machine.
std::string activation_command(const facts::FactContext& next);
// Tells the services the new thumbprint, each kind of them once.
std::string binding_commands(const std::vector<facts::StalePin>& pins, const std::string& thumbprint);

// What to look at afterwards.
std::vector<RolloutCheck> checks_after(const facts::FactContext& next, const std::vector<std::string>& sent);

}  // namespace chainlint::renewal
