#include <algorithm>
#include <map>
#include <set>

#include "causes.h"
#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostCauses = 500;
constexpr std::size_t kMostShownPlaces = 6;  // of a cause; the others are folded
constexpr std::size_t kMostPlaces = 200;
constexpr std::size_t kMostFirstErrors = 3;
constexpr std::size_t kMostOwnDetails = 20;  // places of a cause whose own details and steps are listed

std::string more_item(std::size_t count, std::size_t shown) {
  return count > shown ? "<li>and " + std::to_string(count - shown) + " more</li>" : "";
}

std::string explanation_of(const rules::Rule& rule, bool explain) {
  if (explain) {
    const std::string text = html_explanation(rule);
    return text.empty() ? "" : "<details class=\"fold small\"><summary>Why it matters</summary>" + text + "</details>";
  }
  return "<p class=\"small\"><a href=\"#rule-" + html_escaped(rule.id) + "\">Why it matters</a></p>";
}

std::string place_link(const MergedFinding& finding, const HtmlIndex& index) {
  std::string targets;
  if (index.targets_differ()) {
    for (const std::string& target : finding.targets) targets += (targets.empty() ? " on " : ", ") + target;
  }
  const std::string place = index.link(*finding.bundle, to_string(finding.finding->location));
  return place + (targets.empty() ? "" : "<span class=\"soft\">" + html_escaped(targets) + "</span>");
}

std::string cause_places(const HtmlCause& cause, const HtmlIndex& index) {
  const std::vector<MergedFinding>& all = cause.findings;
  const auto list = [&](std::size_t from, std::size_t to) {
    std::string out;
    for (std::size_t i = from; i < to; ++i) out += (i == from ? "" : ", ") + place_link(all[i], index);
    return out;
  };
  const std::size_t first = std::min(all.size(), kMostShownPlaces), end = std::min(all.size(), kMostPlaces);
  std::string out = "<p class=\"small\">" + list(0, first) + "</p>";
  if (end == first) return out;
  return out + "<details class=\"fold small\"><summary>and " + std::to_string(all.size() - first) + " more</summary>" + list(first, end) +
         (all.size() > end ? " and " + std::to_string(all.size() - end) + " more" : "") + "</details>";
}

std::string fix_steps(const rules::Finding& finding) {
  const std::vector<std::string> marks = finding.step_marks();
  if (marks.empty()) return "";
  std::string out = "<div class=\"fix\"><strong>Fix</strong><ol>";
  for (std::size_t i = 0; i < marks.size(); ++i) {
    out += (marks[i] == "- " ? "<li class=\"choice\">" : "<li>") + html_name(finding.fix_steps[i], kMostOfMessage) + "</li>";
  }
  return out + "</ol></div>";
}

// Files are named in steps, so that those of two places differ.
std::string steps_of(const HtmlCause& cause, const HtmlIndex& index) {
  const std::vector<MergedFinding>& all = cause.findings;
  const std::vector<std::string>& first = all.front().finding->fix_steps;
  std::string others;
  std::size_t different = 0;
  for (const MergedFinding& finding : all) {
    if (finding.finding->fix_steps == first) continue;
    if (++different > kMostOwnDetails) continue;
    others += "<li>" + place_link(finding, index) + ": " + html_name(finding.finding->fix(), kMostOfMessage) + "</li>";
  }
  std::string out = fix_steps(*all.front().finding);
  if (different == 0) return out;
  return out + "<details class=\"fold small\"><summary>Steps for " + count_noun(different, "other place") +
         "</summary><ul class=\"lines\">" + others + more_item(different, kMostOwnDetails) + "</ul></details>";
}

bool has_detail(const rules::Finding& finding, const rules::Detail& wanted) {
  return std::any_of(finding.details.begin(), finding.details.end(),
                     [&](const rules::Detail& detail) { return detail.name == wanted.name && detail.value == wanted.value; });
}

// What the row of a certificate says, for pages that refer to it.
constexpr std::string_view kOfRow[] = {"subject", "issuer", "validity period", "SHA-256", "SHA-1 thumbprint"};

