// Reads what entries of records have in common.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/records/records.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::records {

// One CA: `name`, `organization`, `key`, `key_id`.
CaIdentity read_ca(const yaml::Node& node, yaml::Problems& problems);

// A block of lines `KEY NAME`; `what` names it in problems.
std::vector<CaIdentity> read_key_lines(const yaml::Node& block, std::string_view what, yaml::Problems& problems);

// `cas`: a list of mappings, or a block of lines `KEY NAME`, which is faster to read.
std::vector<CaIdentity> read_cas(yaml::MappingReader& fields, yaml::Problems& problems);

// `source: { title, url, date }`.
RecordSource read_source(yaml::MappingReader& fields, yaml::Problems& problems);

// `summary`, `unverified`, `source`.
RecordNote read_note(yaml::MappingReader& fields, yaml::Problems& problems);

// Whether the text is the SHA-256 of a key, or a subject key identifier, in lower-case hexadecimal digits.
bool is_key_digits(std::string_view text);
bool is_key_id_digits(std::string_view text);

// The next line of a block, without its end; false where there is none. The next word of a line; empty where there is none.
bool take_line(std::string_view& rest, std::string_view& line);
std::string_view take_word(std::string_view& line);

// Whether a word can name a file of records or a program.
bool is_record_name(std::string_view text);

}  // namespace chainlint::records
