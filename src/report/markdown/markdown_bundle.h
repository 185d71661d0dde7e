// What the Markdown summary says of one bundle.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/report/report.h"

namespace chainlint::report {

// What is always read: a heading with the verdict, and a table with one row per bundle: verdict, causes, the first step of each fix.
// Bundles without anything to report have a row only where the run is about changed bundles. A bundle with a private key in git always has
// a row, also where the finding is accepted or the rule does not run, and is never safe. Rows that `room` has no place for are counted.
std::string markdown_overview(const Report& report, Severity min_severity, std::size_t room);

// A section with a heading: what a renewal changes, the chain, the steps of the rollout, findings with details and fixes, future times.
// Empty where there is nothing to say at or above the severity. At most 45,000 bytes, whatever is in the bundle: what is left out is
// counted. With `changes_alone` what the previous bundle has as well makes nothing more severe.
std::string markdown_section(const BundleReport& bundle, Severity min_severity, bool changes_alone);

// The most severe of what counts; a note where nothing does.
Severity gravest_counted(const BundleReport& bundle, bool changes_alone);

// Whether a private key without a password is in a file that git tracks or is about to.
bool has_key_in_git(const BundleReport& bundle);

// Rows of a table or items of a list, as many as there is room for; those left out are counted.
class MarkdownRows {
 public:
  // `head` is the head of the table; empty for a list.
  MarkdownRows(std::string head, std::size_t room) : head_(std::move(head)), room_(room) {}

  // A row of the table, or an item with its line break.
  void add(const std::string& row);

  // Empty where nothing was added.
  std::string text() const;

 private:
  std::string head_, rows_;
  std::size_t room_, left_out_ = 0;
};

// "❌", "⚠️", "ℹ️".
std::string_view mark(Severity severity);

}  // namespace chainlint::report
