#include "drawing.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "terminal.h"

namespace chainlint {
namespace {

std::string validity(const ChainStepReport& step) {
  const std::string from = step.not_before ? step.not_before->date() : "?";
  const std::string to = step.not_after ? step.not_after->date() : "?";
  return from + " to " + to;
}

std::string remarks(const TextStyle& style, const ChainStepReport& step) {
  std::string text;
  for (const std::string& remark : step.remarks) text += (text.empty() ? "" : ", ") + remark;
  return text.empty() ? text : "  " + ink(style, Ink::yellow, text);
}

// Where the chain goes after the last certificate that is sent.
std::string chain_end(const TextStyle& style, const BundleReport& bundle) {
  if (!bundle.stop || bundle.path.empty()) return "";
  const ChainStepReport& top = bundle.path.back();
  const std::string name = in_quotes(top.display);
  switch (*bundle.stop) {
    case StopReason::anchor:
      return top.in_bundle ? ink(style, Ink::green, "ends at the trust anchor " + name)
                           : ink(style, Ink::green, "issued by the trust anchor " + name);
    case StopReason::untrusted_root:
      return ink(style, Ink::yellow, "ends at the root " + name + ", which is not a trust anchor of this run");
    case StopReason::limit:
      return ink(style, Ink::red, "the search for a path reached its limit");
    case StopReason::issuer_missing:
    case StopReason::issuer_rekeyed:
    case StopReason::issuer_renamed:
    case StopReason::signature_invalid:
    case StopReason::unsupported:
      break;
  }
  const std::string issuer = bundle.missing.empty() ? "" : in_quotes(bundle.missing);
  if (*bundle.stop == StopReason::issuer_missing && bundle.path.size() > 1) {
    return ink(style, Ink::yellow, "goes on to " + issuer + ", which is neither in the bundle nor a trust anchor of this run");
  }
  return ink(style, Ink::red, "breaks off above " + name + (issuer.empty() ? "" : ": its issuer is " + issuer));
}

}  // namespace

std::string counts(const InputReport& input) {
  std::vector<std::string> parts;
  if (input.certificates > 0) parts.push_back(count_noun(input.certificates, "certificate"));
  if (input.private_keys > 0) parts.push_back(count_noun(input.private_keys, "private key"));
  if (input.crls > 0) parts.push_back(count_noun(input.crls, "CRL"));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string file_line(const TextStyle& style, const InputReport& input) {
  std::string text = ink(style, Ink::bold, printable(input.path)) + ": " + std::string(to_string(input.format));
  if (const std::string held = counts(input); !held.empty()) text += ", " + held;
  if (input.status != ReadStatus::read) text += ", " + ink(style, Ink::yellow, to_string(input.status));
  if (!input.password.empty()) text += "; " + input.password;
  return text + "\n";
}

std::string diagnostic_lines(const TextStyle& style, const InputReport& input) {
  std::string out;
  for (const Diagnostic& diagnostic : input.diagnostics) {
    if (diagnostic.severity > style.min_severity) continue;
    Location location = diagnostic.location;
    if (location.path.empty()) location.path = input.path;
    out += "  " + severity_word(style, diagnostic.severity) + "  " + ink(style, Ink::bold, diagnostic.code) + "  " + to_string(location) +
           "\n";
    out += wrapped(style, printable(diagnostic.message), 9);
  }
  return out;
}

std::string chain_drawing(const TextStyle& style, const BundleReport& bundle) {
  if (bundle.sent.empty()) return "";
  std::size_t names = 0;
  for (const ChainStepReport& step : bundle.sent) names = std::max(names, std::min<std::size_t>(width(step.display), 44));
  constexpr std::size_t kMost = 12;
  std::string out;
  for (std::size_t i = 0; i < bundle.sent.size(); ++i) {
    if (i == kMost && bundle.sent.size() > kMost + 1) {
      out += "        ... and " + std::to_string(bundle.sent.size() - kMost) + " more\n";
      break;
    }
    const ChainStepReport& step = bundle.sent[i];
    out += i == 0 ? "  sent  " : "        ";
    out += padded(std::to_string(i + 1), 3) + padded(to_string(step.role), 14) + padded(step.display, names + 2);
    out += ink(style, Ink::dim, validity(step)) + remarks(style, step) + "\n";
  }
  const std::string end = chain_end(style, bundle);
  if (!end.empty()) out += "        -> " + end + "\n";
  return out;
}

}  // namespace chainlint
