// Configuration of lines that set a name: `name = value`, `name value`, in groups (`[name]`) or blocks (`name {`). Mail servers, databases
// and tunnels have it in common.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "syntax/loader.h"

namespace chainlint::config {

struct SettingsSyntax {
  using Parser = Parsed(std::string_view text, const std::string& path);

  bool groups = false;            // [name]
  bool braces = false;            // name { ... }
  bool indent_continues = false;  // a line that begins with a blank continues the one before
  bool dashes = false;            // a dash in a name is an underscore
  bool ignore_case = false;       // of names
  Parser* parse = nullptr;        // null: lines
  bool colons = false;            // `name: value` as `name = value`
  bool relaxed = false;           // names without case and dashes: key-store, keyStore
  bool documents = false;         // kDocumentMark divides a file into blocks, whose name is its path
  bool heads = false;             // what precedes a block is a setting, too
  bool pairs = false;             // several settings on the line of their block: { cert a chain b }
  bool comments = true;           // `#` behind a value begins one
  bool spaces = false;            // a path without quotes may have some: C:/Program Files/x.pem
  struct Include {
    std::string_view name;
    std::string_view ending = {};  // of the files of a folder that are read; empty: the value is a file or a pattern
    bool optional = false;         // the file need not exist
    bool names = false;            // a value without any of "./*" is a name and no file: the setting stays one
  };
  std::vector<Include> includes = {};
};

// A block or group. Shared by all that is in it.
struct SettingBlock {
  std::string name;    // "mysqld", "local_name mail.example.com"
  std::size_t id = 0;  // from 1 in the order of the files
  std::shared_ptr<const SettingBlock> outer;

  const SettingBlock& outermost() const { return outer == nullptr ? *this : outer->outermost(); }
};

struct Setting {
  std::string name;                           // in lower case where case does not matter
  std::vector<Word> values;                   // may be empty
  std::shared_ptr<const SettingBlock> block;  // null outside of all
  Statement statement;                        // its first word, for its place

  std::string value() const { return values.empty() ? "" : values.front().text; }
  Location location() const { return statement.location(); }
};

class SettingsFile {
 public:
  // Borrows `files` and `configuration`.
  SettingsFile(const ServerFiles& files, Configuration& configuration, SettingsSyntax syntax);

  // A name without its case and dashes.
  static std::string relaxed(std::string name);

  // Reads configuration.path, or another file of the configuration, and what it includes; relative paths are those of the folder of
  // configuration.path.
  void read();
  void read(const std::string& path);

  const std::vector<Setting>& all() const { return all_; }

  // Empty ones, too.
  const std::vector<std::shared_ptr<const SettingBlock>>& blocks() const { return blocks_; }

  // The last setting of this name in a block, by its number; without one, outside of all blocks. Null where there is none.
  const Setting* last(std::string_view name, std::size_t block_id = 0) const;

  // The file that a setting names; not named for null. A relative path is looked for in the folder of the main file. Unless that is its
  // `base`, the server may look elsewhere, and the lack of the file says nothing.
  FileReference file(const Setting* setting) const;
  Word path_in(const Setting& setting) const;  // of a setting that has a value
  FileReference file(const Setting& setting, const Word& word, bool base = false) const;

  // Adds the file that a setting names, if it is there.
  void add_client_cas(const Setting* setting, Endpoint& endpoint) const;

  // That the value of the setting is a password in clear text, unless something fills it in. It is never shown.
  void note_password(const Setting& setting);

  // That the setting, which has a value, includes what is not read, and why.
  void note_include(const Setting& setting, const std::string& why);

  // Adds an endpoint. One without names answers every client of its ports.
  void add(Endpoint endpoint);

  Loader& loader() { return loader_; }
  void add_base(std::string folder) { bases_.insert(bases_.begin(), std::move(folder)); }

 private:
  void load(const std::string& path, const Statement* from);
  void take(Statement statement);
  void take_pairs(const Statement& statement, std::vector<Word>& words);
  void take_words(const Statement& statement, std::vector<Word> words);
  void open(std::string name);
  void close();
  void drop_comment(Setting& setting);
  bool include(const Setting& setting);

  SettingsSyntax syntax_;
  Loader loader_;
  Configuration& configuration_;
  std::vector<std::string> bases_;
  std::vector<Setting> all_;
  std::map<std::pair<std::size_t, std::string>, std::size_t, std::less<>> last_;  // by the number of the innermost block, and the name
  std::vector<std::shared_ptr<const SettingBlock>> blocks_;
  std::shared_ptr<const SettingBlock> block_;  // that is open
  std::size_t depth_ = 0;
};

}  // namespace chainlint::config
