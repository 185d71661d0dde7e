#include <algorithm>

#include "bundle_title.h"
#include "chainlint/report/bundle_writer.h"

namespace chainlint::report {

ReportStream::Contained ReportStream::contained_in(const BundleOutline& bundle) {
  Contained contained;
  for (std::size_t file = 0; file < bundle.files.size(); ++file) {
    const auto found = inputs_at_.find(bundle.files[file]);
    if (found == inputs_at_.end()) continue;
    for (const std::uint32_t number : found->second) {
      Waiting& waiting = waiting_[number];
      waiting.in_bundle = true;
      if (file > 0 && waiting.completes.empty()) waiting.completes = title(bundle);
      if (std::find(contained.inputs.begin(), contained.inputs.end(), number) != contained.inputs.end()) continue;
      contained.inputs.push_back(number);
      ++waiting.open;
      if (file > 0) continue;
      ++contained.begins;
      ++waiting.open_begins;
    }
  }
  return contained;
}

void ReportStream::expect(const std::vector<InputReport>& inputs, const std::vector<BundleOutline>& bundles,
                          std::vector<InputReport>* settled) {
  inputs_ = &inputs;
  settled_ = settled;
  waiting_ = std::vector<Waiting>(inputs.size());
  inputs_at_.clear();
  inputs_at_.reserve(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) inputs_at_[inputs[i].path].push_back(static_cast<std::uint32_t>(i));
  contained_.clear();
  contained_.reserve(bundles.size());
  for (const BundleOutline& bundle : bundles) contained_.push_back(contained_in(bundle));
  next_bundle_ = next_input_ = 0;
}

void ReportStream::begin(const Report& head, const std::vector<InputReport>& inputs, const std::vector<BundleOutline>& bundles,
                         std::size_t most_bundles, std::vector<InputReport>* settled) {
  by_record_ = head.by_record;
  expect(inputs, bundles, settled);
  for (BundleWriter* writer : writers_) writer->begin(head, most_bundles);
  write_complete_inputs();
}

void ReportStream::settle(const BundleReport& bundle) {
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.diagnostic.empty()) continue;
    const auto found = inputs_at_.find(finding.location.path);
    if (found == inputs_at_.end()) continue;
    for (const std::uint32_t number : found->second) {
      if (waiting_[number].in_bundle) drop_diagnostic((*settled_)[number], finding);
    }
  }
}

void ReportStream::add(const std::vector<BundlePtr>& reports) {
  for (const BundlePtr& report : reports) {
    if (settled_ != nullptr) settle(*report);
    for (BundleWriter* writer : writers_) writer->bundle(report);
  }
  const Contained contained = std::move(contained_[next_bundle_++]);
  for (std::size_t i = 0; i < contained.inputs.size(); ++i) {
    Waiting& waiting = waiting_[contained.inputs[i]];
    --waiting.open;
    if (i >= contained.begins) continue;
    --waiting.open_begins;
    waiting.begins.insert(waiting.begins.end(), reports.begin(), reports.end());
  }
  write_complete_inputs();
}

// A diagnostic may become a finding of any bundle that contains the input.
void ReportStream::write_complete_inputs() {
  for (; next_input_ < waiting_.size(); ++next_input_) {
    Waiting& waiting = waiting_[next_input_];
    const InputReport& input = (*inputs_)[next_input_];
    const bool settled = settled_ == nullptr || waiting.open == 0 || input.diagnostics.empty();
    if (waiting.open_begins > 0 || !settled) return;
    if (settled_ != nullptr && waiting.in_bundle) lower_warnings((*settled_)[next_input_]);
    for (BundleWriter* writer : writers_) writer->input(input, waiting.begins, waiting.completes);
    waiting.begins = {};
    waiting.completes = {};
  }
}

void ReportStream::add_record(const RecordReport& record, const std::vector<InputReport>& inputs, std::vector<BundleReport> bundles) {
  std::vector<BundlePtr> shared;
  std::vector<BundleOutline> outlines;
  for (BundleReport& bundle : bundles) {
    const BundlePtr& kept = shared.emplace_back(std::make_shared<const BundleReport>(std::move(bundle)));
    outlines.push_back({kept->name, {kept->files.begin(), kept->files.end()}});
  }
  expect(inputs, outlines, nullptr);
  for (const BundlePtr& bundle : shared) add({bundle});
  write_complete_inputs();
  for (BundleWriter* writer : writers_) writer->record(record);
}

void ReportStream::end(const BundlePtr& of_run, const Report& report) {
  for (std::size_t i = waiting_.size(); !by_record_ && i < report.inputs.size(); ++i) {
    for (BundleWriter* writer : writers_) writer->input(report.inputs[i], {}, "");
  }
  for (BundleWriter* writer : writers_) {
    if (of_run != nullptr) writer->bundle(of_run);
    writer->end(report);
  }
}

void write_all(const Report& report, BundleWriter& writer, const std::function<bool()>& stops) {
  // Borrowed, as the report is.
  const auto borrowed = [](const BundleReport& bundle) { return BundlePtr(std::shared_ptr<void>(), &bundle); };
  std::vector<BundleOutline> outlines;
  BundlePtr of_run;
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.of_run) {
      of_run = borrowed(bundle);
    } else {
      outlines.push_back({bundle.name, {bundle.files.begin(), bundle.files.end()}});
    }
  }
  ReportStream stream({&writer});
  stream.begin(report, report.inputs, outlines, outlines.size(), nullptr);
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.of_run) continue;
    if (stops && stops()) return;
    stream.add({borrowed(bundle)});
  }
  stream.end(of_run, report);
}

std::string write_all(const Report& report, const std::function<std::unique_ptr<BundleWriter>(Sink)>& make) {
  std::string out;
  const std::unique_ptr<BundleWriter> writer = make([&out](std::string_view text) { out += text; });
  write_all(report, *writer, [&] { return out.size() > report.most_bytes; });
  return out;
}

}  // namespace chainlint::report
