#include "chainlint/policy/path_pattern.h"

#include <utility>

namespace chainlint::policy {
namespace {

constexpr std::string_view kStandardInput = "-";

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> found;
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    if (end != 0) found.emplace_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return found;
}

// One more component, "." and ".." followed.
void step(std::vector<std::string>& path, std::string component) {
  if (component == ".") return;
  if (component != "..") {
    path.push_back(std::move(component));
  } else if (!path.empty()) {
    path.pop_back();
  }
}

std::string joined(const std::vector<std::string>& path, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += (i == begin ? "" : "/") + path[i];
  return text;
}

bool is_literal(std::string_view component) { return component.find_first_of("*?\\") == std::string_view::npos; }

// One element of a pattern. Those from `some` on may match nothing.
struct Token {
  enum class Kind { character, one, some, any, folders } kind = Kind::character;
  char character = '\0';
};

// Neighbours that together say no more than one of them are one, so that at most two in a row may match nothing.
void append(std::vector<Token>& tokens, Token token) {
  using Kind = Token::Kind;
  const Kind last = tokens.empty() ? Kind::character : tokens.back().kind;
  if (token.kind == last && last != Kind::character && last != Kind::one) return;
  if (token.kind == Kind::some && last == Kind::any) return;
  if (token.kind == Kind::any && last == Kind::some) tokens.pop_back();
  tokens.push_back(token);
}

std::vector<Token> tokens(std::string_view pattern) {
  std::vector<Token> found;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string_view rest = pattern.substr(i);
    const bool folder_begins = i == 0 || pattern[i - 1] == '/';
    if (folder_begins && rest.starts_with("**/")) {
      append(found, {Token::Kind::folders});
      i += 2;
    } else if (rest.starts_with("**")) {
      append(found, {Token::Kind::any});
      ++i;
    } else if (rest.front() == '*') {
      append(found, {Token::Kind::some});
    } else if (rest.front() == '?') {
      append(found, {Token::Kind::one});
    } else {
      const bool escaped = rest.front() == '\\' && rest.size() > 1;
      append(found, {Token::Kind::character, escaped ? rest[1] : rest.front()});
      i += escaped ? 1 : 0;
    }
  }
  return found;
}

// Follows all ways through the pattern at once: takes tokens times characters steps, whatever they hold.
class Follower {
 public:
  explicit Follower(const std::vector<Token>& pattern) : pattern_(pattern), here_(pattern.size() + 1), next_(pattern.size() + 1) {
    arrive(here_, 0);
  }

  void take(char c) {
    next_.assign(pattern_.size() + 1, false);
    const bool continues = (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
    for (std::size_t i = 0; i <= pattern_.size(); ++i) {
      if (!here_[i]) continue;
      if (continues && i > 0 && pattern_[i - 1].kind == Token::Kind::one) next_[i] = true;  // more of the character that it took
      if (i < pattern_.size()) take(c, i, continues);
    }
    here_.swap(next_);
  }

  bool at_end() const { return here_[pattern_.size()]; }

 private:
  void take(char c, std::size_t i, bool continues) {
    const Token& token = pattern_[i];
    switch (token.kind) {
      case Token::Kind::character:
        if (token.character == c) arrive(next_, i + 1);
        break;
      case Token::Kind::one:
        if (c != '/' && !continues) arrive(next_, i + 1);
        break;
      case Token::Kind::some:
        if (c != '/') arrive(next_, i);
        break;
      case Token::Kind::any:
        arrive(next_, i);
        break;
      case Token::Kind::folders:
        next_[i] = true;  // within a folder's name: nothing follows before the slash
        if (c == '/') arrive(next_, i + 1);
        break;
    }
  }

  // Is before token `i`, and after it if the token may match nothing.
  void arrive(std::vector<bool>& states, std::size_t i) const {
    states[i] = true;
    for (; i < pattern_.size() && pattern_[i].kind >= Token::Kind::some; ++i) states[i + 1] = true;
  }

  const std::vector<Token>& pattern_;
  std::vector<bool> here_, next_;
};

bool fits_tokens(const std::vector<Token>& pattern, std::string_view text) {
  Follower follower(pattern);
  for (const char c : text) follower.take(c);
  return follower.at_end();
}

}  // namespace

bool is_path_like(std::string_view text) {
  return text.find('/') != std::string_view::npos || text.ends_with(".yaml") || text.ends_with(".yml") || text.ends_with(".json");
}

std::string absolute_path(std::string_view path, std::string_view folder) {
  if (path == kStandardInput) return std::string(path);
  std::vector<std::string> steps;
  if (!path.starts_with('/')) steps = components(folder);
  for (std::string& component : components(path)) step(steps, std::move(component));
  return "/" + joined(steps, 0, steps.size());
}

std::string relative_path(std::string_view path, std::string_view folder) {
  if (path == kStandardInput) return std::string(path);
  const std::vector<std::string> to = components(path), from = components(folder);
  std::size_t common = 0;
  while (common < to.size() && common < from.size() && to[common] == from[common]) ++common;
  std::string text;
  for (std::size_t i = common; i < from.size(); ++i) text += "../";
  return text + joined(to, common, to.size());
}

struct PathPattern::Tokens {
  std::vector<Token> sequence;
};

PathPattern::PathPattern(std::string_view pattern, std::string_view folder) {
  std::vector<std::string> path;
  if (!pattern.starts_with('/')) path = components(folder);
  std::size_t literal = path.size();  // components before this one are literal
  for (std::string& component : components(pattern)) {
    const bool plain = is_literal(component) && literal == path.size();
    step(path, std::move(component));
    if (plain || path.size() < literal) literal = path.size();
  }
  root_ = literal == 0 ? "" : "/" + joined(path, 0, literal);
  std::string rest = joined(path, literal, path.size());
  if (pattern.ends_with('/')) rest += rest.empty() ? "**" : "/**";
  if (!rest.empty()) tokens_ = std::make_shared<const Tokens>(Tokens{tokens(rest)});
}

bool PathPattern::fits(std::string_view path) const {
  const std::size_t member = path.find('!');
  if (member != std::string_view::npos && fits(path.substr(0, member))) return true;
  if (!path.starts_with(root_)) return false;
  path.remove_prefix(root_.size());
  if (tokens_ == nullptr) return path.empty() || path.front() == '/';  // below a path without a wildcard: it is a folder
  if (!path.starts_with('/')) return false;
  path.remove_prefix(1);
  return fits_tokens(tokens_->sequence, path);
}

}  // namespace chainlint::policy
