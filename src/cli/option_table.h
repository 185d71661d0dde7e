// Options of one subcommand, each of which may come from the environment as well.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

namespace chainlint::cli {

// Declares options and fills those that were not given on the command line from the environment: `--fail-on` is CHAINLINT_FAIL_ON, a list
// holds one value a line. Borrows the subcommand and the targets.
class OptionTable {
 public:
  explicit OptionTable(CLI::App& app) : app_(app) {}

  void text(const std::string& name, std::string& target, const std::string& value, const std::string& help);
  void list(const std::string& name, std::vector<std::string>& target, const std::string& value, const std::string& help);
  void flag(const std::string& name, bool& target, const std::string& help, std::vector<std::string>& problems);

  // Leaves an option to the command line alone.
  void only_typed(const std::string& name);

  bool is_for(const CLI::App* command) const { return &app_ == command; }
  void take_environment() const;

 private:
  struct Entry {
    CLI::Option* option;
    std::string environment;
    std::function<void(const std::string&)> assign;
  };
  void remember(CLI::Option* option, const std::string& name, std::function<void(const std::string&)> assign);

  CLI::App& app_;
  std::vector<Entry> entries_;
};

}  // namespace chainlint::cli
