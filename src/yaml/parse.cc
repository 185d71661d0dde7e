#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <new>
#include <sstream>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/yaml/document.h"
#include "chainlint/yaml/packed.h"
#include "node_builder.h"

namespace chainlint::yaml {
namespace {

// What must be refused before yaml-cpp sees it: it takes a control-D for the end of the text, guesses UTF-16 and UTF-32, and does not
// count a carriage return as a line.
std::optional<Problem> check_characters(const LineIndex& lines, std::string_view text) {
  if (text.size() > YamlLimits::kFileBytes) return Problem{"the file is larger than 4 MiB", {}, ""};
  if (!is_utf8(text)) return Problem{"the file is not UTF-8 text", {}, ""};
  int line = 0;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n') {
      ++line;
      line_start = i + 1;
      continue;
    }
    const bool line_end = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((c < 0x20 && c != '\t' && !line_end) || c == 0x7F) {
      return Problem{"a control character, which YAML does not allow", lines.position(line, static_cast<int>(i - line_start)), ""};
    }
  }
  return std::nullopt;
}

void check_tabs(const LineIndex& lines, std::string_view text, std::vector<Problem>& problems) {
  const auto count = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view line = lines.line(i);
    const std::size_t content = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (content != std::string_view::npos && tab < content) {
      problems.push_back({"a tab in the indentation; indent with spaces", lines.position(static_cast<int>(i), static_cast<int>(tab)), ""});
    }
  }
}

// yaml-cpp's words, or better ones for what is met most.
std::string syntax_message(const std::string& message) {
  if (message == "illegal map value") return "a ':' where no value may begin; text with ': ' in it must be quoted";
  if (message == "end of map not found") {
    return "a '{' opens a mapping, which is closed before this; text with '{' at its start must be quoted";
  }
  return "not YAML: " + printable(message);
}

// Runs yaml-cpp over `text`. Returns the first document; a problem for what does not parse and for a second document.
std::optional<Node> read_document(const std::string& text, const LineIndex& lines, std::vector<Problem>& problems) {
  NodeBuilder builder(lines, problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return std::nullopt;
    std::optional<Node> root = builder.take_root();
    std::vector<Problem> ignored;
    NodeBuilder second(lines, ignored);
    if (parser.HandleNextDocument(second)) {
      problems.push_back({"a second document begins here; only one per file is allowed", second.document_start(), ""});
    }
    return root;
  } catch (const TooDeep&) {
    return std::nullopt;
  } catch (const YAML::Exception& exception) {
    problems.push_back({syntax_message(exception.msg), lines.position(exception.mark.line, exception.mark.column), ""});
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    problems.push_back({"not YAML: " + printable(exception.what()), {}, ""});
  }
  return std::nullopt;
}

}  // namespace

Parsed parse(const SourceFile& source, std::span<const std::string_view> keys) {
  Parsed parsed;
  if (source.packed()) {
    parsed.root = unpack(source.shipped_content->packed, keys);
    if (parsed.root) return parsed;
  }
  const std::string text(without_bom(source.content()));
  const LineIndex lines(text);
  if (std::optional<Problem> problem = check_characters(lines, text)) {
    parsed.problems.push_back(std::move(*problem));
    return parsed;
  }
  check_tabs(lines, text, parsed.problems);
  if (!parsed.problems.empty()) return parsed;

  parsed.root = read_document(text, lines, parsed.problems);
  const bool empty = !parsed.root || parsed.root->kind == Kind::null;
  if (empty && parsed.problems.empty()) {
    parsed.root.reset();
    parsed.empty = true;
    parsed.problems.push_back({"the file is empty", {}, ""});
  }
  std::stable_sort(parsed.problems.begin(), parsed.problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
  });
  return parsed;
}

}  // namespace chainlint::yaml
