#include "scenario.h"

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace chainlint::test {
namespace {

namespace fs = std::filesystem;

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

// A folder that is removed when the scenario is over.
class Workplace {
 public:
  Workplace() {
    std::string pattern = (fs::temp_directory_path() / "chainlint-scenario-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
    for (const char* name : {"fixtures", "rules"}) fs::create_directory_symlink(fs::path(CHAINLINT_SOURCE_DIR) / name, path_ / name);
    fs::create_directory(path_ / ".run");
    fs::create_symlink(CHAINLINT_PROGRAM, path_ / ".run" / "chainlint");
  }
  ~Workplace() { fs::remove_all(path_); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

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
  for (const std::string& line : lines_of(read_text(path))) {
    if (line.size() > 8 && line.starts_with("====") && line.ends_with("====")) {
      scenario.sections.push_back({line.substr(4, line.size() - 8), ""});
    } else if (scenario.sections.empty()) {
      throw std::runtime_error(path + " does not begin with ====section====");
    } else {
      scenario.sections.back().text += line + "\n";
    }
  }
  return scenario;
}

Outcome run_scenario(const Scenario& scenario) {
  const Workplace workplace;
  const fs::path run = workplace.path() / ".run";
  std::string environment = "PATH='" + run.string() + "':\"$PATH\" ";
  for (const Section& section : scenario.sections) {
    if (section.name.starts_with("file ")) write_text(workplace.path() / section.name.substr(5), section.text);
    if (section.name != "env") continue;
    for (const std::string& line : lines_of(section.text)) environment += line + " ";
  }
  const Section* input = scenario.find("stdin");
  write_text(run / "in", input == nullptr ? "" : input->text);
  write_text(run / "command", scenario.find("command") == nullptr ? "exit 99" : scenario.find("command")->text);
  const std::string line = "cd '" + workplace.path().string() + "' && env -u CHAINLINT_FORMAT TERM=dumb " + environment +
                           "sh .run/command < .run/in > .run/out 2> .run/err";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(run / "out"), read_text(run / "err")};
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
