#include "syntax/loader.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// In memory.
std::size_t size_of(const std::vector<Statement>& statements) {
  std::size_t bytes = 0;
  for (const Statement& statement : statements) {
    bytes += sizeof(Statement) + size_of(statement.block);
    for (const Word& word : statement.words) bytes += sizeof(Word) + word.text.size();
  }
  return bytes;
}

// A variable of the environment, "${NAME}" or "$NAME". Those of nginx are in lower case.
bool has_environment_variable(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const std::string_view name = text.substr(at + (text.substr(at + 1).starts_with('{') ? 2 : 1));
    if (!name.empty() && ((name.front() >= 'A' && name.front() <= 'Z') || name.front() == '_')) return true;
  }
  return false;
}

// Whether there is one in any word.
bool mark_environment_variables(std::vector<Statement>& statements) {
  bool any = false;
  for (Statement& statement : statements) {
    any = mark_environment_variables(statement.block) || any;
    for (Word& word : statement.words) {
      if (!has_environment_variable(word.text)) continue;
      word.has_template = any = true;
    }
  }
  return any;
}

// Of the servers that refuse all that is reported as a mistake of syntax here.
std::string advice_on_syntax(Server server) {
  const std::string_view command = server == Server::nginx     ? "nginx -t"
                                   : server == Server::apache  ? "apachectl configtest"
                                   : server == Server::haproxy ? "haproxy -c -f FILE"
                                                               : "";
  return command.empty() ? "" : "Correct the configuration at this place, and test it: " + std::string(command);
}

}  // namespace

void Loader::note(std::string code, Severity severity, std::string message, Location location, std::string advice) {
  if (configuration_.diagnostics.size() >= ConfigLimits::kProblems * ConfigLimits::kProblems) return;
  Diagnostic diagnostic{severity, std::move(code), std::move(message), std::move(location)};
  diagnostic.advice = std::move(advice);
  configuration_.diagnostics.push_back(std::move(diagnostic));
}

void Loader::add_password(std::string_view password) {
  if (!password.empty()) configuration_.passwords.emplace_back(password);
}

void Loader::add_passwords_in(const FileReference& file) {
  if (!file.is_found() || !password_files_.insert(file.path).second) return;
  const Result<Bytes> content = files_.read(file.path, ConfigLimits::kPasswordFileBytes);
  if (!content) return;
  for (std::string_view rest = as_text(*content); !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!trimmed(line, " \t\r").empty()) add_password(trimmed(line, "\r"));
  }
}

void Loader::note_password(std::string_view password, std::string message, Location location) {
  add_password(password);
  note("config-password", Severity::warning, std::move(message), std::move(location));
}

void Loader::note_file(const Statement* from, const std::string& path, std::string code, std::string message) {
  Location where = from == nullptr ? Location{.path = path} : from->location();
  if (from != nullptr) message = in_quotes(path) + " " + message;
  note(std::move(code), Severity::error, std::move(message), std::move(where));
}

std::vector<Statement> Loader::load(const std::string& path, const Statement* from) {
  const std::string real = files_.real_path(path);
  const bool again = std::find(open_.begin(), open_.end(), real) != open_.end();
  open_.push_back(real);
  if (stopped_) return {};
  if (again || open_.size() > ConfigLimits::kIncludeDepth) {
    note_file(
        from, path, "config-limit",
        again ? "includes itself" : "was not read: includes are nested more than " + std::to_string(ConfigLimits::kIncludeDepth) + " deep");
    return {};
  }
  if (++loaded_ > ConfigLimits::kFiles) {
    stopped_ = true;
    note_file(from, path, "config-limit",
              "was not read: a configuration may have at most " + std::to_string(ConfigLimits::kFiles) + " files");
    return {};
  }
  const Result<Bytes> content = files_.read(path, ConfigLimits::kFileBytes);
  if (!content) {
    if (from == nullptr) configuration_.files.push_back(path);
    note_file(from, path, content.error().code == "file-too-large" ? "config-limit" : content.error().code, content.error().message);
    return {};
  }
  bytes_ += content->size();
  if (bytes_ > ConfigLimits::kBytes) {
    stopped_ = true;
    note_file(from, path, "config-limit",
              "was not read: the files of a configuration may have at most " + std::to_string(ConfigLimits::kBytes >> 20) + " MiB");
    return {};
  }
  std::vector<std::string>& read = configuration_.files;
  const bool first = std::find(read.begin(), read.end(), path) == read.end();
  if (first) read.push_back(path);
  Parsed parsed = parse_(as_text(*content), path);
  // The image of nginx fills in such a file with envsubst.
  if (path.ends_with(".template") && mark_environment_variables(parsed.statements)) parsed.has_template = true;
  if (!first) return std::move(parsed.statements);
  const std::string advice = advice_on_syntax(configuration_.server);
  for (Diagnostic& diagnostic : parsed.diagnostics) {
    // A template is not damaged: what is odd in it may be text once it is filled in.
    if (parsed.has_template && diagnostic.code == "config-syntax") continue;
    const bool refused = !advice.empty() && diagnostic.code == "config-syntax";
    note(std::move(diagnostic.code), diagnostic.severity, std::move(diagnostic.message), std::move(diagnostic.location),
         refused ? advice : "");
  }
  if (parsed.has_template) {
    note("config-template", Severity::note, "is a template: values that it fills in cannot be determined", Location{.path = path});
  }
  return std::move(parsed.statements);
}

