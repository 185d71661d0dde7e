#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "calendar/ics_text.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "sample_timeline.h"

namespace chainlint::report::test {
namespace ics_writer_test {

// Unfolded content lines (RFC 5545 section 3.1). A mistake in the folding is a line "MISTAKE:...".
std::vector<std::string> content_lines(const std::string& calendar) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < calendar.size()) {
    const std::size_t end = calendar.find("\r\n", from);
    if (end == std::string::npos) return {"MISTAKE: no CRLF at the end"};
    const std::string line = calendar.substr(from, end - from);
    from = end + 2;
    if (line.size() > 75) return {"MISTAKE: longer than 75 bytes: " + line};
    if (!is_utf8(line)) return {"MISTAKE: folded inside a character: " + line};
    for (const char c : line) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {"MISTAKE: control character"};
    }
    if (line.starts_with(' ')) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
  }
  return lines;
}

// The text of an unfolded value (section 3.3.11); "MISTAKE" where it is not escaped as it must be.
std::string text_value(const std::string& value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ';' || value[i] == ',') return "MISTAKE";
    if (value[i] != '\\') {
      text += value[i];
      continue;
    }
    if (++i == value.size() || std::string("\\;,nN").find(value[i]) == std::string::npos) return "MISTAKE";
    text += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
  }
  return text;
}

std::vector<std::string> values_of(const std::vector<std::string>& lines, const std::string& name) {
  std::vector<std::string> values;
  for (const std::string& line : lines) {
    if (line.starts_with(name + ":")) values.push_back(line.substr(name.size() + 1));
  }
  return values;
}

TEST(IcsWriter, NestsItsComponents) {
  std::vector<std::string> open;
  for (const std::string& line : content_lines(write_ics(sample_timeline_report()))) {
    ASSERT_FALSE(line.starts_with("MISTAKE")) << line;
    if (line.starts_with("BEGIN:")) open.push_back(line.substr(6));
    if (!line.starts_with("END:")) continue;
    ASSERT_FALSE(open.empty());
    EXPECT_EQ(open.back(), line.substr(4));
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

TEST(IcsWriter, HasAnEventForTheCauseAndNotForEachBundle) {
  const auto lines = content_lines(write_ics(sample_timeline_report()));
  ASSERT_EQ(values_of(lines, "SUMMARY"), std::vector<std::string>{"error: intermediate 'Example CA 1' expires on 2027-03-15 (2 bundles)"});
  EXPECT_EQ(values_of(lines, "DTSTART"), std::vector<std::string>{"20270315T115959Z"});
  EXPECT_EQ(values_of(lines, "DTSTAMP"), std::vector<std::string>{"20261101T000000Z"});
  EXPECT_EQ(values_of(lines, "CATEGORIES"), std::vector<std::string>{"chainlint,error,certificate-ends"});
}

TEST(IcsWriter, SaysWhatToDoAndWhatIsFound) {
  const auto lines = content_lines(write_ics(sample_timeline_report()));
  const std::string text = text_value(values_of(lines, "DESCRIPTION").at(0));
  EXPECT_NE(text.find("Before this date: request the intermediate that replaces this one from the CA, and deploy it"), std::string::npos)
      << text;
  EXPECT_NE(text.find("\n- error chain-expired (2 bundles)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n2 bundles:\n- a.pem\n- b.pem\n"), std::string::npos) << text;
}

TEST(IcsWriter, SaysInWordsWhatALimitAsksFor) {
  Report report = sample_timeline_report();
  const renewal::TimelineEvent& limit = report.bundles[0].timeline->events[0];
  report.fleet = {{limit.at, limit.cause, limit.sha256, limit.display, limit.message, limit.role, limit.after, {"a.pem", "b.pem"}}};
  const std::string text = text_value(values_of(content_lines(write_ics(report)), "DESCRIPTION").at(0));
  EXPECT_NE(text.find("From this date: request the intermediate that replaces this one from the CA"), std::string::npos) << text;
  EXPECT_NE(text.find("\n- warning chain-expires-soon (2 bundles): 'Example CA 1' expires on 2027-03-15\n"), std::string::npos) << text;
}

// A bundle that has an error already is among those that the event names.
TEST(IcsWriter, CountsEachRuleOverAllBundlesThatAreMadeWorse) {
  Report report = sample_timeline_report();
  report.bundles[0].timeline->events[1].before = renewal::Standing::error;
  const std::string text = text_value(values_of(content_lines(write_ics(report)), "DESCRIPTION").at(0));
  EXPECT_NE(text.find("\n- error chain-expired (2 bundles)\n"), std::string::npos) << text;
}

TEST(IcsWriter, RemindsTwoWeeksAndTwoDaysBefore) {
  EXPECT_EQ(values_of(content_lines(write_ics(sample_timeline_report())), "TRIGGER"), (std::vector<std::string>{"-P14D", "-P2D"}));
}

TEST(IcsWriter, KeepsTheIdentityOfAnEventFromRunToRun) {
  Report report = sample_timeline_report();
  const auto before = values_of(content_lines(write_ics(report)), "UID");
  report.at = report.at.plus_days(3);
  report.version = "9.9.9";
  report.fleet[0].bundles.emplace_back("c.pem");
  EXPECT_EQ(values_of(content_lines(write_ics(report)), "UID"), before);
  report.fleet[0].at = report.fleet[0].at.plus_seconds(1);
  EXPECT_NE(values_of(content_lines(write_ics(report)), "UID"), before);
}

TEST(IcsWriter, GivesNoIdentityTwice) {
  Report report = sample_timeline_report();
  report.fleet.push_back(report.fleet[0]);
  const auto uids = values_of(content_lines(write_ics(report)), "UID");
  ASSERT_EQ(uids.size(), 2U);
  EXPECT_NE(uids[0], uids[1]);
}

TEST(IcsWriter, ContainsAComponentWhereNothingGetsWorse) {
  Report report = sample_timeline_report();
  report.fleet.clear();
  const auto lines = content_lines(write_ics(report));
  EXPECT_EQ(values_of(lines, "BEGIN"), (std::vector<std::string>{"VCALENDAR", "VTIMEZONE", "STANDARD"}));
}

TEST(IcsWriter, LetsNoNameBeginALine) {
  Report report = sample_timeline_report();
  const std::string evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\x01\xFF;,\\";
  report.fleet[0].display = report.fleet[0].message = evil;
  report.fleet[0].bundles = {evil, std::string(65536, 'A'), "ä"};
  const std::string calendar = write_ics(report);
  const auto lines = content_lines(calendar);
  EXPECT_EQ(values_of(lines, "BEGIN").size(), 4U);
  EXPECT_EQ(values_of(lines, "UID").size(), 1U);
  EXPECT_NE(text_value(values_of(lines, "SUMMARY").at(0)), "MISTAKE");
  EXPECT_LT(calendar.size(), 8000U);
}

TEST(IcsText, FoldsBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ä€";
  EXPECT_EQ(content_lines(report::ics_line("X", text)), std::vector<std::string>{"X:" + text});
}

TEST(IcsText, EscapesAsTheStandardSays) { EXPECT_EQ(report::ics_text("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne"); }

}  // namespace ics_writer_test
}  // namespace chainlint::report::test
