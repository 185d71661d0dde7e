#include "servers/settings_file.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// The part of a word from `at` on, with its place.
Word rest_of(const Word& word, std::size_t at) {
  Word rest = word;
  rest.text.erase(0, at);
  rest.column += static_cast<std::uint32_t>(at);
  return rest;
}

// Not one that is encrypted, or that another source fills in.
bool is_clear_text(const Word& value) {
  static constexpr std::string_view kMarks[] = {"${", "{{", "{cipher}", "ENC(", "vault:", "env:", "file:"};
  return !value.text.empty() && !value.text.starts_with('$') && !value.has_template &&
         std::none_of(std::begin(kMarks), std::end(kMarks),
                      [&](std::string_view mark) { return value.text.find(mark) != std::string::npos; });
}

// The name and the first value, as they are written.
Statement directive(const Setting& setting) {
  Statement statement = setting.statement;
  statement.words.push_back(setting.values.front());
  return statement;
}

}  // namespace

SettingsFile::SettingsFile(const ServerFiles& files, Configuration& configuration, SettingsSyntax syntax)
    : syntax_(std::move(syntax)),
      loader_(files, configuration,
              [parse = syntax_.parse, comments = syntax_.comments](std::string_view text, const std::string& path) {
                return parse != nullptr ? parse(text, path) : parse_lines(text, path, {.comment_anywhere = comments});
              }),
      configuration_(configuration),
      bases_{fs::path(configuration.path).parent_path().string()} {}

std::string SettingsFile::relaxed(std::string name) {
  std::erase(name, '-');
  return to_lower_ascii(name);
}

void SettingsFile::read() { read(configuration_.path); }

void SettingsFile::read(const std::string& path) { load(path, nullptr); }

void SettingsFile::load(const std::string& path, const Statement* from) {
  std::vector<Statement> statements = loader_.load(path, from);
  const std::size_t depth = depth_;
  if (syntax_.documents) open(path);
  for (Statement& statement : statements) {
    if (!loader_.count(statement)) break;
    take(std::move(statement));
  }
  while (depth_ > depth) close();
  loader_.leave();
}

void SettingsFile::open(std::string name) {
  if (depth_ >= ConfigLimits::kBlockDepth) return;
  block_ = std::make_shared<const SettingBlock>(SettingBlock{std::move(name), blocks_.size() + 1, block_});
  blocks_.push_back(block_);
  ++depth_;
}

void SettingsFile::close() {
  if (block_ == nullptr) return;
  block_ = block_->outer;
  --depth_;
}

void SettingsFile::take(Statement statement) {
  const std::string& first = statement.name();
  const bool comment = first.starts_with(';') || first.starts_with("//") || (first.starts_with('!') && !first.starts_with("!include"));
  if (comment) return;
  if (syntax_.indent_continues && statement.words.front().column > 1 && !all_.empty()) {
    std::vector<Word>& values = all_.back().values;
    for (Word& word : statement.words) {
      if (values.size() < ConfigLimits::kWords) values.push_back(std::move(word));
    }
    return;
  }
  if (syntax_.documents && first == kDocumentMark) {
    close();
    return open(*statement.path);
  }
  if (syntax_.groups && first.starts_with('[')) {
    while (depth_ > 0) close();
    std::string name = first.substr(1);
    for (std::size_t i = 1; i < statement.words.size(); ++i) name += " " + statement.words[i].text;
    return open(name.substr(0, name.find(']')));
  }
  if (!syntax_.braces) return take_words(statement, statement.words);
  std::vector<Word> words;
  for (const Word& word : statement.words) {
    if (word.quote != 0 || (word.text != "{" && word.text != "}")) {
      words.push_back(word);
      continue;
    }
    if (syntax_.pairs && depth_ > 0) take_pairs(statement, words);
    if (word.text == "{") {
      std::string name;
      for (const Word& part : words) name += (name.empty() ? "" : " ") + part.text;
      if (syntax_.heads) take_words(statement, words);
      open(std::move(name));
    } else {
      take_words(statement, std::move(words));
      close();
    }
    words.clear();
  }
  take_words(statement, std::move(words));
}

// Takes all pairs of a name and a value but the last words, which are the name of a block or a setting.
void SettingsFile::take_pairs(const Statement& statement, std::vector<Word>& words) {
  std::size_t at = 0;
  for (; at + 2 < words.size(); at += 2) take_words(statement, {words[at], words[at + 1]});
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
}

