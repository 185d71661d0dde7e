// A scenario: a command line and all that the program must answer, in one text file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chainlint::test {

// A part of a scenario file: `====name====` on a line of its own, then the text up to the next.
struct Section {
  std::string name;
  std::string text;
  std::size_t line = 0;  // of the text in its file
};

// Sections by name:
//   description   what is shown, for readers
//   needs         programs, one per line, without which it is skipped
//   file NAME     a file that is written before the command runs
//   env           NAME=VALUE lines
//   stdin         what the command reads
//   command       one shell command line; `chainlint` is the program under test
//   status        the exit status
//   stdout        the whole output; a line that is `...` matches any number of lines
//   stderr        likewise
struct Scenario {
  std::string path;
  std::vector<Section> sections;

  const Section* find(const std::string& name) const;
};

// Ends the test program with a message where the file has no sections.
Scenario read_scenario(const std::string& path);

// The programs of the section `needs` that are not installed.
std::string missing_programs(const Scenario& scenario);

std::vector<std::string> lines_of(const std::string& text);
std::string read_text(const std::filesystem::path& path);
// Creates the folders of `path`.
void write_text(const std::filesystem::path& path, const std::string& text);

// The result of a run.
struct Outcome {
  int status = 0;
  std::string out, err;
};

// An empty temporary folder for commands, removed at the end. `chainlint` is the program under test.
class Workplace {
 public:
  // `program`: the text of a script that runs as `chainlint` in place of the program itself; empty for none.
  explicit Workplace(const std::string& program = "");
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  // Runs a shell command in the folder. No option of chainlint comes from the environment but what `environment` sets (NAME=VALUE ...).
  Outcome run(const std::string& command, const std::string& environment = "", const std::string& input = "") const;

  const std::filesystem::path& path() const { return work_; }
  // A folder beside it, for what belongs to the test and not to the files.
  const std::filesystem::path& own() const { return own_; }

 private:
  std::filesystem::path folder_, work_, own_;
};

// Runs the command in a fresh folder in which `fixtures` and `rules` are those of the project.
Outcome run_scenario(const Scenario& scenario);

// Whether `actual` is `expected`, in which a line `...` matches any number of lines.
bool matches(const std::string& expected, const std::string& actual);

// The scenario file with what came out in place of what was expected.
void update_scenario(const Scenario& scenario, const Outcome& outcome);

}  // namespace chainlint::test
