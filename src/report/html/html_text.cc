#include "html/html_text.h"

#include <algorithm>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// A code point begins with anything but a continuation byte.
bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// How many bytes the first `most` code points take.
std::size_t octets_of(std::string_view text, std::size_t most) {
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_code_point(text[i]) && ++points > most) return i;
  }
  return text.size();
}

std::string escaped_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '#':
        out += begins_command(text, i) ? "&#35;" : "#";
        break;
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string shortened(std::string_view text, std::size_t most) {
  const std::size_t end = octets_of(text, most);
  if (end == text.size()) return std::string(text);
  return std::string(text.substr(0, end)) + "… (" + std::to_string(text.size() - end) + " more bytes)";
}

std::string ellipsized(std::string_view text, std::size_t most) {
  const std::size_t end = octets_of(text, most);
  return std::string(text.substr(0, end)) + (end == text.size() ? "" : "…");
}

std::string html_escaped(std::string_view text, std::size_t most) {
  // Cut twice: before, so that a name of megabytes costs nothing, and after, because a control character becomes many.
  return escaped_markup(shortened(printable(shortened(text, most)), most + 100));
}

std::string html_paragraphs(std::string_view text) {
  std::string out, paragraph;
  const auto close = [&] {
    if (!paragraph.empty()) out += "<p>" + html_escaped(paragraph) + "</p>";
    paragraph.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.find_first_not_of(" \r\t") == std::string_view::npos) {
      close();
    } else {
      paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  close();
  return out;
}

std::string html_name(std::string_view text, std::size_t most) {
  std::string out = html_escaped(text, most);
  const bool ascii = std::all_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii ? out : "<bdi>" + out + "</bdi>";
}

std::string html_code(std::string_view text, std::size_t most) { return "<code>" + html_escaped(text, most) + "</code>"; }

std::string html_list(const std::vector<std::string>& names, std::size_t most) {
  return listed(names, most, [](const std::string& name) { return html_name(name); });
}

std::string html_fact(std::string_view term, const std::string& html) {
  return html.empty() ? "" : "<dt>" + std::string(term) + "</dt><dd>" + html + "</dd>";
}

std::string html_cell(std::string_view label, const std::string& html) {
  return html.empty() ? "<td></td>" : "<td data-label=\"" + std::string(label) + "\">" + html + "</td>";
}

std::string html_reference(std::string_view title, std::string_view url) {
  if (!url.starts_with("https://")) return html_escaped(title);
  return "<a href=\"" + html_escaped(url) + "\" rel=\"noopener noreferrer\">" + html_escaped(title) + "</a>";
}

std::string html_date(Instant at) { return "<time datetime=\"" + at.to_string() + "\">" + at.date() + "</time>"; }

std::string html_time(Instant at) {
  const std::string text = at.to_string();
  std::string shown = text;
  const std::size_t hour = shown.find('T');
  if (hour != std::string::npos) shown = shown.substr(0, hour) + " " + shown.substr(hour + 1, 8) + " UTC";
  return "<time datetime=\"" + text + "\">" + shown + "</time>";
}

std::string days_away(Instant at, Instant from) {
  const std::int64_t days = (at.seconds() - from.seconds()) / kSecondsPerDay;
  if (days == 0) return at < from ? "less than a day ago" : "in less than a day";
  const std::string count = count_noun(static_cast<std::size_t>(days < 0 ? -days : days), "day");
  return days < 0 ? count + " ago" : "in " + count;
}

std::string html_badge(std::string_view kind, std::string_view text) {
  return "<span class=\"badge " + std::string(kind) + "\">" + html_escaped(text) + "</span>";
}

std::string html_badge(Severity severity) { return html_badge(to_string(severity), to_string(severity)); }

std::string html_badge(renewal::Standing standing) { return html_badge(renewal::to_string(standing), renewal::to_string(standing)); }

}  // namespace chainlint::report