void SettingsFile::take_words(const Statement& statement, std::vector<Word> words) {
  if (words.empty()) return;
  Setting setting{.name = {}, .values = {}, .block = block_, .statement = {}};
  setting.statement.path = statement.path;
  setting.statement.words.push_back(words.front());
  const std::string& first = words.front().text;
  const std::string_view signs = syntax_.colons ? "=:" : "=";
  const std::size_t equals = words.front().quote == 0 ? first.find_first_of(signs) : std::string::npos;
  setting.name = first.substr(0, equals);
  if (syntax_.ignore_case) setting.name = to_lower_ascii(setting.name);
  if (syntax_.relaxed) setting.name = relaxed(std::move(setting.name));
  if (syntax_.dashes) std::replace(setting.name.begin(), setting.name.end(), '-', '_');
  if (equals != std::string::npos && equals + 1 < first.size()) setting.values.push_back(rest_of(words.front(), equals + 1));
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool sign = i == 1 && equals == std::string::npos && words[i].quote == 0 && !words[i].text.empty() &&
                      signs.find(words[i].text.front()) != std::string_view::npos;
    if (!sign) {
      setting.values.push_back(std::move(words[i]));
    } else if (words[i].text.size() > 1) {
      setting.values.push_back(rest_of(words[i], 1));
    }
  }
  if (!syntax_.comments) drop_comment(setting);
  if (include(setting)) return;
  last_.insert_or_assign(std::pair(block_ == nullptr ? 0 : block_->id, setting.name), all_.size());
  all_.push_back(std::move(setting));
}

// It belongs to the value. What precedes it is meant.
void SettingsFile::drop_comment(Setting& setting) {
  const auto comment = std::find_if(setting.values.begin(), setting.values.end(),
                                    [](const Word& word) { return word.quote == 0 && word.text.starts_with('#'); });
  if (comment == setting.values.end()) return;
  static constexpr std::string_view kWords[] = {"tls", "cert", "key", "cafile", "capath"};
  const bool of_tls = std::any_of(std::begin(kWords), std::end(kWords),
                                  [&](std::string_view word) { return setting.name.find(word) != std::string::npos; });
  if (of_tls && comment != setting.values.begin()) note_comment(loader_, *comment, setting.statement, setting.name);
  setting.values.erase(comment, setting.values.end());
}

bool SettingsFile::include(const Setting& setting) {
  const auto row =
      std::find_if(syntax_.includes.begin(), syntax_.includes.end(), [&](const auto& each) { return each.name == setting.name; });
  if (row == syntax_.includes.end()) return false;
  if (setting.values.empty()) return true;
  if (row->names && setting.value().find_first_of("./*") == std::string::npos) return false;
  const Statement statement = directive(setting);
  std::string pattern = setting.value();
  if (!row->ending.empty()) pattern += (pattern.ends_with('/') ? "*" : "/*") + std::string(row->ending);
  std::vector<std::string> bases{fs::path(*setting.statement.path).parent_path().string()};
  bases.insert(bases.end(), bases_.begin(), bases_.end());
  for (const std::string& path : loader_.included(statement, pattern, bases, row->optional)) {
    if (loader_.files().kind_of(path) == FileTree::Kind::file) load(path, &statement);
  }
  return true;
}

void SettingsFile::note_password(const Setting& setting) {
  if (setting.values.empty() || !is_clear_text(setting.values.front())) return;
  const std::string& word = setting.statement.name();
  loader_.note_password(setting.value(), in_quotes(word.substr(0, word.find_first_of("=:"))) + " contains a password in clear text",
                        setting.location());
}

void SettingsFile::note_include(const Setting& setting, const std::string& why) { loader_.note_include(directive(setting), why); }

void SettingsFile::add_client_cas(const Setting* setting, Endpoint& endpoint) const {
  if (setting != nullptr) endpoint.client_cas.push_back(file(setting));
}

void SettingsFile::add(Endpoint endpoint) {
  for (Listener& listener : endpoint.listeners) listener.is_default = endpoint.names.empty();
  loader_.add(std::move(endpoint));
}

const Setting* SettingsFile::last(std::string_view name, std::size_t block_id) const {
  const auto at = last_.find(std::pair(block_id, std::string(name)));
  return at == last_.end() ? nullptr : &all_[at->second];
}

FileReference SettingsFile::file(const Setting* setting) const {
  return setting == nullptr || setting->values.empty() ? FileReference() : file(*setting, path_in(*setting));
}

Word SettingsFile::path_in(const Setting& setting) const {
  Word path = setting.values.front();
  for (std::size_t i = 1; syntax_.spaces && path.quote == 0 && i < setting.values.size(); ++i) path.text += " " + setting.values[i].text;
  return path;
}

FileReference SettingsFile::file(const Setting& setting, const Word& word, bool base) const {
  if (word.text.find('$') != std::string::npos) return Loader::unread(word, setting.statement, FileState::undecided);
  FileReference file = loader_.find(word, setting.statement, bases_);
  if (file.state == FileState::missing && !base && !is_absolute(word.text)) file.state = FileState::not_supplied;
  return file;
}

}  // namespace chainlint::config
