// The functions of libarchive that are used, which load it when one is first called. They replace those of <archive.h> in this namespace.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include "chainlint/base/lazy_library.h"

namespace chainlint::formats {

inline constinit const LazyLibrary kLibarchive(CHAINLINT_ARCHIVE);

CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_entry_filetype);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_entry_hardlink);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_entry_is_encrypted);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_entry_pathname);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_entry_pathname_utf8);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_error_string);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_format);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_add_passphrase);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_data_block);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_free);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_has_encrypted_entries);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_new);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_next_header);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_open_memory);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_filter_bzip2);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_filter_gzip);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_filter_xz);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_filter_zstd);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_format_raw);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_format_tar);
CHAINLINT_LAZY_FUNCTION(kLibarchive, archive_read_support_format_zip);

}  // namespace chainlint::formats
