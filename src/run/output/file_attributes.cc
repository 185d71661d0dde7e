#include "file_attributes.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>
#include <string_view>
#include <variant>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

std::string cannot_be_kept(const std::string& what, int error) {
  return what + " cannot be kept: " + std::strerror(error) +
         "; run chainlint as a user who may do so, such as root, or write to another file";
}

std::string words_for(const std::string& attribute) {
  if (attribute == "system.posix_acl_access") return "its access control list";
  if (attribute == "security.selinux") return "its SELinux label";
  return "its extended attribute " + in_quotes(attribute);
}

// File systems without extended attributes have none to lose.
bool means_none(int error) { return error == ENOTSUP || error == ENOSYS; }

// The kernel makes these of the content.
bool is_of_content(std::string_view attribute) { return attribute == "security.ima" || attribute == "security.evm"; }

// The value that a call writes into a buffer of the largest size; the error number where it cannot.
template <class Call>
std::variant<std::string, int> value_of(Call call) {
  std::string value(WriteLimits::kAttributeBytes, '\0');
  const ssize_t size = call(value.data(), value.size());
  if (size < 0) return errno;
  value.resize(static_cast<std::size_t>(size));
  return value;
}

// The names, or the error number.
std::variant<std::set<std::string>, int> names_of(const std::variant<std::string, int>& listed) {
  if (const int* error = std::get_if<int>(&listed)) {
    if (means_none(*error)) return std::set<std::string>{};
    return *error;
  }
  std::set<std::string> names;
  std::string_view rest = std::get<std::string>(listed);
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find('\0'));
    if (!is_of_content(name)) names.emplace(name);
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
  }
  return names;
}

std::string keep_attribute(const std::string& old, const std::string& name, int file) {
  const auto value = value_of([&](char* to, std::size_t size) { return ::lgetxattr(old.c_str(), name.c_str(), to, size); });
  if (const int* error = std::get_if<int>(&value)) return cannot_be_kept(words_for(name), *error);
  // Most labels are those of the folder: what is there already needs no permission.
  if (value_of([&](char* to, std::size_t size) { return ::fgetxattr(file, name.c_str(), to, size); }) == value) return "";
  const std::string& bytes = std::get<std::string>(value);
  return ::fsetxattr(file, name.c_str(), bytes.data(), bytes.size(), 0) == 0 ? "" : cannot_be_kept(words_for(name), errno);
}

std::string keep_extended_attributes(const std::string& old, int file) {
  const auto wanted = names_of(value_of([&](char* to, std::size_t size) { return ::llistxattr(old.c_str(), to, size); }));
  const auto present = names_of(value_of([&](char* to, std::size_t size) { return ::flistxattr(file, to, size); }));
  for (const auto* names : {&wanted, &present}) {
    if (const int* error = std::get_if<int>(names)) return cannot_be_kept("its access control list", *error);
  }
  for (const std::string& name : std::get<0>(wanted)) {
    if (std::string problem = keep_attribute(old, name, file); !problem.empty()) return problem;
  }
  for (const std::string& name : std::get<0>(present)) {
    if (std::get<0>(wanted).contains(name) || ::fremovexattr(file, name.c_str()) == 0) continue;
    return "a new file in the folder inherits an " + words_for(name).substr(4) +
           ", which the old file does not have and which cannot be removed: " + std::strerror(errno);
  }
  return "";
}

}  // namespace

std::string keep_attributes(const std::string& old, const struct stat& status, int file) {
  struct stat made {};
  if (::fstat(file, &made) != 0) return std::strerror(errno);
  const bool same_user = made.st_uid == status.st_uid, same_group = made.st_gid == status.st_gid;
  if (!(same_user && same_group) && ::fchown(file, status.st_uid, status.st_gid) != 0) {
    return cannot_be_kept(same_user ? fmt::format("its group {}", status.st_gid) : fmt::format("its owner {}", status.st_uid), errno);
  }
  if (std::string problem = keep_extended_attributes(old, file); !problem.empty()) return problem;
  // Last: a new owner takes the set-user-ID bit away, and with an access control list the bits of the group are its mask.
  const mode_t mode = status.st_mode & 07777;
  const bool same_mode = ::fstat(file, &made) == 0 && (made.st_mode & 07777) == mode;
  return same_mode || ::fchmod(file, mode) == 0 ? "" : cannot_be_kept(fmt::format("its mode {:04o}", mode), errno);
}

}  // namespace chainlint::run
