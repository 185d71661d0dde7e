// Reads the files of one configuration within the bounds of ConfigLimits.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/config/server_files.h"
#include "syntax/statement.h"

namespace chainlint::config {

// Borrows the files and the configuration, to which it adds the files that it reads and what is wrong with them.
class Loader {
 public:
  using Parse = std::function<Parsed(std::string_view text, const std::string& path)>;

  Loader(const ServerFiles& files, Configuration& configuration, Parse parse)
      : files_(files), configuration_(configuration), parse_(std::move(parse)) {}

  // The statements of a file; none where it cannot be read or is over a limit. `from`: the statement that includes it; null for the first.
  std::vector<Statement> load(const std::string& path, const Statement* from);

  // While the files are open that load() was called for, outermost first: call leave() after the statements of each.
  void leave() { open_.pop_back(); }

  // Counts a statement of an included file; false where there are too many.
  bool count(const Statement& statement);

  // Puts the value of a variable in the place of `length` characters. False, and the word stays, where it would be longer than
  // ConfigLimits::kValueBytes, or all such values together longer than ConfigLimits::kExpandedBytes.
  bool replace(Word& word, std::size_t at, std::size_t length, const std::string& value);

  // Whether the statements of a macro may be copied once more within ConfigLimits::kExpandedBytes.
  bool may_copy(const std::vector<Statement>& statements);

  // The file that a word of the statement names; undecided where the word has a template.
  FileReference find(const Word& word, const Statement& statement, const std::vector<std::string>& bases) const;

  // A reference that is not looked up: `undecided` or `inlined`.
  static FileReference unread(const Word& word, const Statement& statement, FileState state);

  // Adds an endpoint to the configuration; past ConfigLimits::kEndpoints an error in its place, once.
  void add(Endpoint endpoint);

  // The files that the statement includes by its second word: those that match `pattern`, the word itself or what the server makes of it.
  // What is not there is noted, unless it is optional: a link that leads nowhere, too.
  std::vector<std::string> included(const Statement& statement, const std::string& pattern, const std::vector<std::string>& bases,
                                    bool optional = false);

  // That the statement includes what is not read, and why: "was not found".
  void note_include(const Statement& statement, const std::string& why);

  // That what the statement includes is not there, and why: with all files of the server, it does not start; otherwise nothing is known.
  void note_missing(const Statement& statement, const std::string& why);

  // `advice`: what to do, where the rule cannot say it.
  void note(std::string code, Severity severity, std::string message, Location location, std::string advice = "");

  // One with which the server tries to open keystores and keys.
  void add_password(std::string_view password);

  // Those of a file, one per line.
  void add_passwords_in(const FileReference& file);

  // That a setting is the password of a keystore or key in clear text. The message does not show it.
  void note_password(std::string_view password, std::string message, Location location);

  const ServerFiles& files() const { return files_; }
  Configuration& configuration() { return configuration_; }

 private:
  bool grow(std::size_t bytes);
  void note_lost_link(const Statement& statement, const std::string& path);
  void note_file(const Statement* from, const std::string& path, std::string code, std::string message);

  const ServerFiles& files_;
  Configuration& configuration_;
  Parse parse_;
  std::vector<std::string> open_;  // real paths
  std::size_t loaded_ = 0, bytes_ = 0, statements_ = 0, expanded_bytes_ = 0;
  bool stopped_ = false, full_ = false;
  std::set<std::string> password_files_;
};

}  // namespace chainlint::config
