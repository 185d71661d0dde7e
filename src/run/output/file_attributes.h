// What a file has besides its content: owner, group, mode, access control list and other extended attributes.
#pragma once

#include <string>

struct stat;  // of POSIX

namespace chainlint::run {

// Gives the open file `file` all that the file at `old`, whose status is `status`, has, and takes away what that has not, such as an access
// control list that the folder gives to new files. The reason where one of them cannot be kept; the file must not replace the old one then.
//
// Not kept: times, and the hash and signature of the content that the kernel makes itself (security.ima, security.evm). Attributes that the
// kernel does not show to this user (trusted.*) are not known here.
std::string keep_attributes(const std::string& old, const struct stat& status, int file);

}  // namespace chainlint::run
