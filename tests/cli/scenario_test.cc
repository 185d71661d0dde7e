// Runs every *.scenario beside this file and every incident of tests/incidents. With CHAINLINT_UPDATE_SCENARIOS=1 it writes the output into
// the scenarios instead: read the difference before it is committed.
#include "scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "incident.h"

namespace chainlint::test {
namespace scenario_test {

std::vector<std::string> paths_in(const std::string& folder, const std::string& extension) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(CHAINLINT_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

// The first line that differs, then all of both.
std::string difference(const std::string& expected, const std::string& actual) {
  std::istringstream wanted(expected), written(actual);
  std::string a, b;
  std::size_t line = 0;
  bool more = true;
  for (; more && a == b; ++line) {
    a = b = "(the end)";
    const bool in_a = static_cast<bool>(std::getline(wanted, a)), in_b = static_cast<bool>(std::getline(written, b));
    more = in_a && in_b;
  }
  return "line " + std::to_string(line) + " differs first\n  expected: " + a + "\n  actual:   " + b +
         "\nIf the new output is right, CHAINLINT_UPDATE_SCENARIOS=1 writes it into the scenario.\nexpected:\n" + expected + "\nactual:\n" +
         actual;
}

class ScenarioTest : public testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, AnswersAsWritten) {
  const Scenario scenario = read_scenario(GetParam());
  for (const char* name : {"description", "command"}) ASSERT_NE(scenario.find(name), nullptr) << "no section " << name;
  if (const std::string missing = missing_programs(scenario); !missing.empty()) GTEST_SKIP() << "not installed: " << missing;
  const Outcome outcome = run_scenario(scenario);
  if (const char* update = std::getenv("CHAINLINT_UPDATE_SCENARIOS"); update != nullptr && std::string(update) == "1") {
    update_scenario(scenario, outcome);
    const Section* status = scenario.find("status");
    EXPECT_TRUE(status == nullptr || status->text == std::to_string(outcome.status) + "\n") << "the exit code changed; it was written";
    return;
  }
  const auto expected = [&](const char* name) { return scenario.find(name) == nullptr ? std::string() : scenario.find(name)->text; };
  EXPECT_EQ(std::to_string(outcome.status) + "\n", expected("status")) << outcome.err;
  EXPECT_TRUE(matches(expected("stdout"), outcome.out)) << difference(expected("stdout"), outcome.out);
  EXPECT_TRUE(matches(expected("stderr"), outcome.err)) << difference(expected("stderr"), outcome.err);
}

INSTANTIATE_TEST_SUITE_P(CommandLine, ScenarioTest, testing::ValuesIn(paths_in("tests/cli", ".scenario")), test_name);

class IncidentTest : public testing::TestWithParam<std::string> {};

TEST_P(IncidentTest, IsRight) {
  const Scenario incident = read_scenario(GetParam());
  for (const char* name : {"description", "command"}) ASSERT_NE(incident.find(name), nullptr) << "no section " << name;
  if (const std::string missing = missing_programs(incident); !missing.empty()) GTEST_SKIP() << "not installed: " << missing;
  if (const std::string wrong = run_incident(incident); !wrong.empty()) FAIL() << wrong;
}

INSTANTIATE_TEST_SUITE_P(CommandLine, IncidentTest, testing::ValuesIn(paths_in("tests/incidents", ".incident")), test_name);

}  // namespace scenario_test
}  // namespace chainlint::test
