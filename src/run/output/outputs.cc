#include "chainlint/run/outputs.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "chainlint/base/text.h"
#include "output/repository_report.h"

namespace chainlint::run {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// https://no-color.org and https://bixense.com/clicolors: the option wins over both.
bool wants_color(policy::ColorWhen when) {
  if (when != policy::ColorWhen::automatic) return when == policy::ColorWhen::always;
  if (is_set("NO_COLOR")) return false;
  if (is_set("CLICOLOR_FORCE") && std::string_view(std::getenv("CLICOLOR_FORCE")) != "0") return true;
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

// Follows "--report".
std::string cannot_write(const std::string& file) { return " " + in_quotes(file) + " cannot be written: " + std::strerror(errno); }

bool write_file(const std::string& file, const std::string& content) {
  std::FILE* stream = std::fopen(file.c_str(), "wb");
  if (stream == nullptr) return false;
  const bool written = std::fwrite(content.data(), 1, content.size(), stream) == content.size();
  return std::fclose(stream) == 0 && written;
}

}  // namespace

report::TextStyle terminal_style(const RunOptions& options) {
  report::TextStyle style;
  style.color = wants_color(options.color);
  style.min_severity = options.min_severity;
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style.columns = size.ws_col;
  return style;
}

void check_outputs(const std::vector<Output>& outputs, UsageProblems& problems) {
  for (const Output& output : outputs) {
    if (output.file.empty()) continue;
    // Opened for appending, so that a report of an earlier run survives a run that never starts.
    std::FILE* stream = std::fopen(output.file.c_str(), "ab");
    if (stream == nullptr) {
      problems.add("--report", output.file, cannot_write(output.file));
    } else {
      std::fclose(stream);
    }
  }
}

std::vector<std::string> write_outputs(const report::Report& report, const RunOptions& options, report::View view) {
  std::vector<std::string> problems;
  std::optional<report::Report> of_repository;
  for (const Output& output : options.outputs) {
    const bool rewritten = report::output_row(output.format).has_repository_paths;
    if (rewritten && !of_repository) of_repository = with_repository_paths(report);
    const report::TextStyle style = output.file.empty() ? terminal_style(options) : report::TextStyle{.min_severity = options.min_severity};
    const std::string text = report::write_output(rewritten ? *of_repository : report, output.format, view, style);
    if (output.file.empty()) {
      if (!print(text)) problems.push_back("standard output cannot be written");
    } else if (!write_file(output.file, text)) {
      problems.push_back("--report" + cannot_write(output.file));
    }
  }
  return problems;
}

bool print(const std::string& text) {
  errno = 0;
  // Who closes the pipe, as head does, has read enough.
  return (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) || errno == EPIPE;
}

void complain(const std::string& message) { complain_at_place("chainlint: " + message); }

void complain_at_place(const std::string& message) {
  const std::string line = message + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace chainlint::run
