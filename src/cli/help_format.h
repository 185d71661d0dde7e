// How --help looks: the usage first, then commands and options in two columns, wrapped to the width of the terminal.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace chainlint::cli {

class HelpFormat : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace chainlint::cli
