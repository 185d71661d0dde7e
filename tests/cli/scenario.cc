#include "scenario.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace chainlint::test {
namespace {

namespace fs = std::filesystem;

// `env` without the options of chainlint.
std::string clean_environment() {
  std::string command = "env";
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    if (variable.starts_with("CHAINLINT_")) command += " -u " + variable.substr(0, variable.find('='));
  }
  return command;
}

bool matches_from(const std::vector<std::string>& expected, std::size_t i, const std::vector<std::string>& actual, std::size_t j) {
  for (; i < expected.size(); ++i, ++j) {
    if (expected[i] == "...") {
      for (std::size_t k = j; k <= actual.size(); ++k) {
        if (matches_from(expected, i + 1, actual, k)) return true;
      }
      return false;
    }
    if (j == actual.size() || expected[i] != actual[j]) return false;
  }
  return j == actual.size();
}

}  // namespace

const Section* Scenario::find(const std::string& name) const {
  for (const Section& section : sections) {
    if (section.name == name) return &section;
  }
  return nullptr;
}

Scenario read_scenario(const std::string& path) {
  Scenario scenario{path, {}};
  std::size_t number = 0;
  for (const std::string& line : lines_of(read_text(path))) {
    ++number;
    if (line.size() > 8 && line.starts_with("====") && line.ends_with("====")) {
      scenario.sections.push_back({line.substr(4, line.size() - 8), "", number + 1});
    } else if (scenario.sections.empty()) {
      throw std::runtime_error(path + " does not begin with ====section====");
    } else {
      scenario.sections.back().text += line + "\n";
    }
  }
  return scenario;
}

std::string missing_programs(const Scenario& scenario) {
  std::string missing;
  std::istringstream programs(scenario.find("needs") == nullptr ? std::string() : scenario.find("needs")->text);
  for (std::string program; programs >> program;) {
    const auto is_of_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_'; };
    if (!std::all_of(program.begin(), program.end(), is_of_name)) throw std::runtime_error("needs a program named " + program);
    if (std::system(("command -v '" + program + "' >/dev/null 2>&1").c_str()) != 0) missing += (missing.empty() ? "" : ", ") + program;
  }
  return missing;
}

std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_text(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Workplace::Workplace(const std::string& program) {
  std::string pattern = (fs::temp_directory_path() / "chainlint-scenario-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  work_ = folder_ / "work";
  own_ = folder_ / "own";
  for (const fs::path& path : {work_, own_}) fs::create_directory(path);
  if (program.empty()) {
    fs::create_symlink(CHAINLINT_PROGRAM, own_ / "chainlint");
  } else {
    write_text(own_ / "chainlint", program);
    fs::permissions(own_ / "chainlint", fs::perms::owner_all);
  }
}

Workplace::~Workplace() { fs::remove_all(folder_); }

Outcome Workplace::run(const std::string& command, const std::string& environment, const std::string& input) const {
  write_text(own_ / "in", input);
  write_text(own_ / "command", command);
  const std::string line = "cd '" + work_.string() + "' && " + clean_environment() + " TERM=dumb PATH='" + own_.string() + "':\"$PATH\" " +
                           environment + " sh ../own/command < ../own/in > ../own/out 2> ../own/err";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(own_ / "out"), read_text(own_ / "err")};
}

Outcome run_scenario(const Scenario& scenario) {
  const Workplace workplace;
  const fs::path project = CHAINLINT_SOURCE_DIR;
  // A copy: the project's own are in git with their private keys, which is a finding.
  fs::copy(project / "fixtures", workplace.path() / "fixtures", fs::copy_options::recursive);
  fs::create_directory_symlink(project / "rules", workplace.path() / "rules");
  std::string environment;
  for (const Section& section : scenario.sections) {
    if (section.name.starts_with("file ")) write_text(workplace.path() / section.name.substr(5), section.text);
    if (section.name != "env") continue;
    for (const std::string& line : lines_of(section.text)) environment += line + " ";
  }
  const Section* input = scenario.find("stdin");
  const Section* command = scenario.find("command");
  return workplace.run(command == nullptr ? "exit 99" : command->text, environment, input == nullptr ? "" : input->text);
}

bool matches(const std::string& expected, const std::string& actual) { return matches_from(lines_of(expected), 0, lines_of(actual), 0); }

void update_scenario(const Scenario& scenario, const Outcome& outcome) {
  std::string text;
  for (const Section& section : scenario.sections) {
    if (section.name == "status" || section.name == "stdout" || section.name == "stderr") continue;
    text += "====" + section.name + "====\n" + section.text;
  }
  text += "====status====\n" + std::to_string(outcome.status) + "\n====stdout====\n" + outcome.out;
  if (!outcome.err.empty()) text += "====stderr====\n" + outcome.err;
  write_text(scenario.path, text);
}

}  // namespace chainlint::test
