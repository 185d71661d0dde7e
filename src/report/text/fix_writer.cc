#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "chainlint/base/text.h"
#include "chainlint/report/fix_report.h"
#include "chainlint/report/terminal.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kFixIndent = 14;  // of what follows the words at the left

chain::Role role_of(const facts::FactContext& context, const x509::Certificate& certificate) {
  for (const chain::Member& member : context.analysis.members) {
    if (member.certificate->sha256() == certificate.sha256()) return member.role;
  }
  return x509::looks_self_signed(certificate) ? chain::Role::root : chain::Role::intermediate;
}

FixStep step_of(const facts::FactContext& context, const x509::Certificate& certificate) {
  FixStep step;
  step.display = x509::display_name(certificate);
  step.sha256 = to_hex(certificate.sha256());
  step.role = role_of(context, certificate);
  step.not_before = certificate.not_before();
  step.not_after = certificate.not_after();
  return step;
}

bool is_meant(const formats::Container& container, const formats::Entry& entry, const write::ContainerEdit& edit) {
  return entry.certificate != nullptr && !write::is_trust_entry(container, entry) && entry.unit == edit.unit &&
         write::place_of_value(container, entry) == edit.value;
}

FixedPart describe_edit(const facts::FactContext& context, const write::FixPlan::FileEdit& file,
                        const std::map<std::string, write::FixKind>& reasons) {
  const formats::Container& container = context.bundle.containers[file.container];
  FixedPart part;
  part.title = file.edit.value.empty() ? container.path : file.edit.value;
  std::map<Digest256, std::size_t> left;
  for (const x509::CertificatePtr& certificate : file.edit.certificates) left[certificate->sha256()] = 1;
  std::map<Digest256, bool> was_there;
  for (const formats::Entry& entry : container.entries) {
    if (!is_meant(container, entry, file.edit)) continue;
    FixStep step = step_of(context, *entry.certificate);
    const bool copy = was_there[entry.certificate->sha256()];
    const auto stays = left.find(entry.certificate->sha256());
    if (copy || stays == left.end()) {
      const auto reason = reasons.find(to_hex(entry.certificate->sha256()));
      step.mark = '-';
      step.remark = copy || reason == reasons.end() ? "duplicate" : std::string(write::to_string(reason->second));
    }
    was_there[entry.certificate->sha256()] = true;
    part.before.push_back(std::move(step));
  }
  for (const x509::CertificatePtr& certificate : file.edit.certificates) {
    FixStep step = step_of(context, *certificate);
    if (!was_there[certificate->sha256()]) {
      step.mark = '+';
      step.remark = "new";
    }
    part.after.push_back(std::move(step));
  }
  return part;
}

std::string validity(const FixStep& step) {
  return (step.not_before ? step.not_before->date() : "?") + " to " + (step.not_after ? step.not_after->date() : "?");
}

std::string steps_text(const TextStyle& style, std::string_view title, const std::vector<FixStep>& steps, std::size_t names) {
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FixStep& step = steps[i];
    std::string line = std::string(1, step.mark) + " " + padded(std::to_string(i + 1), 3) + padded(chain::to_string(step.role), 14) +
                       padded(step.display, names) + "  " + validity(step);
    if (!step.remark.empty()) line += "  " + step.remark;
    if (step.mark != ' ') line = ink(style, step.mark == '+' ? Ink::green : Ink::red, line);
    out += "  " + padded(i == 0 ? title : "", kFixIndent - 4) + line + "\n";
  }
  return out;
}

std::string part_text(const TextStyle& style, const FixedPart& part, const std::string& name) {
  std::size_t names = 0;
  for (const auto* steps : {&part.before, &part.after}) {
    for (const FixStep& step : *steps) names = std::max(names, std::min<std::size_t>(width(step.display), 44));
  }
  const auto stays = [](const FixStep& a, const FixStep& b) { return a.mark == ' ' && b.mark == ' ' && a.sha256 == b.sha256; };
  if (std::equal(part.before.begin(), part.before.end(), part.after.begin(), part.after.end(), stays)) return "";
  std::string out;
  if (part.title != name) out += "  " + printable(part.title) + "\n";
  return out + steps_text(style, "before", part.before, names) + steps_text(style, "after", part.after, names);
}

std::string entry_text(const TextStyle& style, std::string_view title, std::string_view kind, std::string_view message) {
  return "  " + padded(title, kFixIndent - 2) + ink(style, Ink::bold, padded(kind, 10)) + "  " + printable(message) + "\n";
}

