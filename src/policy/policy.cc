#include "chainlint/policy/policy.h"

namespace chainlint {

LoadedPolicy load_policy(const PolicyFile& file, const PolicyOpener&) {
  LoadedPolicy loaded;
  loaded.policy.files.push_back(file.path);
  return loaded;
}

}  // namespace chainlint
