// An incident: the files that a person had, the commands that they ran, and what is right for each. Unlike a scenario it does not compare
// the whole output: the rules, their severities and places must be right, and the words that matter must be there.
#pragma once

#include <string>

#include "scenario.h"

namespace chainlint::test {

// Makes the files of an incident, runs its commands and returns everything that is not right, with the whole output of that command; empty
// where all is right. Sections, in the order of the file:
//   description   what the person had, what they ran, what is right and why
//   needs         programs without which the incident is skipped
//   files         certificates, keys and containers as in fixtures/*.fixture.yaml, made in the folder of the commands
//   file NAME     a file that is written as it is
//   prepare       shell commands for what the above cannot express
// and then for each command:
//   command       a shell command line. `chainlint check` writes text; its findings are taken from a second output, JSON
//   status        the exit statuses that are right, separated by blanks; 0 without this section
//   findings      all errors and warnings, one per line: `severity rule path:line`, where the path or the line may be left out to accept
//                 any; `none` for none. Errors and warnings of the reader count, with their code as the rule. A note is only looked for
//   says          regular expressions, one per line, each of which must match the output, in any case, with runs of blanks and line ends
//                 taken as one blank
//   never         likewise; none may match
//   then          shell commands that must succeed afterwards, one per line
std::string run_incident(const Scenario& incident);

}  // namespace chainlint::test
