// Formats of CI systems, read as their documents say.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "hostile_report.h"
#include "unit/injections.h"
#include "well_formed.h"

namespace chainlint::report::test {
namespace ci_writers_test {

using Properties = std::map<std::string, std::string>;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

struct AzureCommand {
  Properties properties;
  std::string message;
};

// As the agent reads a line (azure-pipelines-agent, src/Microsoft.VisualStudio.Services.Agent/Command.cs).
std::optional<AzureCommand> azure_command(const std::string& line) {
  const std::string prefix = "##vso[";
  const std::size_t begin = line.find(prefix), end = begin == std::string::npos ? begin : line.find(']', begin);
  if (end == std::string::npos) return std::nullopt;
  const auto unescaped = [](std::string text) {
    for (const auto& [from, to] : Properties{{"%3B", ";"}, {"%0D", "\r"}, {"%0A", "\n"}, {"%5D", "]"}}) text = replaced(text, from, to);
    return replaced(text, "%AZP25", "%");
  };
  AzureCommand command;
  std::istringstream info(line.substr(begin + prefix.size(), end - begin - prefix.size()));
  std::string name;
  std::getline(info, name, ' ');
  EXPECT_EQ(name, "task.logissue");
  for (std::string pair; std::getline(info, pair, ';');) {
    const std::size_t equals = pair.find('=');
    EXPECT_TRUE(command.properties.emplace(pair.substr(0, equals), unescaped(pair.substr(equals + 1))).second) << pair;
  }
  command.message = unescaped(line.substr(end + 1));
  return command;
}

// As TeamCity documents it: ##teamcity[messageName name1='value1' name2='value2'].
Properties teamcity_message(const std::string& line, std::string& name) {
  const std::string prefix = "##teamcity[";
  Properties properties;
  std::size_t at = line.find(' ');
  EXPECT_TRUE(line.starts_with(prefix) && line.ends_with(']') && at != std::string::npos) << line;
  name = line.substr(prefix.size(), at - prefix.size());
  while (at + 1 < line.size()) {
    const std::size_t equals = line.find('=', at);
    if (line[at] != ' ' || equals == std::string::npos || line[equals + 1] != '\'') {
      ADD_FAILURE() << line;
      break;
    }
    std::string text;
    std::size_t i = equals + 2;
    for (; i < line.size() && line[i] != '\''; ++i) {
      EXPECT_TRUE(line[i] != '[' && line[i] != ']' && static_cast<unsigned char>(line[i]) < 0x80) << line;
      if (line[i] != '|') {
        text += line[i];
      } else if (line.compare(i, 3, "|0x") == 0) {
        append_utf8(text, static_cast<char32_t>(std::stoul(line.substr(i + 3, 4), nullptr, 16)));
        i += 6;
      } else {
        EXPECT_NE(std::string("'|[]").find(line[++i]), std::string::npos) << line;
        text += line[i];
      }
    }
    properties[line.substr(at + 1, equals - at - 1)] = text;
    at = i + 1;
  }
  EXPECT_EQ(at + 1, line.size()) << line;
  return properties;
}

report::Report awkward_report() {
  Report report = sample_report();
  rules::Finding& finding = report.bundles[0].findings[0];
  finding.location.path = "a;b]c%d'[M\xC3\xBCnchen].pem";
  finding.message = "100%; a]b|c 'd'";
  return report;
}

TEST(AzureWriter, LogsAnIssueThatTheAgentReads) {
  const auto lines = lines_of(write_azure(awkward_report(), Severity::note));
  ASSERT_EQ(lines.size(), 2u);
  const auto command = azure_command(lines[0]);
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(
      command->properties,
      (Properties{
          {"type", "error"}, {"sourcepath", "a;b]c%d'[M\xC3\xBCnchen].pem"}, {"linenumber", "3"}, {"code", "chain-missing-intermediate"}}));
  EXPECT_EQ(command->message, "100%; a]b|c 'd'; fix: add 'CN=Example CA 2' after the leaf");
}

TEST(AzureWriter, HasNoIssueForANote) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::note;
  const auto lines = lines_of(write_azure(report, Severity::note));
  EXPECT_TRUE(lines[0].starts_with("note  chain-missing-intermediate  site.pem:3  "));
  EXPECT_EQ(lines_of(write_azure(report, Severity::warning)).size(), 1u);
}

TEST(TeamcityWriter, DeclaresTheRuleAndReportsAnInspection) {
  const auto lines = lines_of(write_teamcity(awkward_report()));
  ASSERT_EQ(lines.size(), 3u);
  std::string name;
  EXPECT_EQ(teamcity_message(lines[0], name), (Properties{{"id", "chain-missing-intermediate"},
                                                          {"name", "chain-missing-intermediate"},
                                                          {"description", "Intermediate certificate is missing"},
                                                          {"category", "chainlint"}}));
  EXPECT_EQ(name, "inspectionType");
  EXPECT_EQ(teamcity_message(lines[1], name), (Properties{{"typeId", "chain-missing-intermediate"},
                                                          {"message", "100%; a]b|c 'd'; fix: add 'CN=Example CA 2' after the leaf"},
                                                          {"file", "a;b]c%d'[M\xC3\xBCnchen].pem"},
                                                          {"line", "3"},
                                                          {"SEVERITY", "ERROR"}}));
  EXPECT_EQ(name, "inspection");
}

TEST(TeamcityWriter, DeclaresEachRuleOnce) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].findings[0].location.path = "copy.pem";
  EXPECT_EQ(lines_of(write_teamcity(report)).size(), 4u);
}

