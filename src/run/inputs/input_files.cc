#include "chainlint/run/input_files.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "chainlint/formats/file_name.h"
#include "inputs/unread_input.h"

namespace chainlint::run {
namespace {

using Place = FileSource::Place;

// Walks folders in byte order of the paths and remembers what it has seen.
class Walker {
 public:
  Walker(const Limits& limits, const FileSource& source, InputFiles& result) : limits_(limits), source_(source), result_(result) {}

  void add_named(const std::string& path) {
    const Place place = source_.look_at(path);
    switch (place.kind) {
      case Place::Kind::absent:
      case Place::Kind::unreadable:
        return add_problem("file-unreadable", path, place.problem);
      case Place::Kind::folder:
        result_.folders.push_back(path);
        return walk(path, place, 1);
      case Place::Kind::file:
        if (seen_.insert(place.identity).second) result_.files.push_back({path, true});
        return;
      case Place::Kind::other:
        result_.files.push_back({path, true});
    }
  }

 private:
  void walk(const std::string& folder, const Place& place, std::size_t depth) {
    if (!seen_.insert(place.identity).second) return;
    if (depth > limits_.directory_depth) {
      return add_problem(
          "folder-too-deep", folder,
          "is " + std::to_string(depth) + " folders deep; at most " + std::to_string(limits_.directory_depth) + " are searched");
    }
    const Result<std::vector<std::string>> names = source_.names_in(folder);
    if (!names) return add_problem(names.error().code, folder, names.error().message);
    const std::span<const std::string_view> records = folders_of_records(*names);
    for (const std::string& name : *names) {
      if (++entries_ > limits_.folder_entries) return stop(folder);
      const std::string path = folder.empty() || folder.ends_with('/') ? folder + name : folder + "/" + name;
      if (std::find(records.begin(), records.end(), name) != records.end()) {
        result_.skipped.push_back(path + "/");
      } else {
        visit(path, name, depth);
      }
    }
  }

  // A revision can have the same folder ten times in each of ten levels.
  void stop(const std::string& folder) {
    if (entries_ > limits_.folder_entries + 1) return;
    add_problem("folder-too-large", folder,
                "is not searched in full: at most " + std::to_string(limits_.folder_entries) + " files and folders are searched");
  }

  // Where certbot and Easy-RSA keep a copy of all that was issued; what is in use is in other folders beside them.
  static std::span<const std::string_view> folders_of_records(const std::vector<std::string>& sorted) {
    static constexpr std::array<std::string_view, 1> kOfCertbot = {"archive"};
    static constexpr std::array<std::string_view, 3> kOfEasyRsa = {"certs_by_serial", "renewed", "revoked"};
    const auto has = [&](const char* name) { return std::binary_search(sorted.begin(), sorted.end(), name); };
    if (has("archive") && has("live")) return kOfCertbot;
    if (has("certs_by_serial") && has("issued")) return kOfEasyRsa;
    return {};
  }

  void visit(const std::string& path, const std::string& name, std::size_t depth) {
    const Place place = source_.look_at(path);
    const bool of_no_interest = place.kind == Place::Kind::absent && !formats::is_material_file_name(path);
    if (of_no_interest) {
      result_.skipped.push_back(path);
    } else if (place.kind == Place::Kind::absent || place.kind == Place::Kind::unreadable) {
      add_problem("file-unreadable", path, place.problem);
    } else if (place.kind == Place::Kind::folder) {
      if (name != ".git" && name != ".hg" && name != ".svn") walk(path, place, depth + 1);
    } else if (place.kind == Place::Kind::other) {
      if (!formats::is_material_file_name(path)) return result_.skipped.push_back(path);
      add_problem("file-unreadable", path, "is a pipe, a socket or a device, which is read only if it is specified itself");
    } else if (seen_.insert(place.identity).second) {
      result_.files.push_back({path, false});
    }
  }

  void add_problem(std::string code, const std::string& path, std::string message) {
    result_.diagnostics.push_back(unread(path, std::move(code), std::move(message)));
  }

  const Limits& limits_;
  const FileSource& source_;
  InputFiles& result_;
  std::unordered_set<std::string> seen_;
  std::size_t entries_ = 0;  // that were walked
};

}  // namespace

InputFiles find_files(const std::vector<std::string>& paths, const Limits& limits, const FileSource& source) {
  InputFiles result;
  Walker walker(limits, source, result);
  for (const std::string& path : paths) walker.add_named(path);
  return result;
}

}  // namespace chainlint::run
