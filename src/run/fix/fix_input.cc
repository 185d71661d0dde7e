#include "chainlint/run/fix_input.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/input_files.h"
#include "chainlint/write/form_repair.h"

namespace chainlint::run {
namespace {

report::InputReport unreadable(const std::string& path, Diagnostic diagnostic) {
  report::InputReport input;
  input.path = path;
  input.status = formats::ReadStatus::unreadable;
  input.diagnostics.push_back(std::move(diagnostic));
  return input;
}

Diagnostic as_diagnostic(const Error& error) { return {Severity::error, error.code, error.message, error.location}; }

void add_parts(BundleRun& run, FixInput& input) {
  for (const auto* parts : {&run.options.chain_files, &run.options.key_files}) {
    for (const std::string& path : *parts) {
      const Result<Bytes> content = read_file(path, run.reading.limits);
      if (!content) {
        input.inputs.push_back(unreadable(path, as_diagnostic(content.error())));
        continue;
      }
      const formats::Container container = formats::read_container(path, *content, run.reading, run.certificates);
      input.inputs.push_back(report::describe_input(container));
      for (ReadBundle& read : input.bundles) read.bundle.containers.push_back(container);
    }
  }
}

void read_standard_input(BundleRun& run, FixInput& input) {
  Result<Bytes> content = read_file("-", run.reading.limits);
  if (!content) {
    input.inputs.push_back(unreadable("-", as_diagnostic(content.error())));
    return;
  }
  formats::Container container = formats::read_container("-", *content, run.reading, run.certificates);
  input.inputs.push_back(report::describe_input(container));
  input.standard_input = SecretBytes(content->begin(), content->end());
  wipe(content->data(), content->size());
  std::vector<formats::FoundContainer> found;
  found.push_back({std::move(container), true, false});
  for (formats::Bundle& bundle : formats::make_bundles(std::move(found)).bundles) {
    input.bundles.push_back({std::move(bundle), nullptr, nullptr, false});
  }
  add_parts(run, input);
}

void read_files(BundleRun& run, FixInput& input) {
  ListedFiles listed;
  InputFiles found = find_files(run.options.paths, run.reading.limits);
  for (const Diagnostic& diagnostic : found.diagnostics) input.inputs.push_back(unreadable(diagnostic.location.path, diagnostic));
  const ToldInputs told = match_bundles(run.bundles, false, found);
  input.bundles = read_bundles(run.options, found, told, run.reading, run.certificates, listed);
  input.inputs.insert(input.inputs.end(), listed.inputs.begin(), listed.inputs.end());
  if (input.inputs.empty()) {
    const std::string& path = run.options.paths.front();
    input.inputs.push_back(
        unreadable(path, {Severity::error, "folder-without-certificates", "contains no supported file", Location{.path = path}}));
  }
}

// Puts the container of the repaired file in the place of the one that was read. The parts of a file keep their names.
void put(const formats::Container& repaired, FixInput& input) {
  std::vector<formats::FoundContainer> found;
  found.push_back({repaired, true, false});
  const std::vector<formats::Bundle> parts = formats::make_bundles(std::move(found)).bundles;
  const auto unit_of = [](const formats::Container& each) { return each.entries.empty() ? std::string() : each.entries.front().unit; };
  for (ReadBundle& read : input.bundles) {
    for (formats::Container& container : read.bundle.containers) {
      if (container.path != repaired.path) continue;
      const auto part = std::find_if(parts.begin(), parts.end(), [&](const formats::Bundle& each) {
        return parts.size() == 1 || unit_of(each.containers.front()) == unit_of(container);
      });
      if (part != parts.end()) container = part->containers.front();
    }
  }
  for (report::InputReport& each : input.inputs) {
    if (each.path == repaired.path) each = report::describe_input(repaired);
  }
}

// A text that servers do not read is written as plain PEM before anything else is looked at.
void repair_forms(BundleRun& run, FixInput& input) {
  std::set<std::string> paths;
  for (const ReadBundle& read : input.bundles) {
    for (const formats::Container& container : read.bundle.containers) {
      if (!read.trust && container.has_doubt() && container.path.find('!') == std::string::npos) paths.insert(container.path);
    }
  }
  for (const std::string& path : paths) {
    const Result<SecretBytes> content = input.content(path, run.reading.limits);
    if (!content) continue;
    const formats::Container whole = formats::read_container(path, *content, run.reading, run.certificates);
    std::vector<std::string> problems = write::form_problems(whole);
    if (problems.empty()) continue;
    Result<Bytes> written = write::repair_form(whole, *content, {run.reading.limits, run.reading.passwords});
    if (!written) {
      input.unrepaired = written.error();
      continue;
    }
    RepairedForm repaired{path, SecretBytes(written->begin(), written->end()), {}, std::move(problems)};
    wipe(written->data(), written->size());
    repaired.container = formats::read_container(path, repaired.content, run.reading, run.certificates);
    put(repaired.container, input);
    input.repaired.push_back(std::move(repaired));
  }
}

// What stands in one file is mended together; bundles of files apart are not.
void require_one(FixInput& input) {
  std::erase_if(input.bundles, [](const ReadBundle& read) {
    return read.trust || std::none_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                                      [](const formats::Container& c) { return c.count(formats::EntryKind::certificate) > 0; });
  });
  std::set<std::string> first_files;
  for (const ReadBundle& read : input.bundles) first_files.insert(read.bundle.containers.front().path);
  if (first_files.size() > 1) {
    input.problems.add("fix repairs one bundle, and there are " + std::to_string(first_files.size()) + " here: name one file, such as " +
                       in_quotes(*first_files.begin()) + ", and what belongs to it with --chain and --key");
  }
}

}  // namespace

Result<SecretBytes> FixInput::content(const std::string& path, const Limits& limits) const {
  const auto form = std::find_if(repaired.begin(), repaired.end(), [&](const RepairedForm& each) { return each.path == path; });
  if (form != repaired.end()) return form->content;
  if (path == "-" && standard_input) return *standard_input;
  Result<Bytes> content = read_file(path, limits);
  if (!content) return content.error();
  SecretBytes octets(content->begin(), content->end());
  wipe(content->data(), content->size());
  return octets;
}

FixInput read_fix_input(BundleRun& run) {
  FixInput input;
  if (run.options.paths.front() == "-") {
    read_standard_input(run, input);
  } else {
    read_files(run, input);
  }
  repair_forms(run, input);
  require_one(input);
  return input;
}

}  // namespace chainlint::run
