#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "comparison.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// GitHub shows so many annotations of each level for a step, and drops the others without a word.
constexpr std::size_t kShownOfEach = 10;
constexpr std::size_t kMostOfAnAnnotation = 200;
constexpr std::size_t kMostOctets = 4000;
constexpr std::size_t kFilesNamed = 5;

const char* level(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "notice";
  }
  return "notice";
}

// What follows "::" (actions/toolkit, command.ts: escapeData). Line breaks stay; other control characters are made visible.
std::string escaped_data(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find('\n', i), text.size());
    const std::string line = printable(text.substr(i, end - i));
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '%') {
        out += "%25";
      } else if (begins_command(line, at)) {
        out += "\\u{23}";
      } else {
        out += line[at];
      }
    }
    if (end < text.size()) out += "%0A";
    i = end + 1;
  }
  return out;
}

// A value before "::" (escapeProperty): ':' and ',' would end it.
std::string escaped_property(std::string_view text) {
  std::string out;
  for (const char c : escaped_data(text)) {
    if (c == ':' || c == ',') {
      out += c == ':' ? "%3A" : "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string command(const Annotation& annotation) {
  const Location& location = annotation.location;
  std::string out = std::string("::") + level(annotation.severity) + " ";
  if (!location.path.empty() && location.path != "-") {
    out += "file=" + escaped_property(location.path) + ",line=" + std::to_string(location.line.value_or(1));
    if (location.end_line && *location.end_line >= location.line.value_or(1)) out += ",endLine=" + std::to_string(*location.end_line);
    if (location.line && location.column) out += ",col=" + std::to_string(*location.column);
    out += ",";
  }
  return out + "title=" + escaped_property(annotation.check) + "::" + escaped_data(short_text(annotation, "\nfix: ", kMostOfAnAnnotation)) +
         "\n";
}

// "a.pem (3), b.pem (2) and 4 other files".
std::string files_of(const std::vector<const Annotation*>& annotations) {
  std::vector<std::pair<std::string_view, std::size_t>> files;
  std::vector<const Annotation*> sorted = annotations;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Annotation* a, const Annotation* b) { return a->location.path < b->location.path; });
  for (const Annotation* annotation : sorted) {
    if (files.empty() || files.back().first != annotation->location.path) files.emplace_back(annotation->location.path, 0);
    ++files.back().second;
  }
  std::stable_sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (std::size_t i = 0; i < files.size() && i < kFilesNamed; ++i) {
    words.push_back(excerpt(printable(files[i].first), 200) + " (" + std::to_string(files[i].second) + ")");
  }
  if (files.size() > kFilesNamed) words.push_back(count_noun(files.size() - kFilesNamed, "other file"));
  return join_and(words);
}

// "error  RULE  a.pem:3, b.pem:3  MESSAGE; fix: ...": with all its places.
std::string in_log(const Annotation& annotation) {
  std::string text = std::string(to_string(annotation.severity)) + "  " + annotation.check + "  " + to_string(annotation.location);
  for (std::size_t i = 0; i < annotation.elsewhere.size() && text.size() < kMostOctets; ++i) {
    text += ", " + to_string(annotation.elsewhere[i]);
  }
  text += "  " + annotation.message;
  if (!annotation.fix.empty()) text += "; fix: " + annotation.fix;
  return log_line(excerpt(text, kMostOctets));
}

// The notice about what is in the log alone.
std::string notice(const std::vector<const Annotation*>& rest) {
  if (rest.empty()) return "";
  std::array<std::size_t, 3> counts{};
  for (const Annotation* annotation : rest) ++counts[static_cast<std::size_t>(annotation->severity)];
  std::vector<std::string> words;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const std::size_t count = counts[static_cast<std::size_t>(severity)];
    if (count > 0) words.push_back(count_noun(count, "more " + std::string(to_string(severity))));
  }
  return "::notice title=chainlint::" +
         escaped_data(join_and(words) + " than GitHub shows as annotations of one step, in " + files_of(rest) +
                      "; the log of this step has them all") +
         "\n";
}

}  // namespace

std::string write_github(const Report& whole, Severity min_severity) {
  const Report report = counted(whole);
  const std::vector<Annotation> all = annotations_by_cause(report, min_severity);
  std::array<std::size_t, 3> counts{}, room{};
  for (const Annotation& annotation : all) ++counts[static_cast<std::size_t>(annotation.severity)];
  room.fill(kShownOfEach);
  // The notice about the others is one of the notices.
  if (*std::max_element(counts.begin(), counts.end()) > kShownOfEach) --room[static_cast<std::size_t>(Severity::note)];
  std::string out, lines;
  std::vector<const Annotation*> rest;
  for (const Annotation& annotation : all) {
    std::size_t& left = room[static_cast<std::size_t>(annotation.severity)];
    if (left == 0 || !annotation.elsewhere.empty()) lines += in_log(annotation);
    if (left == 0) {
      rest.push_back(&annotation);
      continue;
    }
    --left;
    out += command(annotation);
  }
  if (!lines.empty()) out += "::group::Findings in full\n" + lines + "::endgroup::\n";
  out += notice(rest);
  return out + summary_line(whole, report);
}

}  // namespace chainlint::report
