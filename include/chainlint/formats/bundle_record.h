// A bundle as one line of JSON, as programs that have no files pass it: {"name": "www.pem", "base64": "..."}, or with several files
// {"name": "shop/www", "files": [{"name": "www.pem", "base64": "..."}, ...]}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"

namespace chainlint::formats {

struct BundleRecord {
  struct File {
    std::string path;     // "shop/www/www.pem"; the name of a record of one file in the short form
    SecretBytes content;  // it may be a key
  };

  std::string name;
  std::vector<File> files;  // in their order; at least one, each path once
};

// Reads one record; `line` is its number, for errors. A record has no other members, a file at most `limits.file_bytes` bytes and a record
// at most `limits.archive_members` files. Names are text without control characters. Errors: "record-not-json", "record-invalid",
// "record-too-large"; their place is a line, and a column where the text is not JSON. No message quotes a name or content, because what is
// under the wrong member may be a key.
Result<BundleRecord> read_bundle_record(std::string_view text, std::uint32_t line, const Limits& limits);

}  // namespace chainlint::formats
