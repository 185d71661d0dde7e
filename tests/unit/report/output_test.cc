#include "chainlint/report/output.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/policy/keys.h"
#include "chainlint/report/output_views.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace output_test {

TEST(OutputFormats, AreThoseThatAPolicyMayName) {
  std::vector<std::string_view> names;
  for (const report::OutputFormat format : report::all_output_formats()) names.push_back(to_string(format));
  const auto of_policy = policy::policy_output_formats();
  EXPECT_EQ(names, std::vector<std::string_view>(of_policy.begin(), of_policy.end()));
}

TEST(OutputFormats, HaveANameEach) {
  std::vector<std::string_view> names;
  for (const report::OutputFormat format : report::all_output_formats()) names.push_back(to_string(format));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_NE(names.front(), "");
}

TEST(OutputFormats, AllShowFindings) {
  for (const report::OutputFormat format : report::all_output_formats()) {
    for (const report::View view : {report::View::findings, report::View::changes, report::View::timeline})
      EXPECT_TRUE(can_show(format, view));
  }
}

// A list of findings that is empty because nothing was judged would look like a pass.
TEST(OutputFormats, ThatListFindingsShowNoContents) {
  for (const report::OutputFormat format :
       {report::OutputFormat::sarif, report::OutputFormat::junit, report::OutputFormat::github, report::OutputFormat::gitlab}) {
    EXPECT_FALSE(can_show(format, report::View::contents));
  }
  EXPECT_TRUE(can_show(report::OutputFormat::csv, report::View::contents));
}

TEST(Outputs, OfContentsListEntries) {
  EXPECT_TRUE(write_output(sample_report(), report::OutputFormat::csv, report::View::contents, {}).starts_with("bundle,target,kind,"));
  EXPECT_TRUE(write_output(sample_report(), report::OutputFormat::csv, report::View::findings, {}).starts_with("record,bundle,"));
}

}  // namespace output_test
}  // namespace chainlint::report::test
