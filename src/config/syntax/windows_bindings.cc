#include "syntax/windows_bindings.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "syntax/xml_statements.h"
#include "syntax/yaml_statements.h"

namespace chainlint::config {
namespace {

constexpr std::string_view kInformation = "bindingInformation";
constexpr std::size_t kSha1Digits = 40;

std::string_view trim(std::string_view text) { return trimmed(text, " \t\r"); }

void add_pair(Statement& statement, std::string_view name, std::string_view value, std::uint32_t line, std::size_t column) {
  const auto at = static_cast<std::uint32_t>(column + 1);
  statement.words.push_back({.text = std::string(name), .line = line, .column = at});
  statement.words.push_back({.text = std::string(value), .line = line, .column = at});
}

// Of all elements, in the order of the file.
void collect(std::vector<Statement>& elements, const std::string& site, std::vector<Statement>& bindings) {
  for (Statement& element : elements) {
    std::string name = site;
    if (element.name() == "site") {
      for (std::size_t i = 1; i + 1 < element.words.size(); i += 2) {
        if (element.words[i].text == "name") name = element.words[i + 1].text;
      }
    }
    collect(element.block, name, bindings);
    if (element.name() != "binding") continue;
    element.block.clear();
    if (!name.empty()) add_pair(element, "site", name, element.words.front().line, element.words.front().column - 1);
    bindings.push_back(std::move(element));
  }
}

// Members of one object have one prefix: `.0.bindingInformation`.
void collect_json(Parsed values, Parsed& result) {
  std::map<std::string, std::size_t> objects;
  for (const Statement& value : values.statements) {
    const std::string& name = value.name();
    const std::size_t dot = name.rfind('.');
    const std::string prefix = dot == std::string::npos ? "" : name.substr(0, dot);
    const auto [at, added] = objects.try_emplace(prefix, result.statements.size());
    if (added) {
      Statement& binding = result.statements.emplace_back();
      binding.path = value.path;
      binding.words.push_back({.text = "binding", .line = value.words[0].line, .column = value.words[0].column});
    }
    if (value.words.size() < 2) continue;
    Statement& binding = result.statements[at->second];
    Word key = value.words[0];
    key.text = name.substr(dot == std::string::npos ? 0 : dot + 1);
    binding.words.push_back(std::move(key));
    binding.words.push_back(value.words[1]);
  }
  std::move(values.diagnostics.begin(), values.diagnostics.end(), std::back_inserter(result.diagnostics));
}

// Text in lines: blocks of `name : value` that empty lines end, and tables of PowerShell.
class OutputParser {
 public:
  OutputParser(std::string_view text, const std::string& path) : text_(text), path_(std::make_shared<const std::string>(path)) {}

  Parsed parse() {
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < text_.size() && result_.statements.size() < ConfigLimits::kStatements;) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      take_line(text_.substr(at, end - at), ++number);
      at = end + 1;
    }
    end_block();
    return std::move(result_);
  }

 private:
  struct Property {
    std::string_view name, value;
    std::uint32_t line = 0;
    std::size_t column = 0;
  };

  struct Column {
    std::string_view name;
    std::size_t begin = 0;
  };

  void take_line(std::string_view line, std::uint32_t number) {
    const std::string_view words = trim(line);
    if (words.empty()) {
      end_block();
      columns_.clear();
    } else if (!columns_.empty()) {
      if (words.find_first_not_of("- ") != std::string_view::npos) add_row(line, number);
    } else if (line.find(kInformation) != std::string_view::npos && line.find(" : ") == std::string_view::npos) {
      read_columns(line);
    } else if (const std::size_t colon = line.find(" : "); colon != std::string_view::npos && properties_.size() < ConfigLimits::kWords) {
      properties_.push_back({trim(line.substr(0, colon)), trim(line.substr(colon + 3)), number, line.find_first_not_of(" \t")});
    }
  }

  void read_columns(std::string_view line) {
    for (std::size_t at = line.find_first_not_of(" \r"); at != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_of(" \r", at), line.size());
      columns_.push_back({line.substr(at, end - at), at});
      at = line.find_first_not_of(" \r", end);
    }
  }

  void add_row(std::string_view line, std::uint32_t number) {
    Statement& binding = add("binding", number, 0);
    for (std::size_t i = 0; i < columns_.size() && columns_[i].begin < line.size(); ++i) {
      const std::size_t begin = columns_[i].begin, end = i + 1 < columns_.size() ? columns_[i + 1].begin : line.size();
      add_pair(binding, columns_[i].name, trim(line.substr(begin, end - begin)), number, begin);
    }
  }

  Statement& add(const char* name, std::uint32_t line, std::size_t column) {
    Statement& statement = result_.statements.emplace_back();
    statement.path = path_;
    statement.words.push_back({.text = name, .line = line, .column = static_cast<std::uint32_t>(column + 1)});
    return statement;
  }

  void end_block() {
    const std::vector<Property> block = std::exchange(properties_, {});
    if (block.empty()) return;
    const bool is_binding = std::any_of(block.begin(), block.end(), [](const Property& each) { return each.name == kInformation; });
    if (is_binding) {
      Statement& binding = add("binding", block.front().line, block.front().column);
      for (const Property& property : block) add_pair(binding, property.name, property.value, property.line, property.column);
      return;
    }
    // Names are in the language of Windows: the endpoint comes first, and the store two lines after the hash.
    const auto hash = std::find_if(block.begin(), block.end(), [](const Property& property) {
      return property.value.size() == kSha1Digits && property.value.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    });
    if (hash == block.end() || hash == block.begin()) return;
    Statement& certificate = add("sslcert", block.front().line, block.front().column);
    add_pair(certificate, "endpoint", block.front().value, block.front().line, block.front().column);
    add_pair(certificate, "hash", hash->value, hash->line, hash->column);
    if (block.end() - hash > 2) add_pair(certificate, "store", (hash + 2)->value, (hash + 2)->line, (hash + 2)->column);
  }

  std::string_view text_;
  std::shared_ptr<const std::string> path_;
  std::vector<Property> properties_;  // of the open block
  std::vector<Column> columns_;       // of the open table
  Parsed result_;
};

}  // namespace

std::string without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return utf16_to_utf8(text.substr(2), false);
  if (text.starts_with("\xFE\xFF")) return utf16_to_utf8(text.substr(2), true);
  return std::string(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
}

Parsed parse_windows_bindings(std::string_view encoded, const std::string& path) {
  const std::string text = without_byte_order_mark(encoded);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const char start = first == std::string::npos ? '\0' : text[first];
  Parsed result;
  if (start == '<') {
    Parsed elements = parse_xml(text, path);
    result.diagnostics = std::move(elements.diagnostics);
    collect(elements.statements, "", result.statements);
  } else if (start == '[' || start == '{') {
    collect_json(parse_yaml(text, path), result);
  } else {
    result = OutputParser(text, path).parse();
  }
  return result;
}

}  // namespace chainlint::config
