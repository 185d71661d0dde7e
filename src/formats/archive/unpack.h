// Archives in which certificate authorities and colleagues send files: zip and tar, and single compressed files.
#pragma once

#include <functional>
#include <string>

#include "reading.h"

namespace chainlint::formats {

// What unpacking may still produce, in one file with all the archives inside it.
struct ArchiveBudget {
  std::uint64_t octets = 0;
  std::size_t members = 0;
};

using UseMember = std::function<void(std::string name, Bytes content, bool encrypted)>;

// zip, tar, gzip, bzip2, xz or zstd by their magics; an old tar by the checksum of its first header.
bool is_archive(ByteView data);

// Unpacks the regular files in their order and hands each to `use`. Nothing is written anywhere and links are not followed (a note).
// Members that are encrypted are tried with the passwords given; `encrypted` says that one of them opened the member. What cannot be
// unpacked, and every limit, is an error in `archive`.
void unpack(ByteView data, ArchiveBudget& budget, ReadContext& context, Container& archive, const UseMember& use);

}  // namespace chainlint::formats