TEST(CheckstyleWriter, ListsErrorsByFile) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].findings[0].fingerprint = "beef";
  report.bundles[1].findings[0].severity = Severity::note;
  report.bundles[1].findings[0].message = "a \"note\"";
  report.bundles[1].findings[0].fix_steps.clear();
  const std::string text = write_checkstyle(report);
  EXPECT_TRUE(is_xml(text));
  EXPECT_EQ(
      text,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n<file name=\"site.pem\">\n"
      "<error source=\"chainlint.chain-missing-intermediate\" line=\"3\" severity=\"error\" message=\"'www.example.com' was issued by "
      "'CN=Example CA 2', which is not in the bundle; fix: add 'CN=Example CA 2' after the leaf\"/>\n"
      "<error source=\"chainlint.chain-missing-intermediate\" line=\"3\" severity=\"info\" message=\"a &quot;note&quot;\"/>\n"
      "</file>\n</checkstyle>\n");
}

TEST(TapWriter, HasATestPointForEachBundle) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].name = report.bundles[1].files[0] = "a#b\\c.pem";
  report.bundles[1].target = "nginx";
  report.bundles[1].findings.clear();
  const auto lines = lines_of(write_tap(report));
  ASSERT_EQ(lines.size(), 8u);
  EXPECT_EQ(lines[0], "TAP version 14");
  EXPECT_EQ(lines[1], "1..2");
  EXPECT_EQ(lines[2], "not ok 1 - site.pem");
  EXPECT_EQ(lines[3] + lines[4], "  ---  findings:");
  EXPECT_EQ(nlohmann::json::parse(lines[5].substr(6)),
            (nlohmann::json{{"severity", "error"},
                            {"rule", "chain-missing-intermediate"},
                            {"place", "site.pem:3"},
                            {"message", "'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle"},
                            {"fix", "add 'CN=Example CA 2' after the leaf"}}));
  EXPECT_EQ(lines[6], "  ...");
  EXPECT_EQ(lines[7], "ok 2 - a\\#b\\\\c.pem on nginx");
}

TEST(TapWriter, FailsFromTheSeverityOnThatFailsTheRunAndPassesWhatIsAccepted) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::warning;
  EXPECT_EQ(lines_of(write_tap(report))[2], "ok 1 - site.pem");
  report.run.fail_on = Severity::warning;
  EXPECT_EQ(lines_of(write_tap(report))[2], "not ok 1 - site.pem");
  report.bundles[0].findings[0].accepted = sample_waiver();
  EXPECT_EQ(lines_of(write_tap(report))[2], "ok 1 - site.pem");
}

TEST(TapWriter, DoesNotPassWhatWasNotReadNorEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::chain, "", Location{.path = "site.pem"}, "path building exceeded its limit"});
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", Location{.line = 7}}};
  const auto lines = lines_of(write_tap(report));
  EXPECT_EQ(lines[2], "not ok 1 - read site.pem");
  EXPECT_EQ(lines[7], "not ok 2 - site.pem");
}

TEST(TapWriter, SkipsWhatContainsNoCertificate) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].path.clear();
  report.bundles[0].kind = chain::BundleKind::request;
  EXPECT_EQ(lines_of(write_tap(report))[2], "ok 1 - site.pem # SKIP certificate request, not checked: it contains no certificate");
}

// Each line is a command with the properties of one, whatever is in the texts.
TEST(CiWriters, KeepTheirGrammarWhateverTheTexts) {
  std::vector<std::string> texts{hostile_text()};
  for (const Injection& injection : injections()) texts.push_back(injection.text);
  for (const std::string& text : texts) {
    const Report report = hostile_report(text);
    std::size_t commands = 0;
    for (const std::string& line : lines_of(write_azure(report, Severity::note))) {
      const auto command = azure_command(line);
      if (!command) continue;
      ++commands;
      for (const auto& [name, value] : command->properties) {
        EXPECT_TRUE(name == "type" || name == "sourcepath" || name == "linenumber" || name == "columnnumber" || name == "code") << line;
      }
    }
    EXPECT_EQ(commands, 3u) << text;
    const auto messages = lines_of(write_teamcity(report));
    for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
      std::string name;
      teamcity_message(messages[i], name);
      EXPECT_TRUE(name == "inspection" || name == "inspectionType") << messages[i];
    }
    EXPECT_TRUE(is_xml(write_checkstyle(report))) << text;
    std::size_t points = 0;
    for (const std::string& line : lines_of(write_tap(report))) {
      points += line.starts_with("ok ") || line.starts_with("not ok ") ? 1 : 0;
      EXPECT_TRUE(!line.starts_with("    - ") || nlohmann::json::accept(line.substr(6))) << line;
    }
    EXPECT_EQ(points, 2u) << text;
  }
}

}  // namespace ci_writers_test
}  // namespace chainlint::report::test
