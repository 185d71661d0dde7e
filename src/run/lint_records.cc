#include "chainlint/run/lint_records.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

#include "chainlint/base/interruption.h"
#include "chainlint/formats/bundle_record.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/linter.h"
#include "inputs/bundle_use.h"
#include "inputs/file_contents.h"
#include "inputs/line_reader.h"
#include "inputs/unread_input.h"
#include "lint_steps.h"

namespace chainlint::run {
namespace {

using formats::BundleRecord;
using Line = LineReader::Line;

// The files of one record. Borrows it.
class RecordFiles : public FileSource {
 public:
  explicit RecordFiles(const BundleRecord& record) {
    for (const BundleRecord::File& file : record.files) files_.emplace(file.path, &file);
  }

  Place look_at(const std::string& path) const override {
    return find(path) == nullptr ? Place{Place::Kind::absent, "", "is not in the record"} : Place{Place::Kind::file, path, ""};
  }
  Result<std::vector<std::string>> names_in(const std::string& folder) const override {
    return Error{"folder-unreadable", "a record has no folders", Location{.path = folder}};
  }
  Result<Bytes> read(const std::string& path, std::uint64_t) const override {
    const BundleRecord::File* file = find(path);
    if (file == nullptr) return Error{"file-unreadable", "is not in the record", Location{.path = path}};
    return Bytes(file->content.begin(), file->content.end());
  }

 private:
  const BundleRecord::File* find(const std::string& path) const {
    const auto at = files_.find(path);
    return at == files_.end() ? nullptr : at->second;
  }

  std::unordered_map<std::string_view, const BundleRecord::File*> files_;
};

// Lints records. Used by several threads at once.
class RecordLinter {
 public:
  RecordLinter(const RunOptions& options, const LintPlan& plan) : options_(options), plan_(plan), reading_(plan.reading) {
    // The files of a record have names, not places: none of them is a file of an option.
    for (auto* list : {&options_.paths, &options_.anchors, &options_.pools}) list->clear();
    options_.jobs = 1;
    reading_.run = nullptr;  // the limits of a run are those of each record
  }

  // Not more than two files of the greatest size as base64.
  std::uint64_t most_line_bytes() const { return 2 * options_.limits.file_bytes; }

  LintedRecord lint(const Line& line) const {
    try {
      if (line.too_long) {
        return unread(line.number, {"record-too-large",
                                    "record is not read: its line has more than " + std::to_string(most_line_bytes()) +
                                        " bytes. Check larger files as PATHs",
                                    Location{.line = line.number}});
      }
      const Result<BundleRecord> record = formats::read_bundle_record(line.text, line.number, options_.limits);
      return record ? lint_bundle(*record, line) : unread(line.number, record.error());
    } catch (const std::bad_alloc&) {
      return unread(line.number, {out_of_memory("").code, out_of_memory("").message, Location{.line = line.number}});
    }
  }

  LintedRecord unread(std::uint32_t line, Error error) const {
    LintedRecord linted;
    linted.record.line = line;
    error.location.path = options_.records;
    report::InputReport& input =
        linted.inputs.emplace_back(unread_input(options_.records, std::move(error.code), std::move(error.message)));
    input.diagnostics.front().location = std::move(error.location);
    linted.record.status = kStatusUnreadable;
    return linted;
  }

 private:
  LintedRecord lint_bundle(const BundleRecord& record, const Line& line) const {
    const RecordFiles source(record);
    InputFiles found;
    ToldInputs told;
    // The order of the files means nothing: programs that collect them have none. One file may be several bundles, as any named file.
    ToldFiles all{nullptr, {}, true, record.name};
    for (const BundleRecord::File& file : record.files) {
      all.files.push_back(found.files.size());
      found.files.push_back({file.path, true});
    }
    if (record.files.size() > 1) told.bundles.push_back(std::move(all));
    const std::shared_ptr<Known> known = known_certificates(line.text.size());
    LintPlan plan = plan_;
    plan.verifier = &known->verifier;
    ListedFiles listed;
    std::vector<ReadBundle> bundles = read_bundles(options_, found, told, reading_, known->certificates, listed, nullptr, nullptr, source);
    const chain::RunIndex index = index_of(bundles);
    mark_purposes(bundles);
    if (plan_.rules != nullptr && plan_.rules->set.assume_server_chain) require_certificates(bundles, listed);
    drop_empty_bundles(bundles);
    mark_expected_servers(bundles);
    LintedRecord linted;
    Linter linter(options_, plan, &index);
    std::vector<report::InputReport> others;
    for (const ReadBundle& bundle : bundles) {
      try {
        for (report::BundleReport& report : linter.lint(bundle)) linted.bundles.push_back(std::move(report));
      } catch (const std::bad_alloc&) {
        note_out_of_memory(bundle.bundle.containers.front().path, listed, others);
      }
    }
    linted.inputs = std::move(listed.inputs);
    linted.inputs.insert(linted.inputs.end(), others.begin(), others.end());
    if (plan_.rules != nullptr) report::settle_diagnostics(linted.inputs, linted.bundles);
    linted.record = {record.name, line.number, linted.bundles.size(), status_of(linted)};
    return linted;
  }

  // Most records share their issuers, which need not be read and verified for each. What is known of issuers grows with their number and is
  // dropped from time to time; the records that are being checked keep it until then. It changes no verdict.
  struct Known {
    formats::CertificateCache certificates;
    crypto::SignatureVerifier verifier;
  };

