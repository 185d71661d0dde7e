#include "incident.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "chainlint/mint/mint.h"

namespace chainlint::test {
namespace {

using Json = nlohmann::json;

struct Finding {
  std::string severity, rule, path, line, message;
};

// One command and what is right for it.
struct Step {
  std::string command, statuses = "0";
  std::optional<std::vector<std::string>> findings;
  std::vector<std::string> says, never, then;
};

// Runs as `chainlint`, so that the command lines of an incident are those that a person types.
const char kProgramWithReport[] =
    "#!/bin/sh\n"
    "case \"$*\" in *--format*) ;;\n"
    "check*) shift; set -- check --format text --format json --report \"$(dirname \"$0\")/report.json\" \"$@\" ;;\n"
    "esac\n"
    "exec '" CHAINLINT_PROGRAM "' \"$@\"\n";

std::vector<Step> read_steps(const Scenario& incident) {
  std::vector<Step> steps;
  for (const Section& section : incident.sections) {
    if (section.name == "command") steps.push_back({.command = section.text, .findings = {}, .says = {}, .never = {}, .then = {}});
    if (steps.empty() || section.name == "command") continue;
    Step& step = steps.back();
    const std::vector<std::string> lines = lines_of(section.text);
    if (section.name == "status") {
      step.statuses = lines.empty() ? "" : lines.front();
    } else if (section.name == "findings") {
      step.findings = lines;
    } else if (section.name == "says") {
      step.says = lines;
    } else if (section.name == "never") {
      step.never = lines;
    } else if (section.name == "then") {
      step.then = lines;
    } else {
      throw std::runtime_error(incident.path + ": a command has no section " + section.name);
    }
  }
  return steps;
}

std::string make_files(const Scenario& incident, const Workplace& workplace) {
  std::string problems;
  for (const Section& section : incident.sections) {
    if (section.name.starts_with("file ")) write_text(workplace.path() / section.name.substr(5), section.text);
    if (section.name == "prepare") {
      const Outcome outcome = workplace.run("set -e\n" + section.text);
      if (outcome.status != 0) problems += "prepare fails with status " + std::to_string(outcome.status) + "\n" + outcome.err;
    }
    if (section.name != "files") continue;
    // Empty lines give the problems the line numbers of the file.
    const yaml::SourceFile source{incident.path, std::string(section.line - 1, '\n') + section.text};
    const yaml::Parsed parsed = yaml::parse(source);
    const mint::MintResult made = parsed.root ? mint::mint(*parsed.root) : mint::MintResult();
    for (const auto& list : {parsed.problems, made.problems}) {
      for (const yaml::Problem& problem : list) problems += yaml::format_problem(source, problem) + "\n";
    }
    for (const mint::File& file : made.minted.files) write_text(workplace.path() / file.name, std::string(as_text(file.content)));
  }
  return problems;
}

// Everything with a severity and a message that counts. What is inside of a finding is explained by it.
void collect_findings(const Json& node, std::string path, std::vector<Finding>& findings) {
  if (node.is_object()) {
    if (node.contains("path") && node["path"].is_string()) path = node["path"];
    if (node.contains("severity") && node.contains("message")) {
      if (node.contains("waived") && !node["waived"].is_null()) return;
      const Json place = node.value("location", Json::object());
      const Json line = place.value("line", node.value("line", Json()));
      if (place.contains("path") && place["path"].is_string()) path = place["path"];
      findings.push_back(
          {node["severity"], node.value("rule", node.value("code", "")), path, line.is_number() ? line.dump() : "", node["message"]});
      return;
    }
  }
  if (!node.is_structured()) return;
  for (const auto& [key, value] : node.items()) {
    if (key != "run") collect_findings(value, path, findings);
  }
}

bool matches_finding(const std::string& expected, const Finding& finding) {
  std::istringstream words(expected);
  std::string severity, rule, place;
  words >> severity >> rule >> std::ws;
  std::getline(words, place);
  const bool there = place.empty() || place == finding.path || (!finding.line.empty() && place == finding.path + ":" + finding.line);
  return severity == finding.severity && rule == finding.rule && there;
}

std::string compare_findings(std::vector<std::string> expected, std::vector<Finding> findings) {
  std::string wrong;
  // The most precise first, so that they take theirs.
  std::stable_sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const std::string& line : expected) {
    const auto found =
        std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) { return matches_finding(line, finding); });
    if (found != findings.end()) {
      findings.erase(found);
    } else if (line != "none" && !line.empty()) {
      wrong += "missing finding: " + line + "\n";
    }
  }
  for (const Finding& finding : findings) {
    if (finding.severity == "note") continue;
    wrong += "unexpected finding: " + finding.severity + " " + finding.rule + " " + finding.path +
             (finding.line.empty() ? "" : ":" + finding.line) + ": " + finding.message + "\n";
  }
  return wrong;
}

// What is printed as an error or a warning is counted as one.
std::string compare_summary(const Json& document, const std::vector<Finding>& findings) {
  std::string wrong;
  for (const std::string severity : {"error", "warning"}) {
    const auto printed =
        std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.severity == severity; });
    const Json counted = document.value("summary", Json::object()).value(severity + "s", Json());
    if (counted != printed) {
      wrong += "the summary counts " + counted.dump() + " " + severity + "s, and there are " + std::to_string(printed) + "\n";
    }
  }
  return wrong;
}

std::string run_step(const Step& step, const Workplace& workplace) {
  const auto report = workplace.own() / "report.json";
  std::filesystem::remove(report);
  const Outcome outcome = workplace.run(step.command);
  std::string wrong;
  std::istringstream statuses(step.statuses);
  bool right = false;
  for (int status = 0; statuses >> status;) right = right || status == outcome.status;
  if (!right) wrong += "status " + std::to_string(outcome.status) + ", expected: " + step.statuses + "\n";
  const std::string text = std::regex_replace(outcome.out + outcome.err, std::regex("\\s+"), " ");
  const auto found = [&](const std::string& pattern) {
    return std::regex_search(text, std::regex(pattern, std::regex::icase | std::regex::ECMAScript));
  };
  for (const std::string& pattern : step.says) {
    if (!found(pattern)) wrong += "the output does not say: " + pattern + "\n";
  }
  for (const std::string& pattern : step.never) {
    if (found(pattern)) wrong += "the output says: " + pattern + "\n";
  }
  if (step.findings) {
    const Json document = Json::parse(read_text(report), nullptr, false);
    std::vector<Finding> findings;
    if (document.is_discarded()) {
      wrong += "there is no JSON report\n";
    } else {
      collect_findings(document, "", findings);
      wrong += compare_findings(*step.findings, findings) + compare_summary(document, findings);
    }
  }
  for (const std::string& command : step.then) {
    const Outcome after = workplace.run(command);
    if (after.status != 0) wrong += "status " + std::to_string(after.status) + " afterwards of: " + command + "\n" + after.err;
  }
  return wrong.empty() ? "" : "$ " + step.command + wrong + "output:\n" + outcome.out + outcome.err + "\n";
}

}  // namespace

std::string run_incident(const Scenario& incident) {
  const Workplace workplace(kProgramWithReport);
  if (std::string problems = make_files(incident, workplace); !problems.empty()) return problems;
  std::string wrong;
  for (const Step& step : read_steps(incident)) wrong += run_step(step, workplace);
  return wrong;
}

}  // namespace chainlint::test
