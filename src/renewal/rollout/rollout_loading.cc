#include "rollout/rollout_loading.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "rollout/rollout_commands.h"

namespace chainlint::renewal {
namespace {

// Beside `profile-...`: what a server cannot start with, and what keeps an import from giving a usable key.
constexpr std::array<std::string_view, 8> kStopLoading = {
    "bundle-leaf-not-first",   "key-leaf-mismatch",          "key-missing",
    "pem-glued-blocks",        "pfx-alg-unreadable-windows", "pfx-alg-unreadable-java",
    "pfx-java-empty-keystore", "keystore-keypass-differs",
};

// What format_fault() checks, and what the commands see to: they name the fields of an upload one by one.
constexpr std::array<std::string_view, 2> kHandled = {"profile-format-refused", "profile-multiple-certs-in-cert-field"};

std::string key_fault(const facts::FactContext& next) {
  const chain::BundleAnalysis& analysis = next.analysis;
  const bool fits = std::any_of(analysis.keys.begin(), analysis.keys.end(), [&](const chain::KeyMatch& key) {
    return std::find(key.members.begin(), key.members.end(), *analysis.leaf) != key.members.end();
  });
  if (fits) return "";
  for (const chain::KeyMatch& key : analysis.keys) {
    if (!key.comparable || !key.members.empty()) continue;
    return "the private key in " + in_quotes(analysis.entries[key.entry]->location.path) + " does not match " +
           in_quotes(x509::display_name(*analysis.members[*analysis.leaf].certificate));
  }
  return "";
}

// The answer of a CA, to which Windows has the key.
bool is_answer(const facts::FactContext& next, const formats::Container& container) {
  constexpr std::array kForms = {formats::Format::pem, formats::Format::der, formats::Format::base64, formats::Format::pkcs7};
  return next.analysis.keys.empty() && std::find(kForms.begin(), kForms.end(), container.format) != kForms.end();
}

std::string format_fault(const facts::FactContext& next) {
  const profiles::Profile* profile = profile_of(next);
  if (profile == nullptr || profile->formats.empty() || needs_conversion(next)) return "";
  const auto takes = [&](std::string_view format) {
    return std::find(profile->formats.begin(), profile->formats.end(), format) != profile->formats.end();
  };
  const bool has_key_store = takes(formats::to_string(formats::Format::registry_blob));
  for (const formats::Container& container : next.bundle.containers) {
    if (takes(formats::to_string(container.format)) || (has_key_store && is_answer(next, container))) continue;
    return in_quotes(container.path) + " is " + std::string(formats::to_string(container.format)) +
           "; supported: " + join_and(profile->formats);
  }
  return "";
}

bool stops_loading(const rules::Finding& finding) {
  if (finding.rule == nullptr || finding.severity != Severity::error) return false;
  const std::string& id = finding.rule->id;
  if (std::find(kHandled.begin(), kHandled.end(), id) != kHandled.end()) return false;
  return id.starts_with("profile-") || std::find(kStopLoading.begin(), kStopLoading.end(), id) != kStopLoading.end();
}

std::string fault(const facts::FactContext& next, const rules::Evaluation& found) {
  std::string why = key_fault(next);
  if (why.empty()) why = format_fault(next);
  if (!why.empty()) return why;
  const auto at = std::find_if(found.findings.begin(), found.findings.end(), stops_loading);
  return at == found.findings.end() ? "" : at->message;
}

}  // namespace

std::string load_refusal(const facts::FactContext& next, const rules::Evaluation& found) {
  const std::string why = fault(next, found);
  if (why.empty()) return "";
  const profiles::Profile* profile = profile_of(next);
  if (profile == nullptr) {
    return "a server does not load it: " + why + "; a reload fails and the old certificate is still served, a restart fails";
  }
  if (profile->family == chain::ServerFamily::managed || profile->commands.at_once) {
    return profile->name + " refuses the upload: " + why + "; the old certificate is still served";
  }
  if (profile->family == chain::ServerFamily::store_engine) {
    return "the import or the binding fails on " + profile->name + ": " + why + "; the old certificate is still served";
  }
  if (profile->family == chain::ServerFamily::keystore) {
    return profile->name + " cannot use it: " + why + "; the service does not start again, or refuses every handshake";
  }
  return profile->name + " refuses the file: " + why + "; the reload fails and the old certificate is still served, a restart fails";
}

}  // namespace chainlint::renewal