  std::shared_ptr<Known> known_certificates(std::size_t bytes) const {
    const std::lock_guard lock(mutex_);
    if (known_ == nullptr || ++known_records_ > kKnownRecords || (known_bytes_ += bytes) > options_.limits.file_bytes) {
      known_ = std::make_shared<Known>();
      known_records_ = 1;
      known_bytes_ = bytes;
    }
    return known_;
  }

  int status_of(const LintedRecord& linted) const {
    RunStatus status(options_);
    report::Summary summary;
    for (const report::BundleReport& bundle : linted.bundles) status.add(bundle);
    for (const report::InputReport& input : linted.inputs) {
      status.add(input);
      report::count(input, summary);
    }
    return status.status(summary);
  }

  static constexpr std::size_t kKnownRecords = 1000;

  RunOptions options_;
  const LintPlan& plan_;
  formats::ReadOptions reading_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<Known> known_;
  mutable std::size_t known_records_ = 0;  // that it was for
  mutable std::uint64_t known_bytes_ = 0;  // of their lines
};

// Records that are read and not given to the receiver yet, on several threads.
class RecordWindow {
 public:
  RecordWindow(const RecordLinter& linter, RecordReceiver& receiver, const RunOptions& options)
      : linter_(linter), receiver_(receiver), most_records_(std::size_t{2} * options.jobs), most_bytes_(options.limits.file_bytes) {
    if (options.jobs < 2) return;
    const SignalsElsewhere blocked;
    try {
      for (unsigned i = 0; i < options.jobs; ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      // The system starts no more threads: those that run do the work.
    }
  }

  ~RecordWindow() { end_work(); }
  RecordWindow(const RecordWindow&) = delete;
  RecordWindow& operator=(const RecordWindow&) = delete;

  bool stops() {
    const std::lock_guard lock(mutex_);
    return closed_ || stop_signal() != 0;
  }

  // Waits until there is room, so that a slow receiver slows down whoever writes records.
  void put(Line line) {
    if (threads_.empty()) {
      give(linter_.lint(line));
      return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      const bool room = count_ < most_records_ && bytes_ + line.text.size() <= most_bytes_;
      return closed_ || stop_signal() != 0 || count_ == 0 || room;
    });
    ++count_;
    bytes_ += line.text.size();
    lines_.push_back({read_++, std::move(line)});
    changed_.notify_all();
  }

  // Gives all that was put, and the number of records that the receiver took. Throws what a thread threw.
  std::size_t end() {
    end_work();
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    return taken_;
  }

 private:
  struct Numbered {
    std::size_t number;
    Line line;
  };

  // A signal goes to any thread that does not block it; the one that reads must wake up.
  class SignalsElsewhere {
   public:
    SignalsElsewhere() {
      sigset_t set;
      sigemptyset(&set);
      sigaddset(&set, SIGINT);
      sigaddset(&set, SIGTERM);
      ::pthread_sigmask(SIG_BLOCK, &set, &before_);
    }
    ~SignalsElsewhere() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsElsewhere(const SignalsElsewhere&) = delete;
    SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;

   private:
    sigset_t before_{};
  };

  // Locked where there are threads.
  void give(LintedRecord linted) {
    if (closed_) return;
    ++taken_;
    closed_ = !receiver_.take(std::move(linted));
  }

  void work() {
    std::unique_lock lock(mutex_);
    try {
      for (;;) {
        changed_.wait(lock, [&] { return ended_ || closed_ || !lines_.empty(); });
        if (closed_ || lines_.empty() || stop_signal() != 0) return;
        const Numbered next = std::move(lines_.front());
        lines_.pop_front();
        lock.unlock();
        LintedRecord linted = linter_.lint(next.line);
        lock.lock();
        done_.emplace(next.number, std::move(linted));
        bytes_ -= next.line.text.size();
        for (auto first = done_.begin(); first != done_.end() && first->first == given_; first = done_.erase(first), ++given_) {
          give(std::move(first->second));
          --count_;
        }
        changed_.notify_all();
      }
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      if (failure_ == nullptr) failure_ = std::current_exception();
      closed_ = true;
      changed_.notify_all();
    }
  }

  void end_work() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      changed_.notify_all();
    }
    threads_.clear();
  }

  const RecordLinter& linter_;
  RecordReceiver& receiver_;
  const std::size_t most_records_;
  const std::uint64_t most_bytes_;  // of lines; one may have more
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Numbered> lines_;                // that no thread has taken
  std::map<std::size_t, LintedRecord> done_;  // that wait for one before them
  std::size_t read_ = 0, given_ = 0, taken_ = 0;
  std::size_t count_ = 0;  // that were put and not given
  std::uint64_t bytes_ = 0;
  bool ended_ = false, closed_ = false;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;
};

}  // namespace

std::size_t lint_records(const RunOptions& options, const LintPlan& plan, RecordReceiver& receiver) {
  const RecordLinter linter(options, plan);
  std::vector<report::InputReport> damaged;
  for (const report::InputReport& input : plan.trust.damaged) {
    const auto same = [&](const report::InputReport& other) { return other.path == input.path; };
    if (std::none_of(damaged.begin(), damaged.end(), same)) damaged.push_back(input);
  }
  LineReader lines(options.records, linter.most_line_bytes());
  receiver.begin(std::move(damaged));
  RecordWindow window(linter, receiver, options);
  while (auto line = lines.next([&] { return window.stops(); })) {
    if (window.stops()) break;
    window.put(std::move(*line));
  }
  std::size_t taken = window.end();
  if (lines.problem().empty() || stop_signal() != 0) return taken;
  receiver.take(linter.unread(lines.line(), {"file-unreadable", lines.problem(), Location{}}));
  return taken;
}

}  // namespace chainlint::run
