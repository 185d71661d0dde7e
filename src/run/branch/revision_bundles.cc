#include "branch/revision_bundles.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/run/configurations.h"
#include "chainlint/run/policy_choice.h"
#include "inputs/file_contents.h"

namespace chainlint::run {
namespace {

std::string folder_of_path(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool lies_in(const std::string& path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return folder == "." || path == folder || path.starts_with(folder + "/"); });
}

void replace_start(std::string& path, const std::string& from, const std::string& to) {
  if (path.starts_with(from)) path = to + path.substr(from.size());
}

formats::FoundContainer at_place(formats::FoundContainer found, const std::string& from, const std::string& to) {
  replace_start(found.container.path, from, to);
  for (formats::Entry& entry : found.container.entries) replace_start(entry.location.path, from, to);
  for (Diagnostic& diagnostic : found.container.diagnostics) replace_start(diagnostic.location.path, from, to);
  return found;
}

// What follows the path or the name in the name of a bundle: " [alias]".
std::string unit_of(const formats::Bundle& bundle, const BundlePlan* plan) {
  const std::string& path = bundle.containers.front().path;
  if (bundle.name.starts_with(path)) return bundle.name.substr(path.size());
  if (plan != nullptr && bundle.name.starts_with(plan->told->name)) return bundle.name.substr(plan->told->name.size());
  return "";
}

std::string told_key(const std::string& name, const std::string& unit) { return "\n" + name + "\n" + unit; }

bool is_of_no_kind(const formats::Container& container) {
  return container.format == formats::Format::unknown && container.entries.empty();
}

}  // namespace

formats::Bundle named_by_revision(formats::Bundle bundle, const std::string& revision) {
  const auto rename = [&](std::string& path) { path = revision + (path.find('/') == std::string::npos ? ":./" : ":") + path; };
  rename(bundle.name);
  for (formats::Container& container : bundle.containers) {
    rename(container.path);
    for (formats::Entry& entry : container.entries) rename(entry.location.path);
    for (Diagnostic& diagnostic : container.diagnostics) rename(diagnostic.location.path);
  }
  return bundle;
}

formats::ReadOptions reading_at_revision(Branch& branch, const RunOptions& options, formats::ReadOptions reading) {
  std::vector<std::string> paths;
  for (const std::string& path : options.paths) paths.push_back(branch.paths.of(path).path());
  InputFiles then;
  for (const git::GitChange& change : branch.changed.all()) {
    if (lies_in(change.path, paths)) then.files.push_back({change.path, false});
  }
  for (const config::Configuration& configuration : read_configurations(then, options.roots, RevisionFiles(branch.revision))) {
    reading.passwords.insert(reading.passwords.end(), configuration.passwords.begin(), configuration.passwords.end());
  }
  return reading;
}

std::string key_of(const ReadBundle& read, RepositoryPaths& paths) {
  const std::string unit = unit_of(read.bundle, read.plan);
  if (read.plan != nullptr) return told_key(read.plan->told->name, unit);
  const std::string& file = read.files.front();
  const RepositoryPlace place = paths.of(file);
  const std::string& path = read.bundle.containers.front().path;
  const std::string member = path.starts_with(file) ? path.substr(file.size()) : "";
  return place.inside() ? place.path() + member + unit : "";
}

RevisionReader::RevisionReader(Branch& branch, const RunOptions& options, const formats::ReadOptions& reading,
                               formats::CertificateCache& certificates, const InputFiles& found, const std::vector<KeptFile>& kept)
    : branch_(branch), source_(branch.revision), options_(options), reading_(reading), certificates_(certificates), kept_(kept) {
  for (const std::string& folder : found.folders) {
    const RepositoryPlace place = branch.paths.of(folder);
    for (const std::string& path : {place.written, place.real}) {
      if (!path.empty()) walked_.push_back(path);
    }
  }
  for (const auto* list : {&options.anchors, &options.pools}) {
    for (const std::string& path : *list) {
      const RepositoryPlace place = branch.paths.of(path);
      if (place.inside()) apart_.push_back(place.path());
    }
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const RepositoryPlace place = branch.paths.of(kept[i].path);
    if (!place.inside()) continue;
    places_.try_emplace(place.path(), i);
    folders_of_run_.insert(folder_of_path(place.path()));
  }
}

