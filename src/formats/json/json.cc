#include "json/json.h"

#include <fmt/format.h>

#include "json/json_tree.h"
#include "kubernetes/manifest_reader.h"
#include "pem/certificate_text.h"
#include "values/value_walk.h"

namespace chainlint::formats {
namespace {

std::size_t skip_blanks(std::string_view text, std::size_t at, std::uint32_t& line) {
  for (; at < text.size(); ++at) {
    // A record separator (RFC 7464) and commas are between documents, too.
    if (std::string_view(" \t\r\n\x1E,").find(text[at]) == std::string_view::npos) break;
    line += text[at] == '\n' ? 1 : 0;
  }
  return at;
}

class JsonReader {
 public:
  JsonReader(std::string_view text, ReadContext& context, Container& container)
      : text_(text), context_(context), container_(container), manifest_(context, container) {}

  void read() {
    container_.format = Format::json;
    const yaml::TreeLimits limits = tree_limits(context_.options.limits);
    std::uint32_t line = 1;
    std::size_t at = skip_blanks(text_, 0, line);
    for (std::size_t number = 1; at < text_.size() && !context_.entries_full; ++number) {
      if (number > limits.documents) {
        report_error(context_, container_, "json-documents", fmt::format("more than {} documents; the rest was not read", limits.documents),
                     {.path = context_.path, .line = line});
        return;
      }
      const JsonDocument document = parse_json(text_, at, line, limits);
      line = document.end_line;
      at = skip_blanks(text_, document.end, line);
      several_ = several_ || at < text_.size();
      read_document(document, number);
    }
  }

 private:
  void read_document(const JsonDocument& document, std::size_t number) {
    const std::string place = several_ ? fmt::format("document {}", number) : std::string();
    for (const yaml::Issue& issue : document.issues) {
      report(context_, container_, issue.severity, issue.code, issue.message,
             {.path = context_.path, .line = issue.position.line, .column = issue.position.column, .inner = place});
    }
    if (document.tree.empty()) return;
    const yaml::Tree::Node& root = document.tree.root();
    if (is_kubernetes_object(document.tree, root)) {
      container_.format = Format::kubernetes;
      manifest_.read_document(document.tree, number, yaml::has_error(document.issues));
    } else {
      ValueWalk(document.tree, {PathStyle::pointer, place, place}, context_, container_).walk(root);
    }
  }

  std::string_view text_;
  ReadContext& context_;
  Container& container_;
  ManifestReader manifest_;
  bool several_ = false;
};

}  // namespace

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return false;
  const std::size_t next = text.find_first_not_of(" \t\r\n", first + 1);
  if (next == std::string_view::npos) return false;
  const std::string_view allowed = text[first] == '{' ? "\"}" : "\"{[]";
  return allowed.find(text[next]) != std::string_view::npos && mentions_certificates(text);
}

void read_json(const FileInput& file, ReadContext& context, Container& container) { JsonReader(file.text.text, context, container).read(); }

}  // namespace chainlint::formats
