#include "text/drawing.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "chainlint/report/terminal.h"
#include "client_groups.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kNameColumns = 44;
constexpr std::size_t kIndent = 2;

std::string validity(const ChainStepReport& step) {
  return "valid until " + (step.certificate->not_after ? step.certificate->not_after->date() : std::string("?"));
}

std::string remarks(const ChainStepReport& step) {
  std::string text = step.store.empty() ? "" : "from store " + step.store;
  if (!step.reason.empty()) text += (text.empty() ? "" : ": ") + step.reason;
  for (const std::string& remark : step.remarks) text += (text.empty() ? "" : ", ") + remark;
  return text;
}

// Where the chain goes after the last certificate that is sent.
std::string chain_end(const TextStyle& style, const BundleReport& bundle) {
  if (!bundle.stop || bundle.path.empty()) return "";
  const ChainStepReport& top = bundle.path.back();
  const std::string name = in_quotes(top.certificate->display);
  switch (*bundle.stop) {
    case chain::StopReason::anchor:
      return top.in_bundle ? ink(style, Ink::green, "ends at the trust anchor " + name)
                           : ink(style, Ink::green, "issued by the trust anchor " + name);
    case chain::StopReason::untrusted_root:
      return ink(style, Ink::yellow,
                 "ends at the root " + name + (top.in_bundle || top.location.path.empty() ? "" : " at " + top.location.path) +
                     ", which is not a trust anchor of this run");
    case chain::StopReason::limit:
      return ink(style, Ink::red, "path building exceeded its limit");
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
    return ink(style, Ink::yellow, "continues with " + issuer + ", which is neither in the bundle nor a trust anchor of this run");
  }
  return ink(style, Ink::red, "chain incomplete: " + (issuer.empty() ? "the issuer" : "issuer " + issuer) + " of " + name + " is missing");
}

// "1  leaf          www.example.com  valid until 2027-01-01", names and remarks cut to the terminal's width.
std::string steps_drawing(const TextStyle& style, const std::vector<ChainStepReport>& steps) {
  constexpr std::size_t kMost = 12, kRoleColumns = 14;
  std::size_t names = 0;
  for (const ChainStepReport& step : steps) names = std::max(names, std::min(width(step.certificate->display), kNameColumns));
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i == kMost && steps.size() > kMost + 1) {
      out += "     ... and " + std::to_string(steps.size() - kMost) + " more\n";
      break;
    }
    const ChainStepReport& step = steps[i];
    const std::string head = std::string(kIndent, ' ') + padded(std::to_string(i + 1), 3) +
                             padded(chain::to_string(step.role), kRoleColumns) + padded(step.certificate->display, names) + "  ";
    const std::string rest = remarks(step);
    out += head + ink(style, Ink::dim, validity(step));
    if (!rest.empty()) out += "  " + ink(style, Ink::yellow, rest);
    out += "\n";
  }
  return out;
}

// What ends the chain of a target, what may be sent instead, and what else decides.
std::string sending_end(const TextStyle& style, const SendingReport& sending) {
  std::string out;
  if (!sending.unpredictable.empty()) return wrapped(style, "-> " + sending.unpredictable, kIndent);
  if (!sending.dropped_root.empty()) {
    out += "  -> " + ink(style, Ink::green, "up to the root " + in_quotes(sending.dropped_root) + ", which is not sent") + "\n";
  } else if (!sending.complete) {
    out += "  -> " + ink(style, Ink::yellow, "the chain that is sent does not reach a trust anchor of this run") + "\n";
  }
  for (const SendingReport::Alternative& alternative : sending.alternatives) {
    out += wrapped(style, "or, because " + alternative.reason + ":", kIndent) + steps_drawing(style, alternative.sent);
  }
  for (const std::string& remark : sending.remarks) out += wrapped(style, remark, kIndent);
  return out;
}

std::string_view word_of(const chain::ClientVerdict& verdict) {
  if (!verdict.known) return "unknown";
  return verdict.accepted ? "accepted" : "refused";
}

// "openssl3 refuses: ...", or "accepted by java17, go: chain complete up to 'Example Root'": clients with equal verdicts on one line, each
// on its own with --verbose.
std::string client_lines(const TextStyle& style, const std::vector<chain::ClientVerdict>& verdicts) {
  std::vector<ClientGroup> groups;
  if (style.verbose) {
    for (const chain::ClientVerdict& verdict : verdicts) groups.push_back({&verdict});
  } else {
    groups = client_groups(verdicts);
  }
  std::string out;
  for (const ClientGroup& group : groups) {
    const chain::ClientVerdict* verdict = group.front();
    std::string names;
    for (const chain::ClientVerdict* same : group) {
      names += (names.empty() ? "" : ", ") + same->client + (same->evidence == chain::Evidence::unverified ? " (unverified)" : "");
    }
    const bool several = group.size() > 1 || !verdict->known;
    const std::string word = several             ? std::string(word_of(*verdict)) + (verdict->known ? " by " : " for ")
                             : verdict->accepted ? "accepts"
                                                 : "refuses";
    const std::string doubt = verdict->evidence == chain::Evidence::unverified ? " (unverified)" : "";
    const std::string head = std::string(kIndent, ' ') + (several ? word + names : verdict->client + " " + word + doubt) + ": ";
    std::string line = hanging(style, std::string(kIndent, ' '), head.substr(kIndent) + printable(verdict->reason));
    const Ink color = !verdict->known ? Ink::yellow : verdict->accepted ? Ink::green : Ink::red;
    if (const std::size_t at = line.find(word); at != std::string::npos) line.replace(at, word.size(), ink(style, color, word));
    out += line;
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

std::string file_words(const TextStyle& style, const InputReport& input) {
  std::string text(formats::to_string(input.format));
  if (const std::string held = counts(input); !held.empty()) text += ", " + held;
  if (input.status != formats::ReadStatus::read) text += ", " + ink(style, Ink::yellow, formats::to_string(input.status));
  if (!input.password.empty()) text += "; " + input.password;
  return text;
}

std::string file_line(const TextStyle& style, const InputReport& input) {
  return ink(style, Ink::bold, printable(input.path)) + ": " + file_words(style, input) + "\n";
}

std::string diagnostic_lines(const TextStyle& style, const InputReport& input) {
  std::string out;
  for (const Diagnostic& diagnostic : input.diagnostics) {
    if (diagnostic.severity > style.min_severity) continue;
    const Location location = place_of(diagnostic, input);
    out += "\n  " + severity_word(style, diagnostic.severity) + "  " + to_string(location) + "  " + ink(style, Ink::bold, diagnostic.code) +
           "\n";
    const std::string message = wrapped(style, printable(diagnostic.message), 4);
    out += diagnostic.severity == Severity::note ? ink(style, Ink::dim, message) : message;
    if (!diagnostic.advice.empty()) out += hanging(style, "    fix: ", printable(diagnostic.advice));
  }
  return out;
}

std::string chain_drawing(const TextStyle& style, const BundleReport& bundle) {
  std::string out = steps_drawing(style, bundle.sent);
  if (bundle.sending) {
    out += sending_end(style, *bundle.sending);
  } else if (const std::string end = bundle.sent.empty() ? "" : chain_end(style, bundle); !end.empty()) {
    out += "  -> " + end + "\n";
  }
  return out + client_lines(style, bundle.clients) + tried_lines(style, bundle);
}

}  // namespace chainlint::report
