// A scenario: a command line and all that the program must answer, in one text file.
#pragma once

#include <string>
#include <vector>

namespace chainlint::test {

// A part of a scenario file: `====name====` on a line of its own, then the text up to the next.
struct Section {
  std::string name;
  std::string text;
};

// Sections by name:
//   description   what is shown, for readers
//   needs         programs, one a line, without which it is passed over
//   file NAME     a file that is written before the command runs
//   env           NAME=VALUE lines
//   stdin         what the command reads
//   command       one shell command line; `chainlint` is the program under test
//   status        the exit status
//   stdout        the whole output; a line that is `...` stands for any number of lines
//   stderr        likewise
struct Scenario {
  std::string path;
  std::vector<Section> sections;

  const Section* find(const std::string& name) const;
};

// Ends the test program with a message where the file has no sections.
Scenario read_scenario(const std::string& path);

// What came out of a run.
struct Outcome {
  int status = 0;
  std::string out, err;
};

// Runs the command in a fresh folder in which `fixtures` and `rules` are those of the project.
Outcome run_scenario(const Scenario& scenario);

// Whether `actual` is `expected`, in which a line `...` stands for any number of lines.
bool matches(const std::string& expected, const std::string& actual);

// The scenario file with what came out in place of what was expected.
void update_scenario(const Scenario& scenario, const Outcome& outcome);

}  // namespace chainlint::test
