#include "chainlint/run/configurations.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/config/reader.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 1u << 20;  // of a file that is larger than a configuration may be

// The files of a run as configurations look for them. Keeps what it was asked: the endpoints of one server name the same folders.
class ConfigurationTree : public config::FileTree {
 public:
  explicit ConfigurationTree(const FileSource& source) : source_(source) {}

  Kind kind_of(const std::string& path) const override {
    const auto [known, added] = kinds_.try_emplace(path, Kind::absent);
    if (!added) return known->second;
    const FileSource::Place place = source_.look_at(path);
    if (place.kind == FileSource::Place::Kind::file) known->second = Kind::file;
    if (place.kind == FileSource::Place::Kind::folder) known->second = Kind::folder;
    return known->second;
  }

  Result<std::vector<std::string>> names_in(const std::string& folder) const override { return source_.names_in(folder); }
  Result<Bytes> read(const std::string& path, std::uint64_t most) const override { return source_.read(path, most); }

  std::string real_path(const std::string& path) const override {
    const auto [known, added] = real_.try_emplace(path);
    if (added) known->second = source_.real_path(path);
    return known->second;
  }

 private:
  const FileSource& source_;
  mutable std::unordered_map<std::string, Kind> kinds_;
  mutable std::unordered_map<std::string, std::string> real_;
};

// A file that reads as a configuration.
struct ConfigurationFile {
  std::string path;
  config::Server server = config::Server::nginx;
  bool main = false;
};

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool is_below(const std::string& path, const std::string& folder) {
  return folder == "." ? !path.starts_with('/') : path.starts_with(folder.ends_with('/') ? folder : folder + "/");
}

class ConfigurationFinder {
 public:
  ConfigurationFinder(const InputFiles& found, const std::vector<std::string>& roots, const FileSource& source)
      : found_(found), roots_(roots), source_(source), tree_(source) {}

  std::vector<config::Configuration> find() {
    for (const InputFile& file : found_.files) recognize(file);
    std::vector<config::Configuration> result;
    std::set<std::string> included;
    const auto read = [&](const ConfigurationFile& file) {
      const config::ServerFiles files(tree_, roots_, inputs_of(file.path));
      config::Configuration configuration = config::read_configuration(file.server, file.path, file.main, files);
      for (const std::string& path : configuration.files) {
        if (path != file.path) included.insert(tree_.real_path(path));
      }
      result.push_back(std::move(configuration));
    };
    for (const ConfigurationFile& file : files_) {
      if (file.main) read(file);
    }
    for (config::Configuration& main : result) find_disused(included, main);
    for (const ConfigurationFile& file : files_) {
      if (!file.main && !included.contains(tree_.real_path(file.path)) && !is_disused(file)) read(file);
    }
    // A part may include another that was read before it.
    std::erase_if(result, [&](const config::Configuration& each) { return included.contains(tree_.real_path(each.path)); });
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return result;
  }

 private:
  void recognize(const InputFile& file) {
    if (file.path == "-" || (!file.named && !config::may_be_configuration(file.path))) return;
    if (source_.look_at(file.path).kind != FileSource::Place::Kind::file) return;
    // More than a configuration may have: one that is too large is read as one, which says so. Its first part is sufficient to recognize
    // it.
    const Result<Bytes> content = source_.read(file.path, Limits{}.file_bytes);
    if (!content) return;
    const std::string_view text = as_text(*content).substr(0, content->size() > ConfigLimits::kFileBytes ? kHeadBytes : content->size());
    const std::optional<config::Server> server = config::recognize(text);
    if (!server) return;
    files_.push_back({file.path, *server, config::is_main_file(*server, file.path, text)});
  }

  // The folder of the file and those above it, up to one that was named.
  std::vector<std::string> inputs_of(const std::string& path) const {
    std::vector<std::string> inputs{folder_of(path)};
    const auto named = std::find_if(found_.folders.begin(), found_.folders.end(), [&](const std::string& folder) {
      return is_below(path, folder.size() > 1 && folder.ends_with('/') ? folder.substr(0, folder.size() - 1) : folder);
    });
    if (named == found_.folders.end()) return inputs;
    const std::string end = fs::path(*named).lexically_normal().string();
    const std::string top = end.size() > 1 && end.ends_with('/') ? end.substr(0, end.size() - 1) : end;
    while (inputs.back() != top && inputs.back() != "." && inputs.back() != "/") inputs.push_back(folder_of(inputs.back()));
    return inputs;
  }

  // The main file of its server, in a folder above, does not include it.
  bool is_disused(const ConfigurationFile& file) const {
    return std::any_of(files_.begin(), files_.end(), [&](const ConfigurationFile& other) {
      return other.main && other.server == file.server && is_below(file.path, folder_of(other.path));
    });
  }

  // Not renamed to turn it off.
  static bool seems_in_use(const std::string& name) {
    static constexpr std::string_view kEndings[] = {"~",    ".bak", ".old",      ".orig",    ".save",
                                                    ".off", ".dis", ".disabled", ".rpmsave", ".rpmnew"};
    return !name.starts_with('.') && name.find(".dpkg") == std::string::npos &&
           std::none_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) { return name.ends_with(ending); });
  }

  // Parts in the folders of those that are in use, beside a main file that does not include them.
  void find_disused(const std::set<std::string>& included, config::Configuration& main) const {
    for (const char* folder : {"sites-enabled", "conf-enabled", "conf.d", "http.d"}) {
      const std::string place = (fs::path(main.path).parent_path() / folder).string();
      const Result<std::vector<std::string>> names = tree_.names_in(place);
      for (std::size_t i = 0; names && i < names->size(); ++i) {
        const std::string path = place + "/" + (*names)[i];
        if (!seems_in_use((*names)[i]) || included.contains(tree_.real_path(path)) || !configures_tls(path, main.server)) continue;
        Diagnostic diagnostic{Severity::warning, "config-setting-ignored",
                              in_quotes(path) + " configures TLS, but " + in_quotes(main.path) + " does not include it",
                              Location{.path = main.path}};
        diagnostic.advice = "Correct the include or the name of the file, or move the file to another folder.";
        main.diagnostics.push_back(std::move(diagnostic));
      }
    }
  }

  bool configures_tls(const std::string& path, config::Server server) const {
    if (tree_.kind_of(path) != config::FileTree::Kind::file) return false;
    const Result<Bytes> content = tree_.read(path, ConfigLimits::kFileBytes);
    if (!content || config::recognize(as_text(*content)) != server) return false;
    const config::ServerFiles files(tree_, roots_, inputs_of(path));
    return !config::read_configuration(server, path, false, files).endpoints.empty();
  }

  const InputFiles& found_;
  const std::vector<std::string>& roots_;
  const FileSource& source_;
  const ConfigurationTree tree_;
  std::vector<ConfigurationFile> files_;
};

}  // namespace

std::vector<config::Configuration> read_configurations(const InputFiles& found, const std::vector<std::string>& roots,
                                                       const FileSource& source) {
  return ConfigurationFinder(found, roots, source).find();
}

bool is_of_no_interest(const config::Configuration& configuration) {
  const Diagnostics& diagnostics = configuration.diagnostics;
  return configuration.endpoints.empty() && configuration.routed.empty() &&
         std::none_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
           return diagnostic.severity != Severity::note && diagnostic.code != "config-syntax";
         });
}

void check_root(const std::string& root, UsageProblems& problems) {
  if (disk().look_at(root).kind == FileSource::Place::Kind::folder) return;
  problems.add("--root", root,
               " is " + in_quotes(root) + ", which is not a folder; specify the folder that corresponds to / on the server");
}

}  // namespace chainlint::run
