#include "kubernetes/yaml_value.h"

#include <algorithm>

namespace chainlint::write {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t start_of_line(std::string_view file, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t passed = 1; passed < line && at < file.size(); ++at) {
    const bool crlf = file[at] == '\r' && at + 1 < file.size() && file[at + 1] == '\n';
    if ((file[at] == '\n' || file[at] == '\r') && !crlf) ++passed;
  }
  return at;
}

std::size_t line_end(std::string_view file, std::size_t at) { return std::min(file.find_first_of("\r\n", at), file.size()); }

std::size_t next_line(std::string_view file, std::size_t end) {
  if (end >= file.size()) return file.size();
  return end + (file[end] == '\r' && end + 1 < file.size() && file[end + 1] == '\n' ? 2 : 1);
}

// Past a tag and an anchor.
std::size_t skip_properties(std::string_view file, std::size_t at) {
  while (at < file.size()) {
    if (is_blank(file[at])) {
      ++at;
    } else if (file[at] == '!' || file[at] == '&') {
      while (at < file.size() && !is_blank(file[at])) ++at;
    } else {
      break;
    }
  }
  return at;
}

std::optional<std::size_t> closing_quote(std::string_view file, std::size_t at, char quote) {
  for (; at < file.size(); ++at) {
    if (quote == '"' && file[at] == '\\') {
      ++at;
    } else if (file[at] == quote) {
      if (quote == '"' || at + 1 >= file.size() || file[at + 1] != quote) return at;
      ++at;
    }
  }
  return std::nullopt;
}

// The end of plain text that may be folded: each blank of `text` is a run of blanks and line ends in the file.
std::optional<std::size_t> end_of_plain(std::string_view file, std::size_t at, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) {
      if (at >= file.size() || !is_blank(file[at])) return std::nullopt;
      while (at < file.size() && is_blank(file[at])) ++at;
      while (i + 1 < text.size() && is_blank(text[i + 1])) ++i;
    } else if (at < file.size() && file[at] == text[i]) {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  return at;
}

std::optional<YamlValue> find_block(std::string_view file, const yaml::Tree::Node& node) {
  YamlValue value;
  value.form = YamlValue::Form::block;
  value.indent = node.indent;
  value.begin = start_of_line(file, node.text_line);
  value.end = value.begin;
  std::size_t lines = 0, first = 0;
  for (std::size_t at = value.begin; at < file.size();) {
    const std::size_t end = line_end(file, at);
    const std::string_view line = file.substr(at, end - at);
    const bool empty = std::all_of(line.begin(), line.end(), is_blank);
    if (!empty && line.find_first_not_of(' ') < value.indent) break;
    if (!empty) {
      value.end = end;
      if (lines++ == 0) first = line.size() - value.indent;
    }
    at = next_line(file, end);
  }
  if (lines == 0) return std::nullopt;
  value.columns = lines > 1 ? first : 0;
  return value;
}

void append(SecretBytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

void append_escaped(SecretBytes& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\n':
        append(out, "\\n");
        break;
      case '\r':
        append(out, "\\r");
        break;
      case '\t':
        append(out, "\\t");
        break;
      case '"':
      case '\\':
        out.push_back('\\');
        [[fallthrough]];
      default:
        out.push_back(static_cast<std::uint8_t>(c));
    }
  }
}

void append_block(SecretBytes& out, std::string_view text, std::size_t indent, std::string_view end) {
  const std::size_t last = text.find_last_not_of("\r\n");
  text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = line_end(text, at);
    if (at > 0) append(out, end);
    if (stop > at) out.insert(out.end(), indent, ' ');
    append(out, text.substr(at, stop - at));
    at = next_line(text, stop);
  }
}

std::string_view end_of_lines(std::string_view file) {
  const std::size_t at = file.find('\n');
  return at != std::string_view::npos && at > 0 && file[at - 1] == '\r' ? "\r\n" : "\n";
}

}  // namespace

std::optional<YamlValue> find_yaml_value(std::string_view file, const yaml::Tree::Node& node) {
  if (node.style == yaml::Style::literal || node.style == yaml::Style::folded) {
    std::optional<YamlValue> block = find_block(file, node);
    if (block) block->text = node.text;
    if (block && node.style == yaml::Style::folded) {
      block->fold = skip_properties(file, start_of_line(file, node.position.line) + node.position.column - 1);
    }
    return block;
  }
  YamlValue value;
  value.text = node.text;
  value.begin = skip_properties(file, start_of_line(file, node.position.line) + node.position.column - 1);
  if (value.begin >= file.size()) return std::nullopt;
  std::optional<std::size_t> end;
  if (node.style == yaml::Style::quoted) {
    const char quote = file[value.begin];
    if (quote != '"' && quote != '\'') return std::nullopt;
    value.form = quote == '"' ? YamlValue::Form::double_quote : YamlValue::Form::single_quote;
    end = closing_quote(file, ++value.begin, quote);
  } else {
    end = end_of_plain(file, value.begin, node.text);
  }
  if (!end) return std::nullopt;
  value.end = *end;
  return value;
}

std::optional<SecretBytes> replace_yaml_value(std::string_view file, const YamlValue& value, std::string_view text) {
  const bool one_line = value.form == YamlValue::Form::plain || value.form == YamlValue::Form::single_quote;
  if (one_line && text.find_first_of("\r\n'\": #") != std::string_view::npos) return std::nullopt;
  SecretBytes out;
  out.reserve(file.size() + text.size());
  append(out, file.substr(0, value.begin));
  // A folded block loses the line ends of PEM.
  if (value.fold && *value.fold < out.size() && out[*value.fold] == '>' && text.starts_with("-----BEGIN ")) out[*value.fold] = '|';
  if (value.form == YamlValue::Form::double_quote) {
    append_escaped(out, text);
  } else if (value.form == YamlValue::Form::block) {
    append_block(out, text, value.indent, end_of_lines(file));
  } else {
    append(out, text);
  }
  append(out, file.substr(value.end));
  return out;
}

}  // namespace chainlint::write
