#include "language.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace chainlint::test {
namespace {

// A phrase is words with one blank between them; 'a|b' is either word and '*' is any word. Whole words only: 'mend' is not in 'recommend'.
struct Phrase {
  std::string_view words, instead;
};

constexpr Phrase kRefused[] = {
    // Validity.
    {"certificate|certificates|leaf|root|roots|intermediate|anchor|copy|crl|list|waiver|window|validity|cross-sign ends|ended",
     "expires, is valid until"},
    {"that|which|it|they|has|have|had ended", "expired"},
    {"ends|ended on|before|after|soon|earlier|later|no|first|last|within|inside|during|while", "expires, is valid until"},
    {"ends|ended in the change|margin|window|first|last", "expires"},
    {"ends|ended with it|its", "expires"},
    {"before|when|after|until it|they|that ends|end", "expires"},
    {"lives|lived|live for|longer", "is valid for"},
    {"good until|till|to|through|for|enough", "valid until, accepted, suitable"},
    // Places.
    {"hold|holds|held|holding", "contain, or say what is done"},
    {"stand|stands|stood|standing", "is at, is in, precedes, matches"},
    {"lie|lies|lay|lain|lying", "is at, is in"},
    {"bear|bears|bore|borne|bearing", "has"},
    {"bring|brings|brought|bringing", "install, include, cause"},
    {"at hand", "available"},
    // People and their acts.
    {"told|untold", "configured, specified, given"},
    {"meant", "intended, correct"},
    {"asked for", "requested, specified"},
    {"nobody|somebody|anybody|everybody", "name the client, server, CA or person, or use the passive"},
    {"put|puts|putting right", "fix, correct"},
    {"mend|mends|mended|mending", "fix, repair"},
    {"anew|afresh", "reissue, or: again"},
    {"take|takes|took|taken out", "remove"},
    {"pass|passes|passed over", "skip, ignore"},
    {"go|goes|went|come|comes|came by", "use, obtain"},
    {"speak|speaks|spoke|spoken of", "is about, refers to"},
    {"judge|judges|judged|judging|judgement|judgment", "evaluate, check, validate"},
    {"leave|leaves|left aside", "ignore"},
    {"put|set aside", "ignore"},
    {"given|gave|give|gives up", "exceeded its limit, stopped"},
    {"breaks|break|broke|broken off", "is incomplete"},
    {"stumbles|stumble|stumbled", "cannot read"},
    {"certificate|leaf|it promises|promised", "has, requires"},
    {"die|dies|died", "expires, stops"},
    {"heed|heeds|heeded", "obey, use"},
    // Time.
    {"of before", "previous"},
    {"last period's|period", "previous, deployed"},
    {"deployed now", "deployed"},
    {"to come", "future, upcoming"},
    {"next turn", "next event"},
    {"for the worse", "a failure"},
    {"outlook", "upcoming events"},
    {"rival|rivals", "superseded certificate, other certificate with this name"},
    {"namesake|namesakes", "certificate with the same name"},
    // Counts.
    {"a line each", "one per line"},
    {"a|an * a|an line|bundle|rule|finding|file|format|layer|entry|certificate|input|client|target|service|host|day|key|change|server",
     "one ... per ..."},
    {"one|name|value|candidate|password|entry|finding a line", "one ... per line"},
    {"count|counts|counted for nothing|itself", "is suppressed, is ignored"},
    {"does|do|did not count", "is suppressed, is ignored"},
    {"gravity|grave|graver|gravest", "severity, most severe, highest first"},
    {"octet|octets", "byte"},
    {"the one path", "the bundle"},
    // What cannot be known.
    {"not to be had", "not available"},
    {"says|said nothing", "has no value, does not cover"},
    {"of no known", "unknown"},
    {"as good as", "in effect"},
    {"dead weight", "not needed"},
    {"all the same", "nevertheless, still"},
    // Words of another century.
    {"upon|whence|thence|hitherto|henceforth|forthwith|lest|ere|whilst|amongst|therein|thereof|wherein|whereof|nought|naught|ought",
     "a current word"},
};

struct Word {
  std::string text;
  std::size_t line;
  bool follows;  // only blanks between it and the word before
  bool upper;    // OCTET, Outlook
};

// Letters beyond ASCII are letters.
bool in_word(char c) {
  return (c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_-'./").find(c) != std::string_view::npos;
}

// URLs, paths, options and names of facts are one word each.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::size_t line = 1;
  bool follows = false;
  for (std::size_t i = 0; i < text.size();) {
    if (!in_word(text[i])) {
      if (text[i] == '\n') ++line;
      const bool blank = std::isspace(static_cast<unsigned char>(text[i])) != 0 || text[i] == '#';  // a comment goes on in the next line
      if (!blank || text.substr(i).starts_with("\n\n")) follows = false;
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && in_word(text[i])) ++i;
    std::string_view word = text.substr(begin, i - begin);
    const std::size_t first = word.find_first_not_of("-'./_");
    if (first == std::string_view::npos) {
      follows = false;
      continue;
    }
    const std::size_t last = word.find_last_not_of("-'./_");
    std::string lower(word.substr(first, last - first + 1));
    const bool upper = lower == "OCTET" || lower == "Outlook";
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    words.push_back({lower, line, follows && first == 0, upper});
    follows = last + 1 == word.size();
  }
  return words;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

struct Pattern {
  std::vector<std::vector<std::string_view>> words;
  std::string_view instead;
};

// By their first word.
const std::multimap<std::string_view, Pattern>& patterns() {
  static const auto* const kPatterns = [] {
    auto* all = new std::multimap<std::string_view, Pattern>;
    for (const Phrase& phrase : kRefused) {
      Pattern pattern{{}, phrase.instead};
      for (const std::string_view word : split(phrase.words, ' ')) pattern.words.push_back(split(word, '|'));
      for (const std::string_view first : pattern.words.front()) all->emplace(first, pattern);
    }
    return all;
  }();
  return *kPatterns;
}

bool matches(const std::vector<Word>& words, std::size_t at, const Pattern& pattern) {
  if (at + pattern.words.size() > words.size() || words[at].upper) return false;
  for (std::size_t i = 1; i < pattern.words.size(); ++i) {
    const std::vector<std::string_view>& allowed = pattern.words[i];
    const Word& word = words[at + i];
    if (!word.follows || (allowed.front() != "*" && std::find(allowed.begin(), allowed.end(), word.text) == allowed.end())) return false;
  }
  return true;
}

}  // namespace

std::string string_literals(std::string_view source) {
  std::string text;
  const auto skip = [&](std::size_t begin, std::size_t end) {
    for (const char c : source.substr(begin, end - begin)) text += std::isspace(static_cast<unsigned char>(c)) != 0 ? c : ',';
    return std::min(end, source.size());
  };
  for (std::size_t i = 0; i < source.size();) {
    const std::string_view rest = source.substr(i);
    if (rest.starts_with("//") || rest.starts_with("#include")) {
      while (i < source.size() && source[i] != '\n') ++i;
    } else if (rest.starts_with("'")) {
      i = skip(i, i + (rest.starts_with("'\\") ? 4 : 3));
    } else if (rest.starts_with("R\"(")) {
      const std::size_t end = source.find(")\"", i + 3);
      text += source.substr(i + 3, end - i - 3);
      i = end + 2;
    } else if (source[i] == '"') {
      std::string literal = " ";
      for (++i; i < source.size() && source[i] != '"'; ++i) {
        if (source[i] == '\\') {
          ++i;
          literal += source[i] == 'n' ? " " : ",";
        } else {
          literal += source[i];
        }
      }
      ++i;
      text += literal.find(' ', 1) == std::string::npos ? "," : literal;
    } else {
      i = skip(i, i + 1);
    }
  }
  return text;
}

std::vector<RefusedWord> refused_words(std::string_view text) {
  const std::vector<Word> words = words_of(text);
  std::vector<RefusedWord> found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto [begin, end] = patterns().equal_range(words[at].text);
    for (auto pattern = begin; pattern != end; ++pattern) {
      if (!matches(words, at, pattern->second)) continue;
      std::string phrase = words[at].text;
      for (std::size_t i = 1; i < pattern->second.words.size(); ++i) phrase += ' ' + words[at + i].text;
      found.push_back({words[at].line, phrase, pattern->second.instead});
    }
  }
  return found;
}

}  // namespace chainlint::test
