// The parts of the page, each as a piece of HTML. Empty where there is nothing to say.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chainlint/report/report.h"
#include "merged_findings.h"

namespace chainlint::report {

// How a bundle is in the report: its finding of highest severity that is not accepted. As for the exit status, what could not be
// evaluated on anything but a key counts as an error; on a key it is a note, so that the bundle is not among the good ones.
renewal::Standing standing_in(const BundleReport& bundle);

// The badge with it, or "not checked" where there was nothing to check.
std::string verdict_badge(const BundleReport& bundle);

// Which bundles the page shows, in which order, and where. Borrows the report.
class HtmlIndex {
 public:
  explicit HtmlIndex(const Report& report);

  // Highest severity first, else as in the report; those about the run are not among them.
  const std::vector<const BundleReport*>& bundles() const { return bundles_; }
  // How many of them, from the first on, have a section of their own.
  std::size_t detailed() const { return detailed_; }
  // Whether there are so many that their sections leave out what is elsewhere on the page: events and certificates.
  bool brief() const { return bundles_.size() > kMostInFull; }
  // Whether the bundles have different targets, so that each place names its own.
  bool targets_differ() const { return targets_differ_; }
  // Whether rules are explained beside each finding; else once, at the end.
  bool explains_in_place() const { return explains_in_place_; }

  // A link to the section of the bundle; its title alone where it has none. With `text` in place of the title.
  std::string link(const BundleReport& bundle) const;
  std::string link(const BundleReport& bundle, const std::string& text) const;
  // Likewise for a name out of FleetEvent::bundles.
  std::string link(const std::string& name) const;
  // The value of the id attribute; empty where the bundle has no section.
  std::string anchor(const BundleReport& bundle) const;

 private:
  static constexpr std::size_t kMostInFull = 50;

  std::vector<const BundleReport*> bundles_;
  std::size_t detailed_ = 0;
  bool explains_in_place_ = true;
  bool targets_differ_ = false;
  std::unordered_map<const BundleReport*, std::size_t> places_;
  std::unordered_map<std::string_view, const BundleReport*> by_name_;
};

// Findings with one rule, severity and message: one cause, whichever bundles have it. Borrows the report.
struct HtmlCause {
  std::vector<MergedFinding> findings;  // at least one
  std::size_t bundles = 0;
  std::size_t of_rule = 0;  // bundles that have any cause of this rule and severity
};

// Those that count, by severity, then rule, that of most bundles first, then number of bundles. The place in the list is the number in its
// id, from 1 on.
class HtmlCauses {
 public:
  explicit HtmlCauses(const Report& report);

  const std::vector<HtmlCause>& causes() const { return causes_; }
  // "f3": the id of the cause that a finding belongs to; empty where the page does not show it.
  std::string anchor(const rules::Finding& finding) const;

 private:
  std::vector<HtmlCause> causes_;
  std::map<std::tuple<Severity, std::string_view, std::string_view>, std::size_t> places_;
};

// A certificate of the run and where it is. Borrows the report.
struct HtmlCertificate {
  const EntryReport* entry = nullptr;
  std::vector<std::pair<const EntryReport*, const BundleReport*>> used;  // each place once
};

// Each certificate once, by the date on which it expires. The place in the list is the number in its id, from 1 on.
class HtmlInventory {
 public:
  explicit HtmlInventory(const Report& report);

  const std::vector<HtmlCertificate>& certificates() const { return certificates_; }
  // "c7"; empty where the page does not show it.
  std::string anchor(const EntryReport& entry) const;
  std::string anchor(std::string_view sha256) const;

 private:
  std::vector<HtmlCertificate> certificates_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

// What the parts of a page refer to.
struct HtmlPage {
  explicit HtmlPage(const Report& whole) : report(whole), index(whole), causes(whole), inventory(whole) {}
  const Report& report;
  HtmlIndex index;
  HtmlCauses causes;
  HtmlInventory inventory;
};

// Of the run.
// The verdict with the first errors, and the counts; `as_before` findings were left out of the report.
std::string html_headline(const HtmlPage& page, std::size_t as_before);
std::string html_first_errors(const HtmlPage& page);                   // the first errors, each with its first step; links to the findings
std::string html_scope(const HtmlPage& page);                          // what was checked, with what, and what was not
std::string html_unread(const Report& report);                         // what could not be read
std::string html_causes(const HtmlPage& page);                         // findings, and what was not evaluated
std::string html_overview(const HtmlPage& page);                       // one line per bundle
std::string html_inventory(const HtmlPage& page);                      // every certificate
std::string html_containers(const HtmlPage& page);                     // how keys and stores are protected
std::string html_fleet(const Report& report, const HtmlIndex& index);  // what breaks several bundles when
std::string html_accepted(const HtmlPage& page);                       // waivers and baseline
std::string html_rules(const Report& report, const HtmlIndex& index);  // why, for pages that don't explain in place
std::string html_inputs(const Report& report);                         // every file
std::string html_run(const Report& report);                            // how to have it again
std::string html_sign_off();                                           // printed only

// Of one bundle.
std::string html_bundle(const BundleReport& bundle, const HtmlPage& page);
std::string html_chains(const BundleReport& bundle, Instant at);
std::string html_renewal(const renewal::RenewalReview& review);
std::string html_rollout(const renewal::Rollout& rollout);
std::string html_explanation(const rules::Rule& rule);       // why and references
std::string html_turn(const renewal::TimelineEvent& event);  // the badge of what it makes worse: "error", "new error"
std::string html_timeline(const BundleReport& bundle, std::size_t number);
std::string html_timeline_picture(const BundleReport& bundle, std::size_t number);  // an SVG
std::string html_entries(const BundleReport& bundle, const HtmlInventory& inventory);

}  // namespace chainlint::report
