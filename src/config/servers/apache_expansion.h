// What Apache httpd does while it reads its files: Include, Define, Macro and the sections that are decided then.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/loader.h"

namespace chainlint::config {

// Whether the statement is this directive or section; case does not matter.
bool is_directive(const Statement& statement, std::string_view name);

// Borrows the loader.
class ApacheExpansion {
 public:
  // `bases`: the folders where relative paths begin; ServerRoot is put before them.
  ApacheExpansion(Loader& loader, std::vector<std::string> bases) : loader_(loader), bases_(std::move(bases)) {}

  // The statements of the file with all that it includes in place. Modules are assumed to be loaded, and the version to be a current 2.4.
  std::vector<Statement> read(const std::string& path);

  const std::vector<std::string>& bases() const { return bases_; }

 private:
  void replace_variables(Statement& statement);
  void expand(std::vector<Statement> statements, std::vector<Statement>& result);
  void take_server_root(const Statement& statement);
  bool take_define(const Statement& statement);
  std::optional<bool> condition_of(const Statement& statement) const;
  void include(const Statement& statement, std::vector<Statement>& result);
  void include_path(const std::string& path, const Statement& statement, std::vector<Statement>& result, std::size_t depth);
  void use_macro(const Statement& statement, std::vector<Statement>& result);
  void replace_parameters(Statement& statement, const std::vector<std::pair<std::string, std::string>>& values);

  Loader& loader_;
  std::vector<std::string> bases_;
  std::map<std::string, std::string> defines_;
  std::map<std::string, Statement> macros_;  // by their names in lower case
  std::set<std::string> macros_in_use_;
};

}  // namespace chainlint::config
