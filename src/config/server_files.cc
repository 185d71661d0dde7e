#include "chainlint/config/server_files.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/limits.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

std::string joined(const std::string& folder, const std::string& path) {
  const std::string base = folder.empty() || folder == "." ? "" : folder.ends_with('/') ? folder : folder + "/";
  std::string normal = fs::path(base + path).lexically_normal().string();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal.empty() ? "." : normal;
}

bool is_within(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || path.starts_with(folder + "/");
}

bool has_drive(std::string_view path) {
  return path.size() > 2 && (('A' <= path[0] && path[0] <= 'Z') || ('a' <= path[0] && path[0] <= 'z')) && path[1] == ':' &&
         (path[2] == '/' || path[2] == '\\');
}

// "\\server\share\x".
bool is_share(std::string_view path) { return path.starts_with("\\\\"); }

// The parts between slashes, on Windows backslashes too, that are not empty.
std::vector<std::string> parts_of(const std::string& path) {
  const std::string_view separators = has_drive(path) || is_share(path) ? "/\\" : "/";
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find_first_of(separators, at), path.size());
    if (end > at && path.substr(at, end - at) != ".") parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string join_parts(const std::vector<std::string>& parts, std::size_t first) {
  std::string path;
  for (std::size_t i = first; i < parts.size(); ++i) path += (path.empty() ? "" : "/") + parts[i];
  return path;
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?[") != std::string_view::npos; }

// Whether the class of characters at the start of `pattern`, "[a-z]", has `c`; sets its length, 0 where it is none.
bool in_class(std::string_view pattern, char c, std::size_t& length) {
  std::size_t at = 1;
  const bool inverted = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (inverted) ++at;
  bool found = false;
  const std::size_t first = at;
  for (; at < pattern.size() && (pattern[at] != ']' || at == first); ++at) {
    char last = pattern[at];
    const char begin = last;
    if (at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']') last = pattern[at += 2];
    found = found || (c >= begin && c <= last);
  }
  length = at < pattern.size() ? at + 1 : 0;
  return found != inverted;
}

// As fnmatch() in one part of a path, where glob_matches() has no classes and no hidden names; linear but for the square of the last star.
bool file_name_matches(std::string_view pattern, std::string_view name) {
  if (name.starts_with('.') && !pattern.starts_with('.')) return false;
  std::size_t p = 0, n = 0, star = std::string_view::npos, star_name = 0;
  while (n < name.size()) {
    std::size_t length = 0;
    const bool is_class = p < pattern.size() && pattern[p] == '[';
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++, star_name = n;
    } else if (is_class && in_class(pattern.substr(p), name[n], length) && length > 0) {
      p += length, ++n;
    } else if (p < pattern.size() && !(is_class && length > 0) && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1, n = ++star_name;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool is_absolute(std::string_view path) { return path.starts_with('/') || has_drive(path) || is_share(path); }

ServerFiles::ServerFiles(const FileTree& tree, std::vector<std::string> roots, std::vector<std::string> inputs)
    : tree_(tree), roots_(std::move(roots)), inputs_(std::move(inputs)) {
  for (const std::string& root : roots_) real_.push_back(tree_.real_path(root));
  for (const std::string& input : inputs_) real_.push_back(tree_.real_path(input));
}

bool ServerFiles::allowed(const std::string& path) const {
  const std::string real = tree_.real_path(path);
  return std::any_of(real_.begin(), real_.end(), [&](const std::string& folder) { return is_within(real, folder); });
}

bool ServerFiles::complete() const {
  return !roots_.empty() || (!inputs_.empty() && (inputs_.front().starts_with("/etc/") || inputs_.front().starts_with("/usr/local/etc/")));
}

std::vector<ServerFiles::Candidate> ServerFiles::candidates(const std::string& written, const std::vector<std::string>& bases) const {
  std::vector<Candidate> result;
  const auto add = [&](std::string path, bool known, std::size_t folders = 0, bool folder_alone = false) {
    const bool again = std::any_of(result.begin(), result.end(), [&](const Candidate& other) { return other.path == path; });
    if (!again) result.push_back({std::move(path), known, folder_alone, folders});
  };
  if (!is_absolute(written)) {
    std::string slashes = written;
    std::replace(slashes.begin(), slashes.end(), '\\', '/');
    for (const std::string& base : bases) {
      add(joined(base, written), true);
      if (!slashes.starts_with('/')) add(joined(base, slashes), true);
    }
    return result;
  }
  std::vector<std::string> parts = parts_of(written);
  if (has_drive(written)) parts.erase(parts.begin());
  if (!is_share(written)) {
    for (const std::string& root : roots_) add(joined(root, join_parts(parts, 0)), true);
  }
  const std::string whole = fs::path(written).lexically_normal().string();
  if (written.starts_with('/') && allowed(whole)) add(whole, true);
  // The last parts of the path below a folder of the input: at least a folder and a name, a name below a folder of the same name, or a
  // folder.
  for (std::size_t first = 0; first < parts.size(); ++first) {
    for (const std::string& input : inputs_) {
      const std::string own_name = fs::path(input).filename().string();
      const bool below_same = first > 0 && parts[first - 1] == own_name;
      const bool name_alone = first + 1 == parts.size() && !below_same;
      add(joined(input, join_parts(parts, first)), false, parts.size() - 1 - first + (below_same ? 1 : 0), name_alone);
    }
  }
  return result;
}

FileReference ServerFiles::find(const std::string& written, const std::vector<std::string>& bases, Location location) const {
  FileReference reference{.written = written, .location = std::move(location), .state = FileState::not_supplied, .path = "", .tried = {}};
  for (const Candidate& candidate : candidates(written, bases)) {
    const bool reachable = allowed(candidate.path);
    const FileTree::Kind kind = reachable ? tree_.kind_of(candidate.path) : FileTree::Kind::absent;
    if (candidate.folder_alone && kind != FileTree::Kind::folder) continue;
    if (kind != FileTree::Kind::absent) {
      reference.state = FileState::found;
      reference.path = candidate.path;
      reference.tried.clear();
      return reference;
    }
    reference.tried.push_back(candidate.path);
    const std::string folder = fs::path(candidate.path).parent_path().string();
    // A folder of the same name alone, such as certs, need not be that of the server.
    const bool supplied =
        candidate.known || (candidate.folders > 1 && tree_.kind_of(folder.empty() ? "." : folder) == FileTree::Kind::folder);
    if (!reachable && candidate.known) {
      if (reference.state != FileState::missing) reference.state = FileState::outside;
    } else if (reachable && supplied) {
      reference.state = FileState::missing;
    }
  }
  return reference;
}

std::vector<std::string> ServerFiles::glob(const std::string& pattern, const std::vector<std::string>& bases, bool& folder) const {
  folder = false;
  std::vector<std::string> found;
  if (pattern.size() > ConfigLimits::kGlobBytes) return found;
  std::vector<std::string> parts = parts_of(pattern);
  const auto wild = std::find_if(parts.begin(), parts.end(), has_wildcard);
  parts.erase(parts.begin(), wild);
  for (const Candidate& place : candidates(pattern, bases)) {
    fs::path start(place.path);
    for (std::size_t i = 0; i < parts.size(); ++i) start = start.parent_path();
    const std::string path = start.empty() ? "." : start.string();
    if (place.folder_alone || kind_of(path) != FileTree::Kind::folder) continue;
    folder = true;
    std::size_t folders = 0;
    expand(path, parts, folders, found);
    break;
  }
  std::sort(found.begin(), found.end());
  return found;
}

void ServerFiles::expand(const std::string& folder, const std::vector<std::string>& parts, std::size_t& folders,
                         std::vector<std::string>& found, std::size_t part) const {
  if (part == parts.size() || found.size() >= ConfigLimits::kGlobMatches || ++folders > ConfigLimits::kGlobFolders) return;
  const bool last = part + 1 == parts.size();
  const auto take = [&](const std::string& path, bool listed) {
    const FileTree::Kind kind = kind_of(path);
    if (last && (listed || kind != FileTree::Kind::absent)) found.push_back(path);
    if (!last && kind == FileTree::Kind::folder) expand(path, parts, folders, found, part + 1);
  };
  if (!has_wildcard(parts[part])) return take(joined(folder, parts[part]), false);
  const Result<std::vector<std::string>> names = tree_.names_in(folder);
  if (!names) return;
  for (const std::string& name : *names) {
    if (found.size() >= ConfigLimits::kGlobMatches) return;
    if (file_name_matches(parts[part], name)) take(joined(folder, name), true);
  }
}

}  // namespace chainlint::config
