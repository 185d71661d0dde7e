#include "chainlint/run/outputs.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "chainlint/base/interruption.h"
#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/baseline.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/file_replacement.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/run_progress.h"
#include "chainlint/run/working_folder.h"
#include "output/repository_report.h"

namespace chainlint::run {
namespace {

constexpr const char* kStandardOutput = "/dev/stdout";

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

// What supports-hyperlinks and others look at. Never where no terminal reads it.
bool wants_links(bool color) {
  if (::isatty(STDOUT_FILENO) != 1) return false;
  if (is_set("FORCE_HYPERLINK")) return std::string_view(std::getenv("FORCE_HYPERLINK")) != "0";
  const char* terminal = std::getenv("TERM");
  return color && terminal != nullptr && std::string_view(terminal) != "dumb" && std::string_view(terminal) != "linux";
}

// The files that a run reads, collected on first use.
class RunInputs {
 public:
  RunInputs(const RunOptions& options, std::vector<std::string> others) : paths_(std::move(others)) {
    for (const auto* list : {&options.paths, &options.key_files, &options.chain_files, &options.rule_sets}) {
      paths_.insert(paths_.end(), list->begin(), list->end());
    }
    paths_.push_back(options.records);
    const std::vector<std::string> beside = named_beside(options);
    paths_.insert(paths_.end(), beside.begin(), beside.end());
    if (options.writes_baseline) std::erase(paths_, options.baseline);
  }

  // Whether the file is named, or is in a folder that is and was not written by chainlint: a report, or a baseline.
  bool hold(const std::string& file, const std::string& identity) {
    if (!found_) find();
    const auto input = named_.find(identity);
    if (input == named_.end() || input->second) return input != named_.end();
    const Result<Bytes> content = read_file(file, Limits());
    if (!content) return true;
    const std::string text(as_text(*content));
    return !text.empty() && !report::is_report_of_any_format(text) && !policy::read_baseline(file, text).problems.empty();
  }

 private:
  void find() {
    found_ = true;
    std::erase_if(paths_, [](const std::string& path) { return path.empty() || path == "-" || !disk().look_at(path).problem.empty(); });
    // A file that is named and found in a folder, too, is reported once, as what it is first.
    std::stable_partition(paths_.begin(), paths_.end(),
                          [](const std::string& path) { return disk().look_at(path).kind != FileSource::Place::Kind::folder; });
    for (const InputFile& input : find_files(paths_, Limits()).files) named_[disk().look_at(input.path).identity] |= input.named;
  }

