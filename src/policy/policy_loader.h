// Follows `extends` and joins what the files say.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "file_reader.h"

namespace chainlint::policy {

// Used once.
class PolicyLoader {
 public:
  explicit PolicyLoader(const PolicyOpener& open) : open_(open) {}

  LoadedPolicy load(const yaml::SourceFile& file);

 private:
  struct File {
    yaml::SourceFile source;
    yaml::Problems problems;
    WrittenPolicy written;
    bool in_progress = false;  // being followed: meeting it again is a circle
    bool shipped = false;
  };

  File& read(const std::string& path, std::string text, bool shipped);
  void follow(File& file);
  void extend(File& file, const PlacedWord& name);
  void extend_file(File& file, const PlacedWord& name);
  void enter(File& file, const PlacedWord& name, File& next);
  void merge(File& file);
  void merge_options(File& file);
  void add_rule_set(File& file, const PlacedWord& name);
  void validate_names();
  std::vector<std::string> own_names(std::string_view key);
  LoadedPolicy finish();

  const PolicyOpener& open_;
  std::deque<File> files_;
  std::vector<File*> trail_;  // from the policy file to the one that is followed
  Policy policy_;
};

}  // namespace chainlint::policy