bool RevisionReader::changed(const std::string& file) {
  const auto [known, added] = changed_.try_emplace(file, false);
  if (added) known->second = branch_.changed.hold(branch_.paths.of(file));
  return known->second;
}

const std::set<std::string>& RevisionReader::changed_secrets() {
  if (changed_secrets_) return *changed_secrets_;
  changed_secrets_.emplace();
  for (const git::GitChange& change : branch_.changed.all()) {
    for (const formats::FoundContainer& found : at_revision(change.path)) {
      for (const formats::ServingObject& serving : found.container.serving) {
        if (serving.relation != formats::ServingObject::Relation::creates) continue;
        for (const formats::MaterialName& secret : serving.materials) changed_secrets_->insert(secret.object);
      }
    }
  }
  return *changed_secrets_;
}

bool RevisionReader::walked(const std::string& folder) const { return lies_in(folder, walked_); }

bool RevisionReader::is_apart(const std::string& path) const { return lies_in(path, apart_); }

RevisionReader::Found RevisionReader::bundles(const std::vector<ReadBundle>& of_run, const BundlePlans* plans) {
  Found found;
  add_told(of_run, plans, found);
  choose(of_run);
  choose_deleted();
  add_loose(found);
  return found;
}

void RevisionReader::choose(const std::vector<ReadBundle>& of_run) {
  for (const ReadBundle& read : of_run) {
    const bool any = std::any_of(read.files.begin(), read.files.end(), [&](const std::string& file) { return changed(file); });
    if (read.plan != nullptr || !any) continue;
    for (const std::string& file : read.files) choose_place(branch_.paths.of(file));
  }
}

void RevisionReader::choose_place(const RepositoryPlace& place) {
  if (!place.inside()) return;
  const std::string folder = folder_of_path(place.path());
  if (walked(folder)) {
    folders_.insert(folder);
  } else {
    files_.insert(place.path());
  }
}

void RevisionReader::choose_deleted() {
  std::size_t count = 0;
  for (const git::GitChange& change : branch_.changed.all()) {
    if (!change.deleted) continue;
    const std::string folder = folder_of_path(change.path);
    if (walked(folder) && folders_of_run_.contains(folder)) {
      folders_.insert(folder);
    } else if (++count <= ComparisonLimits::kDeletedFiles) {
      files_.insert(change.path);
    }
  }
}

const KeptFile* RevisionReader::unchanged(const std::string& path) {
  const auto known = places_.find(path);
  if (known == places_.end()) return nullptr;
  const KeptFile& file = kept_[known->second];
  return !changed(file.path) && branch_.revision.same_in_base(path) ? &file : nullptr;
}

void RevisionReader::note_problem(const std::string& path, const Error& error) {
  if (error.code == "git-no-file") return;
  const bool of_run = places_.contains(path) || walked(folder_of_path(path)) || told_.contains(path);
  problems_.push_back({path, error.message, of_run && error.code == "git-missing"});
}

void RevisionReader::read_all(const std::vector<std::string>& paths) {
  std::vector<InputFile> files;
  for (const std::string& path : paths) {
    if (!read_.try_emplace(path).second) continue;
    if (const KeptFile* file = unchanged(path)) {
      for (const formats::FoundContainer& found : file->containers) add_read(path, at_place(found, file->path, path));
    } else {
      const auto known = places_.find(path);
      const bool named =
          known != places_.end() && !kept_[known->second].containers.empty() && kept_[known->second].containers.front().named;
      files.push_back({path, named});
    }
  }
  std::vector<FileContents> read = read_files(source_, files, reading_, certificates_, options_.jobs);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (read[i].problem) {
      note_problem(files[i].path, *read[i].problem);
      continue;
    }
    for (formats::FoundContainer& found : read[i].containers) {
      found.apart = is_apart(files[i].path);
      if (!is_of_no_kind(found.container)) add_read(files[i].path, std::move(found));
    }
  }
}

void RevisionReader::add_read(const std::string& path, formats::FoundContainer found) {
  file_of_.try_emplace(found.container.path, path);
  read_[path].push_back(std::move(found));
}

