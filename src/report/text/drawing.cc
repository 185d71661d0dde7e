#include "text/drawing.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "text/terminal.h"

namespace chainlint::report {
namespace {

std::string validity(const ChainStepReport& step) {
  const std::string from = step.not_before ? step.not_before->date() : "?";
  const std::string to = step.not_after ? step.not_after->date() : "?";
  return from + " to " + to;
}

std::string remarks(const TextStyle& style, const ChainStepReport& step) {
  std::string text = step.store.empty() ? "" : "from store " + step.store;
  if (!step.reason.empty()) text += (text.empty() ? "" : ": ") + step.reason;
  for (const std::string& remark : step.remarks) text += (text.empty() ? "" : ", ") + remark;
  return text.empty() ? text : "  " + ink(style, Ink::yellow, text);
}

// Where the chain goes after the last certificate that is sent.
std::string chain_end(const TextStyle& style, const BundleReport& bundle) {
  if (!bundle.stop || bundle.path.empty()) return "";
  const ChainStepReport& top = bundle.path.back();
  const std::string name = in_quotes(top.display);
  switch (*bundle.stop) {
    case chain::StopReason::anchor:
      return top.in_bundle ? ink(style, Ink::green, "ends at the trust anchor " + name)
                           : ink(style, Ink::green, "issued by the trust anchor " + name);
    case chain::StopReason::untrusted_root:
      return ink(style, Ink::yellow,
                 "ends at the root " + name + (top.in_bundle || top.location.path.empty() ? "" : " at " + top.location.path) +
                     ", which is not a trust anchor of this run");
    case chain::StopReason::limit:
      return ink(style, Ink::red, "the search for a path reached its limit");
    case chain::StopReason::signature_invalid:
      return ink(style, Ink::red, "chain incomplete: the signature of " + name + " does not verify");
    case chain::StopReason::unsupported:
      return ink(style, Ink::red, "chain incomplete: the signature of " + name + " cannot be verified");
    case chain::StopReason::issuer_missing:
    case chain::StopReason::issuer_rekeyed:
    case chain::StopReason::issuer_renamed:
      break;
  }
  const std::string issuer = bundle.missing.empty() ? "" : in_quotes(bundle.missing);
  if (*bundle.stop == chain::StopReason::issuer_missing && bundle.path.size() > 1) {
    return ink(style, Ink::yellow, "goes on to " + issuer + ", which is neither in the bundle nor a trust anchor of this run");
  }
  return ink(style, Ink::red, "chain incomplete: " + (issuer.empty() ? "the issuer" : "issuer " + issuer) + " of " + name + " is missing");
}

std::string steps_drawing(const TextStyle& style, std::string_view title, const std::vector<ChainStepReport>& steps) {
  std::size_t names = 0;
  for (const ChainStepReport& step : steps) names = std::max(names, std::min<std::size_t>(width(step.display), 44));
  constexpr std::size_t kMost = 12;
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i == kMost && steps.size() > kMost + 1) {
      out += "        ... and " + std::to_string(steps.size() - kMost) + " more\n";
      break;
    }
    const ChainStepReport& step = steps[i];
    out += "  " + padded(i == 0 ? title : "", 6);
    out += padded(std::to_string(i + 1), 3) + padded(chain::to_string(step.role), 14) + padded(step.display, names) + "  ";
    out += ink(style, Ink::dim, validity(step)) + remarks(style, step) + "\n";
  }
  return out;
}

// What ends the chain of a target, what may be sent instead, and what else decides.
std::string sending_end(const TextStyle& style, const SendingReport& sending) {
  std::string out;
  if (!sending.unpredictable.empty()) return wrapped(style, "-> " + sending.unpredictable, 8);
  if (!sending.dropped_root.empty()) {
    out += "        -> " + ink(style, Ink::green, "up to the root " + in_quotes(sending.dropped_root) + ", which is not sent") + "\n";
  } else if (!sending.complete) {
    out += "        -> " + ink(style, Ink::yellow, "the chain that is sent does not reach a trust anchor of this run") + "\n";
  }
  for (const SendingReport::Alternative& alternative : sending.alternatives) {
    out += steps_drawing(style, "or", alternative.sent) + wrapped(style, "because " + alternative.reason, 8);
  }
  for (const std::string& remark : sending.remarks) out += wrapped(style, remark, 8);
  return out;
}

std::string client_lines(const TextStyle& style, const std::vector<chain::ClientVerdict>& verdicts) {
  std::size_t names = 0;
  for (const chain::ClientVerdict& verdict : verdicts) names = std::max(names, width(verdict.client));
  std::string out;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const chain::ClientVerdict& verdict = verdicts[i];
    const std::string word = !verdict.known     ? ink(style, Ink::yellow, "unknown ")
                             : verdict.accepted ? ink(style, Ink::green, "accepts ")
                                                : ink(style, Ink::red, "refuses ");
    out += std::string("  ") + (i == 0 ? "client" : "      ") + "  " + padded(verdict.client, names + 2) + word + " " +
           printable(verdict.reason);
    if (verdict.evidence == chain::Evidence::unverified) out += ink(style, Ink::dim, " (unverified)");
    out += "\n";
  }
  return out;
}

// "tried  leaf <- CA <- root: why not".
std::string tried_lines(const TextStyle& style, const BundleReport& bundle) {
  if (!bundle.tried) return "";
  if (bundle.tried->empty()) return bundle.path.empty() ? "" : "  tried   no other path\n";
  std::string out;
  for (std::size_t i = 0; i < bundle.tried->size(); ++i) {
    const TriedReport& path = (*bundle.tried)[i];
    std::string names;
    for (const std::string& name : path.names) names += (names.empty() ? "" : " <- ") + printable(name);
    const std::string lines = wrapped(style, names + ": " + path.reason, 10);
    out += (i == 0 ? "  tried   " : std::string(10, ' ')) + lines.substr(10);
  }
  return out;
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
  std::string text = ink(style, Ink::bold, printable(input.path)) + ": " + std::string(formats::to_string(input.format));
  if (const std::string held = counts(input); !held.empty()) text += ", " + held;
  if (input.status != formats::ReadStatus::read) text += ", " + ink(style, Ink::yellow, formats::to_string(input.status));
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
    if (!diagnostic.advice.empty()) out += wrapped(style, "fix: " + printable(diagnostic.advice), 9);
  }
  return out;
}

std::string chain_drawing(const TextStyle& style, const BundleReport& bundle) {
  std::string out = steps_drawing(style, bundle.kind == chain::BundleKind::server ? "sent" : "certs", bundle.sent);
  if (bundle.sending) {
    out += sending_end(style, *bundle.sending);
  } else if (const std::string end = bundle.sent.empty() ? "" : chain_end(style, bundle); !end.empty()) {
    out += "        -> " + end + "\n";
  }
  return out + client_lines(style, bundle.clients) + tried_lines(style, bundle);
}

}  // namespace chainlint::report
