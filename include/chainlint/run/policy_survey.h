// The content of a folder, as far as a policy refers to it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// A bundle with a leaf. Paths are relative to the folder.
struct SurveyedBundle {
  std::string name;  // the first name of the leaf; each bundle has its own
  std::vector<std::string> files;
  std::vector<std::string> hosts;  // names and addresses of the leaf, without wildcards
  std::string issuance;            // "public", "private" or "unknown"
  std::string target;              // a deployment profile that such files are made for; empty where none is likely
  std::string target_reason;
  std::string leaf_sha256;
  std::string missing_issuer;  // the issuer at which its chain is incomplete; empty for a complete chain
  bool apart = false;          // its files are in several folders
};

struct PolicySurvey {
  std::size_t files = 0;
  std::vector<SurveyedBundle> bundles;
  std::vector<std::string> anchors;     // files of roots alone at which chains end
  std::vector<std::string> pools;       // files of CA certificates that belong to no bundle
  std::vector<std::string> locked;      // files, or keys in them, that no password opened
  std::vector<std::string> unread;      // files that could not be read
  std::vector<std::string> lone_roots;  // names of roots that are in bundles alone, so that no file can be named as anchor
  bool system_anchors = false;          // some chain ends at a root of the system
};

// Reads the folder as `check` would, without a policy and without passwords. Mistakes are added to `problems`.
PolicySurvey survey_folder(const std::string& folder, UsageProblems& problems);

}  // namespace chainlint::run
