#include "chainlint/base/text.h"
#include "comparison.h"
#include "html/html_parts.h"
#include "html/html_text.h"
#include "text/change_words.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostServiceNames = 50;

std::string impact_badge(renewal::ChangeImpact impact) {
  switch (impact) {
    case renewal::ChangeImpact::breaks:
      return html_badge("error", "breaks");
    case renewal::ChangeImpact::attention:
      return html_badge("warning", "needs attention");
    case renewal::ChangeImpact::safe:
      break;
  }
  return html_badge("good", "safe");
}

std::string change_row(const renewal::Change& change) {
  std::string out = "<tr><th scope=\"row\">" + std::string(change_title(change.kind)) + "<div>" + impact_badge(change.impact) +
                    "</div></th><td><div>" + html_name(change.message, kMostOfMessage) + "</div>";
  if (!change.before.empty()) {
    out += "<div class=\"small\"><span class=\"soft\">before:</span> " + html_list(change.before, kMostServiceNames) + "</div>";
  }
  if (!change.after.empty()) {
    out += "<div class=\"small\"><span class=\"soft\">after:</span> " + html_list(change.after, kMostServiceNames) + "</div>";
  }
  return out + "</td></tr>\n";
}

std::string command(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines += (lines.empty() ? "" : "\n") + html_code(text.substr(0, end), kMostOfMessage);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines.empty() ? "" : "<pre class=\"cmd\">" + lines + "</pre>";
}

std::string outage(const std::string& why) {
  return why.empty() ? "" : "<div>" + html_badge("error", "outage") + " " + html_name(why, kMostOfMessage) + "</div>";
}

std::string step_item(const renewal::RolloutStep& step) {
  std::string out = "<li><strong>" + std::string(renewal::to_string(step.action)) + "</strong>: " + html_name(step.what, kMostOfMessage);
  if (!step.pins.empty()) {
    out += "<ul class=\"lines small\">";
    for (const renewal::RolloutPin& pin : step.pins) {
      out += "<li>" + html_name(pin.service) + " <span class=\"soft\">" + html_name(pin.place) + "</span>: " + html_code(pin.old_value) +
             " becomes " + html_code(pin.new_value) + "</li>";
    }
    out += "</ul>";
  }
  out += command(step.command);
  if (!step.sent.empty()) out += "<div class=\"small soft\">then sent: " + html_list(step.sent, kMostServiceNames) + "</div>";
  return out + outage(step.outage) + "</li>\n";
}

std::string steps(const std::vector<renewal::RolloutStep>& all) {
  std::string out = "<ol class=\"steps\">\n";
  for (const renewal::RolloutStep& step : all) out += step_item(step);
  return out + "</ol>\n";
}

// The order alone: what the steps are was said above.
std::string other_order(const renewal::Rollout& rollout) {
  if (rollout.asked.empty()) return "";
  std::string order, outages;
  for (const renewal::RolloutStep& step : rollout.asked) {
    order += (order.empty() ? "" : ", then ") + std::string(renewal::to_string(step.action));
    if (!step.outage.empty()) {
      outages += "<li>after " + std::string(renewal::to_string(step.action)) + ": " + outage(step.outage) + "</li>\n";
    }
  }
  return "<p>" + std::string(rollout.asked_by_user ? "The requested order" : "The opposite order") + " (" + order + ") " +
         (outages.empty() ? "has no outage either.</p>" : "has an outage:</p><ul class=\"lines\">" + outages + "</ul>") + "\n";
}

}  // namespace

std::string html_renewal(const renewal::RenewalReview& review) {
  std::string out =
      "<h4>What the renewal changes</h4><p>" + impact_badge(review.impact()) + " In place of " + html_name(review.previous) + ": ";
  out += count_noun(review.changes.size(), "change") + ", " + count_noun(review.others.size(), "other new finding");
  if (review.gone > 0) out += ", " + count_noun(review.gone, "finding") + " gone";
  out += ".</p>\n";
  if (review.changes.empty()) return out;
  out += "<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">How it changes</th></tr></thead><tbody>\n";
  for (const renewal::Change* change : gravest_first(review)) out += change_row(*change);
  return out + "</tbody></table>\n";
}

std::string html_rollout(const renewal::Rollout& rollout) {
  if (rollout.steps.empty()) return "";
  std::string out = "<h4>Order of the rollout</h4>";
  if (!rollout.outage_now.empty()) out += "<p>Now:</p>" + outage(rollout.outage_now);
  if (!rollout.no_safe_order.empty()) {
    out += "<p>" + html_badge("error", "no order is safe") + " " + html_name(rollout.no_safe_order, kMostOfMessage) + "</p>";
  } else if (!rollout.safe_order_has_outage()) {
    out += "<p>" + html_badge("good", "no outage") + " in this order.</p>";
  }
  out += steps(rollout.steps) + other_order(rollout);
  for (const std::string& remark : rollout.remarks) out += "<p class=\"small\">" + html_name(remark, kMostOfMessage) + "</p>\n";
  if (rollout.checks.empty()) return out;
  out += "<details class=\"fold\"><summary>How to check it afterwards</summary>\n";
  for (const renewal::RolloutCheck& check : rollout.checks) {
    out +=
        command(check.command) + (check.expect.empty() ? "" : "<p class=\"small\">" + html_name(check.expect, kMostOfMessage) + "</p>\n");
  }
  return out + "</details>\n";
}

}  // namespace chainlint::report
