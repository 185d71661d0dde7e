#include "chainlint/run/working_folder.h"

#include <filesystem>
#include <system_error>

#include "chainlint/policy/path_pattern.h"

namespace chainlint::run {

namespace fs = std::filesystem;

std::string working_folder() {
  std::error_code error;
  return fs::current_path(error).string();
}

std::string real_path(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(policy::absolute_path(path, working_folder()), error);
  return error ? "" : real.string();
}

std::string folder_of(const std::string& file) { return fs::path(policy::absolute_path(file, working_folder())).parent_path().string(); }

}  // namespace chainlint::run
