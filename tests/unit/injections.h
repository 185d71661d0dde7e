// What an attacker writes into a certificate, a file name, a rule or a policy to act on whoever reads the output, and what no output may
// contain because of it. The checks follow the programs that read it, not ours.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint {

struct Injection {
  const char* name;
  std::string text;
};

inline const std::vector<Injection>& injections() {
  static const std::vector<Injection> kTexts{
      {"workflow_command", "::error file=x::injected"},
      {"workflow_command_on_a_new_line", "x\n::stop-commands::token"},
      {"workflow_command_after_carriage_return", "x\r\n  ::add-mask::a"},
      {"workflow_command_after_blanks", " \xC2\xA0\xE3\x80\x80::warning title=a::b"},
      {"workflow_command_after_colour", "\x1B[1m::notice::b"},
      {"old_command", "x ##[add-path]/evil"},
      {"old_command_after_hash", "###[error]b"},
      {"azure_command", "x ##vso[task.setvariable variable=a]b"},
      {"teamcity_command", "##teamcity[buildStatus status='SUCCESS']"},
      {"escape_sequence", "a\x1B[31mred\x1B]0;title\x07"},
      {"c1_control",
       "a\xC2\x9B"
       "31m\xC2\x85::error::next line"},
      {"delete_and_null", std::string("a\x7F\0b", 4)},
      {"carriage_return", "good\rbad"},
      {"direction",
       "a\xE2\x80\xAE"
       "gnp.exe\xE2\x81\xA6\xD8\x9C\xE2\x80\x8F"},
      {"line_separator", "x\xE2\x80\xA8::warning::q\xE2\x80\xA9##[error]"},
      {"no_width",
       "a\xE2\x80\x8B"
       "b\xEF\xBB\xBF"
       "c\xC2\xAD"
       "d\xF3\xA0\x81\x81"},
      {"invalid_utf8", "a\xFF\xC3\xED\xA0\x80\xF4\x90\x80\x80"},
      {"no_characters", "a\xEF\xBF\xBE\xEF\xBF\xBF"},
      {"mention", "@octocat and (@o/team), a@b"},
      {"references", "#1 org/repo#2 GH-3 !4 $5 &6 %v1 ~bug %\"v 1\" ~\"a b\" 0a1b2c3d4e"},
      {"addresses", "www.evil.example http://evil.example mailto:a@evil.example x@evil.example :tada:"},
      {"quick_action", "x\n/close\n/label ~bug"},
      {"markup", "<img src=x onerror=alert(1)><!-- [a](http://evil.example) **b** `c` | d ]]> &amp; \"q\" 'a"},
      {"formula", "=cmd|' /C calc'!A0"},
      {"formula_after_tab", "\t+1+1"},
      {"everything", "-1,;\"'\\\n##[error]x\n::set-output name=a::b\n@all\x1B[2J%0A%25::endgroup::"},
  };
  return kTexts;
}

// Nothing that a terminal obeys or that disguises a name: control characters but line breaks, direction and width, invalid UTF-8.
inline ::testing::AssertionResult shows_everything(std::string_view text) {
  static const std::vector<std::string> kHidden{"\xC2\xAD",         "\xD8\x9C",     "\xE2\x80\x8B", "\xE2\x80\x8F", "\xE2\x80\xA8",
                                                "\xE2\x80\xA9",     "\xE2\x80\xAE", "\xE2\x81\xA6", "\xEF\xBB\xBF", "\xEF\xBF\xBE",
                                                "\xF3\xA0\x81\x81", "\xFF",         "\xED\xA0\x80", "\xF4\x90"};
  const auto failure = [&](std::size_t at) {
    return ::testing::AssertionFailure() << "at byte " << at << ", after: " << text.substr(at < 60 ? 0 : at - 60, at < 60 ? at : 60);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool line_break = c == '\n' || (c == '\r' && text.substr(i, 2) == "\r\n");
    if ((c < 0x20 && !line_break) || c == 0x7F) return failure(i);
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return failure(i);
  }
  for (const std::string& hidden : kHidden) {
    if (const std::size_t at = text.find(hidden); at != std::string_view::npos) return failure(at);
  }
  return ::testing::AssertionSuccess();
}

// No line that the runner of GitHub (ActionCommand.cs), act, the agent of Azure Pipelines or TeamCity would execute. `own`: commands that
// begin with "::" are the program's.
inline ::testing::AssertionResult gives_no_command(std::string_view text, std::string_view own = "") {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const bool is_own = !own.empty() && line.starts_with(own);
    if (is_own) line.remove_prefix(own.size());
    for (const std::string_view mark : {"##[", "##vso[", "##teamcity["}) {
      if (const std::size_t at = line.find(mark); at != std::string_view::npos) {
        return ::testing::AssertionFailure() << mark << " in " << line.substr(at < 60 ? 0 : at - 60, 120);
      }
    }
    for (bool blank = true; blank;) {
      blank = false;
      for (const std::string_view space : {" ", "\t", "\r", "\x1B[1m", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x83"}) {
        if (!line.starts_with(space)) continue;
        line.remove_prefix(space.size());
        blank = true;
      }
    }
    if (!is_own && line.starts_with("::") && line.find("::", 2) != std::string_view::npos) return ::testing::AssertionFailure() << line;
  }
  return ::testing::AssertionSuccess();
}

// The commands of the formats that consist of some.
inline std::string_view own_command(std::string_view format) {
  return format == "github" ? "::" : format == "azure" ? "##vso[task.logissue type=" : format == "teamcity" ? "##teamcity[inspection" : "";
}

// Markdown without its code, in which nothing is rendered or linked: what is left of it has none of the marks of GitHub and GitLab.
inline ::testing::AssertionResult refers_to_nothing(std::string markdown) {
  for (const auto& [begin, end] : std::vector<std::pair<std::string, std::string>>{{"<code>", "</code>"}, {"\n```sh\n", "\n```\n"}}) {
    for (std::size_t at = markdown.find(begin); at != std::string::npos; at = markdown.find(begin, at)) {
      const std::size_t until = markdown.find(end, at + begin.size());
      if (until == std::string::npos) return ::testing::AssertionFailure() << "code without an end: " << markdown.substr(at, 100);
      markdown.replace(at, until + end.size() - at, "C");
    }
  }
  const auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t i = 0; i + 1 < markdown.size(); ++i) {
    const char c = markdown[i], next = markdown[i + 1];
    const bool reference = i > 1 && markdown[i - 1] == '&' && c == '#';  // "&#64;"
    const bool account = (c == '@' || (c == '#' && !reference)) && word(next);
    const bool number = (c == '!' || c == '$') && next >= '0' && next <= '9';
    const bool label = (c == '~' || c == '%') && (word(next) || next == '"') && !word(markdown[i == 0 ? i : i - 1]);
    if (account || number || label) return ::testing::AssertionFailure() << markdown.substr(i < 40 ? 0 : i - 40, 80);
  }
  for (const char* text : {"://", "www.", "mailto:", "GH-3", "0a1b2c3d4e", ":tada:", "<img", "<!--", "](", "\n/", "[a]", "&amp;"}) {
    if (const std::size_t at = markdown.find(text); at != std::string::npos) {
      return ::testing::AssertionFailure() << text << " in " << markdown.substr(at < 60 ? 0 : at - 60, 120);
    }
  }
  return ::testing::AssertionSuccess();
}

}  // namespace chainlint
