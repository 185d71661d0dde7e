#include "xml/xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "embedded.h"
#include "foreign.h"
#include "pem/certificate_text.h"
#include "pem/pem.h"
#include "values/value_units.h"
#include "values/value_walk.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kShortestValue = 60;  // characters; see decode_material
constexpr std::size_t kShownNameBytes = 200;

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view local_name(std::string_view name) { return name.substr(name.find(':') + 1); }

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<XML_ParserStruct, ParserDeleter>;

// Base64 and the syntax of XML are ASCII, and so one byte per character in every encoding that is not known by itself.
int XMLCALL take_as_latin1(void*, const XML_Char*, XML_Encoding* encoding) {
  for (int i = 0; i < 256; ++i) encoding->map[i] = i;
  encoding->data = nullptr;
  encoding->convert = nullptr;
  encoding->release = nullptr;
  return XML_STATUS_OK;
}

// Transcoded text is UTF-8; its encoding declaration is ignored.
Parser make_parser(const FileInput& file) {
  Parser parser(XML_ParserCreate(file.text.encoding == TextInput::Encoding::plain ? nullptr : "UTF-8"));
  if (!parser) throw std::bad_alloc();
  XML_SetUnknownEncodingHandler(parser.get(), take_as_latin1, nullptr);
  return parser;
}

bool parse_all(XML_Parser parser, std::string_view text) {
  return XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
}

// Whether the text is XML, as far as XmlReader reads it: no deeper than the limit, and not past a document type with declarations.
struct Shape {
  XML_Parser parser;
  std::size_t most, depth = 0;

  static Shape& of(void* shape) { return *static_cast<Shape*>(shape); }
  void stop() { XML_StopParser(parser, XML_FALSE); }
};

bool is_well_formed(const FileInput& file, std::size_t most_depth) {
  const Parser parser = make_parser(file);
  Shape shape{parser.get(), most_depth};
  XML_SetUserData(parser.get(), &shape);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, const XML_Char*, const XML_Char**) {
        if (++Shape::of(data).depth > Shape::of(data).most) Shape::of(data).stop();
      },
      [](void* data, const XML_Char*) { --Shape::of(data).depth; });
  XML_SetStartDoctypeDeclHandler(parser.get(), [](void* data, const XML_Char*, const XML_Char*, const XML_Char*, int declares) {
    if (declares != 0) Shape::of(data).stop();
  });
  return parse_all(parser.get(), file.text.text) || XML_GetErrorCode(parser.get()) == XML_ERROR_ABORTED;
}

class XmlReader {
 public:
  XmlReader(const FileInput& file, ReadContext& context, Container& container)
      : text_(file.text.text), context_(context), container_(container), parser_(make_parser(file)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* reader, const XML_Char* name, const XML_Char** attributes) {
          of(reader).guard([&] { of(reader).start(name, attributes); });
        },
        [](void* reader, const XML_Char*) { of(reader).guard([&] { of(reader).end(); }); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* reader, const XML_Char* text, int size) {
      of(reader).guard([&] { of(reader).add_text({text, static_cast<std::size_t>(size)}); });
    });
    XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* reader, const XML_Char*, const XML_Char*, const XML_Char*, int declares) {
      if (declares == 0) return;
      of(reader).guard(
          [&] { of(reader).stop("xml-doctype", "document type (DOCTYPE) with declarations of its own; the rest was not read"); });
    });
  }

  void read();

 private:
  struct Level {
    std::string name;
    std::string path;
    std::map<std::string, std::size_t, std::less<>> children;
    std::vector<ReadValue> values;  // of its children and attributes
    std::string text;
    std::uint32_t line = 1;  // of the text
  };

  static XmlReader& of(void* reader) { return *static_cast<XmlReader*>(reader); }

  // No exception passes through the library.
  template <class F>
  void guard(F&& act) {
    if (stopped_) return;
    try {
      act();
    } catch (...) {
      thrown_ = std::current_exception();
      halt();
    }
  }
  void halt() {
    stopped_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void stop(const char* code, std::string message) {
    if (stopped_) return;
    report_error(context_, container_, code, std::move(message), {.path = context_.path, .line = current_line()});
    halt();
  }
  std::uint32_t current_line() const { return static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser_.get())); }

  void start(std::string_view name, const XML_Char** attributes);
  void end();
  Level close();
  void add_text(std::string_view text);
  void read_value(std::string_view name, std::string_view text, const std::string& path, std::uint32_t line,
                  std::vector<ReadValue>& values);

  std::string_view text_;
  ReadContext& context_;
  Container& container_;
  Parser parser_;
  std::vector<Level> levels_;
  std::size_t elements_ = 0;
  bool stopped_ = false;
  std::exception_ptr thrown_;
};

