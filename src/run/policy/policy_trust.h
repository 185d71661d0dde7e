// What a policy may name that was found in a folder. It is part of what is checked, a pull request for one, and may be hostile: text that
// it names is shown in messages, and its outputs are written. A policy that --policy names is trusted.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// The folder within which a found policy reads text: the top of its repository, else its own folder.
std::string tree_of(const std::string& policy_path);

// The text of a found policy or of a file that it extends. Errors: those of read_policy(), and "policy-outside".
Result<std::string> read_policy_within(const std::string& tree, const std::string& path, const FileSource& source);

// Refuses, each with its place in the policy:
// - policies, rules, targets, clients, pins and baselines outside of the tree, behind links too;
// - what is neither a file nor a folder, of every option that names one;
// - outputs outside of the working folder, in .git, behind links, and over a file that is no report of the same format.
// Gives the absolute paths of the files and folders that are read as text.
std::set<std::string> refuse_untrusted_names(const policy::Policy& policy, UsageProblems& problems);

// The disk, on which the text that a found policy names is read only in its tree. The file is checked that was opened: a link that is
// exchanged after refuse_untrusted_names() leads nowhere. All other paths, those of the command line, are read as disk() does.
// Errors besides: "policy-outside".
class FilesOfPolicy : public FileSource {
 public:
  explicit FilesOfPolicy(const policy::Policy& policy);
  // Every path is subject to the tree.
  explicit FilesOfPolicy(std::string tree) : tree_(std::move(tree)), all_(true) {}

  Place look_at(const std::string& path) const override { return disk().look_at(path); }
  Result<std::vector<std::string>> names_in(const std::string& folder) const override;
  Result<Bytes> read(const std::string& path, std::uint64_t most) const override;

 private:
  bool is_named(const std::string& path) const;

  std::string tree_;
  std::set<std::string> names_;  // absolute: files and folders of the policy
  bool all_ = false;
};

}  // namespace chainlint::run
