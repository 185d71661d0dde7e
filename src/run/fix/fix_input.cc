#include "chainlint/run/fix_input.h"

#include <algorithm>
#include <map>
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

// What is in one file is fixed together; each file apart from the others.
std::vector<FixInput> by_first_file(FixInput whole) {
  std::vector<FixInput> files;
  std::map<std::string, std::size_t> places;
  for (ReadBundle& read : whole.bundles) {
    if (read.trust) continue;
    const auto [place, is_new] = places.try_emplace(read.bundle.containers.front().path, files.size());
    if (is_new) {
      files.emplace_back();
      files.back().standard_input = whole.standard_input;
    }
    files[place->second].bundles.push_back(std::move(read));
  }
  return files;
}

std::set<std::string> paths_of(const FixInput& file) {
  std::set<std::string> paths;
  for (const ReadBundle& read : file.bundles) {
    for (const formats::Container& container : read.bundle.containers) paths.insert(container.path);
  }
  return paths;
}

// Each file with what was said of it when it was read. Gives what belongs to no bundle.
std::vector<report::InputReport> share_out(const std::vector<report::InputReport>& inputs, std::vector<FixInput>& files) {
  std::map<std::string, std::vector<std::size_t>> users;
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (const std::string& path : paths_of(files[i])) users[path].push_back(i);
  }
  for (const auto& [path, all] : users) {
    for (const std::size_t i : all) {
      if (all.size() > 1) files[i].shared.push_back(path);
    }
  }
  std::vector<report::InputReport> others;
  for (const report::InputReport& input : inputs) {
    const auto found = users.find(input.path);
    if (found == users.end()) {
      others.push_back(input);
      continue;
    }
    for (const std::size_t i : found->second) files[i].inputs.push_back(input);
  }
  return others;
}

void add_unread(const std::vector<report::InputReport>& inputs, std::vector<report::InputReport>& unread) {
  for (const report::InputReport& input : inputs) {
    const auto same = [&](const report::InputReport& each) { return each.path == input.path; };
    if (report::has_read_error(input) && std::none_of(unread.begin(), unread.end(), same)) unread.push_back(input);
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

std::string FixInput::path() const {
  if (!bundles.empty()) return bundles.front().bundle.containers.front().path;
  return repaired.empty() ? unrepaired->location.path : repaired.front().path;
}

FixInputs read_fix_inputs(BundleRun& run) {
  FixInput whole;
  run.options.paths.front() == "-" ? read_standard_input(run, whole) : read_files(run, whole);
  const std::vector<report::InputReport> inputs = std::move(whole.inputs);
  std::vector<FixInput> files = by_first_file(std::move(whole));
  FixInputs result;
  add_unread(share_out(inputs, files), result.unread);
  if (!result.unread.empty() && !(run.options.key_files.empty() && run.options.chain_files.empty())) return result;
  for (FixInput& file : files) {
    repair_forms(run, file);
    std::erase_if(file.bundles, [](const ReadBundle& read) {
      return std::none_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                          [](const formats::Container& c) { return c.count(formats::EntryKind::certificate) > 0; });
    });
    if (std::any_of(file.inputs.begin(), file.inputs.end(), report::has_read_error)) {
      add_unread(file.inputs, result.unread);
    } else if (!file.bundles.empty() || !file.repaired.empty() || file.unrepaired) {
      result.files.push_back(std::move(file));
    }
  }
  return result;
}

}  // namespace chainlint::run
