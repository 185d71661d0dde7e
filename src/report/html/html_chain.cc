#include <algorithm>

#include "chainlint/base/text.h"
#include "client_groups.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostSteps = 20;

std::string validity(const ChainStepReport& step) {
  const std::optional<Instant>&begin = step.certificate->not_before, &end = step.certificate->not_after;
  if (!begin && !end) return "";
  return "<div class=\"small\">" + (begin ? begin->date() : "?") + " to " + (end ? end->date() : "?") + "</div>";
}

std::string box(const ChainStepReport& step, Instant at) {
  const bool ended = step.certificate->not_after && *step.certificate->not_after < at;
  const bool early = step.certificate->not_before && at < *step.certificate->not_before;
  std::string source = step.in_bundle ? "" : step.location.path.empty() ? "not in the bundle: a trust anchor" : "not in the bundle";
  if (!step.store.empty()) source = "from store " + step.store;
  std::string out = "<div class=\"cert" + std::string(ended || early ? " bad" : "") + "\"><div class=\"role\"><span>" +
                    std::string(chain::to_string(step.role)) + "</span>" +
                    (source.empty() ? "" : "<span>" + html_escaped(source) + "</span>") + "</div><div class=\"who\">" +
                    html_name(step.certificate->display) + "</div>" + validity(step);
  std::vector<std::string> flaws = step.remarks;
  const auto said = [&](std::string_view word) { return std::find(flaws.begin(), flaws.end(), word) != flaws.end(); };
  if (ended && !said("expired")) flaws.emplace_back("expired");
  if (early && flaws.empty()) flaws.emplace_back("not yet valid");
  for (const std::string& flaw : flaws) out += "<div class=\"flaw\">! " + html_escaped(flaw) + "</div>";
  if (!step.reason.empty()) out += "<div class=\"small soft\">" + html_escaped(step.reason) + "</div>";
  if (!step.location.path.empty()) out += "<div class=\"small soft\">" + html_name(to_string(step.location)) + "</div>";
  return out + "</div>";
}

// `end` is the item after the last certificate; `linked`: each is issued by the next.
std::string chain(const std::vector<ChainStepReport>& steps, Instant at, bool linked, const std::string& end) {
  std::string out = "<ol class=\"chain" + std::string(linked ? "" : " plain") + "\">\n";
  for (std::size_t i = 0; i < steps.size() && i < kMostSteps; ++i) out += "<li>" + box(steps[i], at) + "</li>\n";
  if (steps.size() > kMostSteps) out += "<li><div class=\"cert\">and " + std::to_string(steps.size() - kMostSteps) + " more</div></li>\n";
  if (!end.empty()) out += "<li>" + end + "</li>\n";
  return out + "</ol>\n";
}

std::string end_box(std::string_view kind, std::string_view head, const std::string& html) {
  return "<div class=\"cert " + std::string(kind) + "\"><div class=\"role\">" + std::string(head) + "</div>" + html + "</div>";
}

std::string path_end(const BundleReport& bundle) {
  if (!bundle.stop || bundle.path.empty()) return "";
  const std::string issuer = "<div class=\"who\">" + html_name(bundle.missing) + "</div>";
  switch (*bundle.stop) {
    case chain::StopReason::anchor:
      return "";
    case chain::StopReason::untrusted_root:
      return end_box("open", "not trusted", "<div>the root above is not a trust anchor of this run</div>");
    case chain::StopReason::limit:
      return end_box("gone", "unknown", "<div>path building exceeded its limit</div>");
    case chain::StopReason::issuer_missing:
      if (bundle.path.size() > 1) return end_box("open", "neither in the bundle nor a trust anchor of this run", issuer);
      return end_box("gone", "✕ missing", issuer);
    case chain::StopReason::issuer_rekeyed:
      return end_box("gone", "✕ missing: the available certificate with this name has a different key", issuer);
    case chain::StopReason::issuer_renamed:
      return end_box("gone", "✕ missing: the available certificate with this key has a different name", issuer);
    case chain::StopReason::signature_invalid:
      return end_box("gone", "✕ missing: the signature does not verify with the available certificate", issuer);
    case chain::StopReason::unsupported:
      break;
  }
  return end_box("open", "cannot be determined: the signature is of an unknown kind", issuer);
}

std::string sent_end(const SendingReport& sending) {
  if (!sending.unpredictable.empty()) return end_box("open", "not predictable", html_name(sending.unpredictable, kMostOfMessage));
  if (!sending.dropped_root.empty()) {
    return end_box("", "root, not sent", "<div class=\"who\">" + html_name(sending.dropped_root) + "</div>");
  }
  return sending.complete ? "" : end_box("open", "! incomplete", "<div>does not reach a trust anchor of this run</div>");
}