const std::vector<formats::FoundContainer>& RevisionReader::at_revision(const std::string& path) {
  read_all({path});
  return read_.at(path);
}

void RevisionReader::add(formats::Bundle bundle, std::string key, Found& found) {
  RevisionBundle made;
  for (const formats::Container& container : bundle.containers) {
    const std::string& file = file_of_.try_emplace(container.path, container.path).first->second;
    if (std::find(made.files.begin(), made.files.end(), file) != made.files.end()) continue;
    made.touched = made.touched || branch_.changed.hold(RepositoryPlace{file, ""});
    made.files.push_back(file);
  }
  made.bundle = std::move(bundle);
  made.key = std::move(key);
  found.by_key.try_emplace(made.key, found.bundles.size());
  found.bundles.push_back(std::move(made));
}

// As they are named at the revision; a policy that did not have the bundle then may have had its files.
std::vector<std::string> RevisionReader::files_of(const policy::PolicyBundle& told) {
  const policy::PolicyBundle* then = &told;
  if (branch_.policy) {
    const auto same = std::find_if(branch_.policy->bundles.begin(), branch_.policy->bundles.end(),
                                   [&](const policy::PolicyBundle& other) { return other.name == told.name; });
    if (same != branch_.policy->bundles.end()) then = &*same;
  }
  std::vector<std::string> files;
  for (const std::string& file : then->files) {
    const RepositoryPlace place = branch_.paths.of(beside(then->origin.path, file));
    if (!place.inside()) continue;
    for (const InputFile& found : find_files({place.path() == "." ? "" : place.path()}, reading_.limits, source_).files) {
      files.push_back(found.path);
    }
  }
  return files;
}

void RevisionReader::add_told(const std::vector<ReadBundle>& of_run, const BundlePlans* plans, Found& found) {
  if (plans == nullptr) return;
  std::set<const BundlePlan*> in_run;
  for (const ReadBundle& read : of_run) {
    if (read.plan != nullptr) in_run.insert(read.plan);
  }
  for (const BundlePlan& plan : plans->plans) {
    const std::vector<std::string> paths = files_of(*plan.told);
    told_.insert(paths.begin(), paths.end());
    const auto touched = [&](const std::string& path) { return branch_.changed.hold(RepositoryPlace{path, ""}); };
    const auto changed_now = [&](const std::string& path) { return branch_.changed.first_below(branch_.paths.of(path)).has_value(); };
    const bool any = std::any_of(paths.begin(), paths.end(), touched) || std::any_of(plan.files.begin(), plan.files.end(), changed_now);
    if (!any || !in_run.contains(&plan)) continue;
    read_all(paths);
    std::vector<std::vector<formats::FoundContainer>> files;
    for (const std::string& path : paths) files.push_back(read_.at(path));
    const bool walked = paths.size() != plan.files.size();
    for (formats::Bundle& bundle : join_files(std::move(files), walked)) {
      std::string key = told_key(plan.told->name, unit_of(bundle, nullptr));
      add(std::move(bundle), std::move(key), found);
    }
  }
}

void RevisionReader::add_loose(Found& found) {
  std::vector<std::string> paths(files_.begin(), files_.end());
  for (const std::string& folder : folders_) {
    const Result<std::vector<std::string>> names = source_.names_in(folder);
    if (!names) continue;
    for (const std::string& name : *names) paths.push_back(folder.empty() ? name : folder + "/" + name);
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  read_all(paths);
  std::vector<formats::FoundContainer> containers;
  for (const std::string& path : paths) {
    const std::vector<formats::FoundContainer>& read = read_.at(path);
    containers.insert(containers.end(), read.begin(), read.end());
  }
  formats::Bundles made = formats::make_bundles(std::move(containers));
  for (formats::Bundle& bundle : made.bundles) {
    if (told_.contains(file_of_.try_emplace(bundle.containers.front().path, bundle.containers.front().path).first->second)) continue;
    std::string key = bundle.name;
    add(std::move(bundle), std::move(key), found);
  }
  for (const formats::Bundles::Copy& copy : made.copies) {
    const auto whole = found.by_key.find(copy.of);
    if (whole != found.by_key.end()) found.by_key.try_emplace(copy.path, whole->second);
  }
}

}  // namespace chainlint::run