std::string detail_list(const std::vector<const rules::Detail*>& details) {
  if (details.empty()) return "";
  std::string out = "<dl class=\"facts small\">";
  for (const rules::Detail* detail : details) {
    out += "<dt>" + html_escaped(detail->name) + "</dt><dd>" + html_name(detail->value, kMostOfMessage) + "</dd>";
  }
  return out + "</dl>";
}

// What is the same at each place is said once.
std::string details_of(const HtmlCause& cause, const HtmlPage& page) {
  const std::vector<MergedFinding>& all = cause.findings;
  const auto is_common = [&](const rules::Detail& detail) {
    return std::all_of(all.begin(), all.end(), [&](const MergedFinding& other) { return has_detail(*other.finding, detail); });
  };
  const auto own = [&](const MergedFinding& finding, bool common) {
    const std::string row = page.index.brief() ? page.inventory.anchor(finding.finding->subject_sha256) : "";
    std::vector<const rules::Detail*> details;
    bool refers = false;
    for (const rules::Detail& detail : finding.finding->details) {
      if (is_common(detail) != common) continue;
      if (!row.empty() && std::find(std::begin(kOfRow), std::end(kOfRow), detail.name) != std::end(kOfRow)) {
        refers = true;
      } else {
        details.push_back(&detail);
      }
    }
    return detail_list(details) + (refers ? "<a href=\"#" + row + "\">certificate</a>" : "");
  };
  std::string out = own(all.front(), true), items;
  std::size_t count = 0;
  for (std::size_t i = 0; i < all.size() && i < kMostOwnDetails; ++i) {
    const std::string list = own(all[i], false);
    if (list.empty()) continue;
    ++count;
    items += "<li>" + place_link(all[i], page.index) + list + "</li>";
  }
  if (count > 0) out += "<ul class=\"lines small\">" + items + more_item(all.size(), kMostOwnDetails) + "</ul>";
  return out.empty() ? "" : "<details class=\"fold small\"><summary>Details</summary>" + out + "</details>";
}

// What follows from a cause, folded.
std::string effects_of(const HtmlCause& cause) {
  std::set<std::pair<std::string_view, std::string_view>> known;
  std::string items;
  for (const MergedFinding& finding : cause.findings) {
    for (const rules::Finding* effect : finding.effects) {
      if (!known.emplace(effect->rule->id, effect->message).second || known.size() > kMostOwnDetails) continue;
      items += "<li>" + html_code(effect->rule->id) + ": " + html_name(effect->message, kMostOfMessage) + "</li>";
    }
  }
  if (items.empty()) return "";
  return "<details class=\"fold small\"><summary>Explains " + count_noun(known.size(), "other finding") + "</summary><ul class=\"lines\">" +
         items + more_item(known.size(), kMostOwnDetails) + "</ul></details>";
}

std::pair<Severity, std::string_view> rule_of(const HtmlCause& cause) {
  const rules::Finding& finding = *cause.findings.front().finding;
  return {finding.severity, finding.rule->id};
}

// Causes of one rule and severity, from `first` to before `end`, in one card: who has ten expired leaves reads once what that is.
std::string rule_card(const std::vector<HtmlCause>& causes, std::size_t first, std::size_t end, const HtmlPage& page) {
  const HtmlIndex& index = page.index;
  const rules::Finding& finding = *causes[first].findings.front().finding;
  const rules::Rule& rule = *finding.rule;
  const bool one = end - first == 1;
  const std::string id = "\" id=\"f" + std::to_string(first + 1) + "\"";
  std::string out = "<div class=\"card cause " + std::string(to_string(finding.severity)) + (one ? id : "\"") + "><h3>" +
                    html_badge(finding.severity) + " " + (one ? html_name(finding.message, kMostOfMessage) : html_escaped(rule.title)) +
                    "</h3>";
  out += "<p class=\"soft small\">" + (one ? html_escaped(rule.title) + " · " : std::string()) + html_code(rule.id) + " · " +
         std::string(rules::to_string(rule.about));
  if (!one) out += " · " + std::to_string(end - first) + " causes";
  if (index.bundles().size() > 1) out += " · " + count_noun(causes[first].of_rule, "bundle");
  out += "</p>";
  for (std::size_t i = first; i < end; ++i) {
    const std::string parts =
        cause_places(causes[i], index) + steps_of(causes[i], index) + details_of(causes[i], page) + effects_of(causes[i]);
    const std::string& message = causes[i].findings.front().finding->message;
    out += one ? parts
               : "<div class=\"item\" id=\"f" + std::to_string(i + 1) + "\"><p><strong>" + html_name(message, kMostOfMessage) +
                     "</strong></p>" + parts + "</div>";
  }
  return out + explanation_of(rule, index.explains_in_place()) + "</div>\n";
}