  std::vector<std::string> paths_;
  std::unordered_map<std::string, bool> named_;  // by the identity of a file
  bool found_ = false;
};

enum class Put { written, closed, failed };

// To standard output, as it is. See print().
Put put(std::string_view text) {
  if (std::ferror(stdout) != 0) return Put::failed;
  const ProgressLine::Hidden no_progress;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return Put::written;
  if (errno == EPIPE) {
    std::clearerr(stdout);  // who closes the pipe, as head does, has read enough
    return Put::closed;
  }
  complain(std::string("error: standard output cannot be written: ") + std::strerror(errno));
  return Put::failed;
}

}  // namespace

report::TextStyle style_of(const RunOptions& options) {
  report::TextStyle style;
  style.min_severity = options.min_severity;
  style.quiet = options.quiet;
  style.verbose = options.verbose;
  style.group_by = options.group_by;
  return style;
}

std::size_t terminal_columns() {
  winsize size{};
  return ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

report::TextStyle terminal_style(const RunOptions& options) {
  report::TextStyle style = style_of(options);
  style.color = wants_color(options.color);
  style.links = wants_links(style.color);
  style.columns = terminal_columns();
  return style;
}

void check_outputs(const RunOptions& options, std::vector<std::string> also_read, UsageProblems& problems) {
  RunInputs inputs(options, std::move(also_read));
  std::set<std::string> files;
  const auto check = [&](policy::OptionName option, const std::string& file, const std::string& remedy) {
    const FileSource::Place place = disk().look_at(file);
    const auto refuse = [&](const std::string& why) { problems.add(option, file, " " + in_quotes(file) + " " + why); };
    if (const std::string reason = cannot_replace(file); !reason.empty()) {
      refuse("cannot be written: " + reason);
    } else if (place.kind != FileSource::Place::Kind::other && !names_descriptor(file) && !files.insert(real_path(file)).second) {
      refuse("is specified for two outputs; each needs its own file");
    } else if (place.kind == FileSource::Place::Kind::file && inputs.hold(file, place.identity)) {
      refuse("is a file that this run reads; choose another name" + remedy);
    }
  };
  // A report would replace the file that standard output goes to (> FILE), with all that is printed.
  const bool prints = std::any_of(options.outputs.begin(), options.outputs.end(), [](const Output& output) { return output.file.empty(); });
  if (prints && disk().look_at(kStandardOutput).kind == FileSource::Place::Kind::file) files.insert(real_path(kStandardOutput));
  for (const Output& output : options.outputs) {
    if (!output.file.empty()) check("--report", output.file, "");
  }
  if (!options.output.empty() && options.output != "-") {
    check("--output", options.output, options.writes_baseline ? "" : ", or use --in-place to replace what is fixed");
  }
  if (options.writes_baseline && options.output.empty() && !options.baseline.empty()) check("--baseline", options.baseline, "");
}

// One output. Text waits for more where it goes to a file; standard output is flushed after each piece, which is a bundle as a rule.
class Outputs::Target {
 public:
  Target(const Output& output, std::uint64_t most, std::uint64_t& left) : output_(output), most_(most), left_(left) {}

  void write(std::string_view text) {
    if (failed_ || over_limit_) return;
    if (text.size() > left_) return refuse();
    left_ -= text.size();
    taken_ += text.size();
    if (output_.file.empty()) {
      const Put done = put(text);
      failed_ = done == Put::failed;
      closed_ = closed_ || done == Put::closed;
      return;
    }
    if (!open_file()) return;
    waiting_ += text;
    if (waiting_.size() >= kWaitingBytes || !file_->is_plain()) flush();
  }

  void end() {
    if (output_.file.empty() || failed_ || over_limit_ || !open_file()) return;
    flush();
    if (!failed_) fail(file_->complete());
    if (!failed_) fail(put_in_place(*file_, output_.file));
  }

  const Output& output() const { return output_; }
  bool failed() const { return failed_; }
  bool over_limit() const { return over_limit_; }
  bool open() const { return !failed_ && !over_limit_ && !closed_; }

  std::unique_ptr<report::BundleWriter> writer;  // null where the output needs the whole report

 private:
  static constexpr std::size_t kWaitingBytes = 1 << 16;

  bool open_file() {
    if (file_) return true;
    Result<StagedFile, std::string> file = StagedFile::open(output_.file);
    if (!file) {
      fail(file.error());
      return false;
    }
    file_.emplace(std::move(*file));
    return true;
  }

  void flush() {
    fail(file_->append(waiting_));
    waiting_.clear();
  }

  void fail(const std::string& problem) {
    if (problem.empty()) return;
    complain("error: --report " + in_quotes(output_.file) + " cannot be written: " + problem);
    failed_ = true;
    discard();
  }

  // What was not put in its place is not part of the reports of this run.
  void refuse() {
    over_limit_ = true;
    const bool begun = taken_ > 0 && (output_.file.empty() || (file_ && !file_->is_plain()));
    complain("error: " + (output_.file.empty() ? "the report" : "--report " + in_quotes(output_.file)) + " was not written" +
             (begun ? " to its end" : "") + ": the reports of this run have more than " + std::to_string(most_) +
             " bytes. Check fewer files at a time, or allow more with --limit output-bytes=N");
    if (!begun) left_ += taken_;
    discard();
  }

  void discard() {
    file_.reset();
    waiting_ = {};
  }

  const Output& output_;
  const std::uint64_t most_;
  std::uint64_t& left_;
  std::uint64_t taken_ = 0;
  std::optional<StagedFile> file_;
  std::string waiting_;
  bool failed_ = false, over_limit_ = false, closed_ = false;
};

Outputs::Outputs(const RunOptions& options, report::View view)
    : options_(options), view_(view), left_(options.limits.output_bytes_per_run) {
  for (const Output& output : options.outputs) {
    Target& target = *targets_.emplace_back(std::make_unique<Target>(output, left_, left_));
    target.writer = report::stream_output(output.format, view, output.file.empty() ? terminal_style(options) : style_of(options),
                                          [&target](std::string_view text) { target.write(text); });
  }
}

Outputs::~Outputs() = default;

bool Outputs::need_all_bundles() const {
  return std::any_of(targets_.begin(), targets_.end(), [](const auto& target) { return target->writer == nullptr; });
}

std::vector<report::BundleWriter*> Outputs::writers() const {
  std::vector<report::BundleWriter*> writers;
  for (const auto& target : targets_) {
    if (target->writer != nullptr) writers.push_back(target->writer.get());
  }
  return writers;
}

void Outputs::begin_record() { left_ = options_.limits.output_bytes_per_run; }

bool Outputs::any_open() const {
  return std::any_of(targets_.begin(), targets_.end(), [](const auto& target) { return target->open(); });
}

void Outputs::write(const report::Report& report) {
  for (const auto& target : targets_) {
    if (target->writer == nullptr) continue;
    report::write_all(report, *target->writer, [&] { return target->failed() || target->over_limit(); });
  }
}

int Outputs::end(const report::Report& report) {
  std::optional<report::Report> of_repository;
  bool failed = false, over_limit = false;
  for (const auto& target : targets_) {
    if (stop_signal() != 0) break;
    const Output& output = target->output();
    if (target->writer == nullptr) {
      const bool rewritten = report::output_row(output.format).has_repository_paths;
      if (rewritten && !of_repository) of_repository = with_repository_paths(report);
      const report::TextStyle style = output.file.empty() ? terminal_style(options_) : style_of(options_);
      target->write(report::write_output(rewritten ? *of_repository : report, output.format, view_, style));
    }
    target->end();
    failed |= target->failed();
    over_limit |= target->over_limit();
  }
  return failed ? kStatusInternal : over_limit ? kStatusUnreadable : kStatusClean;
}

int write_outputs(const report::Report& report, const RunOptions& options, report::View view) {
  Outputs outputs(options, view);
  outputs.write(report);
  return outputs.end(report);
}

bool print(std::string_view text, const report::TextStyle& style) { return put(log_text(text, style.color)) != Put::failed; }

void say_beside(std::string_view text, const report::TextStyle& style) {
  const std::string safe = log_text(text, style.color);
  const ProgressLine::Hidden no_progress;
  std::fwrite(safe.data(), 1, safe.size(), stderr);
}

void complain(const std::string& message) { complain_at_place("chainlint: " + message); }

void complain_at_place(const std::string& message) { say_beside(message + "\n"); }

}  // namespace chainlint::run
