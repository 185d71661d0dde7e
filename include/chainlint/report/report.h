// The result of a run as plain data: all that a writer needs. Borrows only rules; contains no certificate.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/limits.h"
#include "chainlint/formats/container.h"
#include "chainlint/report/bundle_report.h"

namespace chainlint::report {

// One input file.
struct InputReport {
  std::string path;
  formats::Format format = formats::Format::unknown;
  formats::ReadStatus status = formats::ReadStatus::read;
  std::size_t certificates = 0, private_keys = 0, crls = 0;
  Diagnostics diagnostics;  // those that no rule evaluated; the others are findings
  bool incomplete = false;  // a part of it could not be read: exit status 3
  std::string integrity;    // "HMAC-SHA256 over PKCS12KDF-SHA256, 2048 iterations"; empty where the kind of file has none
  std::string part_of;      // the file with which it is evaluated, because that contains all that this one does; empty as a rule
  std::string sha256;       // of its bytes; empty where it could not be opened or is of an unknown kind
  std::string password;     // "opened with the empty password"; empty where none was needed
};

// A line of --from-jsonl.
struct RecordReport {
  std::string name;        // empty where it is not a record
  std::uint32_t line = 0;  // in its file, from 1
  std::size_t bundles = 0;
  int status = 0;  // the exit status of a run with this record alone
};

struct Summary {
  std::size_t bundles = 0, errors = 0, warnings = 0, notes = 0, not_evaluated = 0, unreadable = 0;
  std::size_t waived = 0;       // findings that are waived or in the baseline; all others are counted by severity
  std::size_t in_baseline = 0;  // of these
};

// The baseline of a run.
struct BaselineReport {
  std::string path;
  std::size_t entries = 0;
  std::size_t gone = 0;  // entries that no finding met, of those that the run looked at
};

// The policy that a run followed.
struct PolicyReport {
  std::string path;
  std::vector<std::string> files;  // itself, then those that it extends
  std::string revision;            // at which they were read, as typed; empty: as they are in the folder

  // ".chainlint.yaml at origin/main".
  std::string place() const { return revision.empty() ? path : path + " at " + revision; }
};

// Everything that is needed to produce the same report again, besides the inputs.
struct RunRecord {
  std::optional<Severity> fail_on =
      Severity::error;                 // findings from this severity on fail the run, wherever that was set; nothing: none do
  std::vector<std::string> arguments;  // the command and its options as they were in force, from wherever they came; no password
  std::string rules_sha256;            // of the rules that ran and their severities, and of a policy that changes any; empty where none ran
  std::string data_sha256;             // of records, targets and clients
  std::string data_date;               // when the records were last reviewed: "2026-11-10"
  std::vector<std::pair<std::string, std::string>> files;  // path and SHA-256 of other files that decided: policy, anchors, pins, ...
};

struct Shard;

struct Report {
  std::string version;
  std::string title;                                      // of the HTML page; empty: the usual one
  std::vector<std::pair<std::string, std::string>> meta;  // names and values that it shows
  RunRecord run;
  Instant at;
  std::optional<PolicyReport> policy;
  std::vector<InputReport> inputs;  // in the order of the command line, folders walked in byte order
  std::vector<BundleReport> bundles;
  std::vector<std::string> skipped;  // files of walked folders that are of an unknown kind
  std::optional<BaselineReport> baseline;
  std::vector<renewal::FleetEvent> fleet;  // where timelines were requested
  bool by_record = false;  // of a stream of records (RecordReport): an input is listed with its record rather than at the end
  Summary summary;
  std::shared_ptr<const Shard> shard;  // null: all bundles of the run were checked
  // A report of more bytes is not written. Formats that repeat what bundles share stop past it: their text is then not a whole report.
  std::uint64_t most_bytes = Limits().output_bytes_per_run;
};

// Plain data from what was read.
InputReport describe_input(const formats::Container& container);

// Takes from the input the diagnostic that the finding is about, if it has it.
void drop_diagnostic(InputReport& input, const rules::Finding& finding);

// Lowers the warnings of an input that is in a bundle to notes: only a rule may report them as warnings.
void lower_warnings(InputReport& input);

// Both for all inputs and bundles of a run.
void settle_diagnostics(std::vector<InputReport>& inputs, const std::vector<BundleReport>& bundles);

// Whether a diagnostic of the input is an error.
bool has_read_error(const InputReport& input);

// Whether a part of the input could not be read: exit status 3.
bool is_unreadable(const InputReport& input);

// Adds to the counts, by severity: the findings of a bundle, and the diagnostics of an input that no rule evaluated. An input that is
// incomplete or has a diagnostic of error severity counts as unreadable.
void count(const BundleReport& bundle, Summary& summary);
void count(const InputReport& input, Summary& summary);

// The counts over all inputs and bundles of the report.
Summary summarize(const Report& report);

}  // namespace chainlint::report