std::string not_evaluated_part(const HtmlPage& page) {
  struct Open {
    std::vector<std::pair<const BundleReport*, const rules::NotEvaluated*>> places;
  };
  std::map<std::pair<std::string_view, std::string_view>, Open> groups;
  for (const BundleReport& bundle : page.report.bundles) {
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
      groups[{entry.rule->id, entry.reason}].places.emplace_back(&bundle, &entry);
    }
  }
  if (groups.empty()) return "";
  std::string out = "<h3 id=\"not-evaluated\">Not evaluated, which is not a pass</h3>\n<ul class=\"lines card\">";
  std::size_t count = 0;
  for (const auto& [key, open] : groups) {
    if (++count > kMostCauses) break;
    out += "<li>" + html_code(key.first) + ": " + html_name(key.second, kMostOfMessage) + " <span class=\"small\">";
    for (std::size_t i = 0; i < open.places.size() && i < kMostShownPlaces; ++i) {
      out += (i == 0 ? "" : ", ") + page.index.link(*open.places[i].first, to_string(open.places[i].second->location));
    }
    if (open.places.size() > kMostShownPlaces) out += " and " + std::to_string(open.places.size() - kMostShownPlaces) + " more";
    out += "</span></li>\n";
  }
  return out + more_item(groups.size(), kMostCauses) + "</ul>\n";
}

std::string accepted_row(const MergedFinding& merged, const HtmlIndex& index) {
  const rules::Finding& finding = *merged.finding;
  const rules::Acceptance& accepted = *finding.accepted;
  const bool waived = accepted.kind == rules::Acceptance::Kind::waiver;
  std::string out = "<tr><th scope=\"row\">" +
                    html_badge("", (waived ? "waived " : "in the baseline: ") + std::string(to_string(finding.severity))) + "</th><td>" +
                    html_name(finding.message, kMostOfMessage) + "<div class=\"small soft\">" + html_code(finding.rule->id) + " · " +
                    place_link(merged, index) + "</div></td><td>";
  if (waived) {
    out += std::string(accepted.expires ? "Until " + html_date(*accepted.expires) + ", by " : "By ") + html_name(accepted.owner);
    if (!accepted.ticket.empty()) out += ", " + html_name(accepted.ticket);
    out += ": " + html_name(accepted.reason, kMostOfMessage) + " <span class=\"soft small\">" + html_name(to_string(accepted.location)) +
           "</span>";
  }
  return out + "</td></tr>\n";
}

}  // namespace

std::string html_explanation(const rules::Rule& rule) {
  const rules::RuleOutcome& outcome = *rule.outcome;
  std::string out = html_paragraphs(outcome.why);
  if (outcome.references.empty()) return out;
  out += "<ul class=\"lines\">";
  for (const rules::Reference& reference : outcome.references) out += "<li>" + html_reference(reference.title, reference.url) + "</li>";
  return out + "</ul>";
}

