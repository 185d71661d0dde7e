#include "servers/apache_expansion.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::config {

namespace {

namespace fs = std::filesystem;

bool version_fits(const Statement& statement) {
  constexpr int kVersion[] = {2, 4, 62};
  const bool with_operator = statement.words.size() > 2;
  std::string sign = with_operator ? statement.words[1].text : "=";
  const bool inverted = sign.starts_with('!');
  if (inverted) sign.erase(0, 1);
  const std::string version = statement.words.back().text;
  int order = 0, given = 0;
  std::size_t part = 0;
  for (std::size_t i = 0; i <= version.size() && part < std::size(kVersion) && order == 0; ++i) {
    if (i == version.size() || version[i] == '.') {
      order = kVersion[part] - given;
      given = 0, ++part;
    } else if (version[i] >= '0' && version[i] <= '9' && given < 10000) {
      given = given * 10 + (version[i] - '0');
    }
  }
  const bool fits = sign == ">" ? order > 0 : sign == ">=" ? order >= 0 : sign == "<" ? order < 0 : sign == "<=" ? order <= 0 : order == 0;
  return fits != inverted;
}

}  // namespace

bool is_directive(const Statement& statement, std::string_view name) { return equal_ignoring_ascii_case(statement.name(), name); }

std::vector<Statement> ApacheExpansion::read(const std::string& path) {
  std::vector<Statement> result;
  expand(loader_.load(path, nullptr), result);
  loader_.leave();
  return result;
}

// Replaces ${X} by what Define says. One that is not defined stays as it is, which leaves the value undecided.
void ApacheExpansion::replace_variables(Statement& statement) {
  for (Word& word : statement.words) {
    for (std::size_t at = word.text.find("${"); at != std::string::npos; at = word.text.find("${", at)) {
      const std::size_t end = word.text.find('}', at);
      if (end == std::string::npos) break;
      const auto known = defines_.find(word.text.substr(at + 2, end - at - 2));
      if (known == defines_.end()) {
        at = end;
      } else {
        if (!loader_.replace(word, at, end + 1 - at, known->second)) break;
        at += known->second.size();
      }
    }
  }
}

// Takes the statements in the order of the server, which decides conditions and variables while it reads.
void ApacheExpansion::expand(std::vector<Statement> statements, std::vector<Statement>& result) {
  for (Statement& statement : statements) {
    if (!loader_.count(statement)) return;
    if (statement.has_block && is_directive(statement, "macro")) {
      if (statement.words.size() > 1 && macros_.size() < ConfigLimits::kDefines) {
        macros_.insert_or_assign(to_lower_ascii(statement.words[1].text), std::move(statement));
      }
      continue;
    }
    replace_variables(statement);
    if (take_define(statement)) continue;
    if (is_directive(statement, "serverroot") && statement.words.size() > 1) take_server_root(statement);
    if (!statement.has_block && (is_directive(statement, "include") || is_directive(statement, "includeoptional"))) {
      include(statement, result);
    } else if (!statement.has_block && is_directive(statement, "use")) {
      use_macro(statement, result);
    } else if (const std::optional<bool> condition = condition_of(statement)) {
      if (*condition) expand(std::move(statement.block), result);
    } else {
      std::vector<Statement> block;
      expand(std::move(statement.block), block);
      statement.block = std::move(block);
      result.push_back(std::move(statement));
    }
  }
}

void ApacheExpansion::take_server_root(const Statement& statement) {
  const FileReference folder = loader_.find(statement.words[1], statement, bases_);
  if (folder.is_found() && loader_.files().kind_of(folder.path) == FileTree::Kind::folder) bases_.insert(bases_.begin(), folder.path);
}

bool ApacheExpansion::take_define(const Statement& statement) {
  if (statement.has_block || statement.words.size() < 2) return false;
  if (is_directive(statement, "undefine")) {
    defines_.erase(statement.words[1].text);
    return true;
  }
  if (!is_directive(statement, "define")) return false;
  if (defines_.size() < ConfigLimits::kDefines) {
    defines_[statement.words[1].text] = statement.words.size() > 2 ? statement.words[2].text : "";
  }
  return true;
}

