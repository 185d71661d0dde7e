#include "chainlint/yaml/stream.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <new>

#include "chainlint/base/text.h"
#include "line_index.h"
#include "tree_builder.h"

namespace chainlint::yaml {
namespace {

constexpr std::size_t kShownMessage = 200;

std::size_t line_end_of(std::string_view text, std::size_t at) { return std::min(text.find_first_of("\r\n", at), text.size()); }

// After the line end at `at`.
std::size_t next_line(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  return at + (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1);
}

bool is_marker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) && (line.size() == 3 || line[3] == ' ' || line[3] == '\t');
}

// Nothing but blanks, comments and directives.
bool holds_nothing(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end_of(text, at);
    const std::string_view line = text.substr(at, end - at);
    const std::size_t content = line.find_first_not_of(" \t");
    if (content != std::string_view::npos && line[content] != '#' && !line.starts_with('%')) return false;
    at = next_line(text, end);
  }
  return true;
}

Position place_of(std::string_view text, std::size_t offset, std::uint32_t line) {
  std::size_t start = 0;
  for (std::size_t end = line_end_of(text, 0); end < offset; end = line_end_of(text, start)) {
    start = next_line(text, end);
    ++line;
  }
  return {line, static_cast<std::uint32_t>(offset - std::min(start, offset) + 1)};
}

// Whatever comes after the one document of a part.
class Rest : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { start = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override { any = true; }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { stop(); }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { stop(); }
  void OnMapEnd() override {}
  YAML::Mark start;
  bool any = false;

 private:
  // What is skipped need not be parsed.
  void stop() {
    any = true;
    throw TreeLimitReached{};
  }
};

void read_rest(YAML::Parser& parser, const TreeBuilder& builder, std::vector<Issue>& issues) {
  Rest rest;
  try {
    // The parser stays for ever at a bracket that closes nothing.
    for (int before = -1; !rest.any && parser.HandleNextDocument(rest); before = rest.start.pos) rest.any = rest.start.pos == before;
  } catch (const TreeLimitReached&) {
    // Enough is known.
  }
  if (rest.any) {
    issues.push_back({Severity::error, "yaml-syntax", "text after the end of the document was skipped; a new document begins with '---'",
                      builder.position(rest.start)});
  }
}

// yaml-cpp's words, or better ones for what is met most.
std::string syntax_message(std::string_view words, std::string_view text, const YAML::Mark& mark) {
  const auto at = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text.size());
  std::size_t start = at;
  while (start > 0 && text[start - 1] != '\n' && text[start - 1] != '\r') --start;
  const std::string_view blanks = text.substr(start, text.find_first_not_of(" \t", start) - start);
  if (blanks.find('\t') != std::string_view::npos) return "not YAML: a tab in the indentation; indent with spaces";
  if (words == "illegal map value") return "not YAML: a ':' where no value may begin; text with ': ' in it must be quoted";
  return "not YAML: " + printable(words.substr(0, kShownMessage));
}

Issue syntax_issue(const YAML::Exception& exception, std::string_view text, std::uint32_t first_line, const TreeBuilder& builder) {
  const std::string_view kind = exception.msg;
  if (kind == "bad file" || kind.find("recursion") != std::string_view::npos) {
    return {Severity::error, "yaml-depth", "lists and mappings are nested too deeply", builder.position(exception.mark)};
  }
  for (const std::string_view mark : {"{{", "{%"}) {
    const std::size_t found = text.find(mark);
    if (found == std::string_view::npos) continue;
    return {Severity::error, "yaml-template", "template is not rendered; check the output of 'helm template' instead",
            place_of(text, found, first_line)};
  }
  return {Severity::error, "yaml-syntax", syntax_message(kind, text, exception.mark), builder.position(exception.mark)};
}

}  // namespace

DocumentStream::Part DocumentStream::take_part() {
  Part part;
  part.line = line_;
  const std::size_t begin = at_;
  std::size_t end = text_.size();
  for (bool first = true; at_ < text_.size(); first = false) {
    const std::size_t line_end = line_end_of(text_, at_);
    const std::string_view line = text_.substr(at_, line_end - at_);
    if (is_marker(line, "---")) {
      if (!first) {
        end = at_;
        break;
      }
      part.marked = true;
    }
    const bool closes = is_marker(line, "...");
    if (closes) end = at_;
    at_ = next_line(text_, line_end);
    ++line_;
    if (closes) break;
  }
  part.text = without_bom(text_.substr(begin, std::min(end, at_) - begin));
  return part;
}

void DocumentStream::read_part(const Part& part, StreamDocument& document) {
  PartBuffer buffer(part.text);
  TreeUse use{nodes_, alias_octets_};
  TreeBuilder builder({part.text, part.line}, limits_, use, buffer, document.tree, document.issues);
  try {
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) read_rest(parser, builder, document.issues);
  } catch (const TreeLimitReached& reached) {
    document.issues.push_back(reached.issue);
    stopped_ = reached.ends_stream;
  } catch (const YAML::Exception& exception) {
    if (!buffer.overrun()) document.issues.push_back(syntax_issue(exception, part.text, part.line, builder));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    document.issues.push_back({Severity::error, "yaml-syntax", "not YAML: " + printable(exception.what()), {part.line, 1}});
  }
  builder.finish();
  nodes_ = use.nodes;
  alias_octets_ = use.alias_octets;
  if (buffer.overrun()) {
    document.issues.push_back({Severity::error,
                               "yaml-nodes",
                               "a list or mapping in brackets is too large; the rest of the document was skipped",
                               {part.line, 1}});
  }
  if (buffer.first_control()) {
    document.issues.push_back({Severity::error, "yaml-control-character",
                               "a control character, which YAML does not allow; kubectl refuses it",
                               place_of(part.text, *buffer.first_control(), part.line)});
  }
  if (!is_utf8(part.text)) {
    document.issues.push_back({Severity::warning, "yaml-encoding", "the document is not UTF-8; kubectl refuses it", {part.line, 1}});
  }
}

std::optional<StreamDocument> DocumentStream::next() {
  while (!stopped_ && at_ < text_.size()) {
    const Part part = take_part();
    if (!part.marked && holds_nothing(part.text)) continue;
    StreamDocument document;
    document.number = ++documents_;
    document.line = part.line;
    if (documents_ > limits_.documents) {
      stopped_ = true;
      document.issues.push_back({Severity::error,
                                 "yaml-documents",
                                 "more than " + std::to_string(limits_.documents) + " documents; the rest was not read",
                                 {part.line, 1}});
    } else {
      read_part(part, document);
    }
    return document;
  }
  return std::nullopt;
}

}  // namespace chainlint::yaml
