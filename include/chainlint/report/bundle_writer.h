// Reports that are written while the bundles of their run are still checked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

using BundlePtr = std::shared_ptr<const BundleReport>;

// Takes the text of a report piece by piece. A piece is whole lines wherever the format has lines.
using Sink = std::function<void(std::string_view)>;

// Writes one report. begin() is called first and end() last, each once; between them bundle() and input(), each in its order. A bundle that
// is only read in the call need not be kept. Not safe to share between threads.
class BundleWriter {
 public:
  virtual ~BundleWriter() = default;

  // `head` is the report without what the bundles decide: no bundles, no events, no baseline, no summary, and no inputs. `most_bundles` is
  // not less than the number of bundles that follow.
  virtual void begin(const Report& head, std::size_t most_bundles) = 0;

  // Each bundle of the report and, as the last, the findings about the run itself (BundleReport::of_run).
  virtual void bundle(const BundlePtr& bundle) = 0;

  // Each input of the report with the bundles that begin with it. It is called as soon as these were given to bundle() and the input is
  // final. `completes` is the title of a bundle that begins with another file and has this one, too; empty where there is none.
  virtual void input(const InputReport& input, const std::vector<BundlePtr>& bundles, const std::string& completes) = 0;

  // Of a report by record: the bundles and inputs of this record were written.
  virtual void record(const RecordReport&) {}

  // `report` has no bundles: they were written.
  virtual void end(const Report& report) = 0;
};

// A bundle before it is checked: only borrowed.
struct BundleOutline {
  std::string_view name;
  std::vector<std::string_view> files;  // the paths of its containers
};

// Gives the bundles of a run to writers, and each input as soon as it is complete. A bundle is kept only until its inputs were written.
class ReportStream {
 public:
  explicit ReportStream(std::vector<BundleWriter*> writers) : writers_(std::move(writers)) {}

  // Borrows the inputs, which must not move. `settled` is null or the same inputs: diagnostics that become findings are removed from these,
  // as settle_diagnostics() does.
  void begin(const Report& head, const std::vector<InputReport>& inputs, const std::vector<BundleOutline>& bundles,
             std::size_t most_bundles, std::vector<InputReport>* settled);

  // The reports of the next bundle in the order of begin(): one per target, none where it could not be checked.
  void add(const std::vector<BundlePtr>& reports);

  // Further bundles with all inputs that they contain, of a report by record. What begin() has must be written. Nothing is kept.
  void add_record(const RecordReport& record, const std::vector<InputReport>& inputs, std::vector<BundleReport> bundles);

  // All bundles were added. `of_run` may be null. `report` has all but the bundles; its inputs may be more than those of begin().
  void end(const BundlePtr& of_run, const Report& report);

 private:
  struct Waiting {
    std::vector<BundlePtr> begins;  // that begin with the input
    std::string completes;
    std::size_t open_begins = 0, open = 0;  // bundles that were not added yet: that begin with it, that contain it
    bool in_bundle = false;
  };
  // The numbers of the inputs that a bundle contains. It begins with the first of them: one, as a rule.
  struct Contained {
    std::vector<std::uint32_t> inputs;
    std::size_t begins = 0;
  };
  void expect(const std::vector<InputReport>& inputs, const std::vector<BundleOutline>& bundles, std::vector<InputReport>* settled);
  Contained contained_in(const BundleOutline& bundle);
  void settle(const BundleReport& bundle);
  void write_complete_inputs();

  std::vector<BundleWriter*> writers_;
  const std::vector<InputReport>* inputs_ = nullptr;
  std::vector<InputReport>* settled_ = nullptr;
  std::vector<Waiting> waiting_;                                                // by the number of the input
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> inputs_at_;  // numbers by path
  std::vector<Contained> contained_;                                            // by the number of the bundle
  std::size_t next_bundle_ = 0, next_input_ = 0;
  bool by_record_ = false;
};

// Writes a complete report. Stops where `stops` says so: the text is then not a whole report.
void write_all(const Report& report, BundleWriter& writer, const std::function<bool()>& stops = nullptr);

// The text of a complete report in the format of the writer. Past Report::most_bytes it stops.
std::string write_all(const Report& report, const std::function<std::unique_ptr<BundleWriter>(Sink)>& make);

// `check` for people: each bundle with its chain as sent, findings with place and remedy, a summary line. With more than 20 bundles, or
// grouped by cause, the causes and how many bundles have each; these are written at the end.
std::unique_ptr<BundleWriter> text_writer(const TextStyle& style, Sink sink);

// `show` for people: every entry, how it is protected, and the chains.
std::unique_ptr<BundleWriter> show_writer(const TextStyle& style, Sink sink);

// The JSON document, with one bundle per line. `with_findings` is false for `show`.
std::unique_ptr<BundleWriter> json_writer(bool with_findings, Sink sink);

// One JSON value per line: the run, each bundle, each input, the summary; the members of the JSON document with "kind" before them.
std::unique_ptr<BundleWriter> jsonl_writer(bool with_findings, Sink sink);

}  // namespace chainlint::report
