#include "syntax/xml_statements.h"

#include <expat.h>

#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::config {
namespace {

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

class XmlStatements {
 public:
  explicit XmlStatements(const std::string& path) : path_(std::make_shared<const std::string>(path)), parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) { of(self).guard([&] { of(self).open(name, attributes); }); },
        [](void* self, const XML_Char*) { of(self).guard([&] { of(self).close(); }); });
    XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int declares) {
      if (declares != 0) of(self).guard([&] { of(self).stop("has a document type (DOCTYPE) with declarations; the rest was not read"); });
    });
  }

  Parsed parse(std::string_view text) {
    const bool read = XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) == XML_STATUS_OK;
    if (failure_) std::rethrow_exception(failure_);
    if (!read && !stopped_) {
      note("config-syntax", Severity::warning, std::string("is not well-formed XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())));
    }
    while (!open_.empty()) close();
    return std::move(parsed_);
  }

 private:
  static XmlStatements& of(void* self) { return *static_cast<XmlStatements*>(self); }

  Word word(const XML_Char* text) const {
    return {.text = text,
            .line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser_.get())),
            .column = static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser_.get()) + 1)};
  }

  void note(const char* code, Severity severity, std::string message) {
    parsed_.diagnostics.push_back({severity, code, std::move(message), location_of(word(""), *path_)});
  }

  // No exception may pass through the parser, which is C.
  template <class Action>
  void guard(const Action& action) {
    if (stopped_) return;
    try {
      action();
    } catch (...) {
      failure_ = std::current_exception();
      stopped_ = true;
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }

  void stop(std::string message) {
    stopped_ = true;
    note("config-limit", Severity::error, std::move(message));
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void open(const XML_Char* name, const XML_Char** attributes) {
    if (open_.size() >= ConfigLimits::kBlockDepth) {
      return stop("has elements that are nested more than " + std::to_string(ConfigLimits::kBlockDepth) + " deep; the rest was not read");
    }
    if (++count_ > ConfigLimits::kStatements) {
      return stop("has more than " + std::to_string(ConfigLimits::kStatements) + " elements; the rest was not read");
    }
    Statement& statement = open_.emplace_back();
    statement.path = path_;
    statement.has_block = true;
    statement.words.push_back(word(name));
    for (; *attributes != nullptr; ++attributes) statement.words.push_back(word(*attributes));
  }

  void close() {
    if (open_.empty()) return;
    Statement done = std::move(open_.back());
    open_.pop_back();
    (open_.empty() ? parsed_.statements : open_.back().block).push_back(std::move(done));
  }

  std::shared_ptr<const std::string> path_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
  std::vector<Statement> open_;  // outermost first
  std::size_t count_ = 0;
  bool stopped_ = false;
  std::exception_ptr failure_;
  Parsed parsed_;
};

}  // namespace

Parsed parse_xml(std::string_view text, const std::string& path) { return XmlStatements(path).parse(text); }

}  // namespace chainlint::config