std::string request_text(const std::string& request, bool first) {
  std::string out;
  for (std::size_t at = 0; at < request.size();) {
    const std::size_t end = std::min(request.find('\n', at), request.size());
    out += "  " + padded(first && at == 0 ? "ask the CA" : "", kFixIndent - 2) + (at == 0 ? "" : "  ") +
           printable(request.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

bool is_available(const write::RefusedFix& refused) { return refused.available; }

std::string report_text(const FixReport& report, const TextStyle& style) {
  std::string out = ink(style, Ink::bold, printable(report.name));
  if (report.parts.empty() && report.fixes.empty()) {
    const bool available = std::any_of(report.refused.begin(), report.refused.end(), is_available);
    out += state_of(report) == FixState::ok ? ": nothing to do"
           : available                      ? ": nothing is fixed without --unsafe"
                                            : ": nothing can be fixed here";
  }
  out += "\n";
  for (const FixedPart& part : report.parts) out += part_text(style, part, report.name);
  for (std::size_t i = 0; i < report.fixes.size(); ++i) {
    out += entry_text(style, i == 0 ? "fixes" : "", write::to_string(report.fixes[i].kind), report.fixes[i].message);
  }
  for (const std::string& lost : report.lost_text) out += "  " + padded("removed", kFixIndent - 2) + printable(lost) + "\n";
  for (std::size_t i = 0; i < report.refused.size(); ++i) {
    out += entry_text(style, i == 0 ? "not fixed" : "", write::to_string(report.refused[i].kind), report.refused[i].message);
  }
  for (std::size_t i = 0; i < report.ask_ca.size(); ++i) out += request_text(report.ask_ca[i], i == 0);
  bool first = true;
  for (const rules::Finding& finding : report.remaining) {
    if (!finding.counts() || finding.severity > Severity::warning || finding.severity > style.min_severity) continue;
    out += "  " + padded(first ? "remains" : "", kFixIndent - 2) + severity_word(style, finding.severity) + "  " +
           ink(style, Ink::bold, finding.rule->id) + ": " + printable(finding.message) + "\n";
    first = false;
  }
  return out;
}

}  // namespace

bool has_error(const FixReport& report) {
  return std::any_of(report.remaining.begin(), report.remaining.end(),
                     [](const rules::Finding& finding) { return finding.severity == Severity::error && finding.counts(); });
}

FixState state_of(const FixReport& report) {
  if (!report.errors.empty()) return FixState::failed;
  if (!report.written.empty()) return FixState::written;
  if (!report.parts.empty() || !report.fixes.empty()) return FixState::fixable;
  const bool sound = report.refused.empty() && report.ask_ca.empty() && !has_error(report);
  return sound ? FixState::ok : FixState::not_fixable;
}

FixReport describe_fixes(const facts::FactContext& context, const write::FixPlan& plan) {
  FixReport report;
  report.name = context.bundle.name;
  for (const formats::Container& container : context.bundle.containers) report.files.push_back(container.path);
  std::map<std::string, write::FixKind> reasons;
  for (const write::Fix& fix : plan.fixes) {
    if (!fix.sha256.empty()) reasons.emplace(fix.sha256, fix.kind);
  }
  for (const chain::Member& member : context.analysis.members) reasons.emplace(to_hex(member.certificate->sha256()), write::FixKind::stale);
  for (const write::FixPlan::FileEdit& edit : plan.edits) report.parts.push_back(describe_edit(context, edit, reasons));
  report.fixes = plan.fixes;
  report.refused = plan.refused;
  report.ask_ca = plan.ask_ca;
  return report;
}

std::string write_fixes(const std::vector<FixReport>& reports, const TextStyle& style) {
  std::string out;
  for (const FixReport& report : reports) out += (out.empty() ? "" : "\n") + report_text(report, style);
  return out;
}

std::string available_line(const std::vector<FixReport>& reports) {
  std::set<write::FixKind> kinds;
  std::size_t count = 0;
  for (const FixReport& report : reports) {
    for (const write::RefusedFix& refused : report.refused) {
      if (!is_available(refused)) continue;
      kinds.insert(refused.kind);
      ++count;
    }
  }
  if (count == 0) return "";
  std::string line = std::to_string(count) + (count == 1 ? " fix is" : " fixes are") + " available with";
  for (const write::FixKind kind : kinds) line += " --unsafe " + std::string(write::to_string(kind));
  return line + "\n";
}

std::string fix_summary(const FixRunReport& run) {
  std::array<std::size_t, kFixStateNames.size()> counts = {};
  for (const FixReport& report : run.bundles) ++counts[static_cast<std::size_t>(state_of(report))];
  const auto count = [&](FixState state) { return counts[static_cast<std::size_t>(state)]; };
  std::vector<std::string> parts;
  const auto add = [&](std::size_t number, const std::string& words) {
    if (number > 0) parts.push_back(std::to_string(number) + " " + words);
  };
  add(count(FixState::written), count(FixState::written) == 1 ? "was fixed" : "were fixed");
  add(count(FixState::fixable), "can be fixed");
  add(count(FixState::not_fixable) + count(FixState::failed), "cannot be fixed here");
  add(count(FixState::ok), count(FixState::ok) == 1 ? "needs no fix" : "need no fix");
  std::string line = count_noun(run.bundles.size(), "bundle") + (parts.empty() ? "" : ": " + join_and(parts));
  if (!run.unread.empty()) line += "; " + count_noun(run.unread.size(), "file") + " cannot be read";
  return line + "\n";
}

}  // namespace chainlint::report