bool Loader::count(const Statement& statement) {
  if (expanded_bytes_ > ConfigLimits::kExpandedBytes) return false;
  if (++statements_ <= ConfigLimits::kExpandedStatements) return true;
  if (!std::exchange(stopped_, true)) {
    note("config-limit", Severity::error,
         "has more than " + std::to_string(ConfigLimits::kExpandedStatements) +
             " statements in itself and the files that it includes; the rest was not read",
         statement.location());
  }
  return false;
}

bool Loader::grow(std::size_t bytes) {
  expanded_bytes_ += bytes;
  if (expanded_bytes_ <= ConfigLimits::kExpandedBytes) return true;
  if (!std::exchange(stopped_, true)) {
    note("config-limit", Severity::error,
         "has more than " + std::to_string(ConfigLimits::kExpandedBytes >> 20) +
             " MiB of expanded variables and macros; the rest was not read",
         Location{.path = configuration_.path});
  }
  return false;
}

bool Loader::replace(Word& word, std::size_t at, std::size_t length, const std::string& value) {
  if (word.text.size() + value.size() > ConfigLimits::kValueBytes || !grow(value.size())) return false;
  word.text.replace(at, length, value);
  return true;
}

bool Loader::may_copy(const std::vector<Statement>& statements) { return grow(size_of(statements)); }

FileReference Loader::find(const Word& word, const Statement& statement, const std::vector<std::string>& bases) const {
  if (word.has_template) return unread(word, statement, FileState::undecided);
  return files_.find(word.text, bases, location_of(word, *statement.path));
}

FileReference Loader::unread(const Word& word, const Statement& statement, FileState state) {
  return {.written = word.text, .location = location_of(word, *statement.path), .state = state, .path = "", .tried = {}};
}

void Loader::add(Endpoint endpoint) {
  if (configuration_.endpoints.size() < ConfigLimits::kEndpoints) {
    configuration_.endpoints.push_back(std::move(endpoint));
  } else if (!std::exchange(full_, true)) {
    note("config-limit", Severity::error,
         "has more than " + std::to_string(ConfigLimits::kEndpoints) + " TLS endpoints; the rest was not read", endpoint.location);
  }
}

std::vector<std::string> Loader::included(const Statement& statement, const std::string& pattern, const std::vector<std::string>& bases,
                                          bool optional) {
  const Word& word = statement.words[1];
  if (word.has_template) return note_include(statement, "cannot be determined"), std::vector<std::string>();
  if (pattern.find_first_of("*?[") != std::string::npos) {
    bool folder = false;
    std::vector<std::string> paths = files_.glob(pattern, bases, folder);
    if (!folder && !optional && !files_.complete()) note_include(statement, "is not part of the input");
    std::erase_if(paths, [&](const std::string& path) {
      const bool nowhere = files_.kind_of(path) == FileTree::Kind::absent;
      if (nowhere && !optional) note_lost_link(statement, path);
      return nowhere;
    });
    return paths;
  }
  const FileReference file = find(word, statement, bases);
  if (file.is_found()) return {file.path};
  if (optional) return {};
  file.state == FileState::missing ? note_missing(statement, "does not exist") : note_include(statement, "was not found");
  return {};
}

// The folder to which it leads may be no part of the input: modules of Debian's nginx are below /usr.
void Loader::note_lost_link(const Statement& statement, const std::string& path) {
  const std::string target = files_.real_path(path);
  if (files_.kind_of(fs::path(target).parent_path().string()) == FileTree::Kind::folder) {
    note("config-file-missing", Severity::warning, in_quotes(path) + " is included but is a link to a file that does not exist",
         statement.location(), "Remove the link, or restore the file that it points to: readlink " + shell_word(path, "LINK"));
  } else if (!files_.complete() && !target.starts_with("/usr/")) {
    note("config-include", Severity::note,
         in_quotes(path) + " is a link to a file outside of the input; specify the folder that corresponds to / on the server with --root",
         statement.location());
  }
}

void Loader::note_missing(const Statement& statement, const std::string& why) {
  if (!files_.complete()) return note_include(statement, why == "does not exist" ? "was not found" : why);
  note("config-file-missing", Severity::warning, in_quotes(statement.words[1].text) + " is included but " + why, statement.location(),
       "Restore the file, or remove the directive that includes it.");
}

void Loader::note_include(const Statement& statement, const std::string& why) {
  note("config-include", Severity::note, "includes " + in_quotes(statement.words[1].text) + ", which " + why, statement.location());
}

}  // namespace chainlint::config
