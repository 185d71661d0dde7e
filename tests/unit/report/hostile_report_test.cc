// Whatever a certificate, a file name or a policy says, every report stays what it claims to be.
#include "hostile_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "chainlint/base/text.h"
#include "chainlint/report/output.h"
#include "chainlint/report/writer.h"
#include "text/contents_csv.h"
#include "unit/injections.h"
#include "well_formed.h"

namespace chainlint::report::test {
namespace hostile_report_test {

using Json = nlohmann::json;

class HostileReport : public ::testing::TestWithParam<std::string> {
 protected:
  HostileReport() : report_(hostile_report(GetParam())) {}

  const report::Report report_;
};

TEST_P(HostileReport, IsJson) {
  for (const bool with_findings : {true, false}) EXPECT_TRUE(Json::accept(write_json(report_, with_findings)));
  EXPECT_TRUE(Json::accept(write_sarif(report_)));
  EXPECT_TRUE(Json::accept(write_gitlab(report_)));
}

TEST_P(HostileReport, IsAJsonValueALine) {
  std::istringstream lines(write_jsonl(report_, true));
  std::string line;
  std::size_t count = 0;
  for (; std::getline(lines, line); ++count) EXPECT_TRUE(Json::accept(line)) << line;
  EXPECT_EQ(count, 6u);  // run, input, bundle, fleet, skipped, summary
}

TEST_P(HostileReport, IsXml) { EXPECT_TRUE(is_xml(write_junit(report_))); }

TEST_P(HostileReport, IsCsvWithoutFormulas) {
  for (const std::string& csv : {write_csv(report_), write_contents_csv(report_)}) {
    const auto records = csv_records(csv);
    ASSERT_GT(records.size(), 1u);
    for (const auto& record : records) {
      EXPECT_EQ(record.size(), records[0].size());
      for (const std::string& value : record) EXPECT_FALSE(value.starts_with('=') || value.starts_with('@') || value.starts_with('+'));
    }
  }
}

TEST_P(HostileReport, GivesNoCommandButItsOwn) {
  std::istringstream lines(write_github(report_, Severity::note));
  std::string line;
  std::vector<std::string> commands;
  while (std::getline(lines, line)) {
    if (line.starts_with("::")) {
      commands.push_back(line.substr(2, line.find_first_of(" :", 2) - 2));
    } else {
      EXPECT_EQ(line.find("##["), std::string::npos) << line;
    }
  }
  EXPECT_EQ(commands, (std::vector<std::string>{"error", "error", "warning"}));
}

TEST_P(HostileReport, HasNoMarkupInMarkdownButItsOwn) {
  const std::string text = write_markdown(report_, Severity::note);
  EXPECT_LE(text.size(), 65000u);
  std::string prose = text.substr(0, text.find("<details><summary>Repeat this run"));
  for (const char* markup : {"<img", "](", "$x", "http://", "www.", "\\|", "&amp;"}) {
    EXPECT_EQ(prose.find(markup), std::string::npos) << markup;
  }
  // In code nobody is mentioned.
  for (std::size_t begin = prose.find("<code>"); begin != std::string::npos; begin = prose.find("<code>", begin)) {
    prose.erase(begin, prose.find("</code>", begin) + 7 - begin);
  }
  for (const char* reference : {"@e", " #1", "##["}) EXPECT_EQ(prose.find(reference), std::string::npos) << reference;
}

TEST_P(HostileReport, HidesNothingAndCommandsNobody) {
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
    for (const report::View view : {report::View::findings, report::View::contents, report::View::changes, report::View::timeline}) {
      const std::string text = write_output(report_, format, view, {});
      EXPECT_TRUE(shows_everything(text)) << to_string(format);
      EXPECT_TRUE(gives_no_command(text, own_command(to_string(format)))) << to_string(format);
    }
  }
}

TEST_P(HostileReport, RefersToNothingInMarkdown) { EXPECT_TRUE(refers_to_nothing(write_markdown(report_, Severity::note))); }

// A parser gets the text as it was, but for what is no UTF-8.
TEST_P(HostileReport, LosesNothingInJson) {
  if (!is_utf8(GetParam())) return;
  const Json inputs = Json::parse(write_json(report_, true))["inputs"];
  EXPECT_EQ(inputs[0]["path"], GetParam());
  EXPECT_EQ(Json::parse(write_sarif(report_))["runs"][0]["properties"]["policy"], GetParam());
}

INSTANTIATE_TEST_SUITE_P(Texts, HostileReport,
                         ::testing::Values(hostile_text(), std::string(), std::string("'"), std::string(70000, '*'),
                                           std::string(70000, '\''), std::string(5000, '\n'), std::string("\xF0\x9F\x98"), std::string("-"),
                                           std::string("/a//./b/../c!d")));

std::vector<std::string> injected_texts() {
  std::vector<std::string> texts;
  for (const Injection& injection : injections()) texts.push_back(injection.text);
  return texts;
}

INSTANTIATE_TEST_SUITE_P(Injections, HostileReport, ::testing::ValuesIn(injected_texts()),
                         [](const auto& test) { return std::string(injections()[test.index].name); });

}  // namespace hostile_report_test
}  // namespace chainlint::report::test
