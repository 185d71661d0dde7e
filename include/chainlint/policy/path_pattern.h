// Patterns of paths, as policy files and their waivers write them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint::policy {

// `path` from `folder`, which is absolute: an absolute path without "." and "..", nor a slash at the end. Looks at nothing on disk, so that
// symbolic links are as they are written. "-" (standard input) stays as it is.
std::string absolute_path(std::string_view path, std::string_view folder);

// The path that leads from `folder` to `path`, both absolute: "certs/a.pem", "../b.pem". "-" stays as it is.
std::string relative_path(std::string_view path, std::string_view folder);

// Whether a text names a file rather than something that is known by name.
bool is_path_like(std::string_view text);

// A pattern for absolute paths. '*' matches any number of characters except '/', '?' one (of UTF-8) except '/', "**" any number of
// characters, and "**/" any number of folders, none included; a backslash takes the next character literally. A slash at the end means
// everything below, and so does a path without any of these that is a folder. Case matters.
class PathPattern {
 public:
  // `pattern` is relative to `folder`, which is absolute and taken literally.
  PathPattern(std::string_view pattern, std::string_view folder);

  // Whether it matches this file; a member of an archive ("a.zip!www.pem") fits as itself and as its archive.
  bool fits(std::string_view path) const;

  // The deepest folder that contains every file that may fit; the file itself where the pattern is one.
  const std::string& root() const { return root_; }

 private:
  struct Tokens;

  std::string root_;                      // no '/' at the end
  std::shared_ptr<const Tokens> tokens_;  // of the rest; null where the pattern contains nothing but literal characters
};

}  // namespace chainlint::policy
