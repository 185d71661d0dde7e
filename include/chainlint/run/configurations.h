// The configurations of servers among the files of a run.
#pragma once

#include <string>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Reads the configurations among the files that were found: files with which a server starts, with all that they include, and parts that
// no such file includes. A part beside a file with which its server starts and that is not included is not in use, and is left out.
// `roots`: --root.
std::vector<config::Configuration> read_configurations(const InputFiles& found, const std::vector<std::string>& roots,
                                                       const FileSource& source = disk());

// The Kubernetes objects that serve hosts, of each manifest among the files that were found: `check` reads manifests as files of
// certificates.
std::vector<config::Configuration> read_manifests(const InputFiles& found, const FileSource& source = disk());

// Whether it has no endpoint and only mistakes of syntax: a file of another program may look like a configuration.
bool is_of_no_interest(const config::Configuration& configuration);

// Whether a value of --root is a folder. A problem otherwise.
void check_root(const std::string& root, UsageProblems& problems);

}  // namespace chainlint::run
