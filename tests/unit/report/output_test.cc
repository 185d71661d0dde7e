#include "chainlint/report/output.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sample_report.h"

namespace chainlint::report::test {
namespace output_test {

TEST(OutputFormats, HaveANameEach) {
  std::vector<std::string_view> names;
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) names.push_back(to_string(format));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_NE(names.front(), "");
}

TEST(OutputFormats, AllShowFindings) {
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    for (const report::View view : {report::View::findings, report::View::changes, report::View::timeline}) {
      EXPECT_NE(write_output(sample_report(), format, view, {}), "") << to_string(format);
    }
  }
}

// An input that could not be read is never a pass.
TEST(OutputFormats, NameWhatCouldNotBeRead) {
  Report report = sample_report();
  InputReport unread;
  unread.path = "nowhere-else.pem";
  unread.status = formats::ReadStatus::unreadable;
  unread.diagnostics.push_back({Severity::error, "file-unreadable", "cannot be opened: reason", Location{.path = unread.path}});
  report.inputs.push_back(unread);
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    const bool dates_alone = format == report::OutputFormat::ics;
    const std::string text = write_output(report, format, report::View::findings, {});
    EXPECT_TRUE(dates_alone || text.find("nowhere-else.pem") != std::string::npos) << to_string(format);
  }
}

// A report without contents that lists no findings would look like a pass.
TEST(OutputFormats, WithContentsWriteThemInsteadOfFindings) {
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    const auto written = [&](report::View view) { return write_output(sample_report(), format, view, {}); };
    EXPECT_EQ(written(report::View::contents) != written(report::View::findings), output_row(format).has_contents) << to_string(format);
  }
}

// Each by its own format alone; only text and the log of GitHub end alike.
// Bundles that share a certificate repeat its names: the whole would be larger than the report that it is made from.
TEST(OutputFormats, ThatRepeatNamesStopPastTheLimit) {
  Report report = sample_report();
  const auto leaf =
      std::make_shared<const CertificateReport>(CertificateReport{.names = std::vector<std::string>(1000, "www.example.com")});
  for (EntryReport& entry : report.bundles.front().entries) entry.certificate = leaf;
  report.bundles.resize(50, report.bundles.front());
  for (const report::OutputFormat format : {OutputFormat::json, OutputFormat::jsonl, OutputFormat::csv}) {
    report.most_bytes = 1u << 30;
    const std::size_t whole = write_output(report, format, report::View::contents, {}).size();
    ASSERT_GT(whole, 500000u) << to_string(format);
    report.most_bytes = 20000;
    const std::size_t stopped = write_output(report, format, report::View::contents, {}).size();
    EXPECT_GT(stopped, report.most_bytes) << to_string(format);
    EXPECT_LT(stopped, 100000u) << to_string(format);
  }
}

TEST(Outputs, AreKnownAgain) {
  const auto end_alike = [](report::OutputFormat a, report::OutputFormat b) {
    return output_row(a).mark.empty() && output_row(b).mark.empty();
  };
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    for (const report::OutputFormat other : policy::kOutputFormatNames.values()) {
      const std::string text = write_output(sample_report(), other, report::View::findings, {});
      EXPECT_EQ(is_report(format, text), format == other || end_alike(format, other)) << to_string(format) << " of " << to_string(other);
    }
    if (output_row(format).has_contents && !output_row(format).mark.empty()) {
      EXPECT_TRUE(is_report(format, write_output(sample_report(), format, report::View::contents, {}))) << to_string(format);
    }
    EXPECT_EQ(is_report(format, "[\n]\n"), format == report::OutputFormat::gitlab) << to_string(format);
  }
}

TEST(Outputs, AreNotWhatPeopleWrite) {
  for (const char* text : {"", "# chainlint: how to use it\n", "## chainlint: usage\n", "[\n{}]\n", "<!DOCTYPE html>\n<html lang=\"en\">\n",
                           "# chainlint: on every push\non: push\n", "{\"schema\": 1}\n", "(evaluated at noon)\nmore\n"}) {
    EXPECT_FALSE(is_report_of_any_format(text)) << text;
  }
}

TEST(Outputs, OfContentsListEntries) {
  EXPECT_TRUE(write_output(sample_report(), report::OutputFormat::csv, report::View::contents, {}).starts_with("bundle,target,kind,"));
  EXPECT_TRUE(write_output(sample_report(), report::OutputFormat::csv, report::View::findings, {}).starts_with("record,bundle,"));
}

}  // namespace output_test
}  // namespace chainlint::report::test