HtmlCauses::HtmlCauses(const Report& report) {
  for (MergedFinding& merged : merged_findings(report)) {
    const rules::Finding& finding = *merged.finding;
    if (!finding.counts()) continue;
    const auto [place, fresh] = places_.try_emplace({finding.severity, finding.rule->id, finding.message}, causes_.size());
    if (fresh) causes_.emplace_back();
    causes_[place->second].findings.push_back(std::move(merged));
  }
  std::map<std::pair<Severity, std::string_view>, std::set<std::string_view>> of_rule;
  for (HtmlCause& cause : causes_) {
    std::set<std::string_view> names;
    for (const MergedFinding& finding : cause.findings) names.insert(finding.bundles.begin(), finding.bundles.end());
    cause.bundles = names.size();
    of_rule[rule_of(cause)].merge(names);
  }
  for (HtmlCause& cause : causes_) cause.of_rule = of_rule.at(rule_of(cause)).size();
  // Rules with as many bundles are in the order of the report, which has the cause before its effect.
  std::map<std::pair<Severity, std::string_view>, std::size_t> place_of;
  for (const HtmlCause& cause : causes_) place_of.emplace(rule_of(cause), place_of.size());
  std::stable_sort(causes_.begin(), causes_.end(), [&](const HtmlCause& a, const HtmlCause& b) {
    const auto left = rule_of(a), right = rule_of(b);
    if (left.first != right.first) return left.first < right.first;
    if (a.of_rule != b.of_rule) return a.of_rule > b.of_rule;
    return left != right ? place_of[left] < place_of[right] : a.bundles > b.bundles;
  });
  for (std::size_t i = 0; i < causes_.size(); ++i) {
    const rules::Finding& finding = *causes_[i].findings.front().finding;
    places_[{finding.severity, finding.rule->id, finding.message}] = i;
  }
}

std::string HtmlCauses::anchor(const rules::Finding& finding) const {
  const auto found = places_.find({finding.severity, finding.rule->id, finding.message});
  return found == places_.end() || found->second >= kMostCauses ? "" : "f" + std::to_string(found->second + 1);
}

std::string html_first_errors(const HtmlPage& page) {
  std::string items;
  std::size_t errors = 0;
  for (std::size_t i = 0; i < page.causes.causes().size(); ++i) {
    const HtmlCause& cause = page.causes.causes()[i];
    const rules::Finding& finding = *cause.findings.front().finding;
    if (finding.severity != Severity::error || ++errors > kMostFirstErrors) continue;
    const std::string fix = first_step(finding);
    items += "<li><a href=\"#f" + std::to_string(i + 1) + "\">" + html_name(finding.message, kMostOfMessage) + "</a>" +
             (cause.bundles > 1 ? " in " + count_noun(cause.bundles, "bundle") : "") +
             (fix.empty() ? "" : "<div>Fix: " + html_name(fix, kMostOfMessage) + "</div>") + "</li>\n";
  }
  return items.empty() ? "" : "<ul class=\"lines\">\n" + items + more_item(errors, kMostFirstErrors) + "</ul>\n";
}

std::string html_causes(const HtmlPage& page) {
  const std::vector<HtmlCause>& causes = page.causes.causes();
  const std::string open = not_evaluated_part(page);
  if (causes.empty() && open.empty()) return "";
  std::string out = "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n";
  const std::size_t shown = std::min(causes.size(), kMostCauses);
  for (std::size_t first = 0, end = 0; first < shown; first = end) {
    while (end < shown && rule_of(causes[end]) == rule_of(causes[first])) ++end;
    out += rule_card(causes, first, end, page);
  }
  if (causes.size() > kMostCauses) {
    out += "<p>and " + std::to_string(causes.size() - kMostCauses) + " more, which --format json contains</p>\n";
  }
  return out + open + "</section>\n";
}

std::string html_accepted(const HtmlPage& page) {
  std::string rows;
  std::size_t count = 0;
  for (const MergedFinding& merged : merged_findings(page.report)) {
    if (merged.finding->accepted && ++count <= kMostCauses) rows += accepted_row(merged, page.index);
  }
  const std::optional<BaselineReport>& baseline = page.report.baseline;
  if (count == 0 && !baseline) return "";
  std::string out = "<section aria-labelledby=\"accepted\"><h2 id=\"accepted\">Waivers and baseline</h2>\n<div class=\"card\">";
  if (baseline) {
    out += "<p>Baseline " + html_code(baseline->path) + ": " + count_noun(baseline->entries, "known finding") + ", " +
           std::to_string(baseline->gone) + (baseline->gone == 1 ? " of them no longer occurs.</p>" : " of them no longer occur.</p>");
  }
  if (count > 0) {
    out +=
        "<table><thead><tr><th scope=\"col\">Finding</th><th scope=\"col\">Message</th><th "
        "scope=\"col\">Accepted</th></tr></thead><tbody>\n" +
        rows + "</tbody></table>";
  }
  if (count > kMostCauses) out += "<p>and " + std::to_string(count - kMostCauses) + " more</p>";
  return out + "</div></section>\n";
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
