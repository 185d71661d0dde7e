#include <algorithm>

#include "bundle_title.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

// A page with many thousand sections is not usable; the table names all bundles.
constexpr std::size_t kMostDetailed = 300;
constexpr std::size_t kMostExplained = 300;

}  // namespace

renewal::Standing standing_in(const BundleReport& bundle) {
  renewal::Standing standing = renewal::Standing::good;
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
    standing = std::max(standing, entry.subject == facts::SubjectKind::key ? renewal::Standing::note : renewal::Standing::error);
  }
  for (const rules::Finding& finding : bundle.findings) {
    if (!finding.counts()) continue;
    const renewal::Standing own = finding.severity == Severity::error     ? renewal::Standing::error
                                  : finding.severity == Severity::warning ? renewal::Standing::warning
                                                                          : renewal::Standing::note;
    standing = std::max(standing, own);
  }
  return standing;
}

std::string verdict_badge(const BundleReport& bundle) {
  const renewal::Standing standing = standing_in(bundle);
  return has_verdict(bundle) || standing != renewal::Standing::good ? html_badge(standing) : html_badge("note", "not checked");
}

HtmlIndex::HtmlIndex(const Report& report) {
  std::size_t findings = 0;
  std::unordered_map<const BundleReport*, renewal::Standing> standings;
  for (const BundleReport& bundle : report.bundles) {
    findings += bundle.findings.size();
    if (bundle.of_run) continue;
    bundles_.push_back(&bundle);
    targets_differ_ = targets_differ_ || bundle.target != bundles_.front()->target;
    by_name_.try_emplace(bundle.name, &bundle);
    standings.emplace(&bundle, standing_in(bundle));
  }
  std::stable_sort(bundles_.begin(), bundles_.end(),
                   [&](const BundleReport* a, const BundleReport* b) { return standings.at(a) > standings.at(b); });
  detailed_ = std::min(bundles_.size(), kMostDetailed);
  explains_in_place_ = findings <= kMostExplained;
  for (std::size_t i = 0; i < bundles_.size(); ++i) places_.emplace(bundles_[i], i);
}

std::string HtmlIndex::anchor(const BundleReport& bundle) const {
  const auto found = places_.find(&bundle);
  return found == places_.end() || found->second >= detailed_ ? "" : "b" + std::to_string(found->second + 1);
}

std::string HtmlIndex::link(const BundleReport& bundle) const { return link(bundle, title(bundle)); }

std::string HtmlIndex::link(const BundleReport& bundle, const std::string& text) const {
  const std::string id = anchor(bundle);
  return id.empty() ? html_name(text) : "<a href=\"#" + id + "\">" + html_name(text) + "</a>";
}

std::string HtmlIndex::link(const std::string& name) const {
  const auto found = by_name_.find(name);
  const std::string id = found == by_name_.end() ? "" : anchor(*found->second);
  return id.empty() ? html_name(name) : "<a href=\"#" + id + "\">" + html_name(name) + "</a>";
}

}  // namespace chainlint::report
