// Repositories that the git program makes.
#pragma once

#include <cstdlib>
#include <string>

#include "unit/temporary_folder.h"

namespace chainlint::git {

// A repository in a folder of its own. Neither the configuration of the user nor that of the machine matters.
class GitSample {
 public:
  GitSample() { run("init -q -b main"); }

  static bool possible() { return std::system("git --version > /dev/null 2>&1") == 0; }

  void write(const std::string& name, std::string_view content) { folder_.write(name, content); }
  void link(const std::string& name, const std::string& target) {
    std::filesystem::create_directories(std::filesystem::path(folder_.path(name)).parent_path());
    std::filesystem::create_symlink(target, folder_.path(name));
  }
  void commit() { run("add -A && " + git() + "commit -q -m change"); }
  void run(const std::string& command) {
    const std::string text = git() + command;
    if (std::system(text.c_str()) != 0) ADD_FAILURE() << text;
  }

  std::string path(const std::string& name = "") const { return folder_.path(name); }

 private:
  std::string git() const {
    return "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git -C '" + folder_.path() +
           "' -c user.name=Test -c user.email=test@example.com ";
  }

  TemporaryFolder folder_;
};

}  // namespace chainlint::git