// Whether a section that is decided while reading is taken; nothing for other statements. Modules are taken to be loaded, and the version
// to be a current one.
std::optional<bool> ApacheExpansion::condition_of(const Statement& statement) const {
  if (!statement.has_block) return std::nullopt;
  const bool argument = statement.words.size() > 1;
  const std::string text = argument ? statement.words[1].text : "";
  const bool inverted = text.starts_with('!');
  if (is_directive(statement, "ifmodule")) return !inverted;
  if (is_directive(statement, "ifdefine")) return defines_.contains(inverted ? text.substr(1) : text) != inverted;
  if (is_directive(statement, "iffile")) {
    const std::string name = inverted ? text.substr(1) : text;
    return loader_.files().find(name, bases_, statement.location()).is_found() != inverted;
  }
  if (is_directive(statement, "ifversion")) return version_fits(statement);
  return std::nullopt;
}

void ApacheExpansion::include(const Statement& statement, std::vector<Statement>& result) {
  if (statement.words.size() < 2) return;
  const std::string& pattern = statement.words[1].text;
  if (pattern.find("${") != std::string::npos) return loader_.note_include(statement, "cannot be determined");
  const bool optional = is_directive(statement, "includeoptional"), wild = pattern.find_first_of("*?[") != std::string::npos;
  const std::vector<std::string> paths = loader_.included(statement, pattern, bases_, optional);
  if (paths.empty() && wild && !optional && loader_.files().complete()) loader_.note_missing(statement, "matches no file");
  for (const std::string& path : paths) include_path(path, statement, result, 0);
}

// A folder is read whole, with all that it contains.
void ApacheExpansion::include_path(const std::string& path, const Statement& statement, std::vector<Statement>& result, std::size_t depth) {
  if (loader_.files().kind_of(path) == FileTree::Kind::file) {
    expand(loader_.load(path, &statement), result);
    loader_.leave();
    return;
  }
  const Result<std::vector<std::string>> names = loader_.files().names_in(path);
  if (!names || depth >= ConfigLimits::kIncludeDepth) return;
  for (const std::string& name : *names) include_path((fs::path(path) / name).string(), statement, result, depth + 1);
}

void ApacheExpansion::use_macro(const Statement& statement, std::vector<Statement>& result) {
  const auto macro = statement.words.size() < 2 ? macros_.end() : macros_.find(to_lower_ascii(statement.words[1].text));
  // One that uses itself is refused by the server.
  if (macro == macros_.end() || macros_in_use_.size() >= ConfigLimits::kIncludeDepth) return;
  if (!loader_.may_copy(macro->second.block) || !macros_in_use_.insert(macro->first).second) return;
  std::vector<std::pair<std::string, std::string>> values;
  const std::string name = macro->first;
  const std::vector<Word>& names = macro->second.words;
  for (std::size_t i = 2; i < names.size() && i < statement.words.size(); ++i) values.emplace_back(names[i].text, statement.words[i].text);
  // A longer name first: $host before $ho.
  std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  std::vector<Statement> body = macro->second.block;
  for (Statement& each : body) replace_parameters(each, values);
  expand(std::move(body), result);
  macros_in_use_.erase(name);
}

void ApacheExpansion::replace_parameters(Statement& statement, const std::vector<std::pair<std::string, std::string>>& values) {
  for (Word& word : statement.words) {
    for (const auto& [parameter, value] : values) {
      for (std::size_t at = parameter.empty() ? std::string::npos : word.text.find(parameter); at != std::string::npos;
           at = word.text.find(parameter, at + value.size())) {
        if (!loader_.replace(word, at, parameter.size(), value)) break;
      }
    }
  }
  for (Statement& each : statement.block) replace_parameters(each, values);
}
}  // namespace chainlint::config
