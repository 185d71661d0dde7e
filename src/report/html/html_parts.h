// The parts of the page, each as a piece of HTML. Empty where there is nothing to say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

// How a bundle stands in the report: its finding of highest severity that is not accepted. As for the exit status, what could not be
// evaluated on anything but a key counts as an error; on a key it is a note, so that the bundle is not among the good ones.
renewal::Standing standing_in(const BundleReport& bundle);

// The badge with it, or "not checked" where there was nothing to check.
std::string verdict_badge(const BundleReport& bundle);

// Which bundles the page shows, in which order, and where. Borrows the report.
class HtmlIndex {
 public:
  explicit HtmlIndex(const Report& report);

  // Gravest first, else as in the report; those about the run are not among them.
  const std::vector<const BundleReport*>& bundles() const { return bundles_; }
  // How many of them, from the first on, have a section of their own.
  std::size_t detailed() const { return detailed_; }
  // Whether rules are explained beside each finding; else once, at the end.
  bool explains_in_place() const { return explains_in_place_; }

  // A link to the section of the bundle; its title alone where it has none.
  std::string link(const BundleReport& bundle) const;
  // Likewise for a name out of FleetEvent::bundles.
  std::string link(const std::string& name) const;
  // The value of the id attribute; empty where the bundle has no section.
  std::string anchor(const BundleReport& bundle) const;

 private:
  std::vector<const BundleReport*> bundles_;
  std::size_t detailed_ = 0;
  bool explains_in_place_ = true;
  std::unordered_map<const BundleReport*, std::size_t> places_;
  std::unordered_map<std::string_view, const BundleReport*> by_name_;
};

// Of the run.
// The verdict and the counts; `as_before` findings were left out of the report.
std::string html_headline(const Report& report, std::size_t as_before);
std::string html_run(const Report& report);                            // what it was and how to have it again
std::string html_fleet(const Report& report, const HtmlIndex& index);  // what breaks several bundles when
std::string html_overview(const HtmlIndex& index);                     // a line a bundle
std::string html_unread(const Report& report);                         // what could not be read
std::string html_inputs(const Report& report);                         // every file
std::string html_rules(const Report& report, const HtmlIndex& index);  // why, for pages that don't explain in place

// Of one bundle.
std::string html_bundle(const BundleReport& bundle, const Report& report, const HtmlIndex& index);
std::string html_chains(const BundleReport& bundle, Instant at);
std::string html_renewal(const renewal::RenewalReview& review);
std::string html_rollout(const renewal::Rollout& rollout);
std::string html_findings(const BundleReport& bundle, bool explain);
std::string html_explanation(const rules::Rule& rule);       // why and references
std::string html_turn(const renewal::TimelineEvent& event);  // the badge of what it makes worse: "error", "new error"
std::string html_timeline(const BundleReport& bundle, std::size_t number);
std::string html_timeline_picture(const BundleReport& bundle, std::size_t number);  // an SVG
std::string html_entries(const BundleReport& bundle);

}  // namespace chainlint::report
