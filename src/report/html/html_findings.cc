#include <algorithm>
#include <map>

#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostFindings = 500;

std::string explanation_of(const rules::Rule& rule, bool explain) {
  if (explain) {
    const std::string text = html_explanation(rule);
    return text.empty() ? "" : "<details class=\"fold small\"><summary>Why it matters</summary>" + text + "</details>";
  }
  return "<p class=\"small\"><a href=\"#rule-" + html_escaped(rule.id) + "\">Why it matters</a></p>";
}

std::string head(const rules::Rule& rule, const Location& location, const std::string& badge) {
  return "<div>" + badge + " <strong>" + html_escaped(rule.title) + "</strong></div><div class=\"soft small\">" + html_code(rule.id) +
         " · " + std::string(rules::to_string(rule.about)) + " · " + html_name(to_string(location)) + "</div>";
}

// What follows from a finding, folded.
std::string effects_part(const std::vector<const rules::Finding*>& effects) {
  if (effects.empty()) return "";
  std::string out =
      "<details class=\"fold small\"><summary>Explains " + count_noun(effects.size(), "other finding") + "</summary><ul class=\"lines\">";
  for (std::size_t i = 0; i < effects.size() && i < kMostFindings; ++i) {
    out += "<li>" + html_code(effects[i]->rule->id) + ": " + html_name(effects[i]->message, kMostOfMessage) + "</li>";
  }
  if (effects.size() > kMostFindings) out += "<li>and " + std::to_string(effects.size() - kMostFindings) + " more</li>";
  return out + "</ul></details>";
}

std::string finding_item(const rules::Finding& finding, const rules::Effects& effects, bool explain) {
  std::string out = "<div class=\"finding\">" + head(*finding.rule, finding.location, html_badge(finding.severity));
  out += "<p class=\"msg\">" + html_name(finding.message, kMostOfMessage) + "</p>";
  if (!finding.fix_steps.empty()) out += "<p class=\"fix\"><strong>Fix:</strong> " + html_name(finding.fix(), kMostOfMessage) + "</p>";
  return out + effects_part(effects.of(finding)) + explanation_of(*finding.rule, explain) + "</div>\n";
}

std::string accepted_item(const rules::Finding& finding, const rules::Effects& effects) {
  const rules::Acceptance& accepted = *finding.accepted;
  const bool waived = accepted.kind == rules::Acceptance::Kind::waiver;
  std::string out = "<div class=\"finding\">" +
                    head(*finding.rule, finding.location,
                         html_badge("", (waived ? "waived " : "in the baseline: ") + std::string(to_string(finding.severity)))) +
                    "<p>" + html_name(finding.message, kMostOfMessage) + "</p>";
  if (waived) {
    out += "<p class=\"small\">" + std::string(accepted.expires ? "Until " + html_date(*accepted.expires) + ", by " : "By ") +
           html_name(accepted.owner);
    if (!accepted.ticket.empty()) out += ", " + html_name(accepted.ticket);
    out += ": " + html_name(accepted.reason, kMostOfMessage) + " <span class=\"soft\">(" + html_name(to_string(accepted.location)) +
           ")</span></p>";
  }
  return out + effects_part(effects.of(finding)) + "</div>\n";
}

std::string accepted_part(const BundleReport& bundle, const rules::Effects& effects) {
  std::string items;
  std::size_t count = 0;
  for (const rules::Finding& finding : bundle.findings) {
    const bool shown = finding.accepted && finding.explained_by.empty();
    if (shown && ++count <= kMostFindings) items += accepted_item(finding, effects);
  }
  if (count == 0) return "";
  return "<details class=\"fold\"><summary>" + count_noun(count, "finding") + " waived or in the baseline</summary>" + items +
         (count > kMostFindings ? "<p>and " + std::to_string(count - kMostFindings) + " more</p>" : "") + "</details>\n";
}

std::string not_evaluated_part(const BundleReport& bundle) {
  if (bundle.not_evaluated.empty()) return "";
  std::string out = "<h4>Not evaluated, which is no pass</h4><ul class=\"lines\">\n";
  for (std::size_t i = 0; i < bundle.not_evaluated.size() && i < kMostFindings; ++i) {
    const rules::NotEvaluated& entry = bundle.not_evaluated[i];
    out += "<li>" + html_code(entry.rule->id) + ": " + html_name(entry.reason, kMostOfMessage) + " <span class=\"soft small\">" +
           html_name(to_string(entry.location)) + "</span></li>\n";
  }
  if (bundle.not_evaluated.size() > kMostFindings) {
    out += "<li>and " + std::to_string(bundle.not_evaluated.size() - kMostFindings) + " more</li>";
  }
  return out + "</ul>\n";
}

}  // namespace

std::string html_explanation(const rules::Rule& rule) {
  std::string out = html_paragraphs(rule.why);
  if (rule.references.empty()) return out;
  out += "<ul class=\"lines\">";
  for (const rules::Reference& reference : rule.references) out += "<li>" + html_reference(reference.title, reference.url) + "</li>";
  return out + "</ul>";
}

std::string html_findings(const BundleReport& bundle, bool explain) {
  std::vector<const rules::Finding*> open;
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.counts()) open.push_back(&finding);
  }
  const rules::Effects effects(bundle.findings);
  std::string out;
  if (!open.empty()) out += "<h4>Findings</h4>\n";
  for (std::size_t i = 0; i < open.size() && i < kMostFindings; ++i) out += finding_item(*open[i], effects, explain);
  if (open.size() > kMostFindings) out += "<p>and " + std::to_string(open.size() - kMostFindings) + " more</p>\n";
  return out + not_evaluated_part(bundle) + accepted_part(bundle, effects);
}

std::string html_rules(const Report& report, const HtmlIndex& index) {
  if (index.explains_in_place()) return "";
  std::map<std::string, std::pair<const rules::Rule*, std::size_t>> rules;
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::Finding& finding : bundle.findings) {
      if (!finding.explained_by.empty()) continue;
      auto& entry = rules[finding.rule->id];
      entry.first = finding.rule;
      ++entry.second;
    }
  }
  std::string out = "<section aria-labelledby=\"rules\"><h2 id=\"rules\">Why the findings matter</h2>\n";
  for (const auto& [id, entry] : rules) {
    out += "<div class=\"card\" id=\"rule-" + html_escaped(id) + "\"><h3>" + html_escaped(entry.first->title) +
           "</h3><p class=\"small soft\">" + html_code(id) + ", " + count_noun(entry.second, "finding") + "</p>" +
           html_explanation(*entry.first) + "</div>\n";
  }
  return out + "</section>\n";
}

}  // namespace chainlint::report