std::string client_table(const std::vector<chain::ClientVerdict>& clients) {
  if (clients.empty()) return "";
  std::string out =
      "<h4>Verdicts of clients</h4><table><thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Clients</th>"
      "<th scope=\"col\">Why</th></tr></thead><tbody>\n";
  for (const ClientGroup& group : client_groups(clients)) {
    std::string names;
    for (const chain::ClientVerdict* same : group) {
      names += (names.empty() ? "" : ", ") + html_escaped(same->client) +
               (same->evidence == chain::Evidence::unverified ? " <span class=\"soft\">(unverified)</span>" : "");
    }
    const chain::ClientVerdict& verdict = *group.front();
    const std::string badge = !verdict.known     ? html_badge("warning", "unknown")
                              : verdict.accepted ? html_badge("good", "accepted")
                                                 : html_badge("error", "refused");
    out += "<tr><td>" + badge + "</td><td>" + names + "</td><td>" + html_name(verdict.reason, kMostOfMessage) + "</td></tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string tried_list(const BundleReport& bundle) {
  if (!bundle.tried || bundle.tried->empty()) return "";
  constexpr std::size_t kMost = 200;
  std::string out =
      "<details class=\"fold\"><summary>" + count_noun(bundle.tried->size(), "other path") + " tried</summary><ul class=\"lines\">\n";
  for (std::size_t i = 0; i < bundle.tried->size() && i < kMost; ++i) {
    const TriedReport& path = (*bundle.tried)[i];
    std::string names;
    for (const std::string& name : path.names) names += (names.empty() ? "" : " ← ") + html_name(name);
    out += "<li>" + names + ": " + html_name(path.reason, kMostOfMessage) + "</li>\n";
  }
  if (bundle.tried->size() > kMost) out += "<li>and " + std::to_string(bundle.tried->size() - kMost) + " more</li>";
  return out + "</ul></details>\n";
}

// Whether the intended path is what is sent, and then certificates that are not in the bundle: one drawing shows both.
bool sends_path(const BundleReport& bundle) {
  if (bundle.sent.empty() || bundle.sent.size() > bundle.path.size()) return false;
  if (bundle.sending && !(bundle.sending->unpredictable.empty() && bundle.sending->alternatives.empty())) return false;
  for (std::size_t i = 0; i < bundle.path.size(); ++i) {
    if (i < bundle.sent.size() ? bundle.sent[i].certificate->sha256 != bundle.path[i].certificate->sha256 : bundle.path[i].in_bundle) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string html_chains(const BundleReport& bundle, Instant at) {
  std::string out;
  const bool one = sends_path(bundle);
  const bool server = bundle.kind == chain::BundleKind::server;
  const std::string by = bundle.target.empty() ? "" : " by " + html_escaped(bundle.target);
  if (!one && (!bundle.sent.empty() || (bundle.sending && !bundle.sending->unpredictable.empty()))) {
    out += "<div><h4>" +
           (!server      ? "Certificates"
            : by.empty() ? "Sent, in file order"
                         : "Sent" + by) +
           "</h4>" + chain(bundle.sent, at, false, bundle.sending ? sent_end(*bundle.sending) : "") + "</div>\n";
  }
  if (!bundle.path.empty()) {
    // What is sent says where each certificate comes from; the path goes on from there.
    std::vector<ChainStepReport> steps = bundle.path;
    if (one) std::copy(bundle.sent.begin(), bundle.sent.end(), steps.begin());
    out += "<div><h4>" + (one && server ? "Sent" + by + ", and the intended path" : "Intended path") + "</h4>" +
           chain(steps, at, true, path_end(bundle)) + "</div>\n";
  }
  if (bundle.sending) {
    for (const SendingReport::Alternative& alternative : bundle.sending->alternatives) {
      out += "<div><h4>Or sent</h4>" + chain(alternative.sent, at, false, "") + "<p class=\"small\">because " +
             html_name(alternative.reason, kMostOfMessage) + "</p></div>\n";
    }
  }
  if (!out.empty()) out = "<div class=\"chains\">" + out + "</div>\n";
  if (bundle.sending) {
    for (const std::string& remark : bundle.sending->remarks) {
      out += "<p class=\"small soft\">" + html_name(remark, kMostOfMessage) + "</p>\n";
    }
  }
  return out + client_table(bundle.clients) + tried_list(bundle);
}

}  // namespace chainlint::report