void XmlReader::start(std::string_view name, const XML_Char** attributes) {
  const Limits& limits = context_.options.limits;
  if (levels_.size() >= limits.document_depth) {
    return stop("xml-depth", fmt::format("elements are nested more than {} deep; the rest was not read", limits.document_depth));
  }
  if (++elements_ > limits.document_values) {
    return stop("xml-elements", fmt::format("more than {} elements; the rest was not read", limits.document_values));
  }
  Level level;
  level.name = name;
  level.path = path_to_member(levels_.empty() ? std::string_view() : std::string_view(levels_.back().path), name, PathStyle::pointer);
  if (!levels_.empty()) {
    Level& parent = levels_.back();
    parent.text.clear();
    // Among the children of one name.
    if (const std::size_t number = ++parent.children[level.name]; number > 1) level.path += fmt::format("[{}]", number);
  }
  levels_.push_back(std::move(level));
  for (; *attributes != nullptr; attributes += 2) {
    const std::string_view value = attributes[1];
    if (value.size() < kShortestValue) continue;
    const std::string path = path_to_member(levels_.back().path, "@" + std::string(attributes[0]), PathStyle::pointer);
    read_value(attributes[0], value, path, current_line(), levels_.back().values);
  }
}

void XmlReader::add_text(std::string_view text) {
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (level.text.empty()) {
    if (without_blanks(text).empty()) return;
    level.line = current_line();
  }
  level.text += text;
}

// What the innermost element contains is complete.
XmlReader::Level XmlReader::close() {
  if (!levels_.back().values.empty()) assign_units(levels_.back().path, levels_.back().values, container_);
  Level level = std::move(levels_.back());
  levels_.pop_back();
  return level;
}

void XmlReader::end() {
  const Level& last = levels_.back();
  const bool is_value = last.text.size() >= kShortestValue || local_name(last.name) == "X509Certificate";
  const Level level = close();
  if (is_value) {
    std::vector<ReadValue> of_root;
    read_value(level.name, level.text, level.path, level.line, levels_.empty() ? of_root : levels_.back().values);
    assign_units(level.path, of_root, container_);
  }
  if (context_.entries_full) halt();
}

void XmlReader::read_value(std::string_view name, std::string_view text, const std::string& path, std::uint32_t line,
                           std::vector<ReadValue>& values) {
  Frame frame;
  frame.inner = path;
  frame.line = line;
  const bool key_info = local_name(name) == "X509Certificate";
  ReadValue value{
      std::string(local_name(name).substr(0, kShownNameBytes)), path, container_.entries.size(), 0, Format::unknown, false, key_info};
  const auto format = read_embedded_text(text, frame, context_, container_);
  if (!format) {
    if (key_info && !without_blanks(text).empty()) {
      report_warning(context_, container_, "xml-value-unknown", "the element contains neither PEM nor base64 of a certificate",
                     {.path = context_.path, .line = line, .inner = path});
    }
    return;
  }
  value.end_entry = container_.entries.size();
  value.format = *format;
  values.push_back(std::move(value));
}

void XmlReader::read() {
  container_.format = Format::xml;
  const bool complete = parse_all(parser_.get(), text_);
  if (thrown_) std::rethrow_exception(thrown_);
  while (!levels_.empty()) close();  // those that an error left open
  if (!complete && !stopped_) {
    report_error(context_, container_, "xml-damaged",
                 fmt::format("XML is not well-formed: {}; the rest was not read", XML_ErrorString(XML_GetErrorCode(parser_.get()))),
                 {.path = context_.path,
                  .line = current_line(),
                  .column = static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser_.get()) + 1)});
  }
  if (container_.entries.empty() && container_.diagnostics.empty()) {
    report_note(context_, container_, "xml-no-certificates", "no element contains a certificate or a key", {.path = context_.path});
  }
}

}  // namespace

bool looks_like_xml(std::string_view text) {
  text = without_blanks(text);
  if (text.size() < 2 || text[0] != '<') return false;
  const char next = text[1];
  const bool name = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_' || next == '?' || next == '!';
  return name && !is_html(text.substr(0, DetectionLimits::kHeadBytes)) && mentions_certificates(text, Mentions::after_markup);
}

void read_xml(const FileInput& file, ReadContext& context, Container& container) {
  if (mentions_pem(file.text.text) && is_pem(file.text.text) && !is_well_formed(file, context.options.limits.document_depth)) {
    read_pem(file.text.text, context, container);
    return;
  }
  XmlReader(file, context, container).read();
}

}  // namespace chainlint::formats
